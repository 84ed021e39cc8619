"""What a key of the keyboard is called in the tables of keys. Knows no meaning of any key."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NAMES = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Insert: "Ins",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDown",
} | {Qt.Key(Qt.Key.Key_F1.value + number): f"F{number + 1}" for number in range(12)}
_OTHER = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def name_of(event: QKeyEvent) -> str:
    """The name of a struck key ("F2", "Ctrl+Z", "*", "a"); "" for one that has none."""
    key, held = Qt.Key(event.key()), event.modifiers()
    if held & Qt.KeyboardModifier.ControlModifier:
        return f"Ctrl+{chr(key)}" if Qt.Key.Key_A <= key <= Qt.Key.Key_Z else ""
    if held & _OTHER:
        return ""
    text = event.text()
    return _NAMES.get(key) or (text if len(text) == 1 and text.isprintable() else "")

"""The number pad, laid out like the one on a keyboard: 7-8-9 on top. It knows keys, not what they mean."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look


class Key(Button):
    """A key of the pad: acts when the finger touches it, not when it leaves."""

    def sizeHint(self) -> QSize:
        side = self.theme.px("key")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Keypad(QWidget):
    """Rows of keys. `struck` carries the key's id: a character, or a word like `enter`."""

    struck = Signal(str)

    def __init__(self, theme: Theme, rows: list[list[tuple[str, Look, str]]], parent: QWidget | None = None) -> None:
        """Each key is (id, look, spoken name)."""
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a number pad is never mirrored
        self.keys: dict[str, Key] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px("gap"))
        for row, entries in enumerate(rows):
            for column, (key_id, look, spoken) in enumerate(entries):
                key = Key(theme, look, self, name=spoken)
                key.setObjectName(key_id)
                key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
                key.pressed.connect(self._on_pressed)
                self.keys[key_id] = key
                grid.addWidget(key, row, column)

    def _on_pressed(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Key)
        if not sender.reason:
            self.struck.emit(sender.objectName())


def digit_look(text: str) -> Look:
    """A digit: large and quiet."""
    return Look(text, kind="key", height="key", role="title")

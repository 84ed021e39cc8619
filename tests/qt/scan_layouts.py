"""What the keys of a US keyboard give on five layouts, and the events they come as: scancodes never change.

The tables hold the keys that the codes of the tests use and those that are easily taken for others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from hardware.scanner.keymap import X11

CODES = {mark: (code, bool(shift)) for code, marks in reversed(X11.items()) for shift, mark in enumerate(marks)}
ENTER = 36
_LETTERS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."


@dataclass(frozen=True)
class Layout:
    """`gives`: text for a US character, "" for a dead key; what is not named stays. `has_method`: composed first."""

    name: str
    gives: Mapping[str, str] = field(default_factory=dict)
    has_method: bool = False

    def text(self, mark: str) -> str:
        return self.gives.get(mark, mark)


def _both(lower: str, local: str) -> dict[str, str]:
    pairs = dict(zip(lower, local, strict=True))
    return pairs | {mark.upper(): text.upper() for mark, text in pairs.items() if mark.isalpha()}


LAYOUTS = (
    Layout("US"),
    Layout("RU", _both(_LETTERS, "йцукенгшщзхъфывапролджэячсмитьбю") | {"/": ".", ";": "ж", "?": ","}),
    Layout("DE", _both("yz", "zy") | {"-": "ß", "=": "", "[": "ü", "]": "+", ";": "ö", "/": "-", "`": "", "#": "§"}),
    Layout("JP", {"]": "む", "=": "へ", ";": "れ"}, has_method=True),
    Layout(
        "FR",
        _both("qwazm;", "azqw,m")
        | dict(zip("1234567890-=", "&é\"'(-è_çà)=", strict=True))
        | {"[": "", "]": "$", "/": "!", ",": ";", ".": ":"},
    ),
)  # fmt: skip


@dataclass
class Scanner:
    """A US keyboard scanner at a window: events as the window system delivers them, with codes and times of their own.

    With an input method on, and the focus on something that takes one, keys become a composition instead.
    """

    glass: QWindow
    layout: Layout
    now_ms: int = 100_000
    gap_ms: int = 7

    def scan(self, code: str) -> None:
        self.now_ms += 2000
        if self.layout.has_method and self._takes_method():
            self._compose(code)
            return
        for mark in code:
            self._strike(mark)
        self._key(Qt.Key.Key_Return, ENTER, "\r", Qt.KeyboardModifier.NoModifier)

    def _strike(self, mark: str) -> None:
        code, is_shifted = CODES[mark]
        held = Qt.KeyboardModifier.ShiftModifier if is_shifted else Qt.KeyboardModifier.NoModifier
        text = self.layout.text(mark)
        key = Qt.Key(ord(text.upper()[0])) if text else Qt.Key.Key_Dead_Circumflex
        if is_shifted:
            self._send(QEvent.Type.KeyPress, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, held, 50, 0, 0, ""))
        self._key(key, code, text, held)

    def _key(self, key: Qt.Key, code: int, text: str, held: Qt.KeyboardModifier) -> None:
        self.now_ms += self.gap_ms
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(kind, QKeyEvent(kind, key, held, code, 0, 0, text))

    def _send(self, _kind: QEvent.Type, event: QKeyEvent) -> None:
        event.setTimestamp(self.now_ms)
        QCoreApplication.sendEvent(self.glass, event)

    def _takes_method(self) -> bool:
        focused = QApplication.focusWidget()
        if focused is None:
            return False
        query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
        QCoreApplication.sendEvent(focused, query)
        return bool(query.value(Qt.InputMethodQuery.ImEnabled))

    def _compose(self, code: str) -> None:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        wide = "".join(chr(ord(mark) + 0xFEE0) for mark in code)
        for length in range(1, len(wide) + 1):
            QCoreApplication.sendEvent(focused, QInputMethodEvent(wide[:length], []))
        done = QInputMethodEvent()
        done.setCommitString(wide)
        QCoreApplication.sendEvent(focused, done)


def focusable(window: QWidget) -> Iterator[QWidget]:
    """Everything in the window that can have the focus now; the window itself where nothing else has it."""
    yield window
    for one in window.findChildren(QWidget):
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.isVisible() and one.isEnabled():
            yield one

"""Letters on the screen, for a till without a keyboard. Knows keys, not what they write into.

The rows follow the language of the program; a switch gives the Latin letters beside Cyrillic ones.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_client.i18n import current, tr
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Look
from pos_client.qt.widgets.keypad import Key

_DIGITS = "1234567890"
_LATIN = ("qwertyuiop", "asdfghjkl", "zxcvbnm.-@")
_GERMAN = ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß.-@")
_CYRILLIC = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбюё")
_LAYOUTS = {"de": (_GERMAN,), "ru": (_CYRILLIC, _LATIN)}
SWITCH = "switch"


class LetterKey(Key):
    """A letter: as wide as its row allows, one target high."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(6), self.theme.px("target"))


class Letters(QWidget):
    """Rows of letters. `struck` carries a character or `backspace`."""

    struck = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.layouts = _LAYOUTS.get(current().language.partition("-")[0], (_LATIN,))
        self.keys: dict[str, LetterKey] = {}
        self._shown = 0
        self._pages = [self._page(letters) for letters in self.layouts]
        stack = column(theme, self, gap=theme.mm(1))
        for page in self._pages:
            stack.addWidget(page)
        self._show_page()

    def _page(self, letters: tuple[str, ...]) -> QWidget:
        page = QWidget(self)
        stack = column(self.theme, page, gap=self.theme.mm(1))
        for line in (_DIGITS, *letters):
            stack.addLayout(self._line(page, line))
        stack.addLayout(self._last(page))
        return page

    def _line(self, page: QWidget, line: str) -> QHBoxLayout:
        keys = row(self.theme, gap=self.theme.mm(1))
        for letter in line:
            keys.addWidget(self._key(page, letter, Look(letter, kind="key", role="price"), letter), 2)
        return keys

    def _last(self, page: QWidget) -> QHBoxLayout:
        keys = row(self.theme, gap=self.theme.mm(1))
        if len(self.layouts) > 1:
            keys.addWidget(self._key(page, SWITCH, Look(tr("ABC"), kind="quiet"), tr("Other letters")), 3)
        keys.addWidget(self._key(page, " ", Look(tr("Space"), kind="key"), tr("Space")), 10)
        gone = self._key(page, "backspace", Look("", icon="backspace", kind="quiet"), tr("Delete the last letter"))
        keys.addWidget(gone, 4)
        return keys

    def _key(self, page: QWidget, word: str, look: Look, spoken: str) -> LetterKey:
        key = LetterKey(self.theme, look, page, name=spoken)
        key.setObjectName(word)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.pressed.connect(self._on_pressed)
        self.keys.setdefault(word, key)
        return key

    def _on_pressed(self) -> None:
        sender = self.sender()
        assert isinstance(sender, LetterKey)
        if sender.objectName() == SWITCH:
            self._shown = (self._shown + 1) % len(self._pages)
            self._show_page()
        else:
            self.struck.emit(sender.objectName())

    def _show_page(self) -> None:
        for number, page in enumerate(self._pages):
            page.setVisible(number == self._shown)

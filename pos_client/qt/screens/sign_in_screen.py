"""Signing in: choose the person, type the PIN. The last digit signs in by itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QWidget

from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import SignInView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.screens.people import People
from pos_client.qt.screens.pin_card import PinCard
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.pieces import Words
from pos_client.qt.widgets.tiles import PersonTile

_WORD_KEYS = {
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Escape: "clear",
    Qt.Key.Key_Left: "previous",
    Qt.Key.Key_Right: "next",
}


def word_of(event: QKeyEvent) -> str:
    """What a key means while a PIN is typed; "" for nothing."""
    word = _WORD_KEYS.get(Qt.Key(event.key())) or event.text()
    return word if len(word) > 1 or (word.isascii() and word.isdigit()) else ""


class SignInScreen(QWidget):
    """People at the start, the pad at the end."""

    def __init__(self, theme: Theme, presenter: SignInPresenter) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.theme, self.presenter = theme, presenter
        self.greeting = Words(theme, "display", parent=self)
        self.hint = Words(theme, "name", "text2", self)
        self.kept = Words(theme, "name", "text2", self, lines=2)
        self.crowd = People(theme, presenter, rows=3)
        self.pin = PinCard(theme, presenter, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = row(theme, self, margin=theme.mm(6), gap=theme.mm(6))
        box.addLayout(self._people_side(), 6)
        box.addWidget(self.pin, 5)
        presenter.view.listen(self.show_view)

    @property
    def people(self) -> list[PersonTile]:
        """The tiles of those who were here last."""
        return self.crowd.tiles

    def _people_side(self) -> QLayout:
        side = column(self.theme, gap=self.theme.mm(2))
        side.addStretch(1)
        side.addWidget(self.greeting)
        side.addWidget(self.hint)
        side.addSpacing(self.theme.mm(5))
        side.addWidget(self.crowd)
        side.addSpacing(self.theme.mm(4))
        side.addWidget(self.kept)
        side.addStretch(2)
        return side

    def show_view(self, view: SignInView) -> None:
        """Show who may sign in, and how far the PIN is typed."""
        self.greeting.say(view.greeting)
        self.hint.say(view.hint)
        self.kept.say(view.kept)
        self.crowd.show_view(view)
        self.pin.show_view(view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        word = word_of(event)
        if word:
            self.presenter.strike(word)
            event.accept()
        else:
            super().keyPressEvent(event)

"""Signing in: choose the person, type the PIN. The last digit signs in by itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import PersonView, SignInView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Look
from pos_client.qt.widgets.entry import PinDots
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.pieces import Card, Words
from pos_client.qt.widgets.tiles import PersonTile

_WORD_KEYS = {
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Escape: "clear",
    Qt.Key.Key_Left: "previous",
    Qt.Key.Key_Right: "next",
}


class SignInScreen(QWidget):
    """People at the start, the pad at the end."""

    def __init__(self, theme: Theme, presenter: SignInPresenter) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.theme, self.presenter = theme, presenter
        self.greeting = Words(theme, "display", parent=self)
        self.hint = Words(theme, "name", "text2", self)
        self.kept = Words(theme, "body", "text2", self)
        self.people: list[PersonTile] = []
        self.tiles = QGridLayout()
        self.tiles.setSpacing(theme.px("gap"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = row(theme, self, margin=theme.mm(6), gap=theme.mm(6))
        box.addLayout(self._people_side(), 6)
        box.addWidget(self._pin_side(), 5)
        presenter.view.listen(self.show_view)

    def _people_side(self) -> QLayout:
        side = column(self.theme, gap=self.theme.mm(2))
        side.addStretch(1)
        side.addWidget(self.greeting)
        side.addWidget(self.hint)
        side.addSpacing(self.theme.mm(6))
        side.addLayout(self.tiles)
        side.addSpacing(self.theme.mm(4))
        side.addWidget(self.kept)
        side.addStretch(2)
        return side

    def _pin_side(self) -> QWidget:
        theme = self.theme
        card = Card(theme, self)
        self.prompt = Words(theme, "name", parent=card)
        self.dots = PinDots(theme, card)
        self.message = Words(theme, "body", "text2", card, lines=2)
        for words in (self.prompt, self.message):
            words.align = Align.AlignHCenter | Align.AlignTop if words is self.message else Align.AlignCenter
        self.pad = Keypad(theme, _pad_rows(), card)
        self.pad.struck.connect(self.presenter.strike)
        self.pad.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        key, gap = theme.px("key"), theme.px("gap")
        self.pad.setFixedSize(round(3 * key * 1.3) + 2 * gap, 4 * key + 3 * gap)
        inside = column(theme, card, margin=theme.mm(5), gap=theme.mm(3))
        inside.addStretch(1)
        inside.addWidget(self.prompt)
        inside.addWidget(self.dots)
        inside.addSpacing(theme.mm(2))
        inside.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.message)
        inside.addStretch(1)
        return card

    def show_view(self, view: SignInView) -> None:
        """Show who may sign in, and how far the PIN is typed."""
        if tuple(tile.view for tile in self.people) != view.people:
            self._lay_out(view.people)
        self.greeting.say(view.greeting)
        self.hint.say(view.hint)
        self.kept.say(view.kept)
        for tile in self.people:
            tile.mark(is_chosen=tile.view.staff_id == view.chosen)
        self.prompt.say(view.prompt)
        self.dots.show_state(view.entered, view.digits, is_wrong=view.is_wrong, spoken=view.prompt)
        self.message.say(view.message, "err" if view.is_wrong else "text2")

    def _lay_out(self, people: tuple[PersonView, ...]) -> None:
        for tile in self.people:
            self.tiles.removeWidget(tile)
            tile.deleteLater()
        self.people = [PersonTile(self.theme, person, self) for person in people]
        for number, tile in enumerate(self.people):
            tile.clicked.connect(self._on_person)
            self.tiles.addWidget(tile, number // 3, number % 3)

    def _on_person(self) -> None:
        sender = self.sender()
        assert isinstance(sender, PersonTile)
        self.presenter.choose(sender.view.staff_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        word = _WORD_KEYS.get(Qt.Key(event.key())) or event.text()
        if len(word) > 1 or word.isdigit():
            self.presenter.strike(word)
            event.accept()
        else:
            super().keyPressEvent(event)


def _pad_rows() -> list[list[tuple[str, Look, str]]]:
    digits = [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"]]
    rows = [[(key, digit_look(key), key) for key in line] for line in digits]
    clear = ("clear", Look(tr("Clear"), kind="quiet", height="key"), tr("Clear"))
    back = ("backspace", Look("", icon="backspace", kind="quiet", height="key"), tr("Delete the last digit"))
    return [*rows, [clear, ("0", digit_look("0"), "0"), back]]

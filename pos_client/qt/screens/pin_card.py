"""The PIN pad with its dots and sentences. The last digit signs in by itself; digits never stay here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import SignInView
from pos_client.qt.screens.layouts import column
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Look
from pos_client.qt.widgets.entry import PinDots
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.pieces import Card, Words


class PinCard(Card):
    """Prompt, dots, pad, sentence. `above` is what stands over the prompt."""

    def __init__(
        self, theme: Theme, presenter: SignInPresenter, parent: QWidget, *, above: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.prompt = Words(theme, "name", parent=self)
        self.badge = Words(theme, "body", "text2", self)
        self.dots = PinDots(theme, self)
        self.message = Words(theme, "body", "text2", self, lines=3)
        for words in (self.prompt, self.badge):
            words.align = Align.AlignCenter
        self.message.align = Align.AlignHCenter | Align.AlignTop
        self.pad = Keypad(theme, _pad_rows(), self)
        self.pad.struck.connect(presenter.strike)
        self.pad.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        key, gap = theme.px("key"), theme.px("gap")
        self.pad.setFixedSize(round(3 * key * 1.3) + 2 * gap, 4 * key + 3 * gap)
        inside = column(theme, self, margin=theme.mm(4), gap=theme.mm(1.5))
        if above is not None:
            inside.addWidget(above)
        inside.addStretch(1)
        for part in (self.prompt, self.badge, self.dots):
            inside.addWidget(part)
        inside.addSpacing(theme.mm(1))
        inside.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.message)
        inside.addStretch(1)

    def show_view(self, view: SignInView) -> None:
        """Show how far the PIN is typed, and what there is to say."""
        self.prompt.say(view.prompt)
        self.badge.say(view.badge)
        self.dots.show_state(view.entered, view.digits, is_wrong=view.is_wrong, spoken=view.prompt)
        self.message.say(view.message, "err" if view.is_wrong else "text2")


def _pad_rows() -> list[list[tuple[str, Look, str]]]:
    digits = [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"]]
    rows = [[(key, digit_look(key), key) for key in line] for line in digits]
    clear = ("clear", Look(tr("Clear"), kind="quiet", height="key"), tr("Clear"))
    back = ("backspace", Look("", icon="backspace", kind="quiet", height="key"), tr("Delete the last digit"))
    return [*rows, [clear, ("0", digit_look("0"), "0"), back]]

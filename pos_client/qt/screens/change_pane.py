"""What goes back to the customer, as large as it gets; it stays until the next scan and asks for nothing.

Beside it the receipt, or what is wanted of it: a code for the customer's telephone, the line for an address.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from pos_client.i18n import tr
from pos_client.presenters.pay_views import AfterView
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import ChangeView
from pos_client.qt.input_method import for_words
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.entry import Entry
from pos_client.qt.widgets.money import MegaAmount, Pieces
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.panel_keyboard import Letters
from pos_client.qt.widgets.paper import PaperView
from pos_client.qt.widgets.pay_code import QrCode
from pos_client.qt.widgets.pieces import Card, Words

PAPER, CODE, MAIL = range(3)
_PAGES = {"qr": CODE, "mail": MAIL}
_CHIPS = 4


class ChangePane(Card):
    """Label, amount, notes and coins; the hint below says that the next scan is enough."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.presenter = presenter
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that no button has the keys while the change is shown
        self.label = Words(theme, "title", "text2", self)
        self.amount = MegaAmount(theme, self)
        self.summary = Words(theme, "name", "text2", self)
        self.pieces = Pieces(theme, self)
        self.hint = Words(theme, "body", "text2", self)
        for words in (self.label, self.summary, self.hint):
            words.align = Align.AlignCenter
        self.chips = [Button(theme, Look("", is_tight=True, height="target_big"), self) for _ in range(_CHIPS)]
        self.next = Button(theme, Look(tr("Next sale"), hint="Enter", kind="primary", height="target_big"), self)
        self.next.clicked.connect(presenter.start_next)
        self._words = [""] * _CHIPS
        inside = column(theme, self, margin=theme.mm(4), gap=theme.mm(2))
        inside.addStretch(2)
        for widget in (self.label, self.amount, self.summary):
            inside.addWidget(widget)
        inside.addSpacing(theme.mm(2))
        inside.addWidget(self.pieces)
        inside.addStretch(3)
        inside.addWidget(self.hint)
        inside.addLayout(self._foot())
        presenter.after.view.listen(self.show_after)

    def _foot(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px("gap"))
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(self._on_chip)
            chip.refused.connect(self.presenter.after.explain)
            grid.addWidget(chip, 0, place)
        grid.addWidget(self.next, 1, 0, 1, _CHIPS)
        return grid

    def _on_chip(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Button)
        self.presenter.strike(self._words[self.chips.index(sender)])

    def show_view(self, view: ChangeView) -> None:
        """Show the change of one sale."""
        self.label.say(view.label)
        self.amount.show_amount(view.change, view.spoken)
        self.setAccessibleName(view.spoken)
        self.summary.say(view.summary)
        self.pieces.show_pieces(view.pieces)
        self.hint.say(view.hint)

    def show_after(self, view: AfterView) -> None:
        """Show what can be done with the receipt."""
        for place, (chip, action) in enumerate(zip(self.chips, view.actions, strict=False)):
            self._words[place] = action.word
            is_open = bool(view.kind) and view.kind == action.word
            chip.look = Look(
                action.label, action.hint, action.icon, "tint" if is_open else "plain", "target_big", is_tight=True
            )
            chip.set_text(action.label, action.spoken or action.label)
            chip.set_reason(action.reason)


class PaperPane(QWidget):
    """The receipt beside the change, or the code, or the line for an address; the keyboard goes `home` after that."""

    def __init__(self, theme: Theme, presenter: SalePresenter, home: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.presenter, self.home = theme, presenter, home
        self._note, self._is_trouble = "", False
        self.view = PaperView(theme, self)
        self.code = _CodeCard(theme, presenter, self)
        self.mail = _MailCard(theme, presenter, self)
        self.pages = QStackedWidget(self)
        for page in (self.view, self.code, self.mail):
            self.pages.addWidget(page)
        self.note = Words(theme, "body", "text2", self, lines=2)
        self.note.align = Align.AlignCenter
        stack = column(theme, self)
        stack.addWidget(self.pages, 1)
        stack.addWidget(self.note)
        presenter.after.view.listen(self.show_after)

    def show_view(self, view: ChangeView) -> None:
        """Show the receipt of one sale, and where its paper is."""
        self.view.show_document(view.paper, tr("Receipt {doc_no}", doc_no=view.doc_no))
        self._note, self._is_trouble = view.paper_note, view.is_paper_trouble
        self._say(self.presenter.after.view.value)

    def show_after(self, view: AfterView) -> None:
        """Show what is wanted of the receipt."""
        page = _PAGES.get(view.kind, PAPER)
        is_other = page != self.pages.currentIndex()
        self.pages.setCurrentIndex(page)
        self.code.show_view(view)
        self.mail.show_view(view)
        self._say(view)
        if is_other and self.isVisible():
            (self.mail.entry.field if page == MAIL else self.home).setFocus()

    def _say(self, view: AfterView) -> None:
        if view.sentence:
            self.note.say(view.sentence, "err" if view.is_bad else "text2")
        else:
            self.note.say(self._note, "warn" if self._is_trouble else "text2")


class _CodeCard(Card):
    """The code that the customer's telephone reads."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.title = Words(theme, "title", "text", self)
        self.title.align = Align.AlignCenter
        self.title.say(tr("Scan it to keep the receipt"))
        self.code = QrCode(theme, self)
        self.back = _back(theme, presenter, self)
        inside = column(theme, self, margin=theme.mm(4))
        inside.addWidget(self.title)
        inside.addWidget(self.code, 1)
        inside.addWidget(self.back)

    def show_view(self, view: AfterView) -> None:
        """Show the code of one sale."""
        self.code.show_text(view.url, tr("QR code of the receipt: {address}", address=view.url))


class _MailCard(Card):
    """The line for an address, and letters for a till without a keyboard."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.presenter = presenter
        self.title = Words(theme, "strong", "text2", self)
        self.title.say(tr("E-mail address of the customer"))
        self.entry = Entry(theme, self)
        self.entry.show_badge("", "note")
        for_words(self.entry.field)
        self.entry.field.setAccessibleName(tr("E-mail address of the customer"))
        self.entry.field.textEdited.connect(presenter.after.type_text)
        self.letters = Letters(theme, self)
        self.letters.struck.connect(presenter.after.strike)
        self.send = Button(theme, Look(tr("Send"), hint="Enter", kind="primary", height="target_big"), self)
        self.send.clicked.connect(self._on_send)
        self.back = _back(theme, presenter, self)
        inside = column(theme, self, margin=theme.mm(3))
        inside.addWidget(self.title)
        inside.addWidget(self.entry)
        inside.addStretch(1)
        inside.addWidget(self.letters)
        keys = row(theme)
        keys.addWidget(self.back, 1)
        keys.addWidget(self.send, 2)
        inside.addLayout(keys)

    def _on_send(self) -> None:
        self.presenter.after.act("send")

    def show_view(self, view: AfterView) -> None:
        """Show the address as it is typed."""
        if self.entry.field.text() != view.address:
            self.entry.field.setText(view.address)


def _back(theme: Theme, presenter: SalePresenter, parent: QWidget) -> Button:
    button = Button(theme, Look(tr("Back"), hint="Esc", kind="quiet", height="target_big"), parent)
    button.clicked.connect(lambda: presenter.after.act("paper"))
    return button

"""Taking money: what was received, the digits, the parts that were paid, the ways there are, and the card box.

Every control keeps its place in every state; the card box lies in one place, in one size, over parts and main key.
What is to pay, quick amounts, card and more ways stand below, in the total block. Decides nothing.
"""

from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from pos_client.i18n import tr
from pos_client.presenters.pay_views import PayView
from pos_client.presenters.sale import SalePresenter
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.money import Total
from pos_client.qt.widgets.pay_box import CardBox
from pos_client.qt.widgets.pay_parts import PaidList, PayPad, WayList
from pos_client.qt.widgets.pieces import Card, Words

PARTS, CARD = range(2)


class PayPane(QWidget):
    """The amount above, digits at the start, what becomes of it at the end."""

    def __init__(self, theme: Theme, presenter: SalePresenter) -> None:
        super().__init__()
        self.theme, self.presenter = theme, presenter
        self.received = Total(theme, self)
        self.rub = Button(theme, Look("", icon="backspace", kind="quiet"), self, name=tr("Delete the last character"))
        self.rub.clicked.connect(self._on_rub)
        self.back = Button(theme, Look(tr("Back"), hint="Esc", kind="quiet", is_tight=True), self)
        self.back.clicked.connect(self._on_back)
        self.pad = PayPad(theme, self)
        self.pad.struck.connect(presenter.strike)
        self.parts = _Parts(theme, presenter, self)
        self.box = CardBox(theme, self)
        self.box.acted.connect(presenter.payment.act)
        self.box.refused.connect(presenter.explain)
        self.ends = QStackedWidget(self)
        for page in (self.parts, self.box):
            self.ends.addWidget(page)
        stack = column(theme, self)
        stack.addLayout(self._head())
        digits = row(theme)
        digits.addWidget(self.pad, 5)
        digits.addWidget(self.ends, 6)
        stack.addLayout(digits, 1)
        presenter.payment.view.listen(self.show_view)

    def _head(self) -> QLayout:
        theme = self.theme
        card = Card(theme, self)
        inside = row(theme, card)
        inside.setContentsMargins(theme.mm(3), 0, theme.mm(3), 0)
        inside.addWidget(self.received, 1)
        head = row(theme)
        head.addWidget(card, 1)
        head.addWidget(self.rub)
        head.addWidget(self.back)
        high = theme.px("target_big")
        for button in (self.rub, self.back):
            button.setFixedSize(high, high)
        card.setFixedHeight(high)
        return head

    def _on_rub(self) -> None:
        self.presenter.strike("backspace")

    def _on_back(self) -> None:
        self.presenter.strike("escape")

    def show_view(self, view: PayView) -> None:
        """Show the payment as it is now."""
        if not view.is_open:
            return
        self.received.show_amount(view.label, view.received, view.note, is_note_bad=view.is_note_bad)
        self.pad.show_outer(view.zeros, view.point)
        self.parts.show_view(view)
        if view.card is not None:
            self.box.show_view(view.card)
        self.ends.setCurrentIndex(CARD if view.card else PARTS)


class _Parts(Card):
    """What was paid, or the ways to pay; below them the key that takes what was typed."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.presenter = presenter
        self.title = Words(theme, "strong", "text2", self)
        self.paid = PaidList(theme, self)
        self.paid.taken_back.connect(presenter.payment.take_back)
        self.hint = Words(theme, "body", "text2", self, lines=3)
        self.ways = WayList(theme, self)
        self.ways.chosen.connect(presenter.payment.act)
        self.take = Button(theme, Look("", hint="Enter", kind="primary", height="target_big"), self)
        self.take.clicked.connect(self._on_take)
        self.lists = QStackedWidget(self)
        for page in (self.paid, self.ways):
            self.lists.addWidget(page)
        inside = column(theme, self, margin=theme.mm(3))
        for part in (self.title, self.lists, self.hint, self.take):
            inside.addWidget(part, 1 if part is self.lists else 0)

    def _on_take(self) -> None:
        self.presenter.strike("enter")

    def show_view(self, view: PayView) -> None:
        """Show parts, or ways where they are asked for."""
        is_choosing = bool(view.ways)
        self.title.say(view.ways_title if is_choosing else view.paid_title)
        self.paid.show_parts(view.paid)
        self.ways.show_ways(view.ways)
        self.lists.setCurrentIndex(1 if is_choosing else 0)
        self.hint.say(view.hint)
        self.hint.setVisible(not is_choosing and len(view.paid) < 2)
        self.take.set_text(view.take, view.take_spoken or view.take)

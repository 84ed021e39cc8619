"""The foot of the right side, the same in every state: what is to pay, quick amounts, card, more ways."""

from PySide6.QtWidgets import QWidget

from pos_client.i18n import tr
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.due import DueAmount
from pos_client.qt.widgets.pieces import Card

_NOTES = 3


class TotalBlock(Card):
    """One touch for the amounts a customer is likely to hand over, and for the card. No place ever changes."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.presenter = presenter
        self.due = DueAmount(theme, self)
        self.exact = self._button(tr("Exact"), "exact", kind="primary")
        self.exact.clicked.connect(presenter.pay_exact)
        self.notes = [Button(theme, Look("", height="target_big", role="price"), self) for _ in range(_NOTES)]
        self._amounts = [0] * _NOTES
        for note in self.notes:
            note.clicked.connect(self._on_note)
        self.card = self._button(tr("Card"), "card", icon="card")
        self.card.clicked.connect(self._on_card)
        self.more = self._button(tr("More ways"), "more", icon="wallet")
        self.more.clicked.connect(self._on_more)
        for button in (self.exact, *self.notes, self.card, self.more):
            button.refused.connect(presenter.explain_payment)
        self._lay_out(theme)

    def _button(self, text: str, intent: str, *, kind: str = "plain", icon: str = "") -> Button:
        look = Look(text, hint=SELL_KEYS.key(intent), icon=icon, kind=kind, height="target_big")  # type: ignore[arg-type]
        return Button(self.theme, look, self)

    def _lay_out(self, theme: Theme) -> None:
        quick, ways = row(theme), row(theme)
        quick.addWidget(self.exact, 5)
        for note in self.notes:
            quick.addWidget(note, 3)
        ways.addWidget(self.card, 1)
        ways.addWidget(self.more, 1)
        inside = column(theme, self, margin=theme.mm(3))
        for part in (quick, ways):
            if part is quick:
                inside.addWidget(self.due)
            inside.addLayout(part)

    def _on_note(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Button)
        self.presenter.pay(self._amounts[self.notes.index(sender)])

    def _on_card(self) -> None:
        self.presenter.strike("card")

    def _on_more(self) -> None:
        self.presenter.strike("more")

    def show_view(self, view: SaleView) -> None:
        """Show the total and the amounts worth a key; their places stay, also when there are fewer."""
        note = view.blocked
        self.due.show_cash(tr("In cash"), view.cash_total)
        self.due.show_due(view.due_label, view.total, note, is_note_bad=bool(view.blocked))
        reason = view.blocked or ("" if view.chips else tr("Scan something first."))
        self.exact.set_kind("plain" if view.phase == "paying" else "primary")
        self.exact.set_text(tr("Exact"), view.chips[0].spoken if view.chips else tr("Exact"))
        for button in (self.exact, self.card, self.more):
            button.set_reason(reason)
        self._show_notes(view, reason)

    def _show_notes(self, view: SaleView, reason: str) -> None:
        more = view.chips[1:]
        for place, button in enumerate(self.notes):
            is_used = place < len(more)
            self._amounts[place] = more[place].amount_minor if is_used else 0
            button.set_text(more[place].label if is_used else "–", more[place].spoken if is_used else tr("No amount"))
            button.set_reason(reason if is_used or reason else tr("There is no larger note to suggest."))

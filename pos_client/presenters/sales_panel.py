"""The last sales of this till: their receipt once more, or as a gift receipt without prices. Knows no printer."""

from collections.abc import Sequence

from pos_client.i18n import tr
from pos_client.presenters.aside import STEPS, Aside, Panel, stepped
from pos_client.presenters.panel_ports import SaleRow
from pos_client.presenters.panel_views import ActionView, RowsView
from pos_client.presenters.sale_rows import sale_row

MOST = 30


class SalesPanel(Panel):
    """Choose a sale, then what to print of it."""

    word = "sales"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._sales: Sequence[SaleRow] = ()
        self._selected, self._said, self._is_bad = "", "", False
        self._is_there = False

    def begin(self, text: str) -> None:
        """Read the last sales; `text` is the number of the one that is meant."""
        self._selected = text
        self._show()
        self.refresh()

    def refresh(self) -> None:
        """A sale was made, or sent."""
        book = self.aside.trade.sales
        if book is not None:
            self.aside.trade.tasks.run(lambda: book.recent(MOST), self._on_read, self._on_failed)

    def strike(self, word: str) -> bool:
        """Arrows choose, Enter prints again, G prints a gift receipt."""
        if word in STEPS:
            self._selected = stepped([one.doc_no for one in self._sales], self._selected, word)
            self._show()
        elif word == "enter":
            self.act("again")
        elif word == "+":
            self.act("gift")
        else:
            return word == "backspace"
        return True

    def act(self, word: str) -> None:
        """A row was chosen, or what to do with it."""
        receipts = self.aside.trade.receipts
        chosen = self._selected
        if word == "again" and chosen:
            done = tr("The receipt prints once more, marked as a copy.")
            self.aside.trade.tasks.run(lambda: receipts.reprint(chosen), lambda _: self._done(done), self._on_failed)
        elif word == "gift" and chosen:
            done = tr("The gift receipt prints: no prices are on it.")
            self.aside.trade.tasks.run(lambda: receipts.gift(chosen), lambda _: self._done(done), self._on_failed)
        elif word in [one.doc_no for one in self._sales]:
            self._selected, self._said = word, ""
            self._show()

    def _on_read(self, sales: Sequence[SaleRow]) -> None:
        self._sales, self._is_there = sales, True
        if self._selected not in [one.doc_no for one in sales]:
            if "-" in self._selected:
                self._said = tr("Receipt {number} is not among these.", number=self._selected)
            self._selected = sales[0].doc_no if sales else ""
        self._show()

    def _done(self, said: str) -> None:
        self._said, self._is_bad = said, False
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._said, self._is_bad = self.aside.reason(error), True
        self._show()

    def _show(self) -> None:
        trade = self.aside.trade
        if trade.sales is None:
            empty = tr("This till keeps no list of sales.")
        else:
            empty = tr("No sale was made on this till yet.") if self._is_there else ""
        actions = (
            ActionView("again", tr("Print again"), tr("Enter"), "printer", is_main=True),
            ActionView("gift", tr("Gift receipt"), "+", "gift"),
        )
        self.aside.show(
            RowsView(
                title=tr("Receipts of this till"),
                sentence=self._said or (tr("Ctrl P prints the last one at once.") if self._sales else ""),
                is_bad=self._is_bad,
                rows=tuple(sale_row(one, trade) for one in self._sales),
                selected=self._selected,
                empty=empty,
                actions=actions if self._sales else (),
            )
        )

"""Where this till stands with the ledger, for whoever touches the chip: what works, what waits, how much, since when.

It never opens itself. Amounts come from the till's own journal, so they are true with the cable pulled.
"""

from collections.abc import Sequence

from pos_client.i18n import current, ntr, tr
from pos_client.presenters.ages import ago_words, moment_words
from pos_client.presenters.aside import Aside, Panel
from pos_client.presenters.panel_ports import SaleRow, SalesBook, Waiting
from pos_client.presenters.panel_views import ActionView, SyncPanelView
from pos_client.presenters.sale_rows import sale_row

MOST = 30
READ_EVERY_S = 2.0


class SyncPanel(Panel):
    """Words of the chip at length, and the last sales with a mark each."""

    word = "sync"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._waiting: Waiting | None = None
        self._sales: Sequence[SaleRow] = ()
        self._read_s = float("-inf")
        self._is_reading = False
        self._why = ""

    def begin(self, text: str) -> None:  # noqa: ARG002 - nothing to type here
        """Show what is known, and read the rest."""
        self._show()
        self.refresh()

    def refresh(self) -> None:
        """The journal moved: read it, one question at a time."""
        book, clock = self.aside.trade.sales, self.aside.trade.clock
        if book is not None and not self._is_reading:
            self._is_reading, self._read_s = True, clock.monotonic_s()
            self.aside.trade.tasks.run(lambda: _read(book), self._on_read, self._on_failed)

    def strike(self, word: str) -> bool:
        """Enter shows all sales."""
        if word == "enter":
            self.act("sales")
        return word in {"enter", "backspace"}

    def act(self, word: str) -> None:
        """Show all sales."""
        if word == "sales":
            self.aside.open("sales")

    def tick(self) -> None:
        """Time passed: ages grow, and every two seconds the journal is read again."""
        if self.aside.trade.clock.monotonic_s() - self._read_s >= READ_EVERY_S:
            self.refresh()
        self._show()

    def _on_read(self, answer: tuple[Waiting, Sequence[SaleRow]]) -> None:
        self._is_reading, self._why = False, ""
        self._waiting, self._sales = answer
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._is_reading, self._why = False, self.aside.reason(error)
        self._show()

    # --- words ---

    def _show(self) -> None:
        status = self.aside.status()
        view = status.view.value
        works, waits = self._lists(view.kind)
        self.aside.show(
            SyncPanelView(
                title=tr("Connection"),
                sentence=self._why or view.sentence,
                is_bad=bool(self._why),
                kind=view.kind,
                word=view.word,
                works_title=tr("What works"),
                works=works,
                waits_title=tr("What waits"),
                waits=waits,
                facts=self._facts(status.contact_s()),
                rows_title=tr("Sales of this till"),
                rows=tuple(sale_row(one, self.aside.trade) for one in self._sales),
                empty=tr("No sale was made on this till yet.") if self._waiting is not None else "",
                actions=(ActionView("sales", tr("All sales of this till"), tr("Enter"), "receipt"),),
            )
        )

    def _lists(self, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        on_the_way = tr("Sales on their way to the ledger")
        match kind:
            case "live" | "sending":
                works = tr("Selling, receipts"), tr("Prices, customers"), tr("Stock of every store")
                return works, (tr("Nothing"),) if kind == "live" else (on_the_way,)
            case "stop":
                safe = tr("Recorded sales are safe"), tr("Search and prices")
                return safe, (tr("New sales, until it is repaired"),)
        works = tr("Cash and card, receipts"), tr("Search, prices, customers"), tr("Holding and resuming here")
        return works, (on_the_way, tr("Stock of other stores"), tr("Held sales of other tills"))

    def _facts(self, contact_s: float | None) -> tuple[tuple[str, str], ...]:
        trade = self.aside.trade
        contact = tr("not since this till was started") if contact_s is None else ago_words(contact_s)
        facts = [(tr("Last heard from the ledger"), contact)]
        waiting = self._waiting
        if waiting is not None:
            facts.append((tr("Not sent yet"), self._unsent(waiting)))
            if waiting.oldest_at is not None:
                time_zone = trade.book.store().time_zone
                oldest = moment_words(waiting.oldest_at, trade.clock.now(), time_zone)
                facts.append((tr("Oldest of them"), f"{oldest}  {waiting.oldest_doc_no}".strip()))
        return tuple(facts)

    def _unsent(self, waiting: Waiting) -> str:
        if not waiting.facts:
            return tr("nothing")
        if not waiting.sales:
            return ntr("{count} entry", "{count} entries", waiting.facts)
        value = current().money(waiting.amount_minor, waiting.currency_code or self.aside.amounts.currency_code)
        sales = ntr("{count} sale", "{count} sales", waiting.sales)
        return tr("{sales}, {value}", sales=sales, value=value)


def _read(book: SalesBook) -> tuple[Waiting, Sequence[SaleRow]]:
    return book.waiting(), book.recent(MOST)

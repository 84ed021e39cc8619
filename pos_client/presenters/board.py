"""What stands on the sell screen beside the sale itself: the typed entry, the chosen line, the sentence below the cart.

It turns all of it into one view. It changes nothing in the sale.
"""

from collections.abc import Callable

from pos_client.counter.open_sale import Unresolved
from pos_client.counter.selling import Counter, LineRung, QuantitySet
from pos_client.i18n import current, sentence, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.change import last_sale
from pos_client.presenters.receiving import Receiving
from pos_client.presenters.sale_words import CartWords, line_key, notice_key, ordered
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChipView, LastSaleView, SaleView
from sync_engine.domain.cart import CartLine, CartTotals
from sync_engine.domain.quantity import Quantity

Outcome = LineRung | Unresolved | QuantitySet | None


class Board:
    """Shows the sale of one counter."""

    def __init__(self, counter: Counter, amounts: Amounts) -> None:
        self._counter = counter
        self._words = CartWords(amounts)
        self._order: tuple[str, ...] = ()
        self._newest, self._bump = "", 0
        self._notice, self._is_notice_bad = "", False
        self.amounts = amounts
        self.receiving = Receiving(counter, amounts)
        self.entry, self.selected = "", ""
        self.asks_quantity = False
        self.parked = ""
        self.last: LastSaleView | None = None
        self.is_charging: Callable[[], bool] = lambda: False
        self.view: Shown[SaleView] = Shown(SaleView())

    @property
    def chosen_line(self) -> CartLine | None:
        """The chosen line of the cart; None where none, or an unresolved scan, is chosen."""
        lines = self._counter.sale.cart.lines
        return next((line for line in lines if line_key(line.line_id) == self.selected), None)

    def say(self, notice: str, *, is_bad: bool = False) -> None:
        """A sentence below the cart."""
        self._notice, self._is_notice_bad = notice, is_bad

    def _mark_newest(self, key: str) -> None:
        self.selected = self._newest = key
        self._bump += 1

    def rung(self, outcome: Outcome) -> str:
        """What a scan gave: its line is the newest one. Returns the sound that goes with it."""
        if isinstance(outcome, LineRung):
            key = line_key(outcome.line_id)
            is_again = key in self._order
            self._mark_newest(key)
            return "again" if is_again else "accepted"
        if isinstance(outcome, Unresolved):
            self._mark_newest(notice_key(outcome.notice_id))
            return "stop" if outcome.reason == "recalled" else "look"
        return ""

    def move(self, by: int) -> None:
        """Choose a line further up or down."""
        if self._order:
            here = self._order.index(self.selected) if self.selected in self._order else len(self._order) - 1
            self.selected = self._order[min(max(here + by, 0), len(self._order) - 1)]
            self.asks_quantity = False

    def blocked(self) -> str:
        """Why the sale cannot be paid yet, naming the line; "" when it can."""
        waiting = self._counter.sale.unresolved
        if not waiting:
            return tr("Card payment under way") if self._counter.sale.attempt else ""
        self._sort()
        number = self._order.index(f"code {waiting[0].notice_id}") + 1
        return tr("Sort out line {number} first", number=number)

    def show(self) -> None:
        """Show everything as it is now."""
        self._sort()
        sale = self._counter.sale
        totals = sale.totals()
        receiving = self.receiving
        line = self.chosen_line
        due = self._counter.due()
        if self.last is None and self._counter.last is not None:  # a till that was started again
            self.last = last_sale(self._counter.last, self.amounts)
        left = due.open_minor if sale.tenders else totals.total_minor
        self.view.show(
            SaleView(
                phase="paying" if receiving.is_open or self.is_charging() else "selling",
                prompt=self._prompt(line),
                entry=receiving.text if receiving.is_open else self.entry,
                waiting_quantity=self._waiting(line),
                lines=self._words.lines(sale, totals, self._order),
                selected=self.selected,
                newest=self._newest,
                bump=self._bump,
                notice=self._notice or self._trouble(),
                is_notice_bad=self._is_notice_bad or (not self._notice and bool(self._trouble())),
                items=self._words.items(sale, totals),
                tax=self._words.tax(sale, totals),
                due_label=self._due_label(totals.total_minor, is_part=bool(sale.tenders)),
                total=self.amounts.plain(abs(left)),
                cash_total=self._words.cash_total(abs(left), abs(due.open_cash_minor)),
                blocked=self.blocked(),
                chips=self._chips(totals),
                can_change=line is not None,
                last=self.last,
                saved=self._words.saved(totals),
                customer=sale.buyer.name if sale.buyer else "",
                parked=self.parked,
                asks_quantity=self.asks_quantity,
            )
        )

    def _trouble(self) -> str:
        """Why the open sale would not survive a power cut; "" while it would."""
        trouble = self._counter.trouble
        return sentence(trouble, current()) if trouble is not None else ""

    def _due_label(self, total_minor: int, *, is_part: bool) -> str:
        if total_minor < 0:
            return tr("Still to give back") if is_part else tr("To give back")
        return tr("Still to pay") if is_part else tr("To pay")

    def _chips(self, totals: CartTotals) -> tuple[ChipView, ...]:
        return self._words.chips(self._counter.quick_amounts()) if totals.lines else ()

    def _sort(self) -> None:
        self._order = ordered(self._counter.sale, self._order)
        if self.selected not in self._order:
            self.selected = self._order[-1] if self._order else ""

    def _prompt(self, line: CartLine | None) -> str:
        if self.receiving.is_open:
            return tr("Number of the slip") if self.receiving.asks_slip else tr("Amount received, or scan on")
        if self.asks_quantity and line is not None:
            return tr("New quantity of {name}", name=line.name)
        return tr("Scan, or type a code")

    def _waiting(self, line: CartLine | None) -> str:
        if self.asks_quantity and line is not None:
            return "× ?"
        waiting = self._counter.next_quantity
        return f"{_in_words(waiting)} ×" if waiting is not None else ""


def _in_words(quantity: str) -> str:
    whole, _, rest = quantity.partition(".")
    return current().quantity(Quantity(int(whole + rest), len(rest))) if len(rest) <= 3 else quantity

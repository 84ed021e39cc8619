"""The open sale at the counter: scan, change, undo, pay, complete. The same object serves the screen and the demo.

Knows no Qt, no SQL, no network. Nothing here waits for anything but the local files.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_client.counter import open_sale as opened
from pos_client.counter import paying
from pos_client.counter.completing import Completed, Completing, Prepared
from pos_client.counter.open_sale import OpenSale, Unresolved, Wanted, empty_sale
from pos_client.counter.paying import Due
from pos_client.counter.ports import Catalog, Clock, Found, StoreBook
from pos_client.counter.scanning import read_entry, spellings
from pos_client.counter.session import Session
from pos_client.counter.shift import Moment, moment
from sync_engine.domain.cart import Discount, with_line_discount, with_quantity, with_sale_discount, without_line
from sync_engine.domain.errors import LineNotFound, Refusal
from sync_engine.domain.limits import check_line_quantity
from sync_engine.domain.payment import CASH
from sync_engine.domain.quantity import Quantity, parse_quantity
from sync_engine.domain.store import StoreRules, rules_on

_MOST_STEPS_BACK = 500


@dataclass(frozen=True, slots=True)
class LineRung:
    """A scan gave goods: the line that holds them now, and how much was added."""

    line_id: int
    article_id: str
    added: Quantity


@dataclass(frozen=True, slots=True)
class QuantitySet:
    """`3*` alone: the next scan is taken this many times."""

    quantity: str


Outcome = LineRung | Unresolved | QuantitySet


@dataclass(frozen=True, slots=True)
class Desk:
    """What a counter works with."""

    catalog: Catalog
    book: StoreBook
    session: Session
    completing: Completing
    clock: Clock


class Counter:
    """One counter with one open sale."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sale: OpenSale | None = None
        self._before: list[OpenSale] = []
        self._next_quantity: str | None = None
        self._closing: Prepared | None = None
        self.last: Completed | None = None

    # --- the open sale ---

    @property
    def sale(self) -> OpenSale:
        """The open sale; empty under today's rules when nothing was rung up. Raises NoRules, Unavailable."""
        if self._sale is None or self._sale.is_empty:
            return empty_sale(self._desk.book.store(), self._rules())
        return self._sale

    @property
    def next_quantity(self) -> str | None:
        """The quantity that waits for the next scan."""
        return self._next_quantity

    def scan(self, raw: str) -> Outcome | None:
        """Take a raw scan or typed code; None for an empty one.

        A code that leads to no line gives a notice in the sale and never blocks the next scan. Refuses with
        QuantityOutOfRange, TooManyDecimals or TooManyLines, and the sale stays as it is.
        """
        entry = read_entry(raw)
        if entry.quantity is not None and not entry.code:
            check_line_quantity(parse_quantity(entry.quantity, 3).value, 3)
            self._next_quantity = entry.quantity
            return QuantitySet(entry.quantity)
        if not entry.code:
            return None
        quantity = entry.quantity or self._next_quantity or "1"
        found = self._find(entry.code)
        if found is None and entry.quantity is not None:
            whole = self._find(raw.strip())
            found, quantity = whole, "1" if whole else quantity
        self._next_quantity = None
        if found is None:
            return self._leave(entry.code, "unknown_article", quantity)
        return self._ring(found, quantity, entry.code)

    def add_article(self, article_id: str, quantity: str = "1", *, is_return: bool = False) -> Outcome:
        """Ring up an article that was chosen (a quick key, a search result, goods brought back). Refuses as `scan`
        does.
        """
        article = self._desk.catalog.find(article_id)
        if article is None:
            return self._leave(article_id, "unknown_article", quantity)
        return self._ring(Found(article, 1, None), quantity, article_id, is_return=is_return)

    def set_quantity(self, line_id: int, text: str) -> None:
        """Another quantity, as decimal text, on a line.

        Refuses with QuantityOutOfRange (0 and below, above a million), NotANumber, TooManyDecimals, LineNotFound.
        """
        scale = self._line_scale(line_id)
        quantity = parse_quantity(text.strip().replace(",", "."), scale)
        sale = self.sale
        self._change(replace(sale, cart=with_quantity(sale.cart, line_id, quantity)))

    def remove_line(self, line_id: int) -> None:
        """Take a line away. Refuses with LineNotFound."""
        sale = self.sale
        self._change(replace(sale, cart=without_line(sale.cart, line_id)))

    def discount_line(self, line_id: int, discount: Discount | None) -> None:
        """A discount on a line, or none. Refuses with LineNotFound, DiscountTooLarge."""
        sale = self.sale
        self._change(replace(sale, cart=with_line_discount(sale.cart, line_id, discount)))

    def discount_sale(self, discount: Discount | None) -> None:
        """A discount on the whole sale, or none. Refuses with DiscountTooLarge."""
        sale = self.sale
        self._change(replace(sale, cart=with_sale_discount(sale.cart, discount)))

    def resolve(self, notice_id: int, article_id: str) -> Outcome:
        """Ring up `article_id` for a code that was not found, in the quantity that was scanned."""
        notice = next((one for one in self.sale.unresolved if one.notice_id == notice_id), None)
        if notice is None:
            raise LineNotFound(notice_id)
        outcome = self.add_article(article_id, notice.quantity)
        if isinstance(outcome, LineRung) and self._sale is not None:
            self._sale = opened.without_unresolved(self._sale, notice_id)
        return outcome

    def set_aside(self, notice_id: int) -> None:
        """The goods of an unresolved code are not sold."""
        self._change(opened.without_unresolved(self.sale, notice_id))

    def clear(self) -> None:
        """Nothing is sold after all; undo brings it back."""
        self._change(empty_sale(self._desk.book.store(), self._rules()))

    def undo(self) -> bool:
        """Take the last change of the open sale back, whatever it was; False when there is none."""
        if self._next_quantity is not None:
            self._next_quantity = None
            return True
        if not self._before:
            return False
        self._sale = self._before.pop()
        return True

    # --- paying ---

    def due(self) -> Due:
        """What is due now."""
        return paying.due(self.sale)

    def quick_amounts(self) -> tuple[int, ...]:
        """Cash amounts worth a key, in minor units."""
        return paying.suggested(self.sale)

    def tender(self, kind: str, amount_minor: int) -> Due:
        """Take a part (or all) by one way of paying. Refuses with AmountOutOfRange."""
        self._change(paying.with_tender(self.sale, kind, amount_minor))
        return self.due()

    def take_cash(self, amount_minor: int | None = None) -> Due:
        """Take cash: the exact rest without an amount."""
        if amount_minor is None:
            self._change(paying.with_exact_cash(self.sale))
            return self.due()
        return self.tender(CASH, amount_minor)

    def give_back(self, index: int) -> Due:
        """Give the tender at `index` back."""
        self._change(paying.without_tender(self.sale, index))
        return self.due()

    # --- completing ---

    def check_journal(self) -> None:
        """Before money is taken: could this sale be recorded? Raises Unavailable with the reason."""
        self._desk.completing.journal.preflight()

    def complete_sale(self) -> Completed:
        """Prepare, record and finish in one go. Refuses as `prepare_sale` does; raises Unavailable: the sale stays
        open.
        """
        prepared = self.prepare_sale()
        try:
            completed = self._desk.completing.record(prepared)
        except BaseException:
            self.reopen(prepared)
            raise
        self.finish(completed)
        return completed

    def prepare_sale(self) -> Prepared:
        """Close the open sale for recording; scans from now on open the next one.

        Refuses with NotSignedIn, UnresolvedCodes, EmptyCart, NotPaid, ChangeWithoutCash; the sale stays open then.
        """
        staff = self._desk.session.signed_in()
        prepared = self._desk.completing.prepare(self.sale, self._moment(staff.staff_id), staff.name)
        self._closing, self._sale, self._before = prepared, None, []
        return prepared

    def finish(self, completed: Completed) -> None:
        """The prepared sale is recorded."""
        self._closing, self.last = None, completed

    def reopen(self, prepared: Prepared) -> None:
        """The prepared sale could not be recorded: it is the open sale again, with what was scanned since."""
        self._closing = None
        later = self._sale
        self._sale = prepared.open_sale if later is None else opened.joined(prepared.open_sale, later)
        self._before = []

    # --- inside ---

    def _ring(self, found: Found, quantity: str, code: str, *, is_return: bool = False) -> Outcome:
        article = found.article
        sale, rules = self.sale, self._rules()
        amount = parse_quantity(quantity, article.scale)
        amount = Quantity(amount.value * found.quantity, amount.scale)
        check_line_quantity(amount.value, amount.scale)
        try:
            price = self._desk.catalog.price(article.article_id, self._moment("").business_on)
            wanted = Wanted(article, amount, price.unit_e4, found.barcode, is_return)
            language = self._desk.book.store().language
            after, line_id = opened.with_article(sale, wanted, language, rules.default_tax_code)
        except Refusal as refusal:
            if refusal.code not in {"no_price", "unknown_tax_code"}:
                raise
            return self._leave(code, refusal.code, quantity)
        self._change(after)
        return LineRung(line_id, article.article_id, amount)

    def _leave(self, code: str, reason: str, quantity: str) -> Unresolved:
        sale, notice = opened.with_unresolved(self.sale, code, reason, quantity)
        self._change(sale)
        return notice

    def _find(self, code: str) -> Found | None:
        find: Callable[[str], Found | None] = self._desk.catalog.find_by_code
        return next((found for found in map(find, spellings(code)) if found is not None), None)

    def _change(self, after: OpenSale) -> None:
        before = self.sale
        if after == before:
            return
        self._before = [*self._before[-_MOST_STEPS_BACK:], before]
        self._sale = after

    def _line_scale(self, line_id: int) -> int:
        line = next((line for line in self.sale.cart.lines if line.line_id == line_id), None)
        if line is None:
            raise LineNotFound(line_id)
        return line.quantity.scale

    def _rules(self) -> StoreRules:
        return rules_on(self._desk.book.store(), self._moment("").business_on)

    def _moment(self, staff_id: str) -> Moment:
        return moment(self._desk.book.store(), self._desk.clock.now(), staff_id)

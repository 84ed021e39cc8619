"""What is on a counter and what is said of it: scan, change, price, sort out, undo. `selling` adds the money.

A façade: what each act does is in `ringing`, `sorting_out`, `pricing_acts` and `slate`. Knows no Qt, no SQL, no
network. Nothing here waits for anything but the local files.
"""

from collections.abc import Sequence
from dataclasses import replace

from pos_client.counter.completing import Completed
from pos_client.counter.desk import Desk
from pos_client.counter.open_sale import OpenSale
from pos_client.counter.pricing_acts import Bought, PricingActs
from pos_client.counter.ringing import Outcome, Ringing
from pos_client.counter.slate import Slate
from pos_client.counter.sorting_out import SortingOut
from sync_engine.domain.cart import Discount, with_quantity, without_line
from sync_engine.domain.errors import LineNotFound, Unavailable
from sync_engine.domain.product import Article
from sync_engine.domain.quantity import parse_quantity


class Goods:
    """The goods of one open sale."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._slate = Slate(desk)
        self._ringing = Ringing(desk, self._slate)
        self._sorting = SortingOut(desk, self._slate, self._ringing)
        self._pricing = PricingActs(desk, self._slate)

    # --- the open sale ---

    @property
    def sale(self) -> OpenSale:
        """The open sale; empty under today's rules when nothing was rung up. Raises NoRules, Unavailable.

        The first look brings back the sale, and `last`, that a program left that was ended in between.
        """
        return self._slate.sale

    @property
    def last(self) -> Completed | None:
        """The last completed sale, also after a restart; None before the first look at `sale`."""
        return self._slate.last

    @property
    def trouble(self) -> Unavailable | None:
        """Why the open sale would not survive a power cut now; None when it would."""
        return self._slate.trouble

    @property
    def next_quantity(self) -> str | None:
        """The quantity that waits for the next scan."""
        return self._ringing.next_quantity

    def scan(self, raw: str) -> Outcome | None:
        """Take a raw scan or typed code; None for an empty one.

        A code that leads to no line gives a notice in the sale and never blocks the next scan. Refuses with
        QuantityOutOfRange, TooManyDecimals or TooManyLines, and the sale stays as it is.
        """
        return self._ringing.scan(raw)

    def add_article(self, article_id: str, quantity: str = "1", *, is_return: bool = False) -> Outcome:
        """Ring up an article that was chosen (a quick key, a search result, goods brought back); one of it is what
        nobody had to say. Refuses as `scan` does.
        """
        said = None if quantity == "1" else quantity
        return self._ringing.add_article(article_id, said, is_return=is_return)

    def add_open_price(self, department_id: str, unit_e4: int, name: str = "") -> Outcome:
        """Goods without a code, at a price (10^-4 of the major unit) somebody says, under a department ("": the
        first). Refuses with AmountOutOfRange, NameTooLong, NoDepartment, UnknownArticle.
        """
        return self._sorting.add_open_price(department_id, unit_e4, name)

    def departments(self) -> Sequence[Article]:
        """What goods without a code can be sold under."""
        return self._desk.catalog.departments()

    def set_quantity(self, line_id: int, text: str) -> None:
        """Another quantity, as decimal text, on a line.

        Refuses with QuantityOutOfRange (0 and below, above a million; more than the one piece of a serial number),
        NotANumber, TooManyDecimals, LineNotFound.
        """
        sale = self.sale
        line = next((one for one in sale.cart.lines if one.line_id == line_id), None)
        if line is None:
            raise LineNotFound(line_id)
        quantity = parse_quantity(text.strip().replace(",", "."), line.quantity.scale)
        self._slate.change(replace(sale, cart=with_quantity(sale.cart, line_id, quantity)))

    def remove_line(self, line_id: int) -> None:
        """Take a line away. Refuses with LineNotFound."""
        sale = self.sale
        self._slate.change(replace(sale, cart=without_line(sale.cart, line_id)))

    def clear(self) -> None:
        """Nothing was rung up after all; undo brings it back. A sale that a customer leaves is voided instead."""
        sale = self.sale
        self._slate.change(replace(sale, cart=replace(sale.cart, lines=(), discount=None), unresolved=()))

    def undo(self) -> bool:
        """Take the last change of the open sale back, whatever it was; False when there is none. What a terminal has
        charged stays.
        """
        if self.next_quantity is not None:
            self._ringing.next_quantity = None
            return True
        return self._slate.undo()

    # --- prices, words, customers ---

    def override_price(self, line_id: int, unit_e4: int, reason: str) -> None:
        """Another price (10^-4 of the major unit) on a line, and why.

        Refuses with NotSignedIn, NeedsApproval, LineNotFound, AmountOutOfRange, TextTooLong.
        """
        self._pricing.override_price(line_id, unit_e4, reason)

    def discount_line(self, line_id: int, discount: Discount | None) -> None:
        """A discount on a line, or none. Refuses with NotSignedIn, NeedsApproval, LineNotFound, DiscountTooLarge."""
        self._pricing.discount_line(line_id, discount)

    def discount_sale(self, discount: Discount | None) -> None:
        """A discount on the whole sale, or none. Refuses with NotSignedIn, NeedsApproval, DiscountTooLarge."""
        self._pricing.discount_sale(discount)

    def note_line(self, line_id: int, text: str) -> None:
        """A note on a line; "" for none. Refuses with LineNotFound, TextTooLong."""
        self._pricing.note_line(line_id, text)

    def note_sale(self, text: str) -> None:
        """A note on the sale; "" for none. Refuses with TextTooLong."""
        self._pricing.note_sale(text)

    def gift_line(self, line_id: int, *, is_gift: bool) -> None:
        """A line is a gift, or is none. Refuses with LineNotFound."""
        self._pricing.gift_line(line_id, is_gift=is_gift)

    def set_customer(self, customer: Bought | None) -> None:
        """The sale is for that customer, at their prices; for nobody who is known with None."""
        self._pricing.set_customer(customer)

    # --- what a scan left open ---

    def give_price(self, notice_id: int, unit_e4: int, name: str = "", department_id: str = "") -> Outcome:
        """A price (10^-4 of the major unit) for goods that have none; a code that is unknown is sold under a
        department ("": the first). Refuses with LineNotFound, AmountOutOfRange, NameTooLong, ArticleRecalled,
        NoDepartment, UnknownArticle.
        """
        return self._sorting.give_price(notice_id, unit_e4, name, department_id)

    def give_weight(self, notice_id: int, text: str) -> Outcome:
        """A weight as decimal text. Refuses with LineNotFound, NotANumber, TooManyDecimals, QuantityOutOfRange."""
        return self._sorting.give_weight(notice_id, text)

    def give_serial(self, notice_id: int, text: str) -> Outcome:
        """The number of one piece. Refuses with LineNotFound, SerialMissing, SerialTaken, TextTooLong."""
        return self._sorting.give_serial(notice_id, text)

    def age_seen(self, notice_id: int) -> Outcome:
        """The customer is old enough, for the rest of this sale up to that age. Refuses with LineNotFound."""
        return self._sorting.age_seen(notice_id)

    def age_refused(self, notice_id: int, reason: str) -> None:
        """The goods are not sold to this customer, and that is recorded. Refuses with LineNotFound, NotSignedIn."""
        self._sorting.age_refused(notice_id, reason)

    def resolve(self, notice_id: int, article_id: str) -> Outcome:
        """Ring up `article_id` for a notice, in the quantity that was scanned. Refuses with LineNotFound,
        ArticleRecalled, UnknownArticle.
        """
        return self._sorting.resolve(notice_id, article_id)

    def set_aside(self, notice_id: int) -> None:
        """The goods of a notice are not sold."""
        self._sorting.set_aside(notice_id)

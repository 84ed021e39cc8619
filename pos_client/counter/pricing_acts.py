"""What is changed of lines that are rung up: price, discount, notes, gifts, and whose prices hold. Knows no screen.

Whoever makes something cheaper is signed in and keeps to their limits; more needs somebody whose limits are wider.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from pos_client.counter.desk import Desk
from pos_client.counter.free_text import clean
from pos_client.counter.open_sale import Buyer, OpenSale
from pos_client.counter.slate import Slate
from sync_engine.domain.cart import (
    Cart,
    CartLine,
    Discount,
    totals,
    with_gift,
    with_line_discount,
    with_line_note,
    with_sale_discount,
    with_unit_price,
)
from sync_engine.domain.errors import LineNotFound, NoPrice
from sync_engine.domain.limits import check_text
from sync_engine.domain.quantity import line_amount
from sync_engine.domain.staff import check_discount_by, check_price_by


class Bought(Protocol):
    """A customer, as far as a sale has to know them; `price_list` is "" or None for the store's own."""

    @property
    def customer_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def price_list(self) -> str | None: ...


class PricingActs:
    """Changes of the open sale's lines."""

    def __init__(self, desk: Desk, slate: Slate) -> None:
        self._desk, self._slate = desk, slate

    def override_price(self, line_id: int, unit_e4: int, reason: str) -> None:
        """Another price (10^-4 of the major unit) on a line, and why."""
        line = self._line(line_id)
        listed_e4 = line.unit_e4 if line.listed_unit_e4 is None else line.listed_unit_e4
        check_price_by(self._desk.session.signed_in(), listed_e4, unit_e4)
        self._change(lambda cart: with_unit_price(cart, line_id, unit_e4, clean(reason)))

    def discount_line(self, line_id: int, discount: Discount | None) -> None:
        """A discount on a line, or none."""
        line = self._line(line_id)
        if discount is not None:
            base_minor = line_amount(line.unit_e4, line.quantity, self._slate.sale.cart.currency)
            check_discount_by(self._desk.session.signed_in(), discount, base_minor)
        self._change(lambda cart: with_line_discount(cart, line_id, _cleaned(discount)))

    def discount_sale(self, discount: Discount | None) -> None:
        """A discount on the whole sale, or none."""
        if discount is not None:
            lines = totals(replace(self._slate.sale.cart, discount=None)).lines
            base_minor = sum(line.amount_minor for line in lines if line.amount_minor > 0)
            check_discount_by(self._desk.session.signed_in(), discount, base_minor)
        self._change(lambda cart: with_sale_discount(cart, _cleaned(discount)))

    def note_line(self, line_id: int, text: str) -> None:
        """A note on a line; "" for none."""
        self._change(lambda cart: with_line_note(cart, line_id, clean(text)))

    def note_sale(self, text: str) -> None:
        """A note on the sale; "" for none."""
        note = clean(text)
        check_text(note)
        self._change(lambda cart: replace(cart, note=note))

    def gift_line(self, line_id: int, *, is_gift: bool) -> None:
        """A line is a gift, or is none."""
        self._change(lambda cart: with_gift(cart, line_id, is_gift=is_gift))

    def set_customer(self, customer: Bought | None) -> None:
        """The sale is for that customer, at their prices; with None at the store's again.

        A price that a person gave stays, and so does the price of an article that has none now.
        """
        buyer = None if customer is None else Buyer(customer.customer_id, customer.name, customer.price_list or "")
        sale = self._slate.sale
        price_list = buyer.price_list if buyer else ""
        lines = tuple(self._priced(line, price_list) for line in sale.cart.lines)
        cart = replace(sale.cart, lines=lines, customer_id=buyer.customer_id if buyer else "")
        self._slate.change(replace(sale, cart=cart, buyer=buyer))

    def _priced(self, line: CartLine, price_list: str) -> CartLine:
        if line.is_return or line.price_reason or line.listed_unit_e4 is not None:
            return line
        try:
            return replace(line, unit_e4=self._desk.price_e4(line.article_id, price_list))
        except NoPrice:
            return line

    def _change(self, change: Callable[[Cart], Cart]) -> None:
        sale: OpenSale = self._slate.sale
        self._slate.change(replace(sale, cart=change(sale.cart)))

    def _line(self, line_id: int) -> CartLine:
        line = next((one for one in self._slate.sale.cart.lines if one.line_id == line_id), None)
        if line is None:
            raise LineNotFound(line_id)
        return line


def _cleaned(discount: Discount | None) -> Discount | None:
    if discount is None:
        return None
    reason = clean(discount.reason)
    check_text(reason)
    return replace(discount, reason=reason)

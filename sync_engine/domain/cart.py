"""The cart: what the customer is about to buy or bring back, as a value, and what it comes to.

Every change gives a new cart. It knows no screen, no stock and no tender; the same functions price a basket at the
till, on the ledger for another channel, and in the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sync_engine.domain.discount import Discount, discount_on, spread_discount
from sync_engine.domain.errors import DiscountTooLarge, LineNotFound, QuantityOutOfRange, UnknownTaxCode
from sync_engine.domain.limits import check_line_count, check_line_quantity, check_name, check_text, check_unit_price
from sync_engine.domain.money import Currency
from sync_engine.domain.quantity import Quantity, line_amount
from sync_engine.domain.tax import TaxRate, TaxRegime, TaxResult, tax_for

__all__ = [
    "Cart",
    "CartLine",
    "CartTotals",
    "Discount",
    "LineTotal",
    "add_line",
    "merged",
    "next_line_id",
    "totals",
    "with_gift",
    "with_line_discount",
    "with_line_note",
    "with_quantity",
    "with_sale_discount",
    "with_unit_price",
    "without_line",
]


@dataclass(frozen=True, slots=True)
class CartLine:
    """One line: a quantity above zero at a unit price (10^-4 of the major unit). A return counts against the total.

    `listed_unit_e4` is the price before a person changed it, `price_reason` why they did; `staff_id` rang the line.
    A line of pieces with a serial number holds that one.
    """

    line_id: int
    article_id: str
    name: str
    barcode: str | None
    quantity: Quantity
    unit_e4: int
    tax_code: str
    is_return: bool = False
    is_stocked: bool = True
    unit: str = "piece"
    discount: Discount | None = None
    listed_unit_e4: int | None = None
    price_reason: str = ""
    note: str = ""
    serial: str | None = None
    is_gift: bool = False
    staff_id: str = ""
    age_checked: bool = False


@dataclass(frozen=True, slots=True)
class Cart:
    """Lines under one currency, one tax regime and its rates by code; `discount` is the sale-wide one.

    `customer_id` says for whom it is ("": nobody who is known).
    """

    currency: Currency
    regime: TaxRegime
    rates: Mapping[str, TaxRate]
    lines: tuple[CartLine, ...] = ()
    discount: Discount | None = None
    note: str = ""
    customer_id: str = ""


@dataclass(frozen=True, slots=True)
class LineTotal:
    """A line in minor units, negative for a return: amount = gross - discount; the discount has the line's sign.

    `discount_minor` holds the line's own discount and its share of the sale-wide one; `tax_minor` lies in the amount,
    or comes on top of it, as the regime says.
    """

    line_id: int
    gross_minor: int
    discount_minor: int
    amount_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class CartTotals:
    """What the cart comes to: sum of amounts = subtotal - discount; total adds the tax where it comes on top.

    `item_count` counts pieces, and each weighed or measured line as one; what comes back counts too.
    """

    lines: tuple[LineTotal, ...]
    subtotal_minor: int
    discount_minor: int
    tax: TaxResult
    total_minor: int
    item_count: int


def next_line_id(cart: Cart) -> int:
    """A line id that no line of the cart has."""
    return max((line.line_id for line in cart.lines), default=0) + 1


def add_line(cart: Cart, line: CartLine) -> Cart:
    """The cart with one more line at its end.

    Refuses with TooManyLines, QuantityOutOfRange, AmountOutOfRange, NameTooLong or UnknownTaxCode.
    """
    if any(other.line_id == line.line_id for other in cart.lines):
        raise ValueError(f"the cart has a line {line.line_id} already")
    check_line_count(len(cart.lines) + 1)
    _check_line(cart, line)
    return replace(cart, lines=(*cart.lines, line))


def merged(cart: Cart, line: CartLine) -> Cart:
    """The cart with the line's quantity on the line that is alike, or with one more line when there is none.

    Alike are pieces of one article under one name at one price, both sold or both returned, neither with a discount or
    a serial number, and nothing else told of one alone: a weighing stays a line of its own. Refuses as `add_line` does.
    """
    for other in cart.lines:
        if _is_alike(other, line):
            return with_quantity(cart, other.line_id, other.quantity + line.quantity)
    return add_line(cart, line)


def with_quantity(cart: Cart, line_id: int, quantity: Quantity) -> Cart:
    """The cart with another quantity on a line. Refuses with LineNotFound, QuantityOutOfRange or AmountOutOfRange."""
    line = _line(cart, line_id)
    if quantity.scale != line.quantity.scale:
        raise ValueError("a line keeps the scale of its article")
    return _with_line(cart, replace(line, quantity=quantity))


def without_line(cart: Cart, line_id: int) -> Cart:
    """The cart without a line. Refuses with LineNotFound."""
    gone = _line(cart, line_id)
    return replace(cart, lines=tuple(line for line in cart.lines if line is not gone))


def with_line_discount(cart: Cart, line_id: int, discount: Discount | None) -> Cart:
    """The cart with a discount on a line, or with none. Refuses with LineNotFound or DiscountTooLarge."""
    line = _line(cart, line_id)
    if discount is not None and discount.kind == "amount":
        _check_discount(discount, line_amount(line.unit_e4, line.quantity, cart.currency))
    return _with_line(cart, replace(line, discount=discount))


def with_unit_price(cart: Cart, line_id: int, unit_e4: int, reason: str) -> Cart:
    """The cart with another price on a line; the listed one is remembered, and going back to it forgets the reason.

    Refuses with LineNotFound, AmountOutOfRange or TextTooLong.
    """
    line = _line(cart, line_id)
    listed_e4 = line.unit_e4 if line.listed_unit_e4 is None else line.listed_unit_e4
    if unit_e4 == listed_e4:
        return _with_line(cart, replace(line, unit_e4=listed_e4, listed_unit_e4=None, price_reason=""))
    return _with_line(cart, replace(line, unit_e4=unit_e4, listed_unit_e4=listed_e4, price_reason=reason))


def with_line_note(cart: Cart, line_id: int, note: str) -> Cart:
    """The cart with a note on a line ("": none). Refuses with LineNotFound or TextTooLong."""
    return _with_line(cart, replace(_line(cart, line_id), note=note))


def with_gift(cart: Cart, line_id: int, *, is_gift: bool) -> Cart:
    """The cart with a line that is, or is not, a gift; its price stays the same. Refuses with LineNotFound."""
    return _with_line(cart, replace(_line(cart, line_id), is_gift=is_gift))


def with_sale_discount(cart: Cart, discount: Discount | None) -> Cart:
    """The cart with a discount on all that is sold, or with none; it leaves what comes back alone.

    Refuses with DiscountTooLarge. When lines go away afterwards, an amount takes no more than what is left.
    """
    if discount is not None and discount.kind == "amount":
        lines = totals(replace(cart, discount=None)).lines
        _check_discount(discount, sum(line.amount_minor for line in lines if line.amount_minor > 0))
    return replace(cart, discount=discount)


def totals(cart: Cart) -> CartTotals:
    """What the cart comes to. The order of its lines changes no total. Refuses with UnknownTaxCode."""
    lines = cart.lines
    gross = [_gross(line, cart.currency) for line in lines]
    discounts = [
        0 if line.discount is None else discount_on(amount, line.discount)
        for line, amount in zip(lines, gross, strict=True)
    ]
    if cart.discount is not None:
        _add_sale_discount(cart, cart.discount, gross, discounts)
    amounts = [before - taken for before, taken in zip(gross, discounts, strict=True)]
    tax = tax_for(
        [(line.tax_code, amount) for line, amount in zip(lines, amounts, strict=True)], cart.rates, cart.regime
    )
    found = tuple(
        LineTotal(line.line_id, *numbers)
        for line, *numbers in zip(lines, gross, discounts, amounts, tax.per_line, strict=True)
    )
    total = sum(amounts) + (0 if cart.regime.is_inclusive else tax.total_minor)
    count = sum(1 if line.quantity.scale else line.quantity.value for line in lines)
    return CartTotals(found, sum(gross), sum(discounts), tax, total, count)


def _gross(line: CartLine, currency: Currency) -> int:
    amount = line_amount(line.unit_e4, line.quantity, currency)
    return -amount if line.is_return else amount


def _add_sale_discount(cart: Cart, discount: Discount, gross: list[int], discounts: list[int]) -> None:
    sold = [index for index, line in enumerate(cart.lines) if not line.is_return]
    shares = spread_discount(
        [(cart.lines[i].tax_code, gross[i] - discounts[i], cart.lines[i].article_id) for i in sold], discount
    )
    for index, share in zip(sold, shares, strict=True):
        discounts[index] += share


def _is_alike(one: CartLine, other: CartLine) -> bool:
    return (
        one.article_id == other.article_id
        and one.unit_e4 == other.unit_e4
        and one.quantity.scale == other.quantity.scale == 0
        and one.discount is None
        and other.discount is None
        and one.serial is None
        and _told(one) == _told(other)
    )


def _told(line: CartLine) -> tuple[object, ...]:
    """Everything that lines of one article at one price must share to be one line."""
    return (
        *(line.name, line.tax_code, line.is_return, line.listed_unit_e4, line.price_reason),
        *(line.note, line.serial, line.is_gift, line.staff_id, line.age_checked),
    )


def _line(cart: Cart, line_id: int) -> CartLine:
    for line in cart.lines:
        if line.line_id == line_id:
            return line
    raise LineNotFound(line_id)


def _with_line(cart: Cart, line: CartLine) -> Cart:
    _check_line(cart, line)
    return replace(cart, lines=tuple(line if old.line_id == line.line_id else old for old in cart.lines))


def _check_line(cart: Cart, line: CartLine) -> None:
    check_line_quantity(line.quantity.value, line.quantity.scale)
    if line.serial is not None and line.quantity.scale == 0 and line.quantity.value != 1:
        raise QuantityOutOfRange(str(line.quantity))
    check_unit_price(line.unit_e4)
    check_name(line.name)
    for text in (line.price_reason, line.note, line.serial or ""):
        check_text(text)
    if line.tax_code not in cart.rates:
        raise UnknownTaxCode(line.tax_code)
    line_amount(line.unit_e4, line.quantity, cart.currency)  # refuses an amount that no sale may hold


def _check_discount(discount: Discount, limit_minor: int) -> None:
    if discount.value > limit_minor:
        raise DiscountTooLarge(discount.value, limit_minor)

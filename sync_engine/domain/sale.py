"""The completed sale: the cart's lines with their numbers fixed, the tax as it was charged, and how it was paid.

It knows no journal and no ledger; what the sale books to accounts and stock is said in `posting` and `stock`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sync_engine.domain.cart import Cart, CartLine, CartTotals, LineTotal, totals
from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import EmptyCart
from sync_engine.domain.payment import Tender, settle
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.tax import TaxAmount, TaxPart, TaxRate, TaxRegime


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line in minor units, amount and discount negative for a return; numbers as in `cart.LineTotal`, what was said
    of it as in `cart.CartLine`.
    """

    line_no: int
    article_id: str
    name: str
    barcode: str | None
    quantity: Quantity
    unit_e4: int
    kind: Literal["sale", "return"]
    discount_minor: int
    amount_minor: int
    tax_code: str
    tax_minor: int
    is_stocked: bool
    unit: str
    listed_unit_e4: int | None = None
    price_reason: str = ""
    discount_reason: str = ""
    note: str = ""
    serial: str | None = None
    is_gift: bool = False
    staff_id: str = ""
    age_checked: bool = False


@dataclass(frozen=True, slots=True)
class Sale:
    """A completed sale: total = sum of line amounts (+ tax where it comes on top) = tenders - change - rounding."""

    sale_id: str
    doc_no: str
    ticket: str | None
    currency_code: str
    regime: TaxRegime
    lines: tuple[SaleLine, ...]
    tax_amounts: tuple[TaxAmount, ...]
    total_minor: int
    tenders: tuple[Tender, ...]
    change_minor: int
    rounding_minor: int
    discount_minor: int
    note: str = ""
    customer_id: str = ""
    discount_reason: str = ""


def complete(
    cart: Cart,
    tenders: Sequence[Tender],
    *,
    sale_id: str,
    doc_no: str,
    cash_step_minor: int,
    ticket: str | None = None,
) -> Sale:
    """The sale that the cart and its tenders make. Refuses with EmptyCart and as `totals` and `settle` do."""
    if not cart.lines:
        raise EmptyCart
    found = totals(cart)
    paid = settle(found.total_minor, tenders, cash_step_minor)
    return Sale(
        sale_id=sale_id,
        doc_no=doc_no,
        ticket=ticket,
        currency_code=cart.currency.code,
        regime=cart.regime,
        lines=lines_of(cart, found),
        tax_amounts=found.tax.amounts,
        total_minor=found.total_minor,
        tenders=paid.tenders,
        change_minor=paid.change_minor,
        rounding_minor=paid.rounding_minor,
        discount_minor=found.discount_minor,
        note=cart.note,
        customer_id=cart.customer_id,
        discount_reason=cart.discount.reason if cart.discount else "",
    )


def lines_of(cart: Cart, found: CartTotals | None = None) -> tuple[SaleLine, ...]:
    """The lines of a cart with their numbers fixed. Refuses as `totals` does; `found` is what that said already."""
    lines = zip(cart.lines, (found or totals(cart)).lines, strict=True)
    return tuple(_sale_line(line_no, line, total) for line_no, (line, total) in enumerate(lines, 1))


def reversed_lines(sale: Sale) -> tuple[CartLine, ...]:
    """The lines of a cart that takes the whole sale back, discounts included, to the unit.

    The cart wants the sale's regime, and `stored_rates` for its rates.
    """
    return tuple(
        CartLine(
            line_id=line.line_no,
            article_id=line.article_id,
            name=line.name,
            barcode=line.barcode,
            quantity=line.quantity,
            unit_e4=line.unit_e4,
            tax_code=line.tax_code,
            is_return=line.kind == "sale",
            is_stocked=line.is_stocked,
            unit=line.unit,
            serial=line.serial,
            discount=Discount("amount", abs(line.discount_minor)) if line.discount_minor else None,
        )
        for line in sale.lines
    )


def stored_rates(sale: Sale) -> dict[str, TaxRate]:
    """The rates by code that the sale was taxed with: a return uses these, whatever the store's rules say by then."""
    parts: dict[str, list[TaxPart]] = {line.tax_code: [] for line in sale.lines}
    for amount in sale.tax_amounts:
        parts[amount.code].append(TaxPart(amount.name, amount.rate_ppm))
    return {code: TaxRate(code, tuple(found)) for code, found in parts.items()}


def _sale_line(line_no: int, line: CartLine, total: LineTotal) -> SaleLine:
    return SaleLine(
        line_no=line_no,
        article_id=line.article_id,
        name=line.name,
        barcode=line.barcode,
        quantity=line.quantity,
        unit_e4=line.unit_e4,
        kind="return" if line.is_return else "sale",
        discount_minor=total.discount_minor,
        amount_minor=total.amount_minor,
        tax_code=line.tax_code,
        tax_minor=total.tax_minor,
        is_stocked=line.is_stocked,
        unit=line.unit,
        listed_unit_e4=line.listed_unit_e4,
        price_reason=line.price_reason,
        discount_reason=line.discount.reason if line.discount else "",
        note=line.note,
        serial=line.serial,
        is_gift=line.is_gift,
        staff_id=line.staff_id,
        age_checked=line.age_checked,
    )

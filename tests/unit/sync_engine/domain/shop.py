"""A small shop for the tests of the domain: rates, lines, carts, payments, and strategies that vary all of them."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from sync_engine.domain.cart import Cart, CartLine, totals
from sync_engine.domain.discount import Discount
from sync_engine.domain.money import Currency, cash_rounded, currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.quantity import Quantity, pieces
from sync_engine.domain.sale import Sale, complete
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime
from tests.helpers.source import ROOT

EUR = currency("EUR")
INCLUSIVE = TaxRegime(is_inclusive=True, rounding="line")
INCLUSIVE_DOCUMENT = TaxRegime(is_inclusive=True, rounding="document")
EXCLUSIVE = TaxRegime(is_inclusive=False, rounding="line")
EXCLUSIVE_DOCUMENT = TaxRegime(is_inclusive=False, rounding="document")
REGIMES = (INCLUSIVE, INCLUSIVE_DOCUMENT, EXCLUSIVE, EXCLUSIVE_DOCUMENT)

RATES = {
    "full": TaxRate("full", (TaxPart("VAT", 200_000),)),
    "low": TaxRate("low", (TaxPart("VAT", 55_000),)),
    "two": TaxRate("two", (TaxPart("GST", 50_000), TaxPart("QST", 99_750))),
    "zero": TaxRate("zero", (TaxPart("VAT", 0),)),
    "exempt": TaxRate("exempt", ()),
}

thorough = settings(deadline=None, max_examples=150)


def shared_file(name: str) -> Path:
    """A file of real rates beside the checkout, or where POS_SHARED_DATA says; the test is skipped without it."""
    path = Path(os.environ.get("POS_SHARED_DATA", ROOT.parent / "shared" / "data"), name)
    if not path.exists():
        pytest.skip(f"real input data is absent: {path.name} (POS_SHARED_DATA names its folder)")
    return path


def line(
    line_id: int = 1,
    article_id: str = "tea",
    quantity: Quantity | int = 1,
    unit_e4: int = 25_000,
    tax_code: str = "full",
    *,
    is_return: bool = False,
    discount: Discount | None = None,
) -> CartLine:
    """A line with everything chosen that the test does not care about: tea at 2.50."""
    amount = pieces(quantity) if isinstance(quantity, int) else quantity
    unit = "kg" if amount.scale else "piece"
    return CartLine(
        line_id, article_id, article_id.title(), None, amount, unit_e4, tax_code, is_return, True, unit, discount
    )


def cart(
    *lines: CartLine, regime: TaxRegime = INCLUSIVE, discount: Discount | None = None, money: Currency = EUR
) -> Cart:
    """A cart in euros, tax included and rounded per line, unless told otherwise."""
    return Cart(money, regime, RATES, lines, discount)


def sale(of: Cart, tenders: Sequence[Tender] = (), cash_step_minor: int = 1) -> Sale:
    """The completed sale of a cart; without tenders it is paid exactly, by card."""
    paid = tenders or (Tender("card", totals(of).total_minor),)
    return complete(of, paid, sale_id="sale", doc_no="S01-T1a-000001", cash_step_minor=cash_step_minor)


def refund_of(paid: Sale) -> tuple[Tender, ...]:
    """Tenders that give back what each kind of tender took, the change taken off the cash."""
    sums: dict[str, int] = {}
    for tender in paid.tenders:
        sums[tender.kind] = sums.get(tender.kind, 0) - tender.amount_minor
    if "cash" in sums:
        sums["cash"] += paid.change_minor
    return tuple(Tender(kind, amount) for kind, amount in sums.items())


# --- strategies ---

discounts = st.one_of(
    st.builds(Discount, st.just("percent"), st.integers(0, 1_000_000)),
    st.builds(Discount, st.just("amount"), st.integers(0, 5_000)),
)
quantities = st.one_of(
    st.builds(Quantity, st.integers(1, 30), st.just(0)), st.builds(Quantity, st.integers(1, 9_999), st.just(3))
)


@st.composite
def cart_lines(draw: st.DrawFn, returns: st.SearchStrategy[bool]) -> CartLine:
    """A line with a price of up to four decimals; its id and article are given by the cart."""
    return line(
        0,
        draw(st.sampled_from(["apple", "bread", "cheese"])),
        draw(quantities),
        draw(st.integers(0, 3_000_000) | st.sampled_from([0, 5_000, 10_000, 15_000])),
        draw(st.sampled_from(sorted(RATES))),
        is_return=draw(returns),
        discount=draw(st.none() | discounts),
    )


@st.composite
def carts(draw: st.DrawFn, returns: st.SearchStrategy[bool] = st.booleans(), least: int = 1) -> Cart:  # noqa: B008
    """A cart of any regime, in a currency of 0, 2 or 3 decimals, discounts of all kinds on it."""
    lines = draw(st.lists(cart_lines(returns), min_size=least, max_size=8))
    numbered = tuple(
        CartLine(
            number,
            one.article_id,
            one.name,
            None,
            one.quantity,
            one.unit_e4,
            one.tax_code,
            one.is_return,
            True,
            one.unit,
            one.discount,
        )
        for number, one in enumerate(lines, 1)
    )
    money = currency(draw(st.sampled_from(["EUR", "JPY", "KWD"])))
    return cart(*numbered, regime=draw(st.sampled_from(REGIMES)), discount=draw(st.none() | discounts), money=money)


@st.composite
def paid_sales(draw: st.DrawFn) -> tuple[Sale, int]:
    """A sale of any cart and the cash step it was paid under: a card part, then cash, too much of it in a sale."""
    of = draw(carts())
    step = draw(st.sampled_from([1, 5, 10, 50, 100]))
    total = totals(of).total_minor
    sign = -1 if total < 0 else 1
    card = sign * draw(st.integers(0, abs(total)))
    tenders = [Tender("card", card)] if card else []
    due = cash_rounded(total - card, step)
    if total != card:
        tenders.append(Tender("cash", due + (draw(st.integers(0, 5_000)) if total > 0 else 0)))
    found = complete(of, draw(st.permutations(tenders)), sale_id="x", doc_no="y", cash_step_minor=step)
    return found, step

"""An open sale as text: whatever stands on a counter comes back as it was, and damaged text says so."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_client.counter.open_sale import Attempt, Buyer, OpenSale, Unresolved
from pos_client.counter.saved_sale import SaleWriter, SavedSaleUnreadable, from_text, to_text
from sync_engine.domain.cart import Cart, CartLine
from sync_engine.domain.discount import Discount
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Foreign, Tender
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.store import StoreRules
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime

RULES = StoreRules(
    "2010-01-01",
    TaxRegime(is_inclusive=True, rounding="line"),
    5,
    {code: TaxRate(code, (TaxPart("VAT", rate),)) for code, rate in (("standard", 200_000), ("zero", 0))},
)
EMPTY = OpenSale(Cart(currency("EUR"), RULES.regime, RULES.taxes), RULES.cash_step_minor)
PLAIN = CartLine(1, "A", "Apple", None, Quantity(2), 12_500, "standard")

texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
numbers = st.integers(0, 10**12)
discounts = st.builds(Discount, st.just("amount"), numbers, texts)
lines = st.builds(
    CartLine,
    line_id=st.integers(1, 2_000),
    article_id=texts,
    name=texts,
    barcode=st.none() | texts,
    quantity=st.builds(Quantity, st.integers(1, 10**9), st.integers(0, 3)),
    unit_e4=numbers,
    tax_code=st.sampled_from(["standard", "zero"]),
    is_return=st.booleans(),
    is_stocked=st.booleans(),
    unit=st.sampled_from(["piece", "kg", "m"]),
    discount=st.none() | discounts,
    listed_unit_e4=st.none() | numbers,
    price_reason=texts,
    note=texts,
    serial=st.none() | texts,
    is_gift=st.booleans(),
    staff_id=texts,
    age_checked=st.booleans(),
)
notices = st.builds(
    Unresolved,
    notice_id=st.integers(1, 99),
    code=texts,
    reason=st.sampled_from(["age_check", "recalled", "unknown_article"]),
    quantity=texts,
    article_id=texts,
    name=texts,
    min_age=st.integers(0, 99),
    barcode=st.none() | texts,
    unit_e4=st.none() | numbers,
    is_weighed=st.booleans(),
    is_return=st.booleans(),
)
tenders = st.builds(
    Tender,
    kind=st.sampled_from(["cash", "card"]),
    amount_minor=numbers,
    reference=st.none() | texts,
    foreign=st.none() | st.builds(Foreign, st.just("USD"), numbers.filter(lambda n: n < 10**12), st.integers(1, 10**9)),
)


@st.composite
def open_sales(draw: st.DrawFn) -> OpenSale:
    """Anything that may stand on a counter."""
    buyer = draw(st.none() | st.builds(Buyer, texts, texts, texts))
    cart = replace(
        EMPTY.cart,
        lines=tuple(draw(st.lists(lines, max_size=5))),
        discount=draw(st.none() | discounts),
        note=draw(texts),
        customer_id=buyer.customer_id if buyer else "",
    )
    return replace(
        EMPTY,
        cart=cart,
        unresolved=tuple(draw(st.lists(notices, max_size=3))),
        tenders=tuple(draw(st.lists(tenders, max_size=3))),
        last_notice=draw(st.integers(0, 99)),
        sale_id=draw(texts),
        buyer=buyer,
        age_seen=draw(st.integers(0, 99)),
        attempt=draw(st.none() | st.builds(Attempt, texts, texts, numbers)),
    )


@settings(deadline=None, max_examples=150)
@given(open_sales())
def test_whatever_stands_on_a_counter_comes_back_as_it_was(sale: OpenSale) -> None:
    text = to_text(sale)
    assert from_text(text, RULES) == sale
    assert to_text(from_text(text, RULES)) == text
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text


@settings(deadline=None, max_examples=50)
@given(st.lists(open_sales(), min_size=2, max_size=6))
def test_a_writer_writes_each_sale_as_if_it_were_its_first(sales: list[OpenSale]) -> None:
    writer = SaleWriter()
    assert [writer.to_text(sale) for sale in sales] == [to_text(sale) for sale in sales]


def test_a_writer_forgets_lines_of_long_ago() -> None:
    writer = SaleWriter()
    for first in (0, 3_000, 6_000):
        many = tuple(replace(PLAIN, line_id=first + number) for number in range(3_000))
        sale = replace(EMPTY, cart=replace(EMPTY.cart, lines=many))
        assert writer.to_text(sale) == to_text(sale)


def test_the_text_of_a_plain_sale_is_fixed() -> None:
    sale = replace(EMPTY, sale_id="s-1", cart=replace(EMPTY.cart, lines=(PLAIN,)))
    assert to_text(sale) == (
        '{"lines":[{"article_id":"A","barcode":null,"line_id":1,"name":"Apple","quantity":[2,0],"tax_code":"standard",'
        '"unit_e4":12500}],"sale":{"age_seen":0,"attempt":null,"buyer":null,"currency":"EUR","discount":null,'
        '"id":"s-1","last_notice":0,"note":"","tenders":[],"unresolved":[]},"v":1}'
    )


def test_the_rules_are_those_of_the_day_on_which_it_is_read() -> None:
    sale = replace(EMPTY, cart=replace(EMPTY.cart, lines=(PLAIN,)))
    later = replace(RULES, taxes={"standard": TaxRate("standard", ())}, cash_step_minor=10)
    found = from_text(to_text(sale), later)
    assert (found.cash_step_minor, found.totals().tax.total_minor, sale.totals().tax.total_minor) == (10, 0, 42)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"lines":[],"v":1}',
        to_text(EMPTY).replace('"v":1', '"v":2'),
        to_text(EMPTY).replace("EUR", "XXX"),
        to_text(EMPTY).replace('"tenders":[]', '"tenders":[{"kind":"cash","amount_minor":1.5}]'),
        to_text(replace(EMPTY, cart=replace(EMPTY.cart, lines=(PLAIN,)))).replace("standard", "luxury"),
        to_text(EMPTY)[:-1],
    ],
    ids=range(10),
)
def test_text_that_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(SavedSaleUnreadable):
        from_text(text, RULES)

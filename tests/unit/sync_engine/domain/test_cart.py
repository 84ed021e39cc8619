"""A cart is a value, keeps to its limits, and comes to the same whatever the order of scanning."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.cart import (
    Cart,
    CartLine,
    CartTotals,
    LineTotal,
    add_line,
    merged,
    next_line_id,
    totals,
    with_line_discount,
    with_quantity,
    with_sale_discount,
    without_line,
)
from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import (
    AmountOutOfRange,
    DiscountTooLarge,
    LineNotFound,
    NameTooLong,
    QuantityOutOfRange,
    Refusal,
    TooManyLines,
    UnknownTaxCode,
)
from sync_engine.domain.money import currency
from sync_engine.domain.quantity import Quantity, pieces
from sync_engine.domain.tax import TaxRegime
from tests.unit.sync_engine.domain.shop import (
    EXCLUSIVE,
    EXCLUSIVE_DOCUMENT,
    INCLUSIVE_DOCUMENT,
    RATES,
    cart,
    carts,
    discounts,
    line,
    thorough,
)


def test_an_empty_cart_comes_to_nothing() -> None:
    found = totals(cart())
    assert (found.lines, found.subtotal_minor, found.total_minor, found.item_count) == ((), 0, 0, 0)


def test_a_cart_shows_gross_discount_amount_and_tax_of_each_line() -> None:
    found = totals(cart(line(1, quantity=4, discount=Discount("percent", 100_000)), line(2, "bread", tax_code="low")))
    assert found.lines == (LineTotal(1, 1000, 100, 900, 150), LineTotal(2, 250, 0, 250, 13))
    assert (found.subtotal_minor, found.discount_minor, found.total_minor, found.item_count) == (1250, 100, 1150, 5)


def test_exclusive_tax_comes_on_top_of_the_lines() -> None:
    found = totals(cart(line(1, quantity=4), line(2, "fee", tax_code="two"), regime=EXCLUSIVE))
    assert [one.tax_minor for one in found.lines] == [200, 38]
    assert found.total_minor == 1250 + 238


def test_what_comes_back_counts_against_the_total() -> None:
    found = totals(cart(line(1, quantity=2), line(2, "bread", 3, is_return=True, discount=Discount("amount", 50))))
    assert found.lines[1] == LineTotal(2, -750, -50, -700, -117)
    assert (found.total_minor, found.item_count) == (-200, 5)


def test_a_weighed_line_is_one_item() -> None:
    assert totals(cart(line(1, "cheese", Quantity(1234, 3)), line(2, quantity=2))).item_count == 3


# --- changing ---


def test_a_change_gives_a_new_cart_and_leaves_the_old_one() -> None:
    old = cart(line(1))
    new = add_line(old, line(2, "bread"))
    assert [one.line_id for one in old.lines] == [1]
    assert [one.line_id for one in new.lines] == [1, 2]
    assert next_line_id(cart()) == 1
    assert next_line_id(new) == 3


def test_a_line_id_is_given_once() -> None:
    with pytest.raises(ValueError, match="a line 1 already"):
        add_line(cart(line(1)), line(1))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (line(2, quantity=0), QuantityOutOfRange("0")),
        (line(2, quantity=-1), QuantityOutOfRange("-1")),
        (line(2, quantity=1_000_001), QuantityOutOfRange("1000001")),
        (line(2, quantity=Quantity(1_000_000_001, 3)), QuantityOutOfRange("1000000.001")),
        (line(2, unit_e4=-1), AmountOutOfRange(-1)),
        (line(2, unit_e4=10**14), AmountOutOfRange(10**12)),
        (line(2, tax_code="luxury"), UnknownTaxCode("luxury")),
        (replace(line(2), name="x" * 201), NameTooLong(201, 200)),
    ],
)
def test_a_line_beyond_a_limit_is_refused(wrong: CartLine, refusal: Refusal) -> None:
    with pytest.raises(type(refusal)) as caught:
        add_line(cart(line(1)), wrong)
    assert caught.value == refusal


def test_a_sale_has_two_thousand_lines_at_most() -> None:
    full = cart(*(line(number) for number in range(1, 2_001)))
    assert totals(full).total_minor == 2_000 * 250
    with pytest.raises(TooManyLines):
        add_line(full, line(2_001))


def test_a_quantity_is_changed_on_its_line() -> None:
    changed = with_quantity(cart(line(1), line(2, "bread")), 2, pieces(7))
    assert [one.quantity for one in changed.lines] == [pieces(1), pieces(7)]


def test_a_quantity_beyond_the_limit_is_refused() -> None:
    with pytest.raises(QuantityOutOfRange):
        with_quantity(cart(line(1)), 1, pieces(0))


def test_a_quantity_of_another_scale_is_a_bug() -> None:
    with pytest.raises(ValueError, match="scale"):
        with_quantity(cart(line(1)), 1, Quantity(1000, 3))


def test_a_line_is_taken_out() -> None:
    assert [one.line_id for one in without_line(cart(line(1), line(2)), 1).lines] == [2]


def test_a_line_that_is_not_there_is_refused() -> None:
    for change in (without_line, lambda of, number: with_line_discount(of, number, None)):
        with pytest.raises(LineNotFound) as caught:
            change(cart(line(1)), 5)
        assert caught.value == LineNotFound(5)


# --- the same article again ---


def test_the_same_article_at_the_same_price_is_one_line() -> None:
    assert merged(cart(line(1), line(2, "bread")), line(3, quantity=2)).lines == (line(1, quantity=3), line(2, "bread"))


@pytest.mark.parametrize(
    "other",
    [
        line(2, "bread"),
        line(2, unit_e4=24_000),
        line(2, tax_code="low"),
        line(2, is_return=True),
        line(2, quantity=Quantity(1000, 3)),
        line(2, discount=Discount("percent", 1)),
    ],
)
def test_what_differs_is_a_line_of_its_own(other: CartLine) -> None:
    assert merged(cart(line(1)), other).lines == (line(1), other)
    assert merged(cart(other), line(1)).lines == (other, line(1))


def test_each_weighing_is_a_line_of_its_own() -> None:
    weighed = merged(cart(line(1, quantity=Quantity(500, 3))), line(2, quantity=Quantity(250, 3)))
    assert len(weighed.lines) == 2


def test_a_merged_quantity_keeps_to_the_limit() -> None:
    with pytest.raises(QuantityOutOfRange):
        merged(cart(line(1, quantity=999_999)), line(2, quantity=2))


# --- discounts ---


def test_a_line_discount_is_set_and_taken_away() -> None:
    reduced = with_line_discount(cart(line(1), line(2)), 1, Discount("amount", 250))
    assert totals(reduced).total_minor == 250
    assert with_line_discount(reduced, 1, None) == cart(line(1), line(2))
    assert totals(with_line_discount(reduced, 1, Discount("percent", 1_000_000))).total_minor == 250


def test_a_line_discount_above_the_line_is_refused() -> None:
    with pytest.raises(DiscountTooLarge) as caught:
        with_line_discount(cart(line(1)), 1, Discount("amount", 251))
    assert caught.value == DiscountTooLarge(251, 250)


def test_a_sale_discount_is_shared_by_what_is_sold() -> None:
    of = with_sale_discount(cart(line(1), line(2, "bread", 2), line(3, "jam", is_return=True)), Discount("amount", 100))
    assert [one.discount_minor for one in totals(of).lines] == [33, 67, 0]
    assert totals(of).total_minor == 250 + 500 - 250 - 100
    assert with_sale_discount(of, None).discount is None


def test_a_sale_discount_above_what_is_sold_is_refused() -> None:
    of = cart(line(1, discount=Discount("amount", 50)), line(2, "jam", is_return=True))
    assert totals(with_sale_discount(of, Discount("amount", 200))).total_minor == -250
    with pytest.raises(DiscountTooLarge) as caught:
        with_sale_discount(of, Discount("amount", 201))
    assert caught.value == DiscountTooLarge(201, 200)


def test_a_sale_discount_comes_after_line_discounts() -> None:
    of = cart(line(1, quantity=4, discount=Discount("percent", 500_000)), discount=Discount("percent", 100_000))
    assert totals(of).lines == (LineTotal(1, 1000, 550, 450, 75),)


def test_an_amount_takes_no_more_than_is_left_when_lines_go_away() -> None:
    of = with_sale_discount(cart(line(1), line(2)), Discount("amount", 400))
    assert totals(without_line(of, 2)).total_minor == 0


def test_everything_for_nothing_comes_to_nothing() -> None:
    assert totals(with_sale_discount(cart(line(1), line(2)), Discount("percent", 1_000_000))).total_minor == 0


# --- whatever the cart ---


def figures(found: CartTotals, of: Cart) -> list[object]:
    lines = sorted(
        (one.article_id, one.tax_code, *(total.gross_minor, total.discount_minor, total.amount_minor))
        for one, total in zip(of.lines, found.lines, strict=True)
    )
    return [found.subtotal_minor, found.discount_minor, found.tax.amounts, found.total_minor, found.item_count, lines]


@thorough
@given(carts(), st.randoms(use_true_random=False))
def test_the_order_of_scanning_never_changes_what_a_cart_comes_to(of: Cart, random: Random) -> None:
    lines = list(of.lines)
    random.shuffle(lines)
    shuffled = replace(of, lines=tuple(lines))
    assert figures(totals(of), of) == figures(totals(shuffled), shuffled)


@thorough
@given(carts(least=0))
def test_lines_and_totals_add_up(of: Cart) -> None:
    found = totals(of)
    amounts = sum(one.amount_minor for one in found.lines)
    assert all(one.amount_minor == one.gross_minor - one.discount_minor for one in found.lines)
    assert amounts == found.subtotal_minor - found.discount_minor
    assert sum(one.tax_minor for one in found.lines) == found.tax.total_minor
    assert found.total_minor == amounts + (0 if of.regime.is_inclusive else found.tax.total_minor)


@thorough
@given(carts())
def test_no_discount_turns_a_line_over(of: Cart) -> None:
    for one in totals(of).lines:
        assert 0 <= one.discount_minor <= one.gross_minor or one.gross_minor <= one.discount_minor <= 0


whole_prices = st.lists(
    st.tuples(st.sampled_from(["full", "low", "two"]), st.integers(1, 30_000), st.integers(1, 5), st.integers(1, 5)),
    min_size=1,
    max_size=6,
)


@thorough
@given(
    whole_prices,
    st.sampled_from([INCLUSIVE_DOCUMENT, EXCLUSIVE_DOCUMENT]),
    st.none() | discounts,
    st.sampled_from(["EUR", "JPY"]),
)
def test_with_document_rounding_one_line_or_two_come_to_the_same(
    articles: list[tuple[str, int, int, int]], regime: TaxRegime, discount: Discount | None, code: str
) -> None:
    empty = Cart(currency(code), regime, RATES, discount=discount)
    together = split = empty
    for number, (tax_code, price, some, more) in enumerate(articles):
        unit_e4 = price * 10 ** (4 - empty.currency.digits)
        for count in (some, more):
            scanned = line(next_line_id(split), f"{number}", count, unit_e4, tax_code)
            together, split = merged(together, scanned), add_line(split, scanned)
    assert len(together.lines) == len(articles)
    assert len(split.lines) == 2 * len(articles)
    one, other = totals(together), totals(split)
    assert (one.tax.amounts, one.discount_minor, one.total_minor) == (
        other.tax.amounts,
        other.discount_minor,
        other.total_minor,
    )

"""What is said of a line beside its article: another price, a note, a gift, a serial number. Little of it is money."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.cart import (
    Cart,
    CartLine,
    merged,
    totals,
    with_gift,
    with_line_discount,
    with_line_note,
    with_quantity,
    with_unit_price,
)
from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import AmountOutOfRange, LineNotFound, QuantityOutOfRange, TextTooLong
from sync_engine.domain.quantity import Quantity, pieces
from sync_engine.domain.sale import complete, reversed_lines, stored_rates
from tests.unit.sync_engine.domain.shop import cart, carts, line, sale, thorough

# --- another price ---


def test_another_price_remembers_the_listed_one_and_why() -> None:
    changed = with_unit_price(cart(line(1)), 1, 20_000, "damaged").lines[0]
    assert (changed.unit_e4, changed.listed_unit_e4, changed.price_reason) == (20_000, 25_000, "damaged")


def test_a_second_change_remembers_the_first_price() -> None:
    once = with_unit_price(cart(line(1)), 1, 20_000, "damaged")
    changed = with_unit_price(once, 1, 22_000, "agreed").lines[0]
    assert (changed.unit_e4, changed.listed_unit_e4, changed.price_reason) == (22_000, 25_000, "agreed")


def test_going_back_to_the_listed_price_forgets_the_change() -> None:
    of = cart(line(1))
    assert with_unit_price(with_unit_price(of, 1, 20_000, "damaged"), 1, 25_000, "damaged") == of


@pytest.mark.parametrize("unit_e4", [-1, 10**16])
def test_a_price_that_no_line_can_have_is_refused(unit_e4: int) -> None:
    with pytest.raises(AmountOutOfRange):
        with_unit_price(cart(line(1)), 1, unit_e4, "")


def test_a_discount_takes_its_part_of_the_changed_price() -> None:
    of = with_unit_price(cart(line(1, quantity=4)), 1, 20_000, "damaged")
    assert totals(with_line_discount(of, 1, Discount("percent", 100_000))).total_minor == 720


def test_a_discount_never_takes_more_than_a_lowered_price() -> None:
    reduced = with_line_discount(cart(line(1)), 1, Discount("amount", 200))
    assert totals(with_unit_price(reduced, 1, 15_000, "damaged")).total_minor == 0


# --- words and marks ---


def test_notes_and_gifts_stand_on_their_line() -> None:
    of = with_gift(with_line_note(cart(line(1), line(2, "jam")), 2, "ribbon"), 2, is_gift=True)
    assert [(one.note, one.is_gift) for one in of.lines] == [("", False), ("ribbon", True)]
    assert with_gift(with_line_note(of, 2, ""), 2, is_gift=False) == cart(line(1), line(2, "jam"))


@pytest.mark.parametrize("field", ["note", "price_reason", "serial"])
def test_text_has_five_hundred_characters_at_most(field: str) -> None:
    assert merged(cart(), replace(line(1), **{field: "x" * 500})).lines  # type: ignore[arg-type]
    with pytest.raises(TextTooLong) as caught:
        merged(cart(), replace(line(1), **{field: "x" * 501}))  # type: ignore[arg-type]
    assert caught.value == TextTooLong(501, 500)


def test_a_line_that_is_not_there_takes_no_note() -> None:
    with pytest.raises(LineNotFound):
        with_line_note(cart(line(1)), 2, "x")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Green tea"},
        {"listed_unit_e4": 26_000},
        {"price_reason": "damaged"},
        {"note": "ribbon"},
        {"serial": "SN-1"},
        {"is_gift": True},
        {"staff_id": "C2"},
        {"age_checked": True},
    ],
)
def test_lines_of_which_different_things_were_said_stay_apart(changes: dict[str, object]) -> None:
    other = replace(line(2), **changes)  # type: ignore[arg-type]
    assert merged(cart(line(1)), other).lines == (line(1), other)


def test_lines_of_which_the_same_was_said_are_one() -> None:
    one = replace(line(1), note="ribbon", is_gift=True, staff_id="C2", age_checked=True, price_reason="damaged")
    assert merged(cart(one), replace(one, line_id=2)).lines == (replace(one, quantity=pieces(2)),)


def test_a_serial_number_is_one_piece() -> None:
    one = replace(line(1), serial="SN-1")
    assert len(merged(cart(one), replace(one, line_id=2)).lines) == 2
    with pytest.raises(QuantityOutOfRange) as caught:
        with_quantity(cart(one), 1, pieces(2))
    assert caught.value == QuantityOutOfRange("2")


def test_a_serial_number_of_a_weighing_is_the_whole_of_it() -> None:
    weighed = replace(line(1, "cheese", Quantity(1234, 3)), serial="SN-1")
    assert with_quantity(cart(weighed), 1, Quantity(500, 3)).lines[0].quantity == Quantity(500, 3)


# --- in the completed sale ---


def test_a_completed_sale_says_everything_that_was_said() -> None:
    rung = replace(
        line(1, discount=Discount("percent", 100_000, "regular")),
        listed_unit_e4=30_000,
        price_reason="damaged",
        note="ribbon",
        serial="SN-1",
        is_gift=True,
        staff_id="C2",
        age_checked=True,
    )
    of = replace(cart(rung, discount=Discount("amount", 5, "rounded")), note="call first", customer_id="c-1")
    made = sale(of)
    assert (made.note, made.customer_id, made.discount_reason) == ("call first", "c-1", "rounded")
    sold = made.lines[0]
    assert (sold.listed_unit_e4, sold.price_reason, sold.discount_reason) == (30_000, "damaged", "regular")
    assert (sold.note, sold.serial, sold.is_gift, sold.staff_id, sold.age_checked) == (
        "ribbon",
        "SN-1",
        True,
        "C2",
        True,
    )


def test_what_comes_back_is_known_by_its_serial_number() -> None:
    made = sale(cart(replace(line(1), serial="SN-1", note="ribbon")))
    assert [(one.serial, one.note, one.is_return) for one in reversed_lines(made)] == [("SN-1", "", True)]


# --- whatever the cart ---

words = st.sampled_from(["", "ribbon"])


@st.composite
def spoken_carts(draw: st.DrawFn) -> Cart:
    """A cart with prices changed and things said of its lines."""
    of: Cart = draw(carts())
    for one in of.lines:
        if draw(st.booleans()):
            of = with_unit_price(of, one.line_id, draw(st.integers(0, 3_000_000)), draw(words))
    return replace(of, lines=tuple(_said(draw, one) for one in of.lines))


def _said(draw: st.DrawFn, one: CartLine) -> CartLine:
    return replace(
        one,
        note=draw(words),
        is_gift=draw(st.booleans()),
        serial=draw(st.none() | st.just("SN")) if one.quantity.scale or one.quantity.value == 1 else None,
        staff_id=draw(words),
        age_checked=draw(st.booleans()),
    )


def _silent(one: CartLine) -> CartLine:
    return replace(
        one, note="", is_gift=False, serial=None, staff_id="", age_checked=False, listed_unit_e4=None, price_reason=""
    )


@thorough
@given(spoken_carts())
def test_nothing_that_is_said_of_a_line_is_money(of: Cart) -> None:
    silent = replace(of, lines=tuple(_silent(one) for one in of.lines), note="", customer_id="")
    assert totals(of) == totals(silent)


@thorough
@given(spoken_carts(), st.randoms(use_true_random=False))
def test_the_order_of_scanning_changes_no_total_after_any_change_of_price(of: Cart, random: Random) -> None:
    lines = list(of.lines)
    random.shuffle(lines)
    one, other = totals(of), totals(replace(of, lines=tuple(lines)))
    assert (one.total_minor, one.discount_minor, one.tax.amounts) == (
        other.total_minor,
        other.discount_minor,
        other.tax.amounts,
    )


@thorough
@given(spoken_carts())
def test_the_lines_of_a_sale_come_to_its_total_and_back_to_nothing(of: Cart) -> None:
    made = sale(of)
    on_top = 0 if of.regime.is_inclusive else sum(line.tax_minor for line in made.lines)
    assert made.total_minor == sum(line.amount_minor for line in made.lines) + on_top
    back = Cart(of.currency, of.regime, stored_rates(made), reversed_lines(made))
    refund = totals(back).total_minor
    assert refund == -made.total_minor
    assert complete(back, sale(back).tenders, sale_id="b", doc_no="d", cash_step_minor=1).total_minor == refund


@thorough
@given(spoken_carts(), st.data())
def test_a_discount_and_a_price_come_to_the_same_in_either_order(of: Cart, data: st.DataObject) -> None:
    line_id = data.draw(st.sampled_from([one.line_id for one in of.lines]))
    discount = Discount("percent", data.draw(st.integers(0, 1_000_000)), "why")
    unit_e4 = data.draw(st.integers(0, 3_000_000))
    one = with_line_discount(with_unit_price(of, line_id, unit_e4, "x"), line_id, discount)
    other = with_unit_price(with_line_discount(of, line_id, discount), line_id, unit_e4, "x")
    assert one == other

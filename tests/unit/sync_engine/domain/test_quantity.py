"""Quantities and their prices are exact and within their limits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import AmountOutOfRange, NotANumber, QuantityOutOfRange, TooManyDecimals
from sync_engine.domain.money import Currency, currency, format_scaled
from sync_engine.domain.quantity import Quantity, line_amount, parse_quantity, pieces
from tests.unit.sync_engine.domain.shop import EUR, thorough


def test_a_quantity_of_one_scale_adds_up() -> None:
    assert Quantity(1250, 3) + Quantity(250, 3) == Quantity(1500, 3)
    assert -pieces(2) == Quantity(-2, 0)


def test_a_quantity_shows_all_its_decimals() -> None:
    assert str(Quantity(1250, 3)) == "1.250"
    assert str(pieces(-2)) == "-2"


def test_quantities_of_two_scales_are_a_bug() -> None:
    with pytest.raises(ValueError, match="one scale"):
        pieces(1) + Quantity(1000, 3)


@pytest.mark.parametrize(("value", "scale"), [(1.0, 0), (True, 0), (1, 3.0), ("1", 0)])
def test_a_quantity_is_made_of_whole_numbers_only(value: int, scale: int) -> None:
    with pytest.raises(TypeError, match="two ints"):
        Quantity(value, scale)


@pytest.mark.parametrize("scale", [-1, 4])
def test_a_quantity_has_up_to_three_decimals(scale: int) -> None:
    with pytest.raises(ValueError, match="0 to 3 decimals"):
        Quantity(1, scale)


@pytest.mark.parametrize(
    ("text", "scale", "value"),
    [("3", 0, 3), ("-6", 0, -6), ("0.125", 3, 125), ("1000000", 0, 10**6), ("1000000.000", 3, 10**9)],
)
def test_a_quantity_is_read_from_text(text: str, scale: int, value: int) -> None:
    assert parse_quantity(text, scale) == Quantity(value, scale)


@pytest.mark.parametrize(("text", "scale"), [("1000001", 0), ("-1000001", 0), ("1000000.001", 3)])
def test_more_than_a_million_units_are_refused(text: str, scale: int) -> None:
    with pytest.raises(QuantityOutOfRange) as caught:
        parse_quantity(text, scale)
    assert caught.value == QuantityOutOfRange(text)


def test_half_a_piece_is_refused() -> None:
    with pytest.raises(TooManyDecimals):
        parse_quantity("0.5", 0)


def test_words_are_no_quantity() -> None:
    with pytest.raises(NotANumber):
        parse_quantity("two", 0)


@pytest.mark.parametrize(
    ("unit_e4", "quantity", "money", "amount"),
    [
        (25_000, pieces(3), EUR, 750),
        (19_990, Quantity(1234, 3), EUR, 247),  # 2.466766
        (15_799, Quantity(45_670, 3), EUR, 7215),  # fuel at 1.5799: 72.154...
        (1_005, pieces(1), EUR, 10),  # 0.1005
        (1_050, pieces(1), EUR, 11),  # 0.105: half goes up
        (2_500_000, pieces(3), currency("JPY"), 750),
        (1_234_567, pieces(1), currency("JPY"), 123),
        (12_505, pieces(1), currency("KWD"), 1251),  # 1.2505: half goes up
        (12_345, pieces(2), currency("CLF"), 24_690),
        (0, pieces(7), EUR, 0),
    ],
)
def test_a_line_is_rounded_once_to_minor_units(unit_e4: int, quantity: Quantity, money: Currency, amount: int) -> None:
    assert line_amount(unit_e4, quantity, money) == amount


@thorough
@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 3), st.sampled_from(["JPY", "EUR", "KWD", "CLF"]))
def test_a_lines_amount_is_the_nearest_to_the_exact_one(unit_e4: int, value: int, scale: int, code: str) -> None:
    money = currency(code)
    exact = Fraction(unit_e4, 10**4) * Fraction(value, 10**scale) * 10**money.digits
    try:
        amount = line_amount(unit_e4, Quantity(value, scale), money)
    except AmountOutOfRange:
        assert exact >= 10**12 - 1
        return
    assert abs(amount - exact) <= Fraction(1, 2)
    assert line_amount(unit_e4, Quantity(-value, scale), money) == -amount


def test_a_line_of_ten_thousand_million_euros_is_refused() -> None:
    assert line_amount(10**8 - 1, pieces(10**6), EUR) == 999_999_990_000
    with pytest.raises(AmountOutOfRange) as caught:
        line_amount(10**8, pieces(10**6), EUR)
    assert caught.value == AmountOutOfRange(10**12)


@thorough
@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_quantity_shown_is_read_back(value: int, scale: int) -> None:
    assert parse_quantity(format_scaled(value, scale), scale) == Quantity(value, scale)

"""Money is exact, symmetric about zero, and shared out without losing a unit."""

import csv
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import CurrencyMismatch, NotANumber, Refusal, TooManyDecimals, UnknownCurrency
from sync_engine.domain.money import (
    Money,
    allocate,
    cash_rounded,
    currency,
    currency_codes,
    format_scaled,
    parse_scaled,
    round_half_up,
)
from tests.unit.sync_engine.domain.shop import EUR, shared_file, thorough

amounts = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(("code", "digits"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4)])
def test_a_currency_has_the_decimals_of_iso_4217(code: str, digits: int) -> None:
    assert currency(code).digits == digits


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XAU", "XXX"])
def test_what_is_no_currency_of_a_shop_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency) as caught:
        currency(code)
    assert caught.value == UnknownCurrency(code)


def test_the_table_of_currencies_is_that_of_iso_4217() -> None:
    with shared_file("currency/iso4217_table.csv").open(encoding="utf-8", newline="") as file:
        published = {row["code"]: row["minor_units"] for row in csv.DictReader(file)}
    with_minor_unit = {code: int(digits) for code, digits in published.items() if digits.isdigit()}
    assert {code: currency(code).digits for code in currency_codes()} == with_minor_unit


def test_money_of_one_currency_adds_up() -> None:
    assert Money(250, EUR) + Money(-50, EUR) == Money(200, EUR)
    assert Money(250, EUR) - Money(300, EUR) == Money(-50, EUR)
    assert -Money(250, EUR) == Money(-250, EUR)


def test_two_currencies_never_add_up() -> None:
    with pytest.raises(CurrencyMismatch) as caught:
        Money(1, EUR) - Money(1, currency("USD"))
    assert caught.value == CurrencyMismatch("EUR", "USD")


@pytest.mark.parametrize("minor", [2.5, 2.0, True, "2"])
def test_money_is_made_of_whole_numbers_only(minor: int) -> None:
    with pytest.raises(TypeError, match="minor units are an int"):
        Money(minor, EUR)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 10, 1), (4, 10, 0), (15, 10, 2), (-5, 10, -1), (-4, 10, 0), (-15, 10, -2), (0, 7, 0), (1, 3, 0), (2, 3, 1)],
)
def test_half_goes_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert round_half_up(numerator, denominator) == rounded


@thorough
@given(amounts, st.integers(1, 10**9))
def test_rounding_is_symmetric_and_never_more_than_half_off(numerator: int, denominator: int) -> None:
    rounded = round_half_up(numerator, denominator)
    assert round_half_up(-numerator, denominator) == -rounded
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)


# --- sharing out ---


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (10, [0, 3, 0], (0, 10, 0)),
        (5, [0, 0], (3, 2)),
        (7, [100, -30], (10, -3)),
        (-7, [-100, 30], (-10, 3)),
        (1, [2, 3], (0, 1)),
        (3, [5, -5], (2, 1)),
        (0, [], ()),
    ],
)
def test_an_amount_is_shared_out_by_largest_remainder(total: int, weights: list[int], shares: tuple[int, ...]) -> None:
    assert allocate(total, weights) == shares


def test_an_amount_without_anyone_to_carry_it_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one share"):
        allocate(1, [])


@thorough
@given(amounts, st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20))
def test_shares_sum_to_the_amount_and_are_fair(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == total
    whole = sum(weights)
    exact = [Fraction(total * w, whole) if whole else Fraction(total, len(weights)) for w in weights]
    assert all(abs(share - fair) < 1 for share, fair in zip(shares, exact, strict=True))
    assert allocate(-total, weights) == tuple(-share for share in shares)


@thorough
@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_who_weighs_more_never_bears_less(total: int, weights: list[int]) -> None:
    shares = sorted(zip(weights, allocate(total, weights), strict=True))
    for (lighter, less), (heavier, more) in pairwise(shares):
        assert less <= more or lighter == heavier


# --- text ---


@pytest.mark.parametrize(
    ("text", "digits", "value"),
    [
        ("12.34", 2, 1234),
        ("-12.3", 2, -1230),
        ("+7", 2, 700),
        (".5", 2, 50),
        ("0.0375", 4, 375),
        ("007", 0, 7),
        ("1.500", 2, 150),
        ("3.00", 0, 3),
        ("-0", 0, 0),
        ("12345678901234567890.12", 2, 1234567890123456789012),
    ],
)
def test_decimal_text_is_read_exactly(text: str, digits: int, value: int) -> None:
    assert parse_scaled(text, digits) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1",
        "1 ",
        "1\n",
        ".",
        "-",
        "+.",
        "5.",
        "1,5",
        "1_000",
        "1e3",
        "--1",
        "0x10",
        "NaN",
        "inf",
        "١",
        "1" * 31,
    ],
)
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(NotANumber) as caught:
        parse_scaled(text, 2)
    assert caught.value == NotANumber(text)


@pytest.mark.parametrize(("text", "digits"), [("1.001", 2), ("0.5", 0), ("-1.00001", 4)])
def test_more_decimals_than_can_be_kept_are_refused(text: str, digits: int) -> None:
    with pytest.raises(TooManyDecimals) as caught:
        parse_scaled(text, digits)
    assert caught.value == TooManyDecimals(text, digits)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(-5, 2, "-0.05"), (0, 2, "0.00"), (1234, 0, "1234"), (-7, 0, "-7"), (1500, 3, "1.500")],
)
def test_a_value_is_written_with_all_its_decimals(value: int, digits: int, text: str) -> None:
    assert format_scaled(value, digits) == text


@thorough
@given(amounts, st.integers(0, 6))
def test_what_is_written_is_read_back(value: int, digits: int) -> None:
    assert parse_scaled(format_scaled(value, digits), digits) == value


@thorough
@given(st.text(alphabet="0123456789.+-eE_ ,\u0661", max_size=12), st.integers(0, 4))
def test_any_text_is_read_exactly_or_refused(text: str, digits: int) -> None:
    try:
        value = parse_scaled(text, digits)
    except Refusal:
        return
    assert Fraction(text) == Fraction(value, 10**digits)


# --- cash ---


@pytest.mark.parametrize(
    ("minor", "step", "rounded"),
    [
        (1002, 5, 1000),
        (1003, 5, 1005),
        (-1003, 5, -1005),
        (1049, 100, 1000),
        (1050, 100, 1100),
        (-1050, 100, -1100),
        (25, 50, 50),
        (24, 50, 0),
        (1003, 1, 1003),
    ],
)
def test_cash_is_rounded_to_what_coins_can_pay(minor: int, step: int, rounded: int) -> None:
    assert cash_rounded(minor, step) == rounded


@thorough
@given(amounts, st.sampled_from([1, 5, 10, 50, 100, 500]))
def test_cash_rounding_is_symmetric_and_moves_by_half_a_step_at_most(minor: int, step: int) -> None:
    rounded = cash_rounded(minor, step)
    assert rounded % step == 0
    assert 2 * abs(rounded - minor) <= step
    assert cash_rounded(-minor, step) == -rounded

"""What is too large is refused with what was too large."""

import pytest

from sync_engine.domain import limits
from sync_engine.domain.errors import AmountOutOfRange, NameTooLong, QuantityOutOfRange, TooManyLines


@pytest.mark.parametrize(("value", "scale"), [(1, 0), (10**6, 0), (1, 3), (10**9, 3)])
def test_a_line_takes_from_one_step_to_a_million_units(value: int, scale: int) -> None:
    limits.check_line_quantity(value, scale)


@pytest.mark.parametrize(
    ("value", "scale", "text"), [(0, 0, "0"), (-1, 0, "-1"), (10**6 + 1, 0, "1000001"), (10**9 + 1, 3, "1000000.001")]
)
def test_a_line_takes_nothing_else(value: int, scale: int, text: str) -> None:
    with pytest.raises(QuantityOutOfRange) as caught:
        limits.check_line_quantity(value, scale)
    assert caught.value == QuantityOutOfRange(text)


@pytest.mark.parametrize("minor", [10**12, -(10**12)])
def test_an_amount_stays_below_the_limit_on_both_sides(minor: int) -> None:
    limits.check_amount(minor - 1 if minor > 0 else minor + 1)
    with pytest.raises(AmountOutOfRange) as caught:
        limits.check_amount(minor)
    assert caught.value == AmountOutOfRange(minor)


@pytest.mark.parametrize("unit_e4", [-1, 10**16])
def test_a_unit_price_is_not_negative_and_not_absurd(unit_e4: int) -> None:
    with pytest.raises(AmountOutOfRange):
        limits.check_unit_price(unit_e4)


def test_a_free_article_is_fine() -> None:
    limits.check_unit_price(0)


def test_a_name_has_up_to_two_hundred_characters() -> None:
    limits.check_name("ё" * 200)
    with pytest.raises(NameTooLong) as caught:
        limits.check_name("ё" * 201)
    assert caught.value == NameTooLong(201, 200)


def test_a_sale_has_up_to_two_thousand_lines() -> None:
    limits.check_line_count(2_000)
    with pytest.raises(TooManyLines) as caught:
        limits.check_line_count(2_001)
    assert caught.value == TooManyLines(2_000)

"""A discount is rounded once, never takes more than is there, and is shared out by its own order."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.discount import Discount, discount_on, spread_discount
from sync_engine.domain.errors import DiscountTooLarge
from tests.unit.sync_engine.domain.shop import discounts, thorough


@pytest.mark.parametrize(
    ("kind", "value", "amount", "taken"),
    [
        ("percent", 100_000, 995, 100),  # 99.5: half goes up
        ("percent", 100_000, -995, -100),
        ("percent", 333_333, 1000, 333),
        ("percent", 1_000_000, 1999, 1999),
        ("percent", 0, 1999, 0),
        ("amount", 300, 1000, 300),
        ("amount", 300, -1000, -300),
        ("amount", 300, 200, 200),
        ("amount", 300, -200, -200),
        ("amount", 300, 0, 0),
    ],
)
def test_a_discount_takes_off_at_most_everything(kind: str, value: int, amount: int, taken: int) -> None:
    assert discount_on(amount, Discount(kind, value)) == taken  # type: ignore[arg-type]


def test_more_than_everything_is_refused() -> None:
    with pytest.raises(DiscountTooLarge) as caught:
        Discount("percent", 1_000_001)
    assert caught.value == DiscountTooLarge(1_000_001, 1_000_000)


@pytest.mark.parametrize("value", [0.1, True, "5"])
def test_a_discount_is_a_whole_number(value: int) -> None:
    with pytest.raises(TypeError, match="value is an int"):
        Discount("amount", value)


@pytest.mark.parametrize(("kind", "value"), [("amount", -1), ("percent", -1), ("gift", 1)])
def test_a_discount_that_is_none_is_a_bug(kind: str, value: int) -> None:
    with pytest.raises(ValueError, match="percent or an amount"):
        Discount(kind, value)  # type: ignore[arg-type]


def test_a_sale_discount_is_shared_over_tax_codes_then_over_lines() -> None:
    sold = [("low", 100, "a"), ("full", 100, "b"), ("full", 100, "c")]
    assert spread_discount(sold, Discount("amount", 100)) == [33, 34, 33]


@pytest.mark.parametrize(
    ("sold", "discount", "shares"),
    [
        ([("full", 100, "b"), ("full", 100, "a")], 1, [0, 1]),  # alike but for the article
        ([("full", 10, "a"), ("full", 30, "b")], 2, [0, 2]),  # half and one and a half
        ([("low", 100, "a"), ("full", 100, "a")], 1, [0, 1]),  # alike but for the tax code
    ],
)
def test_equal_claims_are_settled_by_the_lines_themselves(
    sold: list[tuple[str, int, str]], discount: int, shares: list[int]
) -> None:
    assert spread_discount(sold, Discount("amount", discount)) == shares
    assert spread_discount(sold[::-1], Discount("amount", discount)) == shares[::-1]


def test_nothing_sold_bears_no_discount() -> None:
    assert spread_discount([], Discount("amount", 100)) == []
    assert spread_discount([("full", 0, "a")], Discount("amount", 100)) == [0]


sold_lines = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 10_000), st.sampled_from(["x", "y", "z"])), max_size=10
)


@thorough
@given(sold_lines, discounts)
def test_shares_sum_to_the_discount_and_are_fair(sold: list[tuple[str, int, str]], discount: Discount) -> None:
    shares = spread_discount(sold, discount)
    whole = sum(amount for _, amount, _ in sold)
    taken = discount_on(whole, discount)
    assert sum(shares) == taken
    for (_, amount, _), share in zip(sold, shares, strict=True):
        assert 0 <= share <= amount
        assert abs(share - Fraction(taken * amount, whole or 1)) < 2

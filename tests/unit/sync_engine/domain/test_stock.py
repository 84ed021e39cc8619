"""Goods go from place to place and never appear or disappear."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.quantity import Quantity
from sync_engine.domain.stock import (
    Movement,
    adjustment_movement,
    is_real,
    own_deltas,
    place,
    sale_movements,
)
from tests.unit.sync_engine.domain.shop import cart, line, sale, thorough


def test_what_is_sold_leaves_the_floor_and_what_comes_back_returns_to_it() -> None:
    found = sale(cart(line(1, quantity=2), line(2, "cheese", Quantity(1250, 3), 1_000, is_return=True)))
    assert sale_movements("S01", found.lines) == (
        Movement("tea", "S01/floor", "S01/customer", 2, 0),
        Movement("cheese", "S01/customer", "S01/floor", 1250, 3),
    )


def test_what_has_no_stock_does_not_move() -> None:
    found = sale(cart(dataclasses.replace(line(1, "gift-wrap"), is_stocked=False)))
    assert sale_movements("S01", found.lines) == ()


def test_an_adjustment_finds_or_loses() -> None:
    assert adjustment_movement("S01", "tea", 3, 0) == Movement("tea", "S01/found", "S01/floor", 3, 0)
    assert adjustment_movement("S01", "tea", -3, 0) == Movement("tea", "S01/floor", "S01/shrink", 3, 0)


def test_an_adjustment_of_nothing_is_a_bug() -> None:
    with pytest.raises(ValueError, match="none"):
        adjustment_movement("S01", "tea", 0, 0)


@pytest.mark.parametrize("name", ["customer", "supplier", "shrink", "found", "opening"])
def test_goods_lie_on_the_floor_and_nowhere_virtual(name: str) -> None:
    assert is_real(place("S01"))
    assert not is_real(place("S01", name))


def test_deltas_are_summed_by_place_and_article() -> None:
    moves = [Movement("tea", "S01/floor", "S01/customer", 2, 0), adjustment_movement("S01", "tea", 5, 0)]
    assert own_deltas(moves) == {("S01/floor", "tea"): 3, ("S01/customer", "tea"): 2, ("S01/found", "tea"): -5}


moves = st.builds(
    Movement,
    st.sampled_from(["tea", "bread"]),
    st.sampled_from(["S01/floor", "S01/shrink"]),
    st.sampled_from(["S01/floor", "S01/customer"]),
    st.integers(1, 100),
    st.just(0),
)


@thorough
@given(st.lists(moves))
def test_every_article_sums_to_zero_over_all_places(found: list[Movement]) -> None:
    deltas = own_deltas(found)
    for article in {article for _, article in deltas}:
        assert sum(delta for (_, other), delta in deltas.items() if other == article) == 0

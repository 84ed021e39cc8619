"""One price holds on a day, or none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.errors import NoPrice
from sync_engine.domain.pricing import Price, price_on
from tests.unit.sync_engine.domain.shop import thorough

LIST = Price("tea", "retail", None, 25_000, "2026-01-01")
LATER = Price("tea", "retail", None, 26_000, "2026-06-01")
OWN = Price("tea", "retail", "S01", 24_000, "2026-03-01", "2026-03-31")
OTHER_LIST = Price("tea", "staff", None, 20_000, "2026-01-01")
OTHER_STORE = Price("tea", "retail", "S02", 10_000, "2026-01-01")
ALL = (LIST, LATER, OWN, OTHER_LIST, OTHER_STORE)


@pytest.mark.parametrize(
    ("on", "price"),
    [
        ("2026-01-01", LIST),
        ("2026-02-28", LIST),
        ("2026-03-01", OWN),
        ("2026-03-31", OWN),
        ("2026-04-01", LIST),
        ("2026-06-01", LATER),
        (date(2026, 3, 15), OWN),
    ],
)
def test_the_stores_own_price_beats_the_list_and_a_later_one_an_earlier(on: date | str, price: Price) -> None:
    assert price_on(ALL, "S01", "retail", on) == price


def test_before_the_first_price_there_is_none() -> None:
    with pytest.raises(NoPrice) as caught:
        price_on(ALL, "S01", "retail", "2025-12-31")
    assert caught.value == NoPrice("tea")


def test_an_article_without_any_price_is_named() -> None:
    with pytest.raises(NoPrice) as caught:
        price_on((), "S01", "retail", "2026-01-01", "coffee")
    assert caught.value == NoPrice("coffee")


@thorough
@given(st.permutations(ALL), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_order_of_prices_does_not_matter(prices: list[Price], on: date) -> None:
    assert price_on(prices, "S01", "retail", on) == price_on(ALL, "S01", "retail", on)

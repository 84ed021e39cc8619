"""Finding articles, and where they lie."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pos_client.counter.catalog import favourites, find_articles
from pos_client.counter.ports import StockLevel
from pos_client.counter.stock import stock_of
from tests.helpers.counter_fakes import FakeCatalog

TODAY = "2026-11-21"
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def test_the_article_of_a_code_comes_first_and_only_once() -> None:
    offers = find_articles(FakeCatalog(), "036000291452", TODAY)
    assert [(offer.article.article_id, offer.unit_e4) for offer in offers] == [("TEA", 19_900)]


def test_words_find_names_and_an_article_without_a_price_is_shown_without_one() -> None:
    offers = find_articles(FakeCatalog(), "new", TODAY)
    assert [(offer.article.article_id, offer.unit_e4) for offer in offers] == [("NEW", None)]


def test_nothing_typed_finds_nothing() -> None:
    assert find_articles(FakeCatalog(), "  ", TODAY) == ()


def test_quick_keys_keep_their_order() -> None:
    assert [offer.article.article_id for offer in favourites(FakeCatalog(), TODAY)] == ["TEA", "NEW"]


class TwoShops:
    """Ten here, four there, heard of `age` ago."""

    def __init__(self, age: timedelta | None) -> None:
        self.as_of = None if age is None else NOW - age

    def levels(self, article_id: str) -> Sequence[StockLevel]:
        return [
            StockLevel("S01/floor", 10, 0, 0, is_own=True, is_known=True, as_of=self.as_of),
            StockLevel("S02/floor", 4, 1, 0, is_own=False, is_known=True, as_of=self.as_of),
        ]


def test_stock_comes_with_its_age() -> None:
    answer = stock_of(TwoShops(timedelta(minutes=4)), "TEA", NOW)
    assert (answer.own.on_hand, [other.place for other in answer.others], answer.age_s) == (10, ["S02/floor"], 240.0)


def test_stock_that_was_never_heard_of_has_no_age_and_a_clock_set_back_gives_none_below_zero() -> None:
    assert stock_of(TwoShops(None), "TEA", NOW).age_s is None
    assert stock_of(TwoShops(timedelta(minutes=-4)), "TEA", NOW).age_s == 0.0

"""Finding articles, and where they lie."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from pos_client.counter.catalog import Answer, Offer, Search, favourites, find_articles, look
from pos_client.counter.ports import Found, StockLevel
from pos_client.counter.stock import stock_of
from tests.helpers.counter_fakes import COFFEE, PRICELESS, TEA, FakeCatalog

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

    def here(self, article_ids: Sequence[str]) -> Mapping[str, StockLevel]:
        return {article_id: self.levels(article_id)[0] for article_id in article_ids}


def test_stock_comes_with_its_age() -> None:
    answer = stock_of(TwoShops(timedelta(minutes=4)), "TEA", NOW)
    assert (answer.own.on_hand, [other.place for other in answer.others], answer.age_s) == (10, ["S02/floor"], 240.0)


def test_stock_that_was_never_heard_of_has_no_age_and_a_clock_set_back_gives_none_below_zero() -> None:
    assert stock_of(TwoShops(None), "TEA", NOW).age_s is None
    assert stock_of(TwoShops(timedelta(minutes=-4)), "TEA", NOW).age_s == 0.0


class Typing(FakeCatalog):
    """A catalogue in which the next key is struck while it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.strike_next: list[str] = []
        self.typed = Search(self, lambda: TODAY, limit=2)

    def find_by_code(self, code: str) -> Found | None:
        self.asked.append(code)
        for text in self.strike_next:
            self.typed.begin(text)
        return super().find_by_code(code)


def test_a_keystroke_is_answered_and_says_when_there_may_be_more() -> None:
    search = Search(FakeCatalog(), lambda: TODAY, limit=2)
    ticket = search.begin("tea")
    assert search.answer(ticket) == Answer(ticket, (Offer(TEA, 19_900),), is_cut=False)
    assert search.is_latest(ticket)
    assert search.answer(search.begin("e")).is_cut  # type: ignore[union-attr]


def test_a_keystroke_that_was_overtaken_is_not_looked_for() -> None:
    typing = Typing()
    first, second = typing.typed.begin("t"), typing.typed.begin("te")
    assert typing.typed.answer(first) is None
    assert typing.asked == []
    assert typing.typed.answer(second) is not None
    assert (typing.asked, typing.typed.is_latest(first)) == (["te"], False)


def test_an_answer_that_was_overtaken_while_it_was_looked_for_is_dropped() -> None:
    typing = Typing()
    typing.strike_next = ["tea"]
    assert typing.typed.answer(typing.typed.begin("te")) is None


def test_nothing_is_shown_after_the_end() -> None:
    search = Search(FakeCatalog(), lambda: TODAY)
    ticket = search.begin("tea")
    search.end()
    assert (search.answer(ticket), search.is_latest(ticket)) == (None, False)


def test_a_price_check_says_what_the_pack_is_and_where_the_article_lies() -> None:
    looked = look(FakeCatalog(), TwoShops(timedelta(0)), "4006381333948", TODAY, "members")
    assert looked is not None
    assert (looked.article, looked.quantity, looked.unit_e4, looked.member_e4) == (COFFEE, 6, 25_500, 20_000)
    assert [(level.store_id, level.available) for level in looked.levels] == [("S01", 10), ("S02", 3)]


def test_a_price_check_without_price_member_or_code() -> None:
    shops = TwoShops(None)
    priceless, tea = (look(FakeCatalog(), shops, code, TODAY, "members") for code in ("12345670", "0036000291452"))
    assert priceless is not None
    assert tea is not None
    assert (priceless.article, priceless.unit_e4, priceless.member_e4) == (PRICELESS, None, None)
    assert (tea.article, tea.unit_e4, tea.member_e4) == (TEA, 19_900, None)
    assert look(FakeCatalog(), shops, "nothing", TODAY) is None
    assert look(FakeCatalog(), shops, " ", TODAY) is None

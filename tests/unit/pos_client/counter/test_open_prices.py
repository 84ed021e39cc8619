"""Prices for what has none, several answers for one scan, goods that are recalled, and articles found by hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pos_client.counter.open_sale import Unresolved
from pos_client.counter.ringing import LineRung
from pos_client.counter.selling import Counter
from pos_client.counter.sorting_out import ArticleRecalled, NoDepartment
from sync_engine.domain.errors import (
    AmountOutOfRange,
    LineNotFound,
    NameTooLong,
    UnknownArticle,
    UnknownTaxCode,
)
from sync_engine.domain.quantity import Quantity, pieces
from tests.helpers.counter_fakes import COFFEE as COFFEE_ARTICLE
from tests.helpers.counter_fakes import FakeDesk

COFFEE, WINE, BEER, RECALLED, PHONE, APPLES, CIGARS, PRICELESS = (
    *("4006381333931", "88", "87", "66"),
    *("55", "44", "33", "12345670"),
)


def reasons(desk: FakeDesk) -> list[str]:
    return [notice.reason for notice in desk.counter.sale.unresolved]


def lines(desk: FakeDesk) -> list[tuple[str, str, int]]:
    return [(line.article_id, str(line.quantity), line.unit_e4) for line in desk.counter.sale.cart.lines]


# --- price ---


def test_a_price_makes_a_line_of_what_has_none() -> None:
    desk = FakeDesk()
    desk.counter.scan("3*12345670")
    assert desk.counter.give_price(1, 12_500) == LineRung(1, "NEW", pieces(3))
    assert lines(desk) == [("NEW", "3", 12_500)]
    line = desk.counter.sale.cart.lines[0]
    assert (line.name, line.barcode, line.listed_unit_e4, line.price_reason) == (
        *("New thing", PRICELESS),
        *(None, "given"),
    )


def test_an_unknown_code_is_sold_under_a_department() -> None:
    desk = FakeDesk()
    desk.counter.scan("2*999")
    assert desk.counter.give_price(1, 40_000, "Orchid") == LineRung(1, "D-FLOWERS", pieces(2))
    line = desk.counter.sale.cart.lines[0]
    assert (line.name, line.barcode, line.unit_e4, line.is_stocked) == ("Orchid", "999", 40_000, False)
    assert reasons(desk) == []


def test_a_shop_without_departments_sells_no_unknown_code() -> None:
    desk = FakeDesk()
    del desk.catalog.articles["D-FLOWERS"]
    desk.counter.scan("999")
    with pytest.raises(NoDepartment):
        desk.counter.give_price(1, 40_000)
    with pytest.raises(UnknownArticle):
        desk.counter.give_price(1, 40_000, department_id="COFFEE")
    assert (desk.counter.departments(), reasons(desk)) == ([], ["unknown_article"])


def test_goods_without_a_code_have_a_price_and_a_department() -> None:
    desk = FakeDesk()
    desk.counter.scan("3*")
    assert desk.counter.add_open_price("D-FLOWERS", 25_000) == LineRung(1, "D-FLOWERS", pieces(3))
    assert desk.counter.add_open_price("", 25_000, "Roses\x1b") == LineRung(2, "D-FLOWERS", pieces(1))
    assert [line.name for line in desk.counter.sale.cart.lines] == ["Flowers", "Roses"]
    assert desk.counter.sale.totals().total_minor == 1_000


@pytest.mark.parametrize(
    ("unit_e4", "name", "refusal"),
    [(-1, "", AmountOutOfRange), (10**16, "", AmountOutOfRange), (1, "x" * 201, NameTooLong)],
)
def test_a_price_or_name_that_no_line_can_have_is_refused(unit_e4: int, name: str, refusal: type[Exception]) -> None:
    desk = FakeDesk()
    desk.counter.scan("999")
    with pytest.raises(refusal):
        desk.counter.give_price(1, unit_e4, name)
    with pytest.raises(refusal):
        desk.counter.add_open_price("D-FLOWERS", unit_e4, name)
    assert desk.counter.sale.cart.lines == ()


# --- everything at once ---


def test_goods_that_want_everything_ask_in_one_place_one_thing_after_another() -> None:
    desk = FakeDesk()
    first = desk.counter.scan(CIGARS)
    assert first == Unresolved(1, "33", "age_check", "1.000", "CIGAR", "Cigars", 18, barcode="33")
    asked = [
        desk.counter.age_seen(1),
        desk.counter.give_price(1, 90_000),
        desk.counter.give_weight(1, "0.2"),
    ]
    assert [one.reason for one in asked if isinstance(one, Unresolved)] == [
        *("price_needed", "weight_needed", "serial_needed")
    ]
    assert [notice.notice_id for notice in desk.counter.sale.unresolved] == [1]
    assert desk.counter.give_serial(1, "BOX-7") == LineRung(1, "CIGAR", Quantity(200, 3))
    line = desk.counter.sale.cart.lines[0]
    assert (line.unit_e4, line.serial, line.age_checked, reasons(desk)) == (90_000, "BOX-7", True, [])


# --- recalled ---


def test_recalled_goods_are_never_sold_whatever_is_said() -> None:
    desk = FakeDesk()
    desk.counter.scan(RECALLED)
    attempts: list[Callable[[], object]] = [
        lambda: desk.counter.give_price(1, 10_000),
        lambda: desk.counter.give_weight(1, "1"),
        lambda: desk.counter.give_serial(1, "SN"),
        lambda: desk.counter.resolve(1, "COFFEE"),
    ]
    for attempt in attempts:
        with pytest.raises(ArticleRecalled) as refused:
            attempt()
        assert refused.value == ArticleRecalled("RECALL", "Spread")
    assert desk.counter.sale.cart.lines == ()


def test_recalled_goods_and_goods_with_an_age_come_back_like_any_others() -> None:
    desk = FakeDesk()
    assert desk.counter.add_article("RECALL", is_return=True) == LineRung(1, "RECALL", pieces(1))
    assert desk.counter.add_article("WINE", is_return=True) == LineRung(2, "WINE", pieces(1))
    assert [line.age_checked for line in desk.counter.sale.cart.lines] == [False, False]


# --- another article ---


def test_another_article_found_for_a_code_may_want_something_itself() -> None:
    desk = FakeDesk()
    desk.counter.scan("2*999")
    found = desk.counter.resolve(1, "WINE")
    assert isinstance(found, Unresolved)
    assert (found.notice_id, found.reason, found.quantity) == (1, "age_check", "2")
    assert desk.counter.age_seen(1) == LineRung(1, "WINE", pieces(2))


def test_an_article_nobody_knows_resolves_nothing() -> None:
    desk = FakeDesk()
    desk.counter.scan("999")
    with pytest.raises(UnknownArticle):
        desk.counter.resolve(1, "GONE")
    assert reasons(desk) == ["unknown_article"]


def test_an_article_that_left_the_catalogue_meanwhile_is_no_longer_asked_about() -> None:
    desk = FakeDesk()
    desk.counter.scan(APPLES)
    del desk.catalog.articles["APPLE"]
    with pytest.raises(LineNotFound):
        desk.counter.give_weight(1, "1")


def test_a_tax_code_that_the_shop_does_not_know_is_left_open() -> None:
    desk = FakeDesk()
    desk.catalog.articles["COFFEE"] = replace(COFFEE_ARTICLE, tax_code="luxury")
    left = desk.counter.scan(COFFEE)
    assert isinstance(left, Unresolved)
    assert left.reason == UnknownTaxCode("luxury").code


ANSWERS: dict[str, Callable[[Counter], object]] = {
    WINE: lambda counter: counter.age_seen(1),
    APPLES: lambda counter: counter.give_weight(1, "1.5"),
    PHONE: lambda counter: counter.give_serial(1, "SN"),
    PRICELESS: lambda counter: counter.give_price(1, 100),
    "999": lambda counter: counter.resolve(1, "TEA"),
}


@pytest.mark.parametrize("code", sorted(ANSWERS))
def test_every_answer_can_be_taken_back(code: str) -> None:
    desk = FakeDesk()
    desk.counter.scan(code)
    before = desk.counter.sale
    ANSWERS[code](desk.counter)
    assert len(desk.counter.sale.cart.lines) == 1
    assert desk.counter.undo()
    assert desk.counter.sale == before

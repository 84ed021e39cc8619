"""What a scan leaves open waits in the sale, stops the payment alone, and becomes a line once it is answered."""

import pytest

from pos_client.counter.acts import AgeCheckRefused
from pos_client.counter.open_sale import Unresolved, UnresolvedCodes
from pos_client.counter.ringing import LineRung
from pos_client.counter.session import NotSignedIn
from pos_client.counter.sorting_out import SerialMissing, SerialTaken
from sync_engine.domain.errors import (
    LineNotFound,
    NotANumber,
    QuantityOutOfRange,
    TextTooLong,
)
from sync_engine.domain.quantity import Quantity, pieces
from tests.helpers.counter_fakes import BrokenDisk, FakeDesk

COFFEE, WINE, BEER, RECALLED, PHONE, APPLES, CIGARS, PRICELESS = (
    *("4006381333931", "88", "87", "66"),
    *("55", "44", "33", "12345670"),
)


def reasons(desk: FakeDesk) -> list[str]:
    return [notice.reason for notice in desk.counter.sale.unresolved]


def lines(desk: FakeDesk) -> list[tuple[str, str, int]]:
    return [(line.article_id, str(line.quantity), line.unit_e4) for line in desk.counter.sale.cart.lines]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (WINE, "age_check"),
        (RECALLED, "recalled"),
        (PHONE, "serial_needed"),
        (APPLES, "weight_needed"),
        (PRICELESS, "no_price"),
        ("D-FLOWERS", "price_needed"),
        ("999", "unknown_article"),
    ],
)
def test_what_is_open_never_stops_the_next_scan_and_always_the_payment(code: str, reason: str) -> None:
    desk = FakeDesk().signed_in()
    left = desk.counter.scan(code)
    assert isinstance(left, Unresolved)
    assert (left.reason, left.code) == (reason, code)
    assert desk.counter.scan(COFFEE) == LineRung(1, "COFFEE", pieces(1))
    desk.counter.take_cash()
    with pytest.raises(UnresolvedCodes):
        desk.counter.complete_sale()
    desk.counter.set_aside(left.notice_id)
    assert desk.counter.complete_sale().sale.total_minor == 255


def test_a_notice_says_what_it_is_about() -> None:
    assert FakeDesk().counter.scan("2*88") == Unresolved(
        1, "88", "age_check", "2", article_id="WINE", name="Wine", min_age=18, barcode="88", is_weighed=True
    )


# --- age ---


def test_one_look_at_the_customer_is_enough_for_the_whole_sale() -> None:
    desk = FakeDesk()
    desk.counter.scan(BEER)
    desk.counter.scan(WINE)
    assert desk.counter.age_seen(2) == LineRung(2, "WINE", pieces(1))
    assert lines(desk) == [("BEER", "1", 15_000), ("WINE", "1", 80_000)]
    assert all(line.age_checked for line in desk.counter.sale.cart.lines)
    assert desk.counter.scan(WINE) == LineRung(2, "WINE", pieces(1))
    assert reasons(desk) == []


def test_a_look_for_sixteen_is_none_for_eighteen() -> None:
    desk = FakeDesk()
    desk.counter.scan(WINE)
    desk.counter.scan(BEER)
    desk.counter.age_seen(2)
    assert (lines(desk), reasons(desk)) == ([("BEER", "1", 15_000)], ["age_check"])
    assert isinstance(desk.counter.scan(WINE), Unresolved)


def test_the_next_customer_is_looked_at_again() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(WINE)
    desk.counter.age_seen(1)
    desk.counter.take_cash()
    desk.counter.complete_sale()
    assert isinstance(desk.counter.scan(WINE), Unresolved)


def test_a_look_is_one_step_back() -> None:
    desk = FakeDesk()
    desk.counter.scan(BEER)
    desk.counter.scan(WINE)
    before = desk.counter.sale
    desk.counter.age_seen(2)
    assert desk.counter.undo()
    assert desk.counter.sale == before


def test_age_was_asked_for_or_the_answer_is_none() -> None:
    desk = FakeDesk()
    desk.counter.scan("999")
    with pytest.raises(LineNotFound):
        desk.counter.age_seen(1)


def test_a_refused_sale_to_somebody_too_young_is_recorded_without_the_customer() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.scan(WINE)
    desk.counter.age_refused(1, "no_document")
    refused = desk.journal.acts[-1]
    assert isinstance(refused, AgeCheckRefused)
    assert (refused.article_id, refused.name, refused.min_age, refused.reason) == ("WINE", "Wine", 18, "no_document")
    assert refused.context.staff_id == "C1"
    assert (lines(desk), reasons(desk)) == ([("COFFEE", "1", 25_500)], [])


def test_a_refusal_that_cannot_be_recorded_leaves_the_goods_waiting() -> None:
    desk = FakeDesk()
    desk.counter.scan(WINE)
    with pytest.raises(NotSignedIn):
        desk.counter.age_refused(1, "too_young")
    desk.signed_in().journal.is_broken = True
    with pytest.raises(BrokenDisk):
        desk.counter.age_refused(1, "too_young")
    assert reasons(desk) == ["age_check"]


# --- weight ---


def test_a_weight_makes_the_line() -> None:
    desk = FakeDesk()
    desk.counter.scan(APPLES)
    assert desk.counter.give_weight(1, "0,350") == LineRung(1, "APPLE", Quantity(350, 3))
    assert (lines(desk), desk.counter.sale.totals().total_minor) == ([("APPLE", "0.350", 24_000)], 84)


def test_a_weight_that_was_said_before_the_scan_is_not_asked_for() -> None:
    desk = FakeDesk()
    assert desk.counter.scan("0.5*44") == LineRung(1, "APPLE", Quantity(500, 3))
    assert desk.counter.add_article("APPLE", "1.5") == LineRung(2, "APPLE", Quantity(1500, 3))
    assert isinstance(desk.counter.add_article("APPLE"), Unresolved)


@pytest.mark.parametrize(
    ("text", "refusal"), [("0", QuantityOutOfRange), ("-1", QuantityOutOfRange), ("x", NotANumber)]
)
def test_a_weight_that_is_none_changes_nothing(text: str, refusal: type[Exception]) -> None:
    desk = FakeDesk()
    desk.counter.scan(APPLES)
    before = desk.counter.sale
    with pytest.raises(refusal):
        desk.counter.give_weight(1, text)
    assert desk.counter.sale == before


# --- serial numbers ---


def test_each_piece_has_its_number() -> None:
    desk = FakeDesk()
    desk.counter.scan("2*55")
    assert desk.counter.give_serial(1, " SN-1\n") == LineRung(1, "PHONE", pieces(1))
    assert [notice.quantity for notice in desk.counter.sale.unresolved] == ["1"]
    assert desk.counter.give_serial(1, "SN-2") == LineRung(2, "PHONE", pieces(1))
    assert [line.serial for line in desk.counter.sale.cart.lines] == ["SN-1", "SN-2"]
    assert reasons(desk) == []


def test_a_number_of_fifteen_digits_is_kept_whole() -> None:
    desk = FakeDesk()
    desk.counter.scan(PHONE)
    desk.counter.give_serial(1, "378282246310005")
    assert desk.counter.sale.cart.lines[0].serial == "378282246310005"


def test_a_number_is_in_a_sale_once() -> None:
    desk = FakeDesk()
    desk.counter.scan("2*55")
    desk.counter.give_serial(1, "SN-1")
    with pytest.raises(SerialTaken) as refused:
        desk.counter.give_serial(1, "SN-1")
    assert refused.value == SerialTaken("SN-1")
    with pytest.raises(SerialMissing):
        desk.counter.give_serial(1, " ")
    with pytest.raises(TextTooLong):
        desk.counter.give_serial(1, "x" * 501)


def test_a_piece_with_a_number_stays_one_piece() -> None:
    desk = FakeDesk()
    desk.counter.scan(PHONE)
    desk.counter.give_serial(1, "SN-1")
    with pytest.raises(QuantityOutOfRange):
        desk.counter.set_quantity(1, "2")

"""From a paid cart to a record: whole, once, and never lost when the disk fails."""

import pytest

from pos_client.counter.session import NotSignedIn
from sync_engine.domain.errors import EmptyCart, NotPaid
from tests.helpers.counter_fakes import BrokenDisk, FakeDesk

COFFEE = "4006381333931"


def quantities(desk: FakeDesk) -> list[tuple[str, str]]:
    return [(line.article_id, str(line.quantity)) for line in desk.counter.sale.cart.lines]


def test_a_cash_sale_is_one_record_with_its_shift_and_no_number_of_its_own_making() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan("2*" + COFFEE)
    desk.counter.take_cash(1_000)
    completed = desk.counter.complete_sale()
    assert (completed.doc_no, completed.sale.total_minor, completed.sale.change_minor) == ("S01-T1a-000001", 510, 490)
    assert completed.has_cash
    assert [type(act).__name__ for act in desk.journal.records[0]] == ["ShiftOpened", "SaleCompleted"]
    recorded = desk.journal.sales[0]
    assert (recorded.sale.doc_no, recorded.context.staff_id, recorded.staff_name) == ("", "C1", "Cashier 1")
    assert recorded.context.business_on == "2026-11-21"
    assert desk.counter.sale.is_empty
    assert desk.counter.last == completed
    assert not desk.counter.undo()


def test_the_second_sale_of_the_day_opens_no_second_shift() -> None:
    desk = FakeDesk().signed_in()
    for _ in range(2):
        desk.counter.scan(COFFEE)
        desk.counter.take_cash()
        desk.counter.complete_sale()
    assert [len(record) for record in desk.journal.records] == [2, 1]
    assert desk.journal.sales[0].context.shift_id == desk.journal.sales[1].context.shift_id


def test_a_sale_after_the_cut_over_opens_the_next_day_s_shift() -> None:
    desk = FakeDesk().signed_in()
    for _ in range(2):
        desk.counter.scan(COFFEE)
        desk.counter.take_cash()
        desk.counter.complete_sale()
        desk.clock.move(18.5 * 3600)  # from 10:00 to half past four next morning
    assert [act.context.business_on for act in desk.journal.sales] == ["2026-11-21", "2026-11-22"]
    assert [len(record) for record in desk.journal.records] == [2, 2]


def test_nobody_signed_in_sells_nothing() -> None:
    desk = FakeDesk()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    with pytest.raises(NotSignedIn):
        desk.counter.complete_sale()
    assert desk.journal.records == []
    assert quantities(desk) == [("COFFEE", "1")]


def test_an_empty_sale_and_an_unpaid_one_are_refused() -> None:
    desk = FakeDesk().signed_in()
    with pytest.raises(EmptyCart):
        desk.counter.complete_sale()
    desk.counter.scan(COFFEE)
    with pytest.raises(NotPaid) as refused:
        desk.counter.complete_sale()
    assert refused.value == NotPaid(255)
    assert desk.journal.records == []


def test_a_sale_that_could_not_be_recorded_is_the_open_sale_again() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    before = desk.counter.sale
    desk.journal.is_broken = True
    with pytest.raises(BrokenDisk):
        desk.counter.complete_sale()
    assert desk.counter.sale == before
    desk.journal.is_broken = False
    assert desk.counter.complete_sale().doc_no == "S01-T1a-000001"


def test_what_is_scanned_while_a_sale_is_recorded_belongs_to_the_next_one() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    prepared = desk.counter.prepare_sale()
    desk.counter.scan("TEA")
    desk.counter.finish(desk.completing.record(prepared))
    assert quantities(desk) == [("TEA", "1")]
    assert [line.article_id for line in desk.journal.sales[0].sale.lines] == ["COFFEE"]


def test_when_recording_fails_what_was_scanned_meanwhile_joins_the_sale() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    prepared = desk.counter.prepare_sale()
    desk.counter.scan("TEA")
    desk.counter.scan("999")
    desk.counter.reopen(prepared)
    assert quantities(desk) == [("COFFEE", "1"), ("TEA", "1")]
    assert [notice.code for notice in desk.counter.sale.unresolved] == ["999"]
    assert desk.counter.sale.tenders == prepared.open_sale.tenders


def test_the_journal_is_asked_before_money_is_taken() -> None:
    desk = FakeDesk()
    desk.counter.check_journal()
    assert desk.journal.preflights == 1
    desk.journal.is_broken = True
    with pytest.raises(BrokenDisk):
        desk.counter.check_journal()

"""The open sale survives its program: every change is kept before it can be seen, and goes with its record."""

from dataclasses import replace

import pytest

from pos_client.counter.completing import Completed
from pos_client.counter.open_sale import Attempt, Buyer
from pos_client.counter.saved_sale import SavedSaleUnreadable
from sync_engine.domain.cart import Discount
from sync_engine.domain.errors import AmountOutOfRange
from sync_engine.domain.payment import Tender
from tests.helpers.counter_fakes import BrokenDisk, FakeDesk, MemoryDrafts

COFFEE, WINE = "4006381333931", "88"


def restarted(desk: FakeDesk) -> FakeDesk:
    """The same till after its program was killed."""
    return FakeDesk(journal=desk.journal, drafts=desk.drafts, ids=desk.ids).signed_in()


def test_a_killed_program_comes_back_with_the_same_sale() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.set_customer(Buyer("c-1", "Customer 1", "members"))
    desk.counter.scan("3*" + COFFEE)
    desk.counter.scan(WINE)
    desk.counter.discount_line(1, Discount("percent", 50_000, "damaged"))
    desk.counter.note_sale("call first")
    desk.counter.take_cash(100)
    again = restarted(desk)
    assert again.counter.sale == desk.counter.sale
    assert again.counter.sale.sale_id == "id-1"
    again.counter.age_seen(1)
    again.counter.take_cash()
    assert again.counter.complete_sale().sale.sale_id == "id-1"


def test_every_change_is_kept_and_so_is_every_step_back() -> None:
    desk = FakeDesk().signed_in()
    for change in (
        lambda: desk.counter.scan(COFFEE),
        lambda: desk.counter.scan(WINE),
        lambda: desk.counter.set_quantity(1, "5"),
        lambda: desk.counter.take_cash(10),
        lambda: desk.counter.give_back(0),
        desk.counter.undo,
        desk.counter.undo,
        lambda: desk.counter.set_aside(1),
        lambda: desk.counter.remove_line(1),
        desk.counter.undo,
    ):
        change()
        assert restarted(desk).counter.sale == desk.counter.sale


def test_money_is_kept_for_sure_and_goods_quickly() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.scan(COFFEE)
    assert desk.drafts.kept_for_sure == []
    desk.counter.take_cash(100)
    desk.counter.give_back(0)
    desk.counter.begin_attempt(Attempt("r-1", "card", 510))
    assert desk.drafts.kept_for_sure == ["id-1"] * 3


def test_a_look_at_the_customer_that_settles_two_lines_is_kept_as_one_change() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(WINE)
    desk.counter.scan("87")
    desk.drafts.history.clear()
    desk.counter.age_seen(1)
    assert desk.drafts.history == [desk.drafts.texts["id-1"]]
    assert restarted(desk).counter.sale == desk.counter.sale


def test_a_change_of_several_parts_that_is_refused_changes_nothing() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(WINE)
    desk.counter.scan("87")
    desk.catalog.prices["BEER"] = -1
    before = desk.counter.sale
    with pytest.raises(AmountOutOfRange):
        desk.counter.age_seen(1)
    assert desk.counter.sale == before
    assert restarted(desk).counter.sale == before


def test_nothing_on_the_counter_leaves_no_draft() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.remove_line(1)
    assert desk.drafts.texts == {}
    desk.counter.undo()
    assert list(desk.drafts.texts) == ["id-1"]


def test_a_draft_that_cannot_be_kept_stops_nobody_and_is_told() -> None:
    desk = FakeDesk().signed_in()
    desk.drafts.is_broken = True
    desk.counter.scan(COFFEE)
    assert isinstance(desk.counter.trouble, BrokenDisk)
    assert desk.counter.sale.totals().total_minor == 255
    desk.drafts.is_broken = False
    desk.counter.scan(COFFEE)
    assert desk.counter.trouble is None
    assert restarted(desk).counter.sale == desk.counter.sale


def test_a_terminal_is_not_asked_while_the_question_cannot_be_kept() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    before = desk.counter.sale
    desk.drafts.is_broken = True
    with pytest.raises(BrokenDisk):
        desk.counter.begin_attempt(Attempt("r-1", "card", 255))
    assert desk.counter.sale == before


def test_a_started_payment_is_known_after_a_restart_and_its_answer_stays_whatever_is_undone() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.begin_attempt(Attempt("r-1", "card", 255))
    again = restarted(desk)
    assert again.counter.sale.attempt == Attempt("r-1", "card", 255)
    again.counter.scan(WINE)
    again.counter.end_attempt(Tender("card", 255, "slip 7"))
    while again.counter.undo():
        pass
    assert again.counter.sale.tenders == (Tender("card", 255, "slip 7"),)
    assert again.counter.sale.attempt is None
    assert again.counter.sale.unresolved == ()


def test_a_sale_that_could_not_be_recorded_is_one_with_what_was_scanned_since() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    prepared = desk.counter.prepare_sale()
    desk.counter.scan(WINE)
    desk.counter.scan("036000291452")
    assert list(desk.drafts.texts) == ["id-1", "id-4"]
    desk.counter.reopen(prepared)
    sale = desk.counter.sale
    assert ([line.article_id for line in sale.cart.lines], len(sale.unresolved)) == (["COFFEE", "TEA"], 1)
    assert list(desk.drafts.texts) == ["id-1"]
    assert restarted(desk).counter.sale == sale


def test_a_program_killed_while_it_recorded_finds_both_sales_in_one() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    desk.counter.prepare_sale()
    desk.counter.scan(WINE)
    again = restarted(desk)
    sale = again.counter.sale
    assert (len(sale.cart.lines), len(sale.unresolved), sale.tenders) == (1, 1, (Tender("cash", 255),))
    assert (sale.sale_id, list(desk.drafts.texts)) == ("id-1", ["id-1"])
    assert restarted(desk).counter.sale == sale


def test_the_last_sale_is_known_after_a_restart() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.take_cash(500)
    done = desk.counter.complete_sale()
    desk.drafts.done, desk.drafts.texts = done, {}
    again = restarted(desk)
    assert again.counter.sale.is_empty
    assert isinstance(again.counter.last, Completed)
    assert (again.counter.last.doc_no, again.counter.last.sale.change_minor) == (done.doc_no, 245)


def test_a_draft_nobody_can_read_is_left_where_it_is_and_told() -> None:
    desk = FakeDesk(drafts=MemoryDrafts(texts={"old": "{}"})).signed_in()
    assert desk.counter.sale.is_empty
    desk.counter.scan(COFFEE)
    assert isinstance(desk.counter.trouble, SavedSaleUnreadable)
    assert desk.drafts.texts["old"] == "{}"


def test_a_sale_brought_back_is_kept_and_can_be_changed() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    parked = replace(desk.counter.sale, sale_id="p-1")
    desk.counter.remove_line(1)
    desk.counter.note_sale("the next one")
    desk.counter.replace_sale(parked)
    desk.counter.scan(COFFEE)
    assert (restarted(desk).counter.sale, list(desk.drafts.texts)) == (desk.counter.sale, ["p-1"])
    assert desk.counter.undo()
    assert desk.counter.sale == parked

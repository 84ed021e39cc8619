"""Queued pages on their way to a printer that does what a test says."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hardware.errors import Busy, Cancelled, Closed, Failure, NoHardware, TimedOut
from hardware.escpos.status import Trouble
from hardware.events import JobFailed, JobPrinted, JobUncertain, Proof, State, StateChanged
from pos_client.devices import PRINTER, Pages, PrintQueue
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.receipts.layout import to_text
from pos_client.store.print_jobs import PrintJob
from tests.helpers.print_queue_shop import PAGE, WAIT_S, MemoryJobs, ObedientPrinter, Shop


@pytest.fixture
def shop() -> Iterator[Shop]:
    made = Shop(to_text(PAGE))
    yield made
    made.queue.close()


def test_what_was_left_over_is_printed_first_and_marked_by_what_became_of_it(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    assert shop.begun() == "1"
    shop.states("sent")
    shop.queue.listen(JobPrinted(PRINTER, "1", Proof.ANSWERED))
    assert shop.heard() == JobChanged(1, "doc-1", "printed")
    assert (shop.jobs.jobs[1].state, shop.printer.documents, shop.jobs.has_started) == ("printed", [PAGE], True)


def test_a_page_that_never_left_is_tried_again_when_the_printer_is_ready(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    shop.asked()
    shop.queue.listen(JobFailed(PRINTER, "1", NoHardware("off")))
    assert shop.heard() == JobChanged(1, "doc-1", "failed", "nohardware")
    shop.queue.listen(StateChanged(PRINTER, State.READY))
    assert shop.heard() == PrinterChanged("ready")
    assert shop.asked() == "1"


def test_a_page_of_which_something_left_waits_for_a_person(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    shop.begun()
    shop.states("sent")
    shop.queue.listen(JobUncertain(PRINTER, "1", TimedOut("no answer", bytes_sent=9)))
    assert shop.heard() == JobChanged(1, "doc-1", "uncertain", "timedout")
    shop.queue.decide(1, "now", is_wanted_again=False)
    assert shop.heard() == JobChanged(1, "doc-1", "given_up")
    assert list(shop.jobs.jobs) == [1]


def test_an_uncertain_page_comes_again_as_a_copy_and_only_once(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    shop.begun()
    shop.queue.listen(JobUncertain(PRINTER, "1", TimedOut("no answer", bytes_sent=9)))
    for _ in range(2):
        shop.queue.decide(1, "now", is_wanted_again=True)
    assert shop.asked() == "2"
    assert [job.state for job in shop.jobs.jobs.values()] == ["given_up", "queued"]
    assert "COPY 1" in shop.jobs.jobs[2].document


def test_an_uncertain_slip_comes_again_marked_too(shop: Shop) -> None:
    shop.jobs.jobs = {1: PrintJob(1, "", PRINTER, "uncertain", to_text(PAGE), 0, "")}
    shop.queue.start(shop.printer)
    assert shop.heard() == JobChanged(1, "", "uncertain", "restarted")
    shop.queue.decide(1, "now", is_wanted_again=True)
    assert shop.asked() == "2"
    assert "COPY 1" in shop.jobs.jobs[2].document


def test_nothing_leaves_when_the_journal_does_not_take_the_mark(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    job_id = shop.asked()
    shop.jobs.is_full = True
    with pytest.raises(Failure, match="disk_full"):
        shop.printer.begins[job_id]()
    assert shop.jobs.jobs[1].state == "queued"


def test_the_page_of_a_sale_is_made_when_it_is_printed_and_kept_with_the_mark(shop: Shop) -> None:
    shop.jobs.jobs[1] = replace(shop.jobs.jobs[1], document="")
    shop.queue.start(shop.printer)
    shop.begun()
    assert (shop.printer.documents, shop.jobs.kept) == ([PAGE], {"doc-1": to_text(PAGE)})


@pytest.mark.expects_log
def test_a_page_that_cannot_be_made_does_not_stop_the_next() -> None:
    shop = Shop("no page", to_text(PAGE))
    shop.queue.start(shop.printer)
    assert shop.heard() == JobChanged(1, "doc-1", "given_up", "unusable")
    assert shop.asked() == "2"
    shop.queue.close()


def test_a_page_that_waits_for_paper_says_so_by_its_number(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    shop.asked()
    shop.queue.listen(StateChanged(PRINTER, State.BLOCKED, frozenset({Trouble.PAPER_OUT})))
    assert [shop.heard(), shop.heard()] == [
        PrinterChanged("blocked", ("paper_out",)),
        JobChanged(1, "doc-1", "blocked", "paper_out"),
    ]


def test_pages_that_none_has_begun_go_to_the_other_printer(shop: Shop) -> None:
    shop.jobs.jobs[2] = PrintJob(2, "doc-2", PRINTER, "queued", to_text(PAGE), 0, "")
    office = ObedientPrinter("office")
    shop.queue.start(shop.printer, office)
    assert [shop.begun(), shop.asked()] == ["1", "2"]
    assert shop.queue.choose_next() == "office"
    assert shop.printer.cancelled == ["2"]
    shop.queue.listen(JobFailed(PRINTER, "2", Cancelled("given up at the counter")))
    assert office.asked.get(timeout=WAIT_S) == "2"
    assert shop.jobs.jobs[1].state == "sent"
    shop.queue.open_drawer()
    assert shop.asked() == "drawer-1"
    assert (shop.queue.names, shop.queue.choose_next()) == ((PRINTER, "office"), PRINTER)


def test_a_till_without_printers_has_none_to_choose() -> None:
    jobs = MemoryJobs()
    assert PrintQueue(jobs, Pages(jobs, lambda sold: PAGE), lambda _: None).choose_next() == ""


def test_the_drawer_opens_before_the_page(shop: Shop) -> None:
    shop.jobs.jobs.clear()
    shop.queue.start(shop.printer)
    shop.jobs.jobs[1] = PrintJob(1, "doc-1", PRINTER, "queued", to_text(PAGE), 0, "")
    shop.queue.sale_recorded(has_cash=True)
    assert [shop.asked(), shop.asked()] == ["drawer-1", "1"]


def test_a_sale_by_card_leaves_the_drawer_shut(shop: Shop) -> None:
    shop.queue.start(shop.printer)
    shop.queue.sale_recorded(has_cash=False)
    assert shop.asked() == "1"


def test_what_became_of_the_drawer_is_told(shop: Shop) -> None:
    shop.queue.listen(JobPrinted(PRINTER, "drawer-1", Proof.WRITTEN))
    shop.queue.listen(JobFailed(PRINTER, "drawer-2", TimedOut("late")))
    assert [shop.heard(), shop.heard()] == [
        DrawerChanged(is_open=True),
        DrawerChanged(is_open=False, reason="timedout"),
    ]


def test_a_drawer_that_cannot_be_told_is_an_event_and_no_error(shop: Shop) -> None:
    shop.jobs.jobs.clear()
    shop.queue.start(shop.printer)
    shop.printer.refusal = Closed("stopped")
    shop.queue.sale_recorded(has_cash=True)
    assert shop.heard() == DrawerChanged(is_open=False, reason="closed")


def test_a_full_queue_keeps_the_page_for_later(shop: Shop) -> None:
    shop.printer.refusal = Busy("64 wait")
    shop.queue.start(shop.printer)
    assert shop.asked() == "1"
    shop.printer.refusal = None
    shop.queue.wake()
    assert shop.asked() == "1"
    assert shop.jobs.jobs[1].state == "queued"


def test_a_printer_that_refuses_marks_the_page_as_failed(shop: Shop) -> None:
    shop.printer.refusal = Closed("stopped")
    shop.queue.start(shop.printer)
    shop.states("failed")


def test_troubles_of_the_printer_are_told_by_their_names(shop: Shop) -> None:
    trouble = next(iter(Trouble))
    shop.queue.listen(StateChanged(PRINTER, State.BLOCKED, frozenset({trouble})))
    assert shop.heard() == PrinterChanged("blocked", (trouble.name.lower(),))


def test_a_reprint_is_a_marked_copy_and_an_unknown_number_is_none(shop: Shop) -> None:
    assert shop.queue.reprint("doc-1", "now")
    assert not shop.queue.reprint("doc-9", "now")
    blocks = json.loads(shop.jobs.jobs[2].document)["blocks"]
    assert [block["text"] for block in blocks] == ["COPY 1", "Coffee", "COPY 1"]


def test_a_till_without_a_printer_keeps_its_pages_and_never_waits() -> None:
    jobs = MemoryJobs(to_text(PAGE))
    lonely = PrintQueue(jobs, Pages(jobs, lambda sold: PAGE), lambda _: None)
    lonely.sale_recorded(has_cash=True)
    lonely.close()
    assert jobs.jobs[1].state == "queued"


def test_an_end_of_a_page_nobody_knows_is_passed_over(shop: Shop) -> None:
    shop.queue.listen(JobPrinted(PRINTER, "77", Proof.ANSWERED))
    shop.queue.start(shop.printer)
    shop.begun()
    shop.states("sent")

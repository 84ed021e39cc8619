"""The printer off, out of paper, unplugged in mid-receipt, refusing: the sale is saved, the cashier is told, and the
receipt is printed exactly once or offered as a copy. Over a real TCP socket and a real serial line.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

from hardware.simulated.machine import Fault
from hardware.simulated.paper import Receipt
from hardware.simulated.printer import SimulatedPrinter
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from tests.helpers.printing_till import PrintingTill
from tests.integration.hardware.kit import FACE, SerialPrinter

DOC = "S01-T1a-000001"


class Line(Protocol):
    """A printer that a test can spoil."""

    settings: dict[str, Any]

    def set_fault(self, fault: Fault) -> None: ...
    def clear_fault(self, fault: Fault) -> None: ...
    def receipts(self) -> list[Receipt]: ...
    def kicks(self) -> int: ...


class Tcp:
    def __init__(self, printer: SimulatedPrinter) -> None:
        self.printer = printer
        host, port = printer.address
        self.settings = {"kind": "network", "host": host, "port": port}
        self.set_fault, self.clear_fault = printer.set_fault, printer.clear_fault

    def receipts(self) -> list[Receipt]:
        return list(self.printer.receipts)

    def kicks(self) -> int:
        return self.printer.kicks


class Serial:
    def __init__(self, printer: SerialPrinter) -> None:
        self.printer = printer
        self.settings = {"kind": "serial", "port": printer.path, "baud": 115_200}
        self.set_fault, self.clear_fault = printer.set_fault, printer.clear_fault

    def receipts(self) -> list[Receipt]:
        return list(self.printer.machine.receipts)

    def kicks(self) -> int:
        return self.printer.machine.kicks


@contextmanager
def over_tcp() -> Iterator[Line]:
    with SimulatedPrinter(FACE) as printer:
        yield Tcp(printer)


@contextmanager
def over_serial() -> Iterator[Line]:
    with SerialPrinter() as printer:
        yield Serial(printer)


@pytest.fixture(params=[over_tcp, over_serial], ids=["tcp", "serial"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    opened: Callable[[], Any] = request.param
    with opened() as found:
        yield found


def printed(line: Line) -> list[str]:
    """The first line of every piece of paper that has the receipt's number, copies by their mark."""
    return [receipt.text.split("\n")[0].strip() for receipt in line.receipts() if DOC in receipt.text]


def test_a_receipt_is_printed_once_and_the_printer_itself_says_so(tmp_path: Path, line: Line) -> None:
    with PrintingTill(tmp_path, line.settings) as till:
        assert till.sell() == DOC
        till.until("printed", DOC)
        assert (till.states(), printed(line), line.kicks()) == ([(DOC, 0, "printed")], ["Harbour"], 1)


def test_without_paper_the_drawer_opens_and_the_page_waits_for_paper(tmp_path: Path, line: Line) -> None:
    line.set_fault(Fault.PAPER_OUT)
    with PrintingTill(tmp_path, line.settings) as till:
        till.sell()
        assert till.until("blocked", DOC).reason == "paper_out"
        till.queue.open_drawer()
        assert till.until_drawer() == DrawerChanged(is_open=True)
        assert (till.states(), printed(line)) == ([(DOC, 0, "queued")], [])
        line.clear_fault(Fault.PAPER_OUT)
        till.until("printed", DOC)
        assert printed(line) == ["Harbour"]
        assert line.kicks() == 2


def test_an_open_cover_blocks_and_is_named(tmp_path: Path, line: Line) -> None:
    line.set_fault(Fault.COVER_OPEN)
    with PrintingTill(tmp_path, line.settings) as till:
        till.sell()
        assert till.until("blocked", DOC).reason == "cover_open"
        line.clear_fault(Fault.COVER_OPEN)
        till.until("printed", DOC)
        assert printed(line) == ["Harbour"]


def test_unplugged_in_mid_receipt_nothing_prints_again_by_itself(tmp_path: Path, line: Line) -> None:
    line.set_fault(Fault.TORN)
    with PrintingTill(tmp_path, line.settings) as till:
        till.sell(lines=40)
        changed = till.until("uncertain", DOC)
        till.queue.wake()
        assert till.states() == [(DOC, 0, "uncertain")]
        assert printed(line) == []
        till.queue.decide(changed.job_id, "2026-11-21T10:00:00.000Z", is_wanted_again=True)
        assert till.states()[0] == (DOC, 0, "given_up")
        assert [(doc_no, copy) for doc_no, copy, _ in till.states()] == [(DOC, 0), (DOC, 1)]


def test_a_printer_that_prints_and_says_nothing_is_believed_neither_way(tmp_path: Path, line: Line) -> None:
    line.set_fault(Fault.SILENT)
    with PrintingTill(tmp_path, line.settings) as till:
        till.sell()
        changed = till.until("uncertain", DOC)
        assert printed(line) == ["Harbour"]
        till.queue.decide(changed.job_id, "2026-11-21T10:00:00.000Z", is_wanted_again=False)
        line.clear_fault(Fault.SILENT)
        till.sell("event-2")
        till.until("printed", "S01-T1a-000002")
        assert printed(line) == ["Harbour"]
        assert till.states()[0] == (DOC, 0, "given_up")


def test_what_was_uncertain_comes_as_a_copy_that_says_so(tmp_path: Path, line: Line) -> None:
    line.set_fault(Fault.SILENT)
    with PrintingTill(tmp_path, line.settings) as till:
        till.sell()
        changed = till.until("uncertain", DOC)
        line.clear_fault(Fault.SILENT)
        till.queue.decide(changed.job_id, "2026-11-21T10:00:00.000Z", is_wanted_again=True)
        till.until("printed", DOC)
        assert printed(line) == ["Harbour", "COPY 1"]


def test_a_printer_that_is_off_prints_when_it_is_on(tmp_path: Path) -> None:
    with over_tcp() as line:
        line.set_fault(Fault.OFF)
        with PrintingTill(tmp_path, line.settings) as till:
            till.sell()
            assert not till.until_drawer().is_open
            assert till.until("failed", DOC).reason == "offline"
            line.clear_fault(Fault.OFF)
            till.until("printed", DOC)
            assert (till.states(), printed(line)) == ([(DOC, 0, "printed")], ["Harbour"])


@pytest.mark.parametrize("fault", [Fault.CLOSES, Fault.RESETS])
def test_a_printer_that_refuses_prints_when_it_does_not(tmp_path: Path, fault: Fault) -> None:
    with over_tcp() as line:
        line.set_fault(fault)
        with PrintingTill(tmp_path, line.settings) as till:
            till.sell()
            till.until("failed", DOC)
            line.clear_fault(fault)
            till.until("printed", DOC)
            assert printed(line) == ["Harbour"]


def test_a_port_that_another_program_holds_is_tried_again(tmp_path: Path) -> None:
    with over_serial() as line:
        other = os.open(line.settings["port"], os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with PrintingTill(tmp_path, line.settings) as till:
            till.sell()
            till.until("failed", DOC)
            os.close(other)
            till.until("printed", DOC)
            assert printed(line) == ["Harbour"]


def test_a_port_that_is_not_there_leaves_the_page_waiting(tmp_path: Path) -> None:
    with PrintingTill(tmp_path, {"kind": "serial", "port": str(tmp_path / "unplugged")}) as till:
        till.sell()
        assert till.until("failed", DOC).reason == "nohardware"
        assert isinstance(till.heard[-1], JobChanged)


def test_one_touch_sends_waiting_pages_to_the_other_printer(tmp_path: Path) -> None:
    with over_tcp() as front, over_tcp() as back:
        front.set_fault(Fault.PAPER_OUT)
        with PrintingTill(tmp_path, front.settings, back.settings) as till:
            till.sell()
            till.sell("event-2")
            till.until("blocked", DOC)
            assert till.queue.choose_next() == "printer 2"
            till.until("printed", DOC, "S01-T1a-000002")
            front.clear_fault(Fault.PAPER_OUT)
            assert (printed(front), printed(back), len(back.receipts())) == ([], ["Harbour"], 2)
            assert (front.kicks(), back.kicks()) == (2, 0)


def test_a_page_whose_bytes_left_stays_with_its_printer(tmp_path: Path) -> None:
    with over_tcp() as front, over_tcp() as back:
        front.set_fault(Fault.SILENT)
        with PrintingTill(tmp_path, {**front.settings, "confirm_s": 3.0}, back.settings) as till:
            till.sell()
            till.until("sent", DOC)
            till.queue.choose_next()
            till.until("uncertain", DOC)
            assert (printed(front), printed(back)) == (["Harbour"], [])


def test_a_printer_that_runs_low_says_so_and_prints(tmp_path: Path, line: Line) -> None:
    line.set_fault(Fault.PAPER_LOW)
    with PrintingTill(tmp_path, line.settings) as till:
        till.sell()
        till.until("printed", DOC)
        assert [event for event in till.heard if isinstance(event, PrinterChanged) and "paper_low" in event.troubles]

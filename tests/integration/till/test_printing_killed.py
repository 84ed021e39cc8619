"""The till program is killed (SIGKILL) at one point after another while receipts print; then it starts anew.

Whatever the point: no receipt is on paper twice, and one that is not on paper is waiting or offered as a copy.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.simulated.machine import Fault
from hardware.simulated.printer import SimulatedPrinter
from pos_client.store import tables
from tests.helpers.source import ROOT
from tests.helpers.till_home import open_till
from tests.integration.hardware.kit import FACE

SALES = 3
END_S = 60.0

Moment = Callable[["Program", SimulatedPrinter], None]


class Program:
    """The till program as a child process."""

    def __init__(self, home: Path, printer: SimulatedPrinter, sales: int) -> None:
        host, port = printer.address
        words = [sys.executable, "-m", "tests.integration.till.printing_child", home, host, port, sales]
        self._child = subprocess.Popen(
            [str(word) for word in words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def until(self, beginning: str) -> None:
        """Read its lines until one begins so."""
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if line.startswith(beginning):
                return
        message = f"it ended without {beginning!r}"
        raise AssertionError(message)

    def kill(self) -> None:
        """End it as a power cut would end it."""
        self._child.kill()
        self._child.communicate()

    def end(self) -> None:
        """Wait until it has nothing left to do."""
        _, errors = self._child.communicate(timeout=END_S)
        assert self._child.returncode == 0, errors


def before_anything_is_sold(program: Program, _: SimulatedPrinter) -> None:
    program.until("open")


def after_the_first_commit(program: Program, _: SimulatedPrinter) -> None:
    program.until("sold")


def when_the_printer_is_first_asked(_: Program, printer: SimulatedPrinter) -> None:
    assert printer.wait_until(lambda found: found.status_questions >= 1, END_S)


def when_bytes_of_a_page_leave(program: Program, _: SimulatedPrinter) -> None:
    program.until("JobChanged(job_id=1, doc_no='S01-T1a-000001', state='sent'")


def when_the_first_receipt_is_on_paper(_: Program, printer: SimulatedPrinter) -> None:
    assert printer.wait_until(lambda found: len(found.receipts) >= 1, END_S)


def when_the_second_receipt_is_on_paper(_: Program, printer: SimulatedPrinter) -> None:
    assert printer.wait_until(lambda found: len(found.receipts) >= 2, END_S)


MOMENTS: tuple[Moment, ...] = (
    before_anything_is_sold,
    after_the_first_commit,
    when_the_printer_is_first_asked,
    when_bytes_of_a_page_leave,
    when_the_first_receipt_is_on_paper,
    when_the_second_receipt_is_on_paper,
)


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter(FACE) as made:
        yield made


def outcome(home: Path) -> dict[str, str]:
    """The state of every page by its number."""
    till = open_till(home)
    with till.file.read() as connection:
        found = {row.doc_no: row.state for row in connection.execute(tables.print_job.select())}
    till.file.close()
    return found


def times_on_paper(printer: SimulatedPrinter, doc_no: str) -> int:
    return sum(doc_no in receipt.text for receipt in printer.receipts)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_a_killed_till_prints_nothing_twice_and_forgets_nothing(
    tmp_path: Path, printer: SimulatedPrinter, moment: Moment
) -> None:
    program = Program(tmp_path, printer, SALES)
    moment(program, printer)
    program.kill()
    assert printer.wait_until(lambda found: not found.is_busy)
    Program(tmp_path, printer, 1).end()
    pages = outcome(tmp_path)
    assert pages
    assert set(pages.values()) <= {"printed", "uncertain"}
    for doc_no, state in pages.items():
        on_paper = times_on_paper(printer, doc_no)
        assert on_paper == 1 if state == "printed" else on_paper <= 1
    assert list(pages.values()).count("uncertain") <= 1


def test_killed_while_a_page_waits_for_paper_it_still_prints_once(tmp_path: Path, printer: SimulatedPrinter) -> None:
    printer.set_fault(Fault.PAPER_OUT)
    program = Program(tmp_path, printer, 2)
    program.until("JobChanged(job_id=1, doc_no='S01-T1a-000001', state='blocked'")
    program.kill()
    assert set(outcome(tmp_path).values()) == {"queued"}
    printer.clear_fault(Fault.PAPER_OUT)
    Program(tmp_path, printer, 0).end()
    assert [times_on_paper(printer, doc_no) for doc_no in outcome(tmp_path)] == [1, 1]


def test_killed_before_the_printer_could_prove_it_a_receipt_is_offered_as_a_copy(
    tmp_path: Path, printer: SimulatedPrinter
) -> None:
    printer.set_fault(Fault.SILENT)
    program = Program(tmp_path, printer, 1)
    assert printer.wait_until(lambda found: len(found.receipts) == 1, END_S)
    program.kill()
    printer.clear_fault(Fault.SILENT)
    Program(tmp_path, printer, 0).end()
    assert outcome(tmp_path) == {"S01-T1a-000001": "uncertain"}
    assert times_on_paper(printer, "S01-T1a-000001") == 1

"""A printer in daily life: paper runs out, covers stand open, drawers open."""

import socket
import threading
from dataclasses import replace

import pytest

from hardware.errors import TimedOut
from hardware.escpos.commands import kick, kick_at_once
from hardware.escpos.status import Trouble
from hardware.events import JobFailed, JobPrinted, Proof, State
from hardware.simulated.machine import Fault
from hardware.simulated.printer import SimulatedPrinter
from hardware.transport import NetworkTransport
from hardware.worker import Job, PrinterWorker
from tests.integration.hardware.kit import FACE, PAGE, QUICK, Heard, OddPeer, page, printing


def drawer(job_id: str, expires_s: float = 5.0) -> Job:
    return Job(job_id, kick, kick_at_once(), expires_s)


@pytest.mark.parametrize(
    ("fault", "trouble"), [(Fault.PAPER_OUT, Trouble.PAPER_OUT), (Fault.COVER_OPEN, Trouble.COVER_OPEN)]
)
def test_a_page_waits_for_a_stopped_printer_and_is_printed_once(fault: Fault, trouble: Trouble) -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(fault)
        worker = printing(simulator, heard)
        worker.submit(page("job"))
        assert heard.state(State.BLOCKED).troubles == {trouble}
        assert simulator.wait_until(lambda printer: printer.status_questions >= 12)
        simulator.clear_fault(fault)
        assert isinstance(heard.end_of("job"), JobPrinted)
        assert worker.stop()
        assert len(simulator.receipts) == 1


def test_paper_that_runs_out_within_a_page_does_not_print_it_twice() -> None:
    ready, go_on = threading.Event(), threading.Event()

    def run_out(client: socket.socket) -> None:
        client.recv(12)
        client.sendall(bytes([0x12] * 4))
        taken.append(client.recv(4096))
        client.recv(12)
        client.sendall(bytes([0x1A, 0x32, 0x12, 0x7E]))
        ready.set()
        assert go_on.wait(5.0)
        client.sendall(b"\x00")
        taken.append(client.recv(4096).replace(b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04", b""))

    taken: list[bytes] = []
    heard = Heard()
    with OddPeer(run_out) as peer:
        worker = PrinterWorker("front", NetworkTransport(*peer.address), heard, timings=QUICK)
        worker.submit(page("job"))
        assert ready.wait(5.0)
        assert heard.state(State.BLOCKED).troubles == {Trouble.PAPER_OUT}
        go_on.set()
        assert heard.end_of("job") == JobPrinted("front", "job", Proof.ANSWERED)
        assert worker.stop()
    assert taken == [PAGE + b"\x1dr\x01", b""]


def test_a_printer_switched_off_to_change_its_paper_still_gets_the_page() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_OUT)
        worker = printing(simulator, heard, replace(QUICK, patience_s=5.0))
        worker.submit(page("job"))
        heard.state(State.BLOCKED)
        simulator.set_fault(Fault.OFF)
        simulator.clear_fault(Fault.PAPER_OUT)
        simulator.clear_fault(Fault.OFF)
        assert isinstance(heard.end_of("job"), JobPrinted)
        assert worker.stop()
        assert len(simulator.receipts) == 1


def test_paper_low_is_a_warning_and_prints() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_LOW)
        worker = printing(simulator, heard)
        worker.submit(page("job"))
        assert isinstance(heard.end_of("job"), JobPrinted)
        assert heard.state(State.READY).troubles == {Trouble.PAPER_LOW}
        assert worker.stop()


def test_the_drawer_opens_while_a_page_waits_for_paper() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_OUT)
        worker = printing(simulator, heard)
        worker.submit(page("page"))
        heard.state(State.BLOCKED)
        worker.submit(drawer("drawer"))
        assert heard.end_of("drawer") == JobPrinted("front", "drawer", Proof.WRITTEN)
        assert simulator.wait_until(lambda printer: printer.kicks == 1)
        assert simulator.receipts == ()
        simulator.clear_fault(Fault.PAPER_OUT)
        assert isinstance(heard.end_of("page"), JobPrinted)
        assert worker.stop()
        assert (simulator.kicks, len(simulator.receipts)) == (1, 1)


def test_the_drawer_opens_without_paper_when_nothing_waits() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_OUT)
        worker = printing(simulator, heard)
        worker.submit(drawer("drawer"))
        assert isinstance(heard.end_of("drawer"), JobPrinted)
        assert simulator.wait_until(lambda printer: printer.is_drawer_open)
        assert worker.stop()


def test_the_drawer_goes_ahead_of_waiting_pages() -> None:
    heard, begun, go_on = Heard(), threading.Event(), threading.Event()

    def slow() -> bytes:
        begun.set()
        assert go_on.wait(5.0)
        return PAGE

    with SimulatedPrinter(FACE) as simulator:
        worker = printing(simulator, heard)
        worker.submit(Job("slow", slow))
        assert begun.wait(5.0)
        worker.submit(page("page"))
        worker.submit(drawer("drawer"))
        go_on.set()
        heard.end_of("page")
        ends = [event.job_id for event in heard.events if isinstance(event, JobPrinted)]
        assert ends == ["slow", "drawer", "page"]
        assert worker.stop()


def test_a_drawer_does_not_open_minutes_later() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.OFF)
        worker = printing(simulator, heard, replace(QUICK, patience_s=30.0))
        worker.submit(drawer("drawer", expires_s=0.2))
        ended = heard.end_of("drawer")
        assert isinstance(ended, JobFailed)
        assert isinstance(ended.error, TimedOut)
        simulator.clear_fault(Fault.OFF)
        worker.submit(page("page"))
        assert isinstance(heard.end_of("page"), JobPrinted)
        assert worker.stop()
        assert simulator.kicks == 0

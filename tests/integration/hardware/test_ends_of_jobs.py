"""Every job has one end: given up, stopped, refused, or spoiled by a fault of ours."""

import time
from dataclasses import replace

import pytest

from hardware.errors import Busy, Cancelled, Closed, Illegal
from hardware.events import Event, JobFailed, JobPrinted, JobUncertain, State
from hardware.simulated.machine import Fault
from hardware.simulated.printer import SimulatedPrinter
from hardware.transport import NetworkTransport
from hardware.worker import Job, PrinterWorker
from tests.integration.hardware.kit import BIG_PAGE, FACE, QUICK, Heard, page, printing


def test_a_job_given_up_before_it_is_sent_has_failed_for_good() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_OUT)
        worker = printing(simulator, heard)
        worker.submit(page("first"))
        worker.submit(page("second"))
        heard.state(State.BLOCKED)
        assert worker.cancel("second")
        assert worker.cancel("first")
        for job_id in ("first", "second"):
            ended = heard.end_of(job_id)
            assert isinstance(ended, JobFailed)
            assert isinstance(ended.error, Cancelled)
        assert not worker.cancel("first")
        simulator.clear_fault(Fault.PAPER_OUT)
        assert worker.stop()
        assert simulator.receipts == ()


def test_a_job_given_up_after_it_was_sent_is_uncertain() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.SILENT)
        worker = printing(simulator, heard, replace(QUICK, confirm_s=30.0))
        worker.submit(page("job"))
        heard.state(State.CONFIRMING)
        assert worker.cancel("job")
        ended = heard.end_of("job")
        assert isinstance(ended, JobUncertain)
        assert isinstance(ended.error, Cancelled)
        assert worker.stop()


def test_stopping_gives_every_job_an_end() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_OUT)
        worker = printing(simulator, heard)
        for job_id in ("first", "second"):
            worker.submit(page(job_id))
        heard.state(State.BLOCKED)
        begun = time.monotonic()
        assert worker.stop()
        assert time.monotonic() - begun < 1.0
        for job_id in ("first", "second"):
            ended = heard.end_of(job_id, 0.0)
            assert isinstance(ended, JobFailed)
            assert isinstance(ended.error, Closed)
        with pytest.raises(Closed):
            worker.submit(page("third"))


def test_stopping_interrupts_a_send_that_nobody_reads() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.DEAF)
        worker = printing(simulator, heard, replace(QUICK, send_s=60.0))
        worker.submit(page("big", BIG_PAGE))
        heard.state(State.SENDING)
        assert worker.stop(2.0)
        assert isinstance(heard.end_of("big", 0.0), JobUncertain)


def test_a_full_queue_and_a_repeated_id_are_refused_at_once() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.PAPER_OUT)
        worker = PrinterWorker("front", NetworkTransport(*simulator.address), heard, timings=QUICK, capacity=2)
        worker.submit(page("0"))
        heard.state(State.BLOCKED)
        worker.submit(page("1"))
        with pytest.raises(Illegal):
            worker.submit(page("1"))
        worker.submit(page("2"))
        with pytest.raises(Busy):
            worker.submit(page("3"))
        assert worker.stop()


def test_one_dead_printer_does_not_delay_another() -> None:
    dead, living = Heard(), Heard()
    with SimulatedPrinter(FACE) as off, SimulatedPrinter(FACE) as on:
        off.set_fault(Fault.OFF)
        kitchen = printing(off, dead, replace(QUICK, patience_s=30.0))
        front = printing(on, living)
        kitchen.submit(page("kitchen"))
        front.submit(page("front"))
        assert isinstance(living.end_of("front"), JobPrinted)
        assert kitchen.stop()
        assert front.stop()
        assert isinstance(dead.end_of("kitchen", 0.0), JobFailed)


@pytest.mark.expects_log
def test_a_page_that_cannot_be_drawn_does_not_stop_the_next() -> None:
    def impossible() -> bytes:
        raise ZeroDivisionError

    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        worker = printing(simulator, heard)
        worker.submit(Job("bad", impossible))
        worker.submit(page("good"))
        ended = heard.end_of("bad")
        assert isinstance(ended, JobFailed)
        assert "ZeroDivisionError" in ended.error.reason
        assert isinstance(heard.end_of("good"), JobPrinted)
        assert worker.stop()


@pytest.mark.expects_log
def test_a_listener_that_fails_does_not_stop_the_printer() -> None:
    heard = Heard()

    def listen(event: Event) -> None:
        heard(event)
        raise ZeroDivisionError

    with SimulatedPrinter(FACE) as simulator:
        worker = PrinterWorker("front", NetworkTransport(*simulator.address), listen, timings=QUICK)
        worker.submit(page("job"))
        assert isinstance(heard.end_of("job"), JobPrinted)
        assert worker.stop()

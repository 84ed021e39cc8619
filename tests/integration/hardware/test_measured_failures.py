"""The failures measured with python-escpos 3.1 on real lines, each turned into what a till needs instead."""

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hardware.courier import Timings
from hardware.document import Document, Text
from hardware.errors import NoHardware, Offline, TimedOut
from hardware.escpos.model import Model
from hardware.escpos.status import Trouble
from hardware.events import JobFailed, JobPrinted, JobUncertain, Proof, State
from hardware.printer import EscposPrinter
from hardware.simulated.machine import Fault
from hardware.simulated.printer import SimulatedPrinter
from hardware.transport import FileTransport, NetworkTransport, SerialTransport
from hardware.worker import PrinterWorker
from tests.integration.hardware.kit import (
    BIG_PAGE,
    FACE,
    PAGE,
    QUICK,
    Heard,
    OddPeer,
    SerialPrinter,
    page,
    printing,
    receipt,
)

FINE = bytes([0x12] * 4)


def test_a_printer_that_was_off_at_first_prints_as_soon_as_it_is_on() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.OFF)
        worker = printing(simulator, heard)
        worker.submit(page("first"))
        ended = heard.end_of("first")
        assert isinstance(ended, JobFailed)
        assert isinstance(ended.error, Offline)
        assert ended.error.bytes_sent == 0
        assert worker.state.state is State.DEAD
        simulator.clear_fault(Fault.OFF)
        worker.submit(page("second"))
        assert heard.end_of("second") == JobPrinted("front", "second", Proof.ANSWERED)
        assert worker.stop()
        assert [found.text for found in simulator.receipts] == ["one page\n"]


def test_a_peer_that_never_reads_costs_the_send_deadline_and_leaves_the_job_uncertain() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.DEAF)
        timings = Timings(status_s=0.1, send_s=0.4, bytes_per_s=1e9, patience_s=0.2)
        worker = printing(simulator, heard, timings)
        begun = time.monotonic()
        worker.submit(page("big", BIG_PAGE))
        assert time.monotonic() - begun < 0.2
        ended = heard.end_of("big")
        assert isinstance(ended, JobUncertain)
        assert isinstance(ended.error, TimedOut)
        assert 0 < ended.error.bytes_sent < len(BIG_PAGE)
        assert time.monotonic() - begun < 3
        assert worker.stop()


def test_a_small_page_that_fits_the_buffers_of_a_deaf_printer_is_not_called_printed() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.DEAF)
        worker = printing(simulator, heard)
        worker.submit(page("small"))
        assert isinstance(heard.end_of("small"), JobUncertain)
        assert worker.state.state is State.UNCERTAIN
        assert worker.stop()


def test_a_page_after_the_printer_hung_up_on_an_idle_line_is_not_lost() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        worker = printing(simulator, heard)
        for job_id in ("first", "second", "third"):
            worker.submit(page(job_id))
            assert isinstance(heard.end_of(job_id), JobPrinted)
            simulator.hang_up()
        assert worker.stop()
        assert len(simulator.receipts) == 3
        assert simulator.connections == 3


@pytest.mark.parametrize("fault", [Fault.CLOSES, Fault.RESETS])
def test_a_line_that_breaks_before_the_page_leaves_a_job_that_may_be_tried_again(fault: Fault) -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(fault)
        worker = printing(simulator, heard)
        worker.submit(page("job"))
        ended = heard.end_of("job")
        assert isinstance(ended, JobFailed)
        assert ended.error.bytes_sent == 0
        assert worker.stop()
        assert simulator.receipts == ()


def test_a_line_that_breaks_within_the_page_leaves_it_uncertain_and_it_is_not_sent_again() -> None:
    taken = []

    def break_in_the_page(client: socket.socket) -> None:
        client.recv(12)
        client.sendall(FINE)
        taken.append(client.recv(10))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    heard = Heard()
    with OddPeer(break_in_the_page) as peer:
        worker = PrinterWorker("front", NetworkTransport(*peer.address), heard, timings=QUICK)
        worker.submit(page("job", BIG_PAGE))
        ended = heard.end_of("job")
        assert isinstance(ended, JobUncertain)
        assert isinstance(ended.error, Offline)
        assert worker.stop()
    assert taken == [BIG_PAGE[:10]]


def test_silence_is_no_answer_of_paper_adequate() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.SILENT)
        worker = printing(simulator, heard)
        worker.submit(page("job"))
        ended = heard.end_of("job")
        assert isinstance(ended, JobUncertain)
        assert isinstance(ended.error, TimedOut)
        assert worker.stop()
        assert len(simulator.receipts) == 1


def test_a_late_answer_is_not_taken_for_the_next_question() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.LATE)
        simulator.set_fault(Fault.PAPER_OUT)
        worker = printing(simulator, heard)
        worker.submit(page("job"))
        assert isinstance(heard.end_of("job"), JobUncertain)
        assert worker.stop()
        assert simulator.receipts == ()
        simulator.clear_fault(Fault.PAPER_OUT)
        assert len(simulator.receipts) == 1


def test_unasked_status_is_neither_an_answer_nor_a_confirmation() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.CHATTY)
        worker = printing(simulator, heard)
        worker.submit(page("fine"))
        assert isinstance(heard.end_of("fine"), JobPrinted)
        simulator.set_fault(Fault.PAPER_OUT)
        worker.submit(page("waits"))
        assert heard.state(State.BLOCKED).troubles >= {Trouble.PAPER_OUT}
        simulator.clear_fault(Fault.PAPER_OUT)
        assert isinstance(heard.end_of("waits"), JobPrinted)
        assert worker.stop()
        assert len(simulator.receipts) == 2


def test_a_serial_line_that_nobody_reads_costs_the_deadline() -> None:
    heard = Heard()
    with SerialPrinter(is_reading=False) as printer:
        timings = Timings(status_s=0.1, send_s=0.4, bytes_per_s=1e9, patience_s=0.2)
        worker = PrinterWorker("serial", SerialTransport(printer.path, 115_200), heard, timings=timings)
        begun = time.monotonic()
        worker.submit(page("big", BIG_PAGE))
        ended = heard.end_of("big")
        assert isinstance(ended, JobUncertain)
        assert isinstance(ended.error, TimedOut)
        assert time.monotonic() - begun < 3
        assert worker.stop()


def test_a_serial_printer_confirms_its_pages() -> None:
    heard = Heard()
    with SerialPrinter() as printer:
        worker = PrinterWorker("serial", SerialTransport(printer.path, 115_200), heard, timings=QUICK)
        worker.submit(page("job"))
        assert heard.end_of("job") == JobPrinted("serial", "job", Proof.ANSWERED)
        assert worker.stop()
        assert [found.text for found in printer.machine.receipts] == ["one page\n"]


def test_an_unplugged_serial_adapter_is_absent_hardware(tmp_path: Path) -> None:
    heard = Heard()
    worker = PrinterWorker("serial", SerialTransport(str(tmp_path / "ttyUSB0")), heard, timings=QUICK)
    worker.submit(page("job"))
    ended = heard.end_of("job")
    assert isinstance(ended, JobFailed)
    assert isinstance(ended.error, NoHardware)
    assert worker.stop()


def test_a_device_node_that_takes_nothing_costs_the_deadline(tmp_path: Path) -> None:
    node = tmp_path / "lp0"
    os.mkfifo(node)
    reader = os.open(node, os.O_RDONLY | os.O_NONBLOCK)
    heard = Heard()
    timings = Timings(send_s=0.4, bytes_per_s=1e9, patience_s=0.2)
    worker = PrinterWorker("usb", FileTransport(node), heard, timings=timings)
    begun = time.monotonic()
    worker.submit(page("big", BIG_PAGE))
    ended = heard.end_of("big")
    assert isinstance(ended, JobUncertain)
    assert isinstance(ended.error, TimedOut)
    assert time.monotonic() - begun < 3
    assert worker.stop()
    os.close(reader)


def test_two_threads_on_one_printer_do_not_mix_their_pages() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        worker = printing(simulator, heard)

        def print_many(mark: str) -> None:
            for number in range(10):
                worker.submit(page(f"{mark}{number}", PAGE.replace(b"one page", (mark * 40).encode())))

        threads = [threading.Thread(target=print_many, args=(mark,)) for mark in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for mark in "ab":
            assert isinstance(heard.end_of(f"{mark}9", 20), JobPrinted)
        assert worker.stop()
        assert sorted(found.text for found in simulator.receipts) == ["a" * 40 + "\n"] * 10 + ["b" * 40 + "\n"] * 10


def test_the_code_page_is_right_on_every_page_after_a_reset() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        printer = EscposPrinter(printing(simulator, heard), Model(), FACE)
        for job_id in ("one", "two"):
            printer.print(job_id, receipt("Молоко", "Творог"))
            assert isinstance(heard.end_of(job_id, 20), JobPrinted)
        assert printer.close()
        first, second = (found.text for found in simulator.receipts)
        assert first == second
        assert "Творог" in second


def test_an_article_name_cannot_open_the_drawer_or_cut_the_paper() -> None:
    heard = Heard()
    evil = "Milk\x1bp\x00\x32\x32 \x10\x14\x01\x00\x01 \x1dV\x00 \x9b \x1b@"
    with SimulatedPrinter(FACE) as simulator:
        printer = EscposPrinter(printing(simulator, heard), Model(), FACE)
        printer.print("job", receipt(evil))
        assert isinstance(heard.end_of("job", 20), JobPrinted)
        assert printer.close()
        assert simulator.kicks == 0
        assert len(simulator.receipts) == 1
        assert simulator.oddities == ()
        assert "Milkp22" in simulator.receipts[0].text


def test_a_page_in_any_script_is_printed_without_question_marks() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        printer = EscposPrinter(printing(simulator, heard), Model(), FACE)
        printer.print("job", Document((Text("90,00 ₽"), Text("牛乳 Milk Молоко"), Text("«Ёж» № 5"), Text("حليب"))))
        assert isinstance(heard.end_of("job", 20), JobPrinted)
        assert printer.close()
        assert simulator.text.split("\n") == ["[picture]", "[picture]", "«Ёж» № 5", "[picture]", ""]


def _can_pull_cables() -> bool:
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_pull_cables(), reason="needs unshare and ip, and leave to make a network namespace")
def test_a_page_sent_into_a_pulled_cable_is_uncertain_and_does_not_come_out_later() -> None:
    program = ["unshare", "-rn", sys.executable, "-m", "tests.integration.hardware.pulled_cable"]
    done = subprocess.run(program, check=True, capture_output=True, text=True, timeout=30)
    found = json.loads(done.stdout)
    assert found["ends"] == ["JobPrinted", "JobUncertain", "JobPrinted"]
    assert found["texts"] == ["one page\n", "one page\n"]
    assert found["stopped"]

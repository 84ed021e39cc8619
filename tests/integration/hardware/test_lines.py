"""Lines of every kind, and what comes out at their other end."""

import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import zxingcpp
from PIL import Image

from hardware.deadline import Deadline
from hardware.document import Barcode, Cell, Columns, Cut, Document, Qr, Text
from hardware.errors import DeviceError, NoHardware, Offline
from hardware.escpos.commands import kick, kick_at_once
from hardware.escpos.model import Model
from hardware.events import JobFailed, JobPrinted, Proof, State
from hardware.ports import ReceiptPrinter
from hardware.printer import EscposPrinter
from hardware.simulated.machine import Fault
from hardware.simulated.printer import SimulatedPrinter
from hardware.transport import FileTransport, NetworkTransport, SerialTransport
from hardware.worker import Job, PrinterWorker
from tests.integration.hardware.kit import FACE, PAGE, QUICK, Heard, OddPeer, page, printing, receipt


def drawer(job_id: str, expires_s: float = 5.0) -> Job:
    return Job(job_id, kick, kick_at_once(), expires_s)


def test_an_idle_line_is_given_back_after_a_grace() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        worker = printing(simulator, heard, replace(QUICK, grace_s=0.05))
        worker.submit(page("job"))
        assert isinstance(heard.end_of("job"), JobPrinted)
        heard.state(State.DISCONNECTED)
        assert simulator.wait_until(lambda printer: not printer.is_busy)
        assert worker.stop()


def test_pages_close_together_use_one_connection() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        worker = printing(simulator, heard)
        for number in range(5):
            worker.submit(page(str(number)))
        assert isinstance(heard.end_of("4"), JobPrinted)
        assert worker.stop()
        assert (len(simulator.receipts), simulator.connections) == (5, 1)


def test_a_printer_known_not_to_answer_prints_without_proof() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        simulator.set_fault(Fault.SILENT)
        line = NetworkTransport(*simulator.address)
        worker = PrinterWorker("front", line, heard, timings=QUICK, confirms=False)
        worker.submit(page("job"))
        assert heard.end_of("job") == JobPrinted("front", "job", Proof.WRITTEN)
        assert worker.stop()
        assert simulator.wait_until(lambda printer: len(printer.receipts) == 1)


def test_a_printer_is_reached_by_its_ipv6_address() -> None:
    taken: list[bytes] = []

    def listen(client: socket.socket) -> None:
        client.recv(12)
        client.sendall(bytes([0x12] * 4))
        taken.append(client.recv(4096))
        client.sendall(b"\x00")
        client.recv(1)

    heard = Heard()
    with OddPeer(listen, "::1") as peer:
        worker = PrinterWorker("front", NetworkTransport(*peer.address), heard, timings=QUICK)
        worker.submit(page("job"))
        assert isinstance(heard.end_of("job"), JobPrinted)
        assert worker.stop()
    assert taken == [PAGE + b"\x1dr\x01"]


def test_a_printer_is_reached_by_its_name() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        line = NetworkTransport("localhost", simulator.address[1])
        worker = PrinterWorker("front", line, heard, timings=QUICK)
        worker.submit(page("job"))
        assert isinstance(heard.end_of("job"), JobPrinted)
        assert worker.stop()


def test_a_file_takes_pages_one_behind_the_other_and_has_them_on_disk(tmp_path: Path) -> None:
    heard = Heard()
    path = tmp_path / "receipts.bin"
    worker = PrinterWorker("file", FileTransport(path), heard, timings=QUICK)
    for job_id in ("first", "second"):
        worker.submit(page(job_id))
        assert heard.end_of(job_id) == JobPrinted("file", job_id, Proof.SYNCED)
    worker.submit(drawer("drawer"))
    assert isinstance(heard.end_of("drawer"), JobPrinted)
    assert worker.stop()
    assert path.read_bytes() == PAGE + PAGE + kick()


def test_a_device_node_that_is_absent_is_not_made() -> None:
    heard = Heard()
    worker = PrinterWorker("usb", FileTransport("/dev/no-such-printer"), heard, timings=QUICK)
    worker.submit(page("job"))
    ended = heard.end_of("job")
    assert isinstance(ended, JobFailed)
    assert isinstance(ended.error, NoHardware)
    assert not Path("/dev/no-such-printer").exists()
    assert worker.stop()


def test_a_receipt_printer_opens_the_drawer_before_the_page() -> None:
    heard = Heard()
    with SimulatedPrinter(FACE) as simulator:
        printer: ReceiptPrinter = EscposPrinter(printing(simulator, heard), Model(), FACE)
        printer.open_drawer("drawer")
        printer.print("page", receipt("Milk"))
        assert isinstance(heard.end_of("page", 20), JobPrinted)
        assert (printer.name, printer.columns, printer.state) == ("front", 42, State.READY)
        assert simulator.is_drawer_open
        simulator.close_drawer()
        assert not simulator.is_drawer_open
        assert printer.close()
        assert simulator.receipts[0].text.startswith("        SHOP\nMilk")
        assert simulator.oddities == ()


@pytest.mark.parametrize("codes", ["auto", "raster"])
def test_the_codes_of_a_receipt_are_read_back_from_its_paper(codes: Literal["auto", "raster"], tmp_path: Path) -> None:
    heard = Heard()
    document = Document(
        (
            Text("МАГАЗИН", "centre", size=2),
            Barcode("EAN13", "4006381333931"),
            Barcode("CODE128", "S01-T02-A-000123"),
            Qr("R:S01-T02-A-000123:подпись"),
            Columns((Cell("ИТОГО"), Cell("90,00 ₽", "right", 1)), bold=True, size=2),
            Cut(),
        )
    )
    with SimulatedPrinter(FACE) as simulator:
        printer = EscposPrinter(printing(simulator, heard), Model(codes=codes), FACE)
        printer.print("job", document)
        assert isinstance(heard.end_of("job", 20), JobPrinted)
        assert printer.close()
        (path,) = simulator.save(tmp_path)
        assert simulator.oddities == ()
        assert "МАГАЗИН" in simulator.receipts[0].text
    with Image.open(path) as picture:
        found = {code.text for code in zxingcpp.read_barcodes(picture.convert("L"))}
    assert found == {"4006381333931", "S01-T02-A-000123", "R:S01-T02-A-000123:подпись"}


def test_a_simulated_printer_can_be_switched_off_twice() -> None:
    simulator = SimulatedPrinter(FACE)
    simulator.close()
    simulator.close()
    assert simulator.receipts == ()


def test_a_serial_adapter_pulled_out_while_open_is_offline() -> None:
    master, slave = os.openpty()
    line = SerialTransport(os.ttyname(slave), 115_200)
    line.open(Deadline(1))
    os.close(slave)
    os.close(master)
    with pytest.raises(Offline):
        line.receive(Deadline(1))
    with pytest.raises(Offline) as failed:
        line.send(b"x", Deadline(1))
    assert failed.value.bytes_sent == 0
    line.abort()
    assert not line.is_open


def test_two_programs_cannot_hold_one_serial_port() -> None:
    master, slave = os.openpty()
    first, second = (SerialTransport(os.ttyname(slave), 115_200) for _ in range(2))
    first.open(Deadline(1))
    with pytest.raises(DeviceError):
        second.open(Deadline(1))
    first.close()
    os.close(slave)
    os.close(master)

"""Settings of devices, the error tree and its sources, deadlines."""

import contextlib
import errno
import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware import errors
from hardware.deadline import SLICE_S, Deadline
from hardware.errors import DeviceError, Failure, Illegal, NoHardware, Offline, TimedOut, from_os
from hardware.registry import PRINTERS, Surroundings, open_printer
from hardware.settings import Settings
from hardware.transport import FileTransport, NetworkTransport, SerialTransport

NEARBY = Surroundings(lambda event: None)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({}, "kind"),
        ({"kind": "carrier pigeon"}, "carrier pigeon"),
        ({"kind": "network"}, "host"),
        ({"kind": "network", "host": "127.0.0.1", "port": 0}, "port"),
        ({"kind": "network", "host": "127.0.0.1", "port": "9100"}, "port"),
        ({"kind": "network", "host": "127.0.0.1", "prot": 9100}, "prot"),
        ({"kind": "network", "host": "127.0.0.1", "columns": True}, "columns"),
        ({"kind": "network", "host": "127.0.0.1", "confirm": "yes"}, "confirm"),
        ({"kind": "network", "host": "127.0.0.1", "text": "pretty"}, "text"),
        ({"kind": "network", "host": "127.0.0.1", "patience_s": -1}, "patience_s"),
        ({"kind": "network", "host": "127.0.0.1", "code_pages": {"CP866": "17"}}, "code_pages"),
        ({"kind": "network", "host": "127.0.0.1", "code_pages": ["CP866"]}, "code_pages"),
        ({"kind": "serial", "port": "/dev/ttyS0", "framing": "9X3"}, "framing"),
        ({"kind": "serial", "port": "/dev/ttyS0", "flow": "gentle"}, "flow"),
        ({"kind": "file"}, "path"),
        ({"kind": "simulated", "port": 1}, "port"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_by_their_name(settings: dict[str, object], word: str) -> None:
    with pytest.raises(Illegal, match=word):
        open_printer(settings, NEARBY)


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": "network", "host": "127.0.0.1"},
        {"kind": "network", "host": "::1", "port": 9101, "name": "kitchen", "columns": 48, "profile": "TM-T20II"},
        {"kind": "serial", "port": "/dev/ttyUSB9", "baud": 19200, "framing": "7E1", "flow": "xonxoff"},
        {"kind": "file", "path": "/dev/usb/lp9", "text": "raster", "codes": "raster", "cutter": False},
        {"kind": "simulated", "code_pages": {"CP866": 17}, "substitutes": {"₽": "руб."}, "drawer_pin": 5},
        {"kind": "network", "host": "127.0.0.1", "confirm": False, "patience_s": 5, "confirm_s": 2.5, "send_s": 4},
    ],
)
def test_settings_of_every_kind_make_a_printer_though_it_is_off(settings: dict[str, object]) -> None:
    printer = open_printer(settings, NEARBY)
    assert printer.name == settings.get("name", settings["kind"])
    assert printer.columns == settings.get("columns", 42)
    assert (printer.simulator is not None) == (settings["kind"] == "simulated")
    assert printer.close()


def test_every_kind_has_a_factory() -> None:
    assert list(PRINTERS) == ["network", "serial", "file", "simulated"]


READERS: dict[str, Callable[[Settings], object]] = {
    "text": lambda settings: settings.text("a"),
    "number": lambda settings: settings.number("a", 1, 0, 9),
    "flag": lambda settings: settings.flag("a", default=True),
    "seconds": lambda settings: settings.seconds("a", 1.0),
    "numbers": lambda settings: settings.numbers("a"),
    "texts": lambda settings: settings.texts("a"),
}


@pytest.mark.parametrize("reader", READERS)
@given(value=st.one_of(st.integers(), st.text(), st.booleans(), st.none(), st.floats(), st.lists(st.integers())))
def test_any_value_of_a_setting_is_taken_or_refused(reader: str, value: object) -> None:
    settings = Settings({"a": value})
    with contextlib.suppress(Illegal):
        READERS[reader](settings)
    settings.finish()


def test_the_tree_has_the_codes_of_unifiedpos() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, DeviceError)]
    assert {kind.__name__: kind.code for kind in kinds} == {
        "DeviceError": 111,
        "Closed": 101,
        "Illegal": 106,
        "NoHardware": 107,
        "Offline": 108,
        "Failure": 111,
        "TimedOut": 112,
        "Busy": 113,
        "Cancelled": 114,
    }


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_every_error_of_the_system_has_its_place_in_the_tree(number: int) -> None:
    mapped = from_os(OSError(number, os.strerror(number)), "printing", 7)
    assert type(mapped) is not DeviceError
    assert mapped.bytes_sent == 7
    assert mapped.reason.startswith("printing: ")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), Offline),
        (ConnectionResetError(errno.ECONNRESET, "reset"), Offline),
        (BrokenPipeError(errno.EPIPE, "broken"), Offline),
        (TimeoutError(), TimedOut),
        (FileNotFoundError(errno.ENOENT, "absent"), NoHardware),
        (OSError(errno.ENOSPC, "full"), Failure),
        (OSError("no number"), Failure),
    ],
)
def test_common_errors_are_told_apart(error: OSError, kind: type[DeviceError]) -> None:
    assert type(from_os(error, "printing")) is kind


@pytest.mark.parametrize("line", [NetworkTransport("127.0.0.1"), SerialTransport("/dev/x"), FileTransport("/dev/x")])
def test_a_line_that_is_not_open_is_offline_and_may_be_closed(
    line: NetworkTransport | SerialTransport | FileTransport,
) -> None:
    assert not line.is_open
    with pytest.raises(Offline):
        line.send(b"x", Deadline(0.1))
    line.close()
    line.abort()


def test_a_folder_is_no_printer(tmp_path: Path) -> None:
    with pytest.raises(Illegal):
        FileTransport(tmp_path).open(Deadline(1))


def test_framing_that_a_line_refuses_is_a_wrong_setting() -> None:
    master, slave = os.openpty()
    line = SerialTransport(os.ttyname(slave), 9600, "7E1")
    # A pseudo terminal takes seven bits at the first opening and refuses them from then on.
    with contextlib.suppress(Illegal):
        line.open(Deadline(1))
        line.close()
    with pytest.raises(Illegal):
        line.open(Deadline(1))
    os.close(master)
    os.close(slave)


def test_a_deadline_ends_by_time_or_earlier() -> None:
    assert Deadline(0).is_over
    assert Deadline(-1).left_s == 0.0
    assert 59 < Deadline(60).left_s <= 60
    assert Deadline(60).slice_s == SLICE_S
    assert Deadline(60, lambda: True).is_over


def test_importing_the_package_imports_no_driver_and_no_drawing() -> None:
    program = (
        "import sys, hardware, hardware.document, hardware.scanner.wedge, hardware.scanner.symbol;"
        "print(sorted({'escpos', 'serial', 'PIL', 'segno'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n"


def test_a_printer_that_is_made_has_not_imported_escpos() -> None:
    program = (
        "import sys; from hardware.registry import open_printer, Surroundings;"
        "printer = open_printer({'kind': 'file', 'path': '/dev/null'}, Surroundings(print));"
        "printer.open_drawer('1'); printer.close(); print('escpos.printer' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert done.stderr == "False\n"

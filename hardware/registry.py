"""Which driver belongs to which setting: a plain dict, the only place that builds devices; it must not know the till.

    {"kind": "network", "host": "192.0.2.7", "port": 9100}      port is optional
    {"kind": "serial", "port": "/dev/ttyUSB0", "baud": 19200, "framing": "8N1", "flow": "none"}
    {"kind": "file", "path": "/dev/usb/lp0"}                    a device node, a pipe or an ordinary file
    {"kind": "simulated"}                                       a printer made of code, on the loopback address

All of them take: name, profile, columns, dots, text and codes ("auto" or "raster"), code_pages, substitutes, cutter,
drawer_pin, confirm (false for printers that never answer), patience_s, confirm_s, send_s.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from hardware.courier import Timings
from hardware.errors import Illegal
from hardware.escpos.model import Model
from hardware.picture import Typeface
from hardware.ports import Listener, Transport
from hardware.printer import EscposPrinter
from hardware.settings import Settings
from hardware.simulated.paper import PAGE_NAMES
from hardware.simulated.printer import SimulatedPrinter
from hardware.transport import FileTransport, Flow, NetworkTransport, SerialTransport
from hardware.worker import PrinterWorker

_DRAWING: tuple[Literal["auto", "raster"], ...] = ("auto", "raster")
_FLOWS: tuple[Flow, ...] = ("none", "xonxoff", "rtscts", "dsrdtr")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every printer is given: who listens (on the printer's thread), fonts to draw with, a private folder."""

    listener: Listener
    fonts: tuple[Path, ...] = ()
    cache: Path | None = None

    @property
    def face(self) -> Typeface:
        return Typeface(self.fonts)


@dataclass(frozen=True, slots=True)
class _Request:
    """What a kind of printer is made from; the settings that are its own are still unread."""

    settings: Settings
    model: Model
    face: Typeface


@dataclass(frozen=True, slots=True)
class _Line:
    """How a kind of printer is reached."""

    transport: Transport
    model: Model
    bytes_per_s: float = 20_000.0
    simulator: SimulatedPrinter | None = None


Factory = Callable[[_Request], _Line]


def open_printer(settings: Mapping[str, object], surroundings: Surroundings) -> EscposPrinter:
    """The printer that `settings` describe, running; it connects when there is something to print.

    Raises `Illegal` for settings that cannot be meant. A printer that is merely off raises nothing.
    """
    reader = Settings(settings)
    kind = reader.text("kind")
    if kind not in PRINTERS:
        raise Illegal(f"kind must be one of {', '.join(PRINTERS)}, not {kind!r}")
    name, confirms = reader.text("name", kind), reader.flag("confirm", default=True)
    timings = _timings(reader)
    line = PRINTERS[kind](_Request(reader, _model(reader), surroundings.face))
    timings = replace(timings, bytes_per_s=line.bytes_per_s)
    worker = PrinterWorker(name, line.transport, surroundings.listener, timings=timings, confirms=confirms)
    return EscposPrinter(worker, line.model, surroundings.face, surroundings.cache, line.simulator)


def _model(settings: Settings) -> Model:
    return Model(
        profile=settings.text("profile", "default"),
        columns=settings.number("columns", 42, 16, 96),
        dots=settings.number("dots", 0, 0, 2000) or None,
        code_pages=settings.numbers("code_pages") or None,
        text=settings.choice("text", _DRAWING, "auto"),
        codes=settings.choice("codes", _DRAWING, "auto"),
        has_cutter=settings.optional_flag("cutter"),
        drawer_pin=2 if settings.number("drawer_pin", 2, 2, 5) == 2 else 5,
        substitutes=settings.texts("substitutes"),
    )


def _timings(settings: Settings) -> Timings:
    plain = Timings()
    return Timings(
        send_s=settings.seconds("send_s", plain.send_s),
        confirm_s=settings.seconds("confirm_s", plain.confirm_s),
        patience_s=settings.seconds("patience_s", plain.patience_s),
    )


def _network(request: _Request) -> _Line:
    host, port = request.settings.text("host"), request.settings.number("port", 9100, 1, 65535)
    request.settings.finish()
    return _Line(NetworkTransport(host, port), request.model)


def _serial(request: _Request) -> _Line:
    settings = request.settings
    port, baud = settings.text("port"), settings.number("baud", 9600, 300, 921_600)
    framing, flow = settings.text("framing", "8N1"), settings.choice("flow", _FLOWS, "none")
    settings.finish()
    return _Line(SerialTransport(port, baud, framing, flow), request.model, bytes_per_s=baud / 10)


def _file(request: _Request) -> _Line:
    path = request.settings.text("path")
    request.settings.finish()
    return _Line(FileTransport(path), request.model)


def _simulated(request: _Request) -> _Line:
    request.settings.finish()
    model = request.model
    if model.code_pages is None:
        model = replace(model, code_pages=tuple((name, number) for number, name in PAGE_NAMES.items()))
    simulator = SimulatedPrinter(request.face, model.columns)
    return _Line(NetworkTransport(*simulator.address), model, simulator=simulator)


PRINTERS: dict[str, Factory] = {"network": _network, "serial": _serial, "file": _file, "simulated": _simulated}

"""A printer on a serial port; pyserial is imported when the port is opened, for most tills have none."""

import contextlib
import errno
import os
from typing import Any, Literal

from hardware.deadline import SLICE_S, Deadline
from hardware.errors import DeviceError, Illegal, Offline, TimedOut, from_os
from hardware.events import Proof

Flow = Literal["none", "xonxoff", "rtscts", "dsrdtr"]

_REFUSED: tuple[type[Exception], ...] = (ValueError,)
with contextlib.suppress(ImportError):  # absent on Windows, where pyserial raises ValueError alone
    import termios

    _REFUSED = (ValueError, termios.error)


class SerialTransport:
    """A printer on a serial port or USB serial adapter. `baud` and framing are the printer's switches."""

    proof = Proof.ANSWERED

    def __init__(
        self,
        port: str,
        baud: int = 9600,
        framing: str = "8N1",
        flow: Flow = "none",
    ) -> None:
        if len(framing) != 3 or framing[0] not in "78" or framing[1] not in "NEO" or framing[2] not in "12":
            raise Illegal(f"framing {framing!r}, expected such as 8N1")
        self._name = port
        self._settings: dict[str, Any] = {
            "baudrate": baud,
            "bytesize": int(framing[0]),
            "parity": framing[1],
            "stopbits": int(framing[2]),
            **({flow: True} if flow != "none" else {}),
        }
        self._byte_s = 10 / baud
        self._port: Any = None

    @property
    def is_open(self) -> bool:
        return self._port is not None

    def open(self, deadline: Deadline) -> None:
        import serial  # noqa: PLC0415 - a till without serial devices does without it

        try:
            port = serial.Serial(**self._settings, timeout=SLICE_S)
            port.port = self._name
            port.exclusive = True if os.name == "posix" else None
            port.write_timeout = deadline.left_s
            port.open()
        except _REFUSED as error:
            raise Illegal(f"opening {self._name}: {error}") from error
        except OSError as error:
            raise from_os(error, f"opening {self._name}") from error
        self._port = port

    def send(self, payload: bytes, deadline: Deadline) -> None:
        """As the port; a chunk that timed out counts as sent, since nobody knows how much of it went."""
        chunk = max(16, min(256, round(0.5 / self._byte_s)))
        for start in range(0, len(payload), chunk):
            if deadline.is_over:
                raise TimedOut(f"{self._name} is too slow", bytes_sent=start)
            self._write(payload[start : start + chunk], start, deadline)

    def _write(self, piece: bytes, sent: int, deadline: Deadline) -> None:
        from serial import SerialTimeoutException  # noqa: PLC0415 - as above

        port = self._open_port()
        try:
            port.write_timeout = max(0.001, deadline.left_s)
            written = port.write(piece)
        except SerialTimeoutException as error:
            raise TimedOut(f"{self._name} stopped reading", bytes_sent=sent + len(piece)) from error
        except OSError as error:
            raise _from_serial(error, f"sending to {self._name}", sent) from error
        if written != len(piece):
            raise TimedOut(f"{self._name} stopped reading", bytes_sent=sent + len(piece))

    def receive(self, deadline: Deadline) -> bytes:
        port = self._open_port()
        try:
            while not port.in_waiting:
                if deadline.is_over:
                    return b""
                if first := port.read(1):
                    return bytes(first + port.read(port.in_waiting))
            return bytes(port.read(port.in_waiting))
        except OSError as error:
            raise _from_serial(error, f"hearing from {self._name}", 0) from error

    def sync(self) -> Proof:
        return Proof.WRITTEN

    def close(self) -> None:
        if self._port is not None:
            with contextlib.suppress(OSError):  # unplugged: there is nothing left to close
                self._port.close()
            self._port = None

    def abort(self) -> None:
        if self._port is not None:
            with contextlib.suppress(OSError, *_REFUSED):  # unplugged: nothing waits in it any more
                self._port.reset_output_buffer()
        self.close()

    def _open_port(self) -> Any:
        if self._port is None:
            raise Offline(f"{self._name} is not open")
        return self._port


def _from_serial(error: OSError, doing: str, sent: int) -> DeviceError:
    """A port that vanishes under pyserial gives an error without a number, in words only."""
    if error.errno is None or error.errno == errno.EIO:
        return Offline(f"{doing}: {error}", bytes_sent=sent)
    return from_os(error, doing, sent)

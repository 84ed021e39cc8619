"""The lines to a printer: network, serial port, file or device node. They carry bytes and know nothing of them.

Each waits no longer than its deadline, in slices, and turns every foreign exception into the tree in `errors`.
python-escpos' own transports are not used: they wait for ever, lose the first write after a hang-up and never come
back after a failed open.
"""

import contextlib
import errno
import os
import selectors
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from hardware.deadline import Deadline
from hardware.errors import DeviceError, Failure, Illegal, NoHardware, Offline, TimedOut, from_os
from hardware.events import Proof

_REFUSED: tuple[type[Exception], ...] = (ValueError,)
with contextlib.suppress(ImportError):  # absent on Windows, where pyserial raises ValueError alone
    import termios

    _REFUSED = (ValueError, termios.error)

Flow = Literal["none", "xonxoff", "rtscts", "dsrdtr"]

_CHUNK = 4096
_SEND_BUFFER = 8192  # little of a page may wait unseen in this computer
_NOT_YET = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN, getattr(errno, "WSAEWOULDBLOCK", errno.EAGAIN)}


def _wait(channel: int | socket.socket, event: int, deadline: Deadline) -> bool:
    """Whether `channel` became readable or writable before `deadline`."""
    with selectors.DefaultSelector() as selector:
        selector.register(channel, event)
        while True:
            if selector.select(deadline.slice_s):
                return True
            if deadline.is_over:
                return False


class NetworkTransport:
    """A printer on TCP (raw printing, port 9100), by name, IPv4 or IPv6 address.

    A name is looked up by the operating system, which knows no deadline of ours; addresses are not.
    """

    proof = Proof.ANSWERED

    def __init__(self, host: str, port: int = 9100) -> None:
        self._host, self._port = host, port
        self._socket: socket.socket | None = None

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def open(self, deadline: Deadline) -> None:
        failure: DeviceError = NoHardware(f"{self._host} has no address")
        for family, address in self._addresses():
            try:
                self._socket = _connected(family, address, deadline)
                return
            except OSError as error:
                failure = from_os(error, f"connecting to {self._host}:{self._port}")
        raise failure

    def _addresses(self) -> Iterator[tuple[socket.AddressFamily, Any]]:
        try:
            found = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NoHardware(f"looking up {self._host}: {error}") from error
        yield from ((family, address) for family, _, _, _, address in found)

    def send(self, payload: bytes, deadline: Deadline) -> None:
        line, sent = self._line(), 0
        try:
            while sent < len(payload):
                if not _wait(line, selectors.EVENT_WRITE, deadline):
                    raise TimedOut(f"{self._host} stopped reading", bytes_sent=sent)
                sent += line.send(payload[sent : sent + _CHUNK])
        except OSError as error:
            raise from_os(error, f"sending to {self._host}", sent) from error

    def receive(self, deadline: Deadline) -> bytes:
        line = self._line()
        try:
            if not _wait(line, selectors.EVENT_READ, deadline):
                return b""
            received = line.recv(_CHUNK)
        except OSError as error:
            raise from_os(error, f"hearing from {self._host}") from error
        if not received:
            raise Offline(f"{self._host} hung up")
        return received

    def sync(self) -> Proof:
        return Proof.WRITTEN

    def close(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):  # it may be gone already, which is what is wanted
                self._socket.shutdown(socket.SHUT_WR)
            self._socket.close()
            self._socket = None

    def abort(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._socket.close()
            self._socket = None

    def _line(self) -> socket.socket:
        if self._socket is None:
            raise Offline(f"{self._host} is not connected")
        return self._socket


def _connected(family: socket.AddressFamily, address: Any, deadline: Deadline) -> socket.socket:
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setblocking(False)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        code = line.connect_ex(address)
        if code in _NOT_YET:
            if not _wait(line, selectors.EVENT_WRITE, deadline):
                raise TimeoutError(errno.ETIMEDOUT, "no answer")
            code = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
    except BaseException:
        line.close()
        raise
    return line


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
            port = serial.Serial(**self._settings, timeout=0)
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
        if written != len(piece) or deadline.is_over:
            raise TimedOut(f"{self._name} stopped reading", bytes_sent=sent + len(piece))

    def receive(self, deadline: Deadline) -> bytes:
        port = self._open_port()
        try:
            while True:
                port.timeout = deadline.slice_s
                if received := port.read(1):
                    return bytes(received + port.read(port.in_waiting))
                if deadline.is_over:
                    return b""
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
            with contextlib.suppress(OSError):
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


class FileTransport:
    """Appends to a file, a pipe or a printer's device node (`/dev/usb/lp0`). Nothing is ever heard back."""

    proof = Proof.SYNCED

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._file: int | None = None

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def open(self, deadline: Deadline) -> None:  # noqa: ARG002 - opening without waiting takes no time
        # A device node that is absent is a printer that is off, not a file to be made.
        make = 0 if self._path.parts[:2] == ("/", "dev") else os.O_CREAT
        flags = os.O_WRONLY | os.O_APPEND | make | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(self._path, flags, 0o600)
        except OSError as error:
            raise from_os(error, f"opening {self._path}") from error

    def send(self, payload: bytes, deadline: Deadline) -> None:
        file, sent = self._open_file(), 0
        while sent < len(payload):
            try:
                sent += os.write(file, payload[sent : sent + _CHUNK])
            except BlockingIOError:
                if not _wait(file, selectors.EVENT_WRITE, deadline):
                    raise TimedOut(f"{self._path} stopped reading", bytes_sent=sent) from None
            except OSError as error:
                raise from_os(error, f"writing {self._path}", sent) from error

    def receive(self, deadline: Deadline) -> bytes:  # noqa: ARG002 - a file says nothing
        return b""

    def sync(self) -> Proof:
        try:
            os.fsync(self._open_file())
        except OSError as error:
            if error.errno in {errno.EINVAL, errno.ENOTSUP, errno.EROFS}:  # a pipe or a device keeps nothing
                return Proof.WRITTEN
            raise Failure(f"keeping {self._path}: {error.strerror}", bytes_sent=1) from error
        return Proof.SYNCED

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def abort(self) -> None:
        self.close()

    def _open_file(self) -> int:
        if self._file is None:
            raise Offline(f"{self._path} is not open")
        return self._file

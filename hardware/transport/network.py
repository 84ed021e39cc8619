"""A printer on the network; sockets without blocking, for every wait has its deadline."""

import contextlib
import errno
import os
import selectors
import socket
import struct
from collections.abc import Iterator
from typing import Any

from hardware.deadline import Deadline
from hardware.errors import DeviceError, NoHardware, Offline, TimedOut, from_os
from hardware.events import Proof
from hardware.transport.waiting import CHUNK, wait_for

_SEND_BUFFER = 8192  # little of a page may wait unseen in this computer
_FAREWELL_S = 0.3
_NOT_YET = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN, getattr(errno, "WSAEWOULDBLOCK", errno.EAGAIN)}


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
                if not wait_for(line, selectors.EVENT_WRITE, deadline):
                    raise TimedOut(f"{self._host} stopped reading", bytes_sent=sent)
                sent += line.send(payload[sent : sent + CHUNK])
        except OSError as error:
            raise from_os(error, f"sending to {self._host}", sent) from error

    def receive(self, deadline: Deadline) -> bytes:
        line = self._line()
        try:
            if not wait_for(line, selectors.EVENT_READ, deadline):
                return b""
            received = line.recv(CHUNK)
        except OSError as error:
            raise from_os(error, f"hearing from {self._host}") from error
        if not received:
            raise Offline(f"{self._host} hung up")
        return received

    def sync(self) -> Proof:
        return Proof.WRITTEN

    def close(self) -> None:
        """As the port. Waits a moment for the printer to hang up too: unread answers would make the system throw
        away what is still on its way.
        """
        if self._socket is not None:
            with contextlib.suppress(OSError, DeviceError):  # it may be gone already, which is what is wanted
                self._socket.shutdown(socket.SHUT_WR)
                farewell = Deadline(_FAREWELL_S)
                while self.receive(farewell):
                    pass
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
            if not wait_for(line, selectors.EVENT_WRITE, deadline):
                raise TimeoutError(errno.ETIMEDOUT, "no answer")
            code = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
    except BaseException:
        line.close()
        raise
    return line

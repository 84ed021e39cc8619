"""A TCP server that says exactly the bytes a test wants, and misbehaves in the ways networks do."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """One connection with its request (head and body)."""

    connection: socket.socket
    request: bytes
    hold: threading.Event

    def say(self, raw: bytes) -> None:
        self.connection.sendall(raw)

    def wait(self, seconds: float) -> None:
        """Say nothing for a while, or until the test is over."""
        self.hold.wait(seconds)


Conversation = Callable[[Visit], None]
"""Say something or nothing; the connection closes afterwards."""


class RawServer:
    """Answers the n-th connection with the n-th conversation, the last one again for those that follow."""

    def __init__(self, *conversations: Conversation, port: int = 0) -> None:
        self._conversations = conversations
        self._listener = socket.create_server(("127.0.0.1", port))
        self._hold = threading.Event()
        self.requests: list[bytes] = []
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, name="raw-server")
        self._accepting.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self._hold.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            number = min(len(self._threads), len(self._conversations) - 1)
            thread = threading.Thread(target=self._talk, args=(connection, self._conversations[number]))
            self._threads.append(thread)
            thread.start()

    def _talk(self, connection: socket.socket, conversation: Conversation) -> None:
        with connection:
            connection.settimeout(10)
            try:
                request = _request(connection)
                if request:
                    self.requests.append(request)
                    conversation(Visit(connection, request, self._hold))
            except OSError:
                return  # the client has gone first


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65_536)
        if not piece:
            return b""
        received += piece
        if received[0] == 22:  # a TLS greeting has no blank line
            return received
    head, _, body = received.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"content-length" in line), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


@contextmanager
def serving(*conversations: Conversation, port: int = 0) -> Iterator[RawServer]:
    server = RawServer(*conversations, port=port)
    try:
        yield server
    finally:
        server.close()


def says(raw: bytes) -> Conversation:
    """Say these bytes and close."""
    return lambda visit: visit.say(raw)


def answers(body: bytes, *, status: str = "200 OK", kind: str = "application/json", more: str = "") -> Conversation:
    """A well-formed HTTP answer."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return says(head.encode() + body)


def resets(visit: Visit) -> None:
    """Close so that the other side gets a reset instead of an end."""
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closes(visit: Visit) -> None:
    """Close without a word."""


def hangs(visit: Visit) -> None:
    """Say nothing until the test is over."""
    visit.wait(30)

"""The door for the ledger's own commands: a running server listens on a socket file only its owner can open.

There is one writer per ledger (decision 5). A writing command therefore hands its facts to the server that runs, and
only without one does it write itself; both ways are an `Appender`. Knows no table and no command.
"""

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from typing import NamedTuple, Protocol

import msgspec

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.codec import BodyNotUnderstood, canonical, decode_body
from sync_engine.protocol.endpoints import MAX_EVENT_BYTES
from sync_engine.protocol.facts import Body

SOCKET_NAME = "admin.sock"
ANSWER_WITHIN_S = 120.0
"""A fact of 1,000 rows takes some ten milliseconds; a writer that is busy with a backlog may take longer."""
_LONGEST_ADDRESS = 100  # bytes; the system's limit is 108


class Appended(NamedTuple):
    """What became of a fact: its position, `applied`, `applied_exception` or `deferred`, and why."""

    pos: int
    disposition: str
    reason: str | None = None


class Appender(Protocol):
    """Takes the ledger's own facts, one after the other."""

    def append(self, kind: str, version: int, body: Body) -> Appended:
        """Returns when the fact is committed. Raises Unavailable when it cannot be known to be."""


class AdminUnavailable(Unavailable):
    """The server at the socket did not take the fact, or did not say so."""


class ServerRunning(Unavailable):
    """Another server listens at this home already."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


# --- the server's side ---


class AdminServer:
    """Serves one appender at `<home>/admin.sock` from threads of its own until closed."""

    def __init__(self, home: Path, ledger_id: str, appender: Appender) -> None:
        self._path = home / SOCKET_NAME
        self._server = _listen(self._path)
        self._server.ledger_id, self._server.appender = ledger_id, appender
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="admin", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; a fact that is under way is finished first."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._path.unlink(missing_ok=True)


class _Server(ThreadingMixIn, TCPServer):
    address_family = getattr(socket, "AF_UNIX", socket.AF_INET)
    ledger_id: str
    appender: Appender

    def get_request(self) -> tuple[socket.socket, str]:
        connection, _ = super().get_request()
        connection.settimeout(ANSWER_WITHIN_S)
        return connection, "admin"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    server: _Server

    def do_GET(self) -> None:
        self._answer(HTTPStatus.OK, {"ledger_id": self.server.ledger_id})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        if length > MAX_EVENT_BYTES:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": "too_large"})
            return
        try:
            body = decode_body(self.headers["Kind"], int(self.headers["Version"]), self.rfile.read(length))
            appended = self.server.appender.append(self.headers["Kind"], int(self.headers["Version"]), body)
        except BodyNotUnderstood as error:
            self._answer(HTTPStatus.BAD_REQUEST, {"error": str(error)})
        except Unavailable as error:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, {"error": f"{error.code}: {error}"})
        else:
            self._answer(HTTPStatus.OK, appended._asdict())

    def _answer(self, status: HTTPStatus, content: object) -> None:
        raw = msgspec.json.encode(content)
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def _listen(path: Path) -> _Server:
    if running_ledger(path.parent) is not None:
        raise ServerRunning(path)
    path.unlink(missing_ok=True)
    before = os.umask(0o177)  # the file is born with mode 0600
    try:
        with _address(path) as address:
            return _Server(address, _Handler)  # type: ignore[arg-type]  # a path, not host and port
    finally:
        os.umask(before)


# --- the commands' side ---


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=ANSWER_WITHIN_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(ANSWER_WITHIN_S)
        with _address(self._path) as address:
            self.sock.connect(address)


class AdminClient:
    """An Appender that hands facts to the server of this home."""

    def __init__(self, home: Path) -> None:
        self._path = home / SOCKET_NAME

    def append(self, kind: str, version: int, body: Body) -> Appended:
        """Raises AdminUnavailable; the fact may then have been committed all the same."""
        headers = {"Kind": kind, "Version": str(version)}
        status, raw = _request(self._path, "POST", canonical(body), headers)
        if status != HTTPStatus.OK:
            raise AdminUnavailable(raw.decode(errors="replace"))
        return msgspec.json.decode(raw, type=_AppendedAnswer).appended


class _AppendedAnswer(msgspec.Struct):
    pos: int
    disposition: str
    reason: str | None = None

    @property
    def appended(self) -> Appended:
        return Appended(self.pos, self.disposition, self.reason)


class _Identity(msgspec.Struct):
    ledger_id: str


def running_ledger(home: Path) -> str | None:
    """The id of the ledger whose server answers at this home, None when none does."""
    path = home / SOCKET_NAME
    if not path.exists():
        return None
    try:
        status, raw = _request(path, "GET", b"", {})
    except AdminUnavailable:
        return None
    return msgspec.json.decode(raw, type=_Identity).ledger_id if status == HTTPStatus.OK else None


def _request(path: Path, method: str, content: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = _Connection(path)
    try:
        connection.request(method, "/", content, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise AdminUnavailable(str(error)) from error
    finally:
        connection.close()


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """A socket address for `path`; a long path is reached through its open folder (Linux)."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)

"""What the ledger answers to a request, as bytes and a status: the part of its HTTP service that is no HTTP."""

from http import HTTPStatus
from urllib.parse import parse_qsl

from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.problems import problem
from sync_engine.protocol import endpoints
from sync_engine.protocol.codec import decode_message, encode_message
from sync_engine.protocol.messages import HelloRequest, Message, RenewRequest, SnapshotWait

Reply = tuple[int, bytes]


def answered(ledger: Ledger, path: str, token: str, raw: bytes, page_rows: int) -> Reply:
    """Everything but a push. Raises what `problems` has an answer for."""
    door = ledger.door
    if path == endpoints.HELLO:
        return said(door.hello(token, decode_message(HelloRequest, raw)))
    if path == endpoints.RENEW:
        return said(door.renew(decode_message(RenewRequest, raw)))
    if path == endpoints.FEED:
        return said(door.feed(token, raw.decode(), page_rows))
    if path == endpoints.SNAPSHOT:
        answer = door.snapshot(token)
        return said(answer, HTTPStatus.ACCEPTED if isinstance(answer, SnapshotWait) else HTTPStatus.OK)
    if path.startswith(endpoints.ASK):
        return said(door.ask(token, path.rpartition("/")[2], dict(parse_qsl(raw.decode()))))
    return _file(ledger, token, path.rpartition("/")[2])


def _file(ledger: Ledger, token: str, name: str) -> Reply:
    file = ledger.snapshots.path(ledger.door.caller(token).store_id, name)
    return (HTTPStatus.NOT_FOUND, b"") if file is None else (HTTPStatus.OK, file.read_bytes())


def said(message: Message, status: int = HTTPStatus.OK) -> Reply:
    """A message of the ledger's."""
    return status, encode_message(message)


def told_of(error: Exception) -> Reply:
    """An error in the ledger's words."""
    status, answer = problem(error)
    return status, encode_message(answer)

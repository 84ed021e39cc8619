"""The ledger's door as the port `Ledger` of the till's half: no HTTP between them, all else is the real thing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sync_engine.ledger.door import Door
from sync_engine.ledger.problems import PROBLEMS, problem
from sync_engine.ledger.snapshot import Snapshots
from sync_engine.protocol.codec import decode_message, encode_message
from sync_engine.protocol.messages import (
    FeedPage,
    HelloAnswer,
    HelloRequest,
    Message,
    PushAnswer,
    PushRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotWait,
)
from sync_engine.till.credential import Credential
from sync_engine.till.ports import DeclinedByLedger, NoAnswer, Stream

_Message = TypeVar("_Message", bound=Message)


@dataclass
class FileDownload:
    offset: int
    pieces: list[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


class DoorLedger:
    """Asks with the till's credential. Every message goes through its bytes, as on a wire."""

    def __init__(self, door: Door, snapshots: Snapshots, store_id: str, credential: Credential) -> None:
        self._door, self._snapshots, self._store_id = door, snapshots, store_id
        self._credential = credential

    def move(self, door: Door, snapshots: Snapshots) -> None:
        """From now on ask there."""
        self._door, self._snapshots = door, snapshots

    def renew(self, request: RenewRequest) -> RenewAnswer:
        return _wired(lambda: self._door.renew(_through(request)))

    def hello(self, request: HelloRequest) -> HelloAnswer:
        return _wired(lambda: self._door.hello(self._credential.current(), _through(request)))

    def push(self, request: PushRequest) -> PushAnswer:
        return _wired(lambda: self._door.push(self._credential.current(), _through(request)))

    def feed(self, cursor: str, limit: int = 3) -> FeedPage:
        return _wired(lambda: self._door.feed(self._credential.current(), cursor, limit))

    def live(self, cursor: str) -> Stream:
        raise NoAnswer("unreachable")

    def snapshot(self) -> SnapshotAnswer | SnapshotWait:
        """Wait in real time for the file that a thread is building, so that the virtual clock need not."""
        while True:
            answer = _asked(lambda: self._door.snapshot(self._credential.current()))
            if isinstance(answer, SnapshotAnswer):
                return answer
            threading.Event().wait(0.005)

    @contextmanager
    def download(self, file: str, offset: int) -> Iterator[FileDownload]:
        path = self._snapshots.path(self._store_id, file)
        if path is None:
            raise NoAnswer("no_file")
        yield FileDownload(offset, [path.read_bytes()[offset:]])

    def close(self) -> None:
        return


_Answer = TypeVar("_Answer")


def _asked(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except PROBLEMS as error:
        raise DeclinedByLedger(*problem(error)) from error


def _wired(ask: Callable[[], _Message]) -> _Message:
    return _through(_asked(ask))


def _through(message: _Message) -> _Message:
    return decode_message(type(message), encode_message(message))

"""What the runner needs from the world: the ledger over a wire, the till's journal, the replica, and a listener.

Unavailable
|-- NoAnswer           nothing usable came back; whether the request took effect is unknown
`-- DeclinedByLedger   the ledger answered with an error of its own
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.messages import (
    Beat,
    ErrorAnswer,
    FeedPage,
    HelloAnswer,
    HelloRequest,
    PushAnswer,
    PushRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotWait,
)
from sync_engine.sql.journal_events import JournalHead, StoredEvent
from sync_engine.till.signals import SaveAck, Started
from sync_engine.till.status import Status


class NoAnswer(Unavailable):
    """`reason` is a stable code: unreachable, tls, timeout, interrupted, server_error, not_the_ledger, too_long ..."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class DeclinedByLedger(Unavailable):
    """`status` is the HTTP status, `error` what the ledger says about it."""

    def __init__(self, status: int, error: ErrorAnswer) -> None:
        super().__init__(status, error.error)
        self.status, self.error = status, error


class Stream(Protocol):
    """An open stream: iterate it in one thread, close it from any."""

    def __iter__(self) -> Iterator[FeedPage | Beat]:
        """Raises NoAnswer when the stream breaks, stays silent too long or says something that is not the ledger's."""

    def close(self) -> None:
        """End the iteration soon, without an error."""


class Download(Protocol):
    """The bytes of a file from `offset` on."""

    offset: int

    def __iter__(self) -> Iterator[bytes]:
        """Raises NoAnswer when the connection breaks."""


class Ledger(Protocol):
    """The ledger's service. Every call may raise NoAnswer and DeclinedByLedger."""

    def renew(self, request: RenewRequest) -> RenewAnswer:
        """A challenge to sign, or a new credential for a signed one."""

    def hello(self, request: HelloRequest) -> HelloAnswer:
        """Start or renew the conversation."""

    def push(self, request: PushRequest) -> PushAnswer:
        """Hand over a run of events."""

    def feed(self, cursor: str) -> FeedPage:
        """One page after `cursor`."""

    def live(self, cursor: str) -> Stream:
        """The stream of pages after `cursor`, open when this returns."""

    def snapshot(self) -> SnapshotAnswer | SnapshotWait:
        """Which replica file to download."""

    def download(self, file: str, offset: int) -> AbstractContextManager[Download]:
        """Its bytes; a ledger that cannot go on from `offset` begins at 0 (see `Download.offset`)."""

    def close(self) -> None:
        """Give up all connections."""


class Journal(Protocol):
    """The till's journal, read beside its writer. Both may raise Unavailable."""

    def head(self) -> JournalHead:
        """Where the chain ends."""

    def read(self, incarnation: int, from_seq: int, max_events: int, max_bytes: int) -> list[StoredEvent]:
        """A gapless run from `from_seq`, at least one event if there is one."""


class Replica(Protocol):
    """The till's copy of what the ledger tells. All but `started` may raise ReplicaUnavailable."""

    def started(self, head: JournalHead) -> Started:
        """What is here; no cursor when there is no usable file."""

    def apply(self, page: FeedPage) -> frozenset[str]:
        """Apply one page with its cursor; return what changed for those who read."""

    def cursor(self) -> str | None:
        """The cursor that is durable here."""

    def acknowledge(self, ack: SaveAck) -> None:
        """Note what the ledger has."""

    def stage(self, answer: SnapshotAnswer) -> str:
        """Take the downloaded file as the next generation and return its cursor. Readers see it after the first
        complete page.
        """

    def damage(self, is_wanted: Callable[[], bool]) -> str | None:
        """Look through the whole file that was there at the start; what is wrong with it, None for nothing.

        Takes long; to be called once, from a thread of its own.
        """

    def sweep(self) -> None:
        """Delete files that nobody needs any more."""


class Listener(Protocol):
    """Who is told. Called from several threads."""

    def status(self, status: Status) -> None:
        """What a screen shows has changed."""

    def token(self, token: str) -> None:
        """Store this credential and say so."""

    def changed(self, topics: frozenset[str]) -> None:
        """Rows of these topics are new in the replica; `replica` means the file itself is another one."""

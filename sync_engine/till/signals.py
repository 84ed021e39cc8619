"""What the engine is told (inputs) and what it wants done (orders). Plain values: no socket, no file, no clock."""

from dataclasses import dataclass

from sync_engine.protocol.messages import ErrorAnswer, EventDisposition, FeedPage, HelloAnswer, PushAnswer
from sync_engine.till.status import Status

# --- inputs ---


@dataclass(frozen=True, slots=True)
class Started:
    """What the two files say at the start: the journal's end, the replica's cursor and acknowledgement."""

    incarnation: int
    head_seq: int
    cursor: str | None
    acked_seq: int = 0


@dataclass(frozen=True, slots=True)
class JournalGrew:
    """The journal ends at `head_seq` now."""

    head_seq: int


@dataclass(frozen=True, slots=True)
class HelloAnswered:
    """`server_offset_ms`: the ledger's clock less this machine's, half a round trip allowed for."""

    request_id: int
    answer: HelloAnswer
    server_offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class PushAnswered:
    """`last_seq` is the last event that the answered request carried."""

    request_id: int
    answer: PushAnswer
    last_seq: int


@dataclass(frozen=True, slots=True)
class FeedAnswered:
    """One page, asked for."""

    request_id: int
    page: FeedPage


@dataclass(frozen=True, slots=True)
class Declined:
    """The ledger answered with an error of its own; `status` is the HTTP status."""

    request_id: int
    status: int
    error: ErrorAnswer


@dataclass(frozen=True, slots=True)
class Broken:
    """No answer, or one that is not the ledger's. Whether the request took effect is unknown."""

    request_id: int
    code: str


@dataclass(frozen=True, slots=True)
class LiveOpened:
    """The stream is open."""

    request_id: int


@dataclass(frozen=True, slots=True)
class LivePaged:
    """One page, of the stream."""

    request_id: int
    page: FeedPage


@dataclass(frozen=True, slots=True)
class LiveBeat:
    """The stream is alive."""

    request_id: int
    head: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A page is in the replica, durable with its cursor."""

    pos: int


@dataclass(frozen=True, slots=True)
class ApplyFailed:
    """A page could not be applied. `cursor` is what the replica has, None when it must be fetched anew."""

    code: str
    cursor: str | None


@dataclass(frozen=True, slots=True)
class SnapshotWaiting:
    """The ledger is still building the file."""

    request_id: int
    after_ms: int


@dataclass(frozen=True, slots=True)
class SnapshotProgress:
    """Percent of the file that is here."""

    request_id: int
    percent: int


@dataclass(frozen=True, slots=True)
class SnapshotReady:
    """The file is here, whole, and stands at `cursor`; pages go to it from now on."""

    request_id: int
    cursor: str


@dataclass(frozen=True, slots=True)
class RetryNow:
    """The network changed or a person asked: do not wait out a backoff."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed."""


Input = (
    Started
    | JournalGrew
    | HelloAnswered
    | PushAnswered
    | FeedAnswered
    | Declined
    | Broken
    | LiveOpened
    | LivePaged
    | LiveBeat
    | Applied
    | ApplyFailed
    | SnapshotWaiting
    | SnapshotProgress
    | SnapshotReady
    | RetryNow
    | Tick
)

# --- orders: each Send, Open or Fetch is answered once by an input with its `request_id` ---


@dataclass(frozen=True, slots=True)
class SendHello:
    """Say hello with the journal's head as it is now."""

    request_id: int
    cursor: str | None


@dataclass(frozen=True, slots=True)
class SendPush:
    """Push the run that begins at `from_seq`, at most so many events and bytes (one event always fits)."""

    request_id: int
    incarnation: int
    from_seq: int
    max_events: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class SendFeed:
    """Ask for one page."""

    request_id: int
    cursor: str


@dataclass(frozen=True, slots=True)
class OpenLive:
    """Open the stream of pages."""

    request_id: int
    cursor: str


@dataclass(frozen=True, slots=True)
class CloseLive:
    """Close that stream; what it still says is not listened to."""

    request_id: int


@dataclass(frozen=True, slots=True)
class FetchSnapshot:
    """Fetch a replica file, going on where an earlier download stopped."""

    request_id: int


@dataclass(frozen=True, slots=True)
class Apply:
    """Apply the page and its cursor in one transaction. Orders of this kind are carried out in their order."""

    page: FeedPage


@dataclass(frozen=True, slots=True)
class SaveAck:
    """The ledger has everything up to `acked_seq` durably; `archived_seq` is in a verified backup of it."""

    incarnation: int
    acked_seq: int
    archived_seq: int
    server_offset_ms: int | None
    dispositions: tuple[EventDisposition, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveToken:
    """The next credential: to be stored before it is used."""

    token: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a screen shows has changed."""

    status: Status


Output = SendHello | SendPush | SendFeed | OpenLive | CloseLive | FetchSnapshot | Apply | SaveAck | SaveToken | Report

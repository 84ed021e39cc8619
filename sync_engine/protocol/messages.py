"""Requests and answers between till and ledger. Knows shapes; the HTTP around them is in `ledger.api` and
`till.http_client`.
"""

from typing import Any, Literal

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Root of all messages. Unknown fields are ignored, so a newer peer may say more."""


class EnrollRequest(Message, frozen=True, kw_only=True):
    """Join with a one-time code. `public_key` is hex Ed25519."""

    code: str
    public_key: str
    install_id: str
    app: str


class EnrollAnswer(Message, frozen=True, kw_only=True):
    """Everything a till needs before its first hello. `pepper` and `replica_key` are hex secrets for the keyring;
    to `sealing_key` (hex X25519) the till seals its journal key.
    """

    device: str
    store: str
    till: str
    incarnation: int
    token: str
    ledger_public_key: str
    sealing_key: str
    epoch: str
    pepper: str
    replica_key: str


class RenewRequest(Message, frozen=True, kw_only=True):
    """A device whose token is not known any more: first alone, then with the challenge and its signature (hex) over
    `signing.renewal_digest`.
    """

    device: str
    app: str
    challenge: str = ""
    signature: str = ""


class RenewAnswer(Message, frozen=True, kw_only=True):
    """The challenge to sign, or the new token; the other is empty."""

    challenge: str = ""
    token: str = ""


class Head(Message, frozen=True, kw_only=True):
    """End of a device's chain: `seq` 0 and 64 zeros before the first event."""

    incarnation: int
    seq: int
    hash: str


class Credit(Message, frozen=True, kw_only=True):
    """How much the ledger takes now, and how long to wait before the next push."""

    max_events: int = 500
    max_bytes: int = 1_048_576
    after_ms: int = 0


class HelloRequest(Message, frozen=True, kw_only=True):
    """Start of a conversation: where my journal ends and what I have of the feed."""

    incarnation: int
    install_id: str
    app: str
    protocol: int
    replica_schema: int
    head: Head
    cursor: str | None = None


class HelloAnswer(Message, frozen=True, kw_only=True):
    """Where the ledger believes this device to be, and the verdict over both heads.

    `cursor_ok` false means: fetch a snapshot. `token` is the next credential, valid at once.
    """

    epoch: str
    server_at: str
    verdict: Literal["ok", "behind", "fork", "server_rewound", "revoked"]
    device_head: Head
    credit: Credit
    token: str
    protocol: int
    common_pos: int = 0
    archived_seq: int = 0
    cursor_ok: bool = True


class PushedEvent(Message, frozen=True, kw_only=True):
    """One event; `body` is the exact hashed text, `hash` and `sig` are hex."""

    seq: int
    id: str
    kind: str
    version: int
    ref_epoch: str
    ref_pos: int
    hash: str
    sig: str
    body: str


class PushRequest(Message, frozen=True, kw_only=True):
    """A contiguous run of events from `from_seq`; `prev` is the hash before it."""

    incarnation: int
    from_seq: int
    prev: str
    events: tuple[PushedEvent, ...]


class EventDisposition(Message, frozen=True, kw_only=True):
    """What became of an event that was not simply applied."""

    seq: int
    disposition: Literal["applied_exception", "deferred"]
    reason: str


class PushAnswer(Message, frozen=True, kw_only=True):
    """Durable acknowledgement up to `acked_seq`. A replay of the same run gets the same answer."""

    acked_seq: int
    archived_seq: int = 0
    positions: tuple[int, int]
    dispositions: tuple[EventDisposition, ...] = ()
    credit: Credit = Credit()


class Included(Message, frozen=True, kw_only=True):
    """The asking device's own events up to here are contained in the rows of the page."""

    incarnation: int
    seq: int


class FeedPage(Message, frozen=True, kw_only=True):
    """Changed rows in latest state, whole versions from `from_pos` (exclusive) to `to_pos` (inclusive).

    A row is `(topic, scope, key, version, deleted, body)`. `complete` is true when `to_pos` equals `head`.
    """

    epoch: str
    from_pos: int
    to_pos: int
    head: int
    complete: bool
    included: Included
    rows: tuple[tuple[str, str, str, int, bool, dict[str, Any] | None], ...]
    cursor: str


class SnapshotAnswer(Message, frozen=True, kw_only=True):
    """A replica file to download: name, SHA-256 (hex), bytes, and the feed position it stands at."""

    file: str
    sha256: str
    size: int
    pos: int
    epoch: str
    cursor: str


class SnapshotWait(Message, frozen=True, kw_only=True):
    """The file is being built; ask again after `after_ms`. `progress` is 0 to 100."""

    after_ms: int
    progress: int = 0


class Beat(Message, frozen=True, kw_only=True):
    """The live stream is alive; nothing has changed since `head`."""

    head: int
    server_at: str


class ErrorAnswer(Message, frozen=True, kw_only=True):
    """Every answer that is not 2xx. `error` is a stable code, `sentence` is for a person, `expected` serves
    `seq_gap`.
    """

    error: str
    sentence: str
    expected: int | None = None
    at_seq: int | None = None
    after_ms: int | None = None
    reason: str | None = None


def cursor_text(epoch: str, pos: int, schema: int) -> str:
    """The feed cursor a till keeps: opaque to it, `<epoch>:<pos>:<schema>` to the ledger."""
    return f"{epoch}:{pos}:{schema}"


def read_cursor(text: str) -> tuple[str, int, int] | None:
    """(epoch, pos, schema), or None when the text is no cursor."""
    epoch, _, rest = text.partition(":")
    pos, _, schema = rest.partition(":")
    if not (epoch and pos.isascii() and pos.isdecimal() and schema.isascii() and schema.isdecimal()):
        return None
    return epoch, int(pos), int(schema)

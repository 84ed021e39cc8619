"""The border for events: what a till sent becomes arrivals, each checked against its chain, the last against its key.

Runs outside the writer. Nothing an event contains can hold up its till: what cannot be verified, read or stored as it
is becomes an arrival with a `fault`, is stored and passed over. Only a request that is no run of events is refused.
"""

from dataclasses import dataclass, replace

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.book import Arrival
from sync_engine.protocol.codec import BodyNotUnderstood, decode_body
from sync_engine.protocol.endpoints import MAX_EVENT_BYTES, MAX_PUSH_EVENTS
from sync_engine.protocol.envelope import Header, SignedEvent, check_hash
from sync_engine.protocol.facts import Body
from sync_engine.protocol.messages import PushedEvent, PushRequest
from sync_engine.protocol.signing import verify

RECORDED_FAULTS = frozenset(
    {"bad_hash", "bad_signature", "header_not_storable", "text_not_storable", "body_too_large", "not_storable"}
    | {"applier_bug"}
)
"""Faults that a rebuild takes from the inbox instead of finding them again."""

_HASH_CHARS = 64
_LARGEST = 2**63 - 1
_NUL = "\0"


@dataclass(unsafe_hash=True)
class NotARun(Refusal):
    """The request does not hold consecutive events with hashes of 32 bytes. `detail` names the place."""

    detail: str


def arrivals_of(request: PushRequest, device_id: str, public_key: bytes, received_ms: int) -> list[Arrival]:
    """The run as arrivals. Raises NotARun."""
    _check_run(request)
    arrivals: list[Arrival] = []
    prev_hash = _hash(request.prev)
    for pushed in request.events:
        event = _event(device_id, request.incarnation, prev_hash, pushed)
        arrivals.append(arrival_of(event, received_ms))
        prev_hash = event.hash
    return _signed(arrivals, public_key)


def arrival_of(event: SignedEvent, received_ms: int) -> Arrival:
    """An event with what it says, or why it cannot be booked."""
    clean = _storable(event)
    if clean is not event:
        return Arrival(clean, None, "header_not_storable", received_ms)
    if not check_hash(event):
        return Arrival(event, None, "bad_hash", received_ms)
    if len(event.body) > MAX_EVENT_BYTES:
        return Arrival(event, None, "body_too_large", received_ms)
    if b"\\u0000" in event.body:  # PostgreSQL has no such character in text
        return Arrival(event, None, "text_not_storable", received_ms)
    try:
        fact: Body = decode_body(event.header.kind, event.header.version, event.body)
    except BodyNotUnderstood as error:
        return Arrival(event, None, error.reason, received_ms)
    return Arrival(event, fact, None, received_ms)


def _check_run(request: PushRequest) -> None:
    if not 1 <= request.incarnation <= _LARGEST or not 1 <= request.from_seq <= _LARGEST - MAX_PUSH_EVENTS:
        raise NotARun("incarnation and from_seq count from 1")
    if len(request.events) > MAX_PUSH_EVENTS:
        raise NotARun(f"more than {MAX_PUSH_EVENTS} events")
    if any(event.seq != seq for seq, event in enumerate(request.events, request.from_seq)):
        raise NotARun("the events do not follow each other")


def _event(device_id: str, incarnation: int, prev_hash: bytes, pushed: PushedEvent) -> SignedEvent:
    header = Header(
        device_id,
        incarnation,
        pushed.seq,
        pushed.id,
        pushed.kind,
        pushed.version,
        pushed.ref_epoch,
        pushed.ref_pos,
    )
    return SignedEvent(header, prev_hash, _hash(pushed.hash), _signature(pushed.sig), pushed.body.encode())


def _hash(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) * 2 != _HASH_CHARS:
        raise NotARun("a hash is 64 hexadecimal digits")
    return found


def _signature(text: str) -> bytes:
    """What does not even look like a signature is kept as none: it will not verify."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _signed(arrivals: list[Arrival], public_key: bytes) -> list[Arrival]:
    """One signature speaks for the run, since each event holds the hash before it. If it is bad, each is checked."""
    if not arrivals or _is_signed(arrivals[-1], public_key):
        return arrivals
    return [
        arrival
        if arrival.fault is not None or _is_signed(arrival, public_key)
        else replace(arrival, fact=None, fault="bad_signature")
        for arrival in arrivals
    ]


def _is_signed(arrival: Arrival, public_key: bytes) -> bool:
    return verify(public_key, arrival.event.hash, arrival.event.signature)


def _storable(event: SignedEvent) -> SignedEvent:
    """The event itself, or one whose header holds only what both databases can keep."""
    header = event.header
    texts = (header.event_id, header.kind, header.ref_epoch)
    numbers = (header.version, header.ref_pos)
    is_text_fine = max(map(len, texts)) <= _HASH_CHARS and _NUL not in "".join(texts)
    if is_text_fine and 0 <= min(numbers) <= max(numbers) <= _LARGEST:
        return event
    event_id, kind, ref_epoch = (text.replace(_NUL, "\ufffd")[:_HASH_CHARS] for text in texts)
    version, ref_pos = (max(0, min(number, _LARGEST)) for number in numbers)
    kept = replace(header, event_id=event_id, kind=kind, ref_epoch=ref_epoch, version=version, ref_pos=ref_pos)
    return replace(event, header=kept)


def as_recorded(event: SignedEvent, received_ms: int, disposition: str, reason: str | None) -> Arrival:
    """An arrival as a rebuild needs it: checks that were made at the border keep their recorded result."""
    if disposition == "deferred" and reason in RECORDED_FAULTS:
        return Arrival(event, None, reason, received_ms)
    return arrival_of(event, received_ms)

"""The envelope of an event: identity, chain and hash. Knows nothing of bodies, signatures or storage.

The hash covers everything that gives an event its meaning (decision 1 in `docs/architecture.md`): device,
incarnation, sequence, id, kind, version, the feed position the till had applied, the hash before it, and the exact
body bytes. Each field goes in with its length, so no two different events share one input.
"""

import hashlib
from dataclasses import dataclass

GENESIS = bytes(32)
"""The `prev_hash` of the first event of an incarnation."""

_DOMAIN = b"unified-pos/event/1\n"
_SHORT = tuple(length.to_bytes(4, "big") for length in range(256))


@dataclass(frozen=True, slots=True)
class Header:
    """Who wrote which event, and what the writer knew.

    `seq` counts from 1 without gaps per (device, incarnation). `ref_epoch` and `ref_pos` name the ledger feed
    position applied before the act: "could the till have known?" is answered by them, never by a clock.
    """

    device_id: str
    incarnation: int
    seq: int
    event_id: str
    kind: str
    version: int
    ref_epoch: str
    ref_pos: int


@dataclass(frozen=True, slots=True)
class SignedEvent:
    """An event as it is stored and sent: header, chain, and the exact bytes that were hashed and signed."""

    header: Header
    prev_hash: bytes
    hash: bytes
    signature: bytes
    body: bytes


def event_hash(header: Header, body: bytes, prev_hash: bytes) -> bytes:
    """SHA-256 over the domain line, then each field as a 4-byte big-endian length and its bytes. Returns 32 bytes."""
    fields = (
        header.device_id.encode(),
        b"%d" % header.incarnation,
        b"%d" % header.seq,
        header.event_id.encode(),
        header.kind.encode(),
        b"%d" % header.version,
        header.ref_epoch.encode(),
        b"%d" % header.ref_pos,
        prev_hash,
        body,
    )
    parts = [_DOMAIN]
    for field in fields:
        length = len(field)
        parts.append(_SHORT[length] if length < 256 else length.to_bytes(4, "big"))
        parts.append(field)
    return hashlib.sha256(b"".join(parts)).digest()


def check_hash(event: SignedEvent) -> bool:
    """True when the stored hash is the hash of the stored bytes."""
    return event_hash(event.header, event.body, event.prev_hash) == event.hash


def renewal_digest(device_id: str, challenge: str) -> bytes:
    """What a device signs to get a new credential: 32 bytes that no event hash can be."""
    return hashlib.sha256(b"unified-pos/renew/1\n" + device_id.encode() + b"\n" + challenge.encode()).digest()

"""Writes and checks the chain of a journal: header, hash, signature over the exact stored bytes. Knows no kind of
event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.bodies import Statement
from pos_client.store.journal_file import Device
from pos_client.store.trouble import JournalDamaged
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.envelope import GENESIS, Header, SignedEvent, check_hash, event_hash
from sync_engine.protocol.signing import Signer, verify

TAIL_EVENTS = 200
"""How much of the chain is checked at start; the whole of it by `verify`."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the till knew of the ledger when it acted: feed epoch and position, and the last measured clock offset."""

    epoch: str
    pos: int
    server_offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Chained:
    """An event ready to be stored, with the amount that an unsent summary adds up."""

    event: SignedEvent
    amount_minor: int


def chained(device: Device, event_id: str, stated: Statement, known: Known, signer: Signer) -> Chained:
    """The next event of `device`'s chain."""
    body = canonical(stated.body)
    header = Header(
        device_id=device.device_id,
        incarnation=device.incarnation,
        seq=device.next_seq,
        event_id=event_id,
        kind=stated.kind,
        version=stated.version,
        ref_epoch=known.epoch,
        ref_pos=known.pos,
    )
    digest = event_hash(header, body, device.head_hash)
    event = SignedEvent(header, device.head_hash, digest, signer.sign(digest), body)
    return Chained(event, stated.amount_minor)


def advanced(device: Device, event: SignedEvent, *, took_number: bool) -> Device:
    """`device` after `event`."""
    return replace(
        device,
        next_seq=event.header.seq + 1,
        head_hash=event.hash,
        next_doc=device.next_doc + int(took_number),
    )


def store_event(connection: sa.Connection, chained_event: Chained, made_at: str) -> None:
    """Write one event row."""
    event = chained_event.event
    header = event.header
    connection.execute(
        tables.event.insert().values(
            incarnation=header.incarnation,
            seq=header.seq,
            event_id=header.event_id,
            kind=header.kind,
            version=header.version,
            ref_epoch=header.ref_epoch,
            ref_pos=header.ref_pos,
            hash=event.hash,
            prev_hash=event.prev_hash,
            sig=event.signature,
            body=event.body,
            amount_minor=chained_event.amount_minor,
            made_at=made_at,
        )
    )


def store_head(connection: sa.Connection, device: Device) -> None:
    """Move the head of the chain."""
    connection.execute(
        tables.device.update().values(next_seq=device.next_seq, head_hash=device.head_hash, next_doc=device.next_doc)
    )


def events_from(
    connection: sa.Connection, device_id: str, incarnation: int, from_seq: int = 1
) -> Iterator[SignedEvent]:
    """The stored events of one incarnation from `from_seq` on, in order, not all at once in memory."""
    columns = tables.event.c
    query = (
        sa.select(tables.event)
        .where(columns.incarnation == incarnation, columns.seq >= from_seq)
        .order_by(columns.seq)
        .execution_options(yield_per=200)
    )
    for row in connection.execute(query):
        header = Header(
            device_id, row.incarnation, row.seq, row.event_id, row.kind, row.version, row.ref_epoch, row.ref_pos
        )
        yield SignedEvent(header, _raw(row.prev_hash), _raw(row.hash), _raw(row.sig), _raw(row.body))


def _raw(value: object) -> bytes:
    """The bytes of a column; a value that somebody stored as another kind is wrong, not a reason to stop looking."""
    return value if isinstance(value, bytes) else str(value).encode()


def check_tail(connection: sa.Connection, device: Device, public_key: bytes) -> None:
    """Check the last events against each other and against the head. Raises JournalDamaged."""
    first = max(1, device.next_seq - TAIL_EVENTS)
    tail = list(events_from(connection, device.device_id, device.incarnation, first))
    if not tail:
        if device.next_seq != 1 or device.head_hash != GENESIS:
            raise JournalDamaged(device.next_seq - 1, "missing")
        return
    for event in tail:
        if not check_hash(event):
            raise JournalDamaged(event.header.seq, "hash")
    for before, after in pairwise(tail):
        if after.prev_hash != before.hash or after.header.seq != before.header.seq + 1:
            raise JournalDamaged(after.header.seq, "chain")
    last = tail[-1]
    if last.header.seq != device.next_seq - 1 or last.hash != device.head_hash:
        raise JournalDamaged(last.header.seq, "head")
    if not verify(public_key, last.hash, last.signature):
        raise JournalDamaged(last.header.seq, "signature")

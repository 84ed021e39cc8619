"""A till's journal goes on under a new incarnation where the old one cannot: another copy of it wrote to the ledger, or
the file is an older copy of itself.

One transaction: the new chain begins with what happened, states again every event that the ledger does not have, and
takes over what those moved. The old events stay as they are. Knows no network.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.bodies import Statement
from pos_client.store.chain import Chained, Known, chained, events_from, store_event
from pos_client.store.journal_file import Device, JournalFile, read_device
from sync_engine.domain.dates import instant_text
from sync_engine.protocol.branch_facts import reissued_id
from sync_engine.protocol.codec import BodyNotUnderstood, decode_body
from sync_engine.protocol.envelope import GENESIS, SignedEvent
from sync_engine.protocol.facts import Body, IncarnationOpenedBody, ReissuedBody
from sync_engine.protocol.signing import Signer


@dataclass(frozen=True, slots=True)
class Branch:
    """Where the old chain is agreed on (`common_seq`), why it ends, and which incarnation goes on."""

    incarnation: int
    common_seq: int
    reason: Literal["fork", "behind"]
    at: datetime


class StaleBranch(ValueError):
    """The journal is not where it was when the branch was decided."""


def begin_incarnation(file: JournalFile, signer: Signer, known: Known, branch: Branch, event_id: str) -> Device:
    """Go on under `branch.incarnation`; returns the device as it is then. Raises JournalUnavailable, StaleBranch."""
    with file.write() as connection:
        before = read_device(connection)
        if branch.incarnation <= before.incarnation or branch.common_seq >= before.next_seq:
            raise StaleBranch(branch)
        device = replace(before, incarnation=branch.incarnation, next_seq=1, head_hash=GENESIS, next_doc=1)
        opened = _opened(before, branch)
        device = _stored(connection, device, chained(device, event_id, opened, known, signer), branch.at)
        for event, amount_minor in list(_divergent(connection, before, branch.common_seq)):
            stated = _reissued(before, event, amount_minor)
            entry = chained(device, reissued_id(_first_id(event), device.incarnation), stated, known, signer)
            _take_over_moves(connection, event, device)
            device = _stored(connection, device, entry, branch.at)
        values = {"incarnation": device.incarnation, "next_seq": device.next_seq}
        connection.execute(
            tables.device.update().values(**values, head_hash=device.head_hash, next_doc=device.next_doc)
        )
    return device


def own_hash(file: JournalFile, incarnation: int, seq: int) -> str:
    """The hash of one own event, hex. Raises JournalUnavailable."""
    columns = tables.event.c
    query = sa.select(columns.hash).where(columns.incarnation == incarnation, columns.seq == seq)
    with file.read() as connection:
        return bytes(connection.execute(query).scalar_one()).hex()


def _stored(connection: sa.Connection, device: Device, entry: Chained, at: datetime) -> Device:
    store_event(connection, entry, instant_text(at))
    return replace(device, next_seq=device.next_seq + 1, head_hash=entry.event.hash)


def _divergent(connection: sa.Connection, device: Device, common_seq: int) -> Iterator[tuple[SignedEvent, int]]:
    """Events beyond what is agreed on. What had only opened an incarnation that the ledger never saw says nothing."""
    columns = tables.event.c
    query = sa.select(columns.seq, columns.amount_minor).where(columns.incarnation == device.incarnation)
    amounts = {row.seq: row.amount_minor for row in connection.execute(query)}
    for event in events_from(connection, device.device_id, device.incarnation, common_seq + 1):
        if event.header.kind != "incarnation_opened":
            yield event, amounts[event.header.seq]


def _opened(device: Device, branch: Branch) -> Statement:
    body = IncarnationOpenedBody(
        store=device.store_id,
        till=device.till_id,
        shift="",
        business_on="",
        staff="",
        at=instant_text(branch.at),
        before=device.incarnation,
        common_seq=branch.common_seq,
        reason=branch.reason,
    )
    return Statement("incarnation_opened", 1, body, 0)


def _reissued(device: Device, event: SignedEvent, amount_minor: int) -> Statement:
    """The event wrapped; one that wraps another already is taken as it is. What this release cannot read (a later one
    wrote it) is wrapped all the same, with no more than the till's own name to go by.
    """
    header = event.header
    inner = _understood(event)
    if isinstance(inner, ReissuedBody):
        return Statement("reissued", 1, inner, amount_minor)
    context = _context(device, inner)
    body = ReissuedBody(
        **context,
        device=header.device_id,
        incarnation=header.incarnation,
        seq=header.seq,
        id=header.event_id,
        kind=header.kind,
        version=header.version,
        ref_epoch=header.ref_epoch,
        ref_pos=header.ref_pos,
        prev=event.prev_hash.hex(),
        hash=event.hash.hex(),
        sig=event.signature.hex(),
        body=event.body.decode(),
    )
    return Statement("reissued", 1, body, amount_minor)


def _context(device: Device, inner: Body | None) -> dict[str, Any]:
    if inner is None:
        blank = dict.fromkeys(("shift", "business_on", "staff", "at"), "")
        return {"store": device.store_id, "till": device.till_id, "offset_min": 0, **blank}
    return {name: getattr(inner, name) for name in _CONTEXT}


_CONTEXT = ("store", "till", "shift", "business_on", "staff", "at", "offset_min")


def _understood(event: SignedEvent) -> Body | None:
    try:
        return decode_body(event.header.kind, event.header.version, event.body)
    except BodyNotUnderstood:
        return None


def _first_id(event: SignedEvent) -> str:
    inner = _understood(event)
    return inner.id if isinstance(inner, ReissuedBody) else event.header.event_id


def _take_over_moves(connection: sa.Connection, event: SignedEvent, device: Device) -> None:
    """What the event moved counts with the event that states it now: the ledger will say that it has that one."""
    columns = tables.own_move.c
    mine = sa.and_(columns.incarnation == event.header.incarnation, columns.seq == event.header.seq)
    connection.execute(tables.own_move.update().where(mine).values(incarnation=device.incarnation, seq=device.next_seq))

"""What a hello is answered: where the ledger believes a till's chain to end, and the verdict over both ends.

ok: same end, or the till is ahead on the same chain. behind: the till is an older image of itself that has not sold.
fork: the chains differ. server_rewound: the till's cursor is beyond everything here. Reads only.
"""

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from sync_engine.ledger.feed import CursorGone, check_cursor, cursor_of
from sync_engine.ledger.store.locks import read_shard
from sync_engine.ledger.store.tables import SHARD, backup_mark, device_head, inbox
from sync_engine.protocol.envelope import GENESIS
from sync_engine.protocol.messages import Head, HelloRequest

Verdict = Literal["ok", "behind", "fork", "server_rewound", "revoked"]


@dataclass(frozen=True, slots=True)
class Position:
    """End of a chain as it is stored here."""

    incarnation: int
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """What a hello found out."""

    verdict: Verdict
    head: Head
    common_pos: int
    is_cursor_good: bool
    archived_seq: int


def position(connection: sa.Connection, device_id: str, incarnation: int | None = None) -> Position:
    """The end of an incarnation's chain; without one, of the incarnation that spoke last."""
    column = device_head.c
    query = sa.select(device_head).where(column.shard_id == SHARD, column.device_id == device_id)
    if incarnation is not None:
        query = query.where(column.incarnation == incarnation)
    row: Any = connection.execute(query.order_by(column.last_pos.desc()).limit(1)).one_or_none()
    if row is None:
        return Position(incarnation or 1, 0, GENESIS)
    return Position(row.incarnation, row.last_seq, bytes(row.last_hash))


def verdict_over(connection: sa.Connection, device_id: str, request: HelloRequest) -> Found:
    """Compare the till's head and cursor with what is here, in the connection's snapshot."""
    state = read_shard(connection)
    assert state is not None
    stored = position(connection, device_id, request.incarnation)
    verdict = _chains(connection, device_id, stored, request)
    is_good = True
    try:
        check_cursor(cursor_of(request.cursor), state.epoch, state.common_pos, state.last_pos)
    except CursorGone as gone:
        is_good = False
        if gone.reason in {"ahead", "epoch"} and verdict == "ok":
            verdict = "server_rewound"
    head = Head(incarnation=stored.incarnation, seq=stored.seq, hash=stored.hash.hex())
    archived = archived_seq(connection, device_id, stored)
    return Found(verdict, head, state.common_pos, is_good, archived)


def archived_seq(connection: sa.Connection, device_id: str, stored: Position) -> int:
    """Up to which number the incarnation's events are in a copy of the ledger that was proved; 0: none of them."""
    reach = sa.select(sa.func.max(backup_mark.c.up_to)).where(backup_mark.c.shard_id == SHARD).scalar_subquery()
    column = inbox.c
    found = sa.select(sa.func.max(column.seq)).where(
        column.shard_id == SHARD,
        column.device_id == device_id,
        column.incarnation == stored.incarnation,
        column.pos <= reach,
    )
    return int(connection.execute(found).scalar_one() or 0)


def _chains(connection: sa.Connection, device_id: str, stored: Position, request: HelloRequest) -> Verdict:
    head = request.head
    if head.seq > stored.seq:
        return "ok"  # the first push shows whether what lies before is the same
    if head.seq == stored.seq:
        return "ok" if head.hash == stored.hash.hex() else "fork"
    if head.seq == 0:
        return "behind"
    column = inbox.c
    same = sa.select(column.hash).where(
        column.shard_id == SHARD,
        column.device_id == device_id,
        column.incarnation == request.incarnation,
        column.seq == head.seq,
    )
    found = connection.execute(same).scalar_one_or_none()
    return "behind" if found is not None and bytes(found).hex() == head.hash else "fork"

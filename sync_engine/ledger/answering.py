"""Answers what tills ask while a person waits. Reads only, each answer from one snapshot of the database.

One function per question (see `protocol.questions`).
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from sync_engine.ledger.auth import Caller
from sync_engine.ledger.enrolment import free_incarnation
from sync_engine.ledger.store.locks import read_shard
from sync_engine.ledger.store.tables import SHARD, customer_sale, inbox
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import SaleBody
from sync_engine.protocol.questions import (
    ChainAsked,
    ChainTold,
    PurchaseLine,
    PurchasesAsked,
    PurchasesTold,
    PurchaseTold,
    Question,
    Told,
)


class _Moment(NamedTuple):
    as_of: str
    pos: int


class Answering:
    """Holds no state of its own; `now_text` is the present instant as UTC text."""

    def __init__(self, reading: sa.Engine, now_text: Callable[[], str]) -> None:
        self._reading, self._now_text = reading, now_text

    def answer(self, caller: Caller, question: Question) -> Told:
        """The answer to any question that this ledger can read."""
        as_of = self._now_text()
        with self._reading.begin() as connection:
            state = read_shard(connection)
            pos = state.last_pos if state is not None else 0
            return _ANSWERS[type(question)](connection, caller, question, _Moment(as_of, pos))


def _purchases(connection: sa.Connection, _caller: Caller, asked: PurchasesAsked, moment: _Moment) -> PurchasesTold:
    bought = customer_sale.c
    query = (
        sa.select(inbox.c.kind, inbox.c.version, inbox.c.body)
        .join(customer_sale, sa.and_(inbox.c.shard_id == bought.shard_id, inbox.c.pos == bought.pos))
        .where(bought.shard_id == SHARD, bought.customer_id == asked.customer)
        .order_by(bought.pos.desc())
        .limit(asked.limit)
    )
    rows = connection.execute(query).all()
    return PurchasesTold(as_of=moment.as_of, pos=moment.pos, purchases=tuple(_purchase(*row) for row in rows))


def _purchase(kind: str, version: int, raw: bytes) -> PurchaseTold:
    body = decode_body(kind, version, bytes(raw))
    assert isinstance(body, SaleBody)
    lines = (PurchaseLine(name=line.name, qty=line.qty, scale=line.scale, kind=line.kind) for line in body.lines)
    return PurchaseTold(
        doc_no=body.doc_no,
        at=body.at,
        store=body.store,
        total=body.total,
        currency=body.currency,
        lines=tuple(lines),
    )


def _chain(connection: sa.Connection, caller: Caller, asked: ChainAsked, moment: _Moment) -> ChainTold:
    column = inbox.c
    query = (
        sa.select(column.hash)
        .where(column.shard_id == SHARD, column.device_id == caller.device_id)
        .where(column.incarnation == asked.incarnation, column.seq >= asked.from_seq)
        .order_by(column.seq)
        .limit(asked.limit)
    )
    hashes = tuple(bytes(digest).hex() for digest in connection.execute(query).scalars())
    free = free_incarnation(connection, caller.store_id, caller.till_id)
    return ChainTold(as_of=moment.as_of, pos=moment.pos, hashes=hashes, free_incarnation=free)


_ANSWERS: Mapping[type[Question], Callable[[sa.Connection, Caller, Any, _Moment], Told]] = {
    PurchasesAsked: _purchases,
    ChainAsked: _chain,
}

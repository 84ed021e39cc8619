"""Answers what tills ask while a person waits. Reads only, each answer from one snapshot of the database.

One function per question (see `protocol.questions`).
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from sync_engine.ledger.store.locks import read_shard
from sync_engine.ledger.store.tables import SHARD, customer_sale, inbox
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import SaleBody
from sync_engine.protocol.questions import PurchaseLine, PurchasesAsked, PurchasesTold, PurchaseTold, Question, Told


class Answering:
    """Holds no state of its own; `now_text` is the present instant as UTC text."""

    def __init__(self, reading: sa.Engine, now_text: Callable[[], str]) -> None:
        self._reading, self._now_text = reading, now_text

    def answer(self, question: Question) -> Told:
        """The answer to any question that this ledger can read."""
        as_of = self._now_text()
        with self._reading.begin() as connection:
            state = read_shard(connection)
            pos = state.last_pos if state is not None else 0
            return _ANSWERS[type(question)](connection, question, as_of, pos)


def _purchases(connection: sa.Connection, asked: PurchasesAsked, as_of: str, pos: int) -> PurchasesTold:
    bought = customer_sale.c
    query = (
        sa.select(inbox.c.kind, inbox.c.version, inbox.c.body)
        .join(customer_sale, sa.and_(inbox.c.shard_id == bought.shard_id, inbox.c.pos == bought.pos))
        .where(bought.shard_id == SHARD, bought.customer_id == asked.customer)
        .order_by(bought.pos.desc())
        .limit(asked.limit)
    )
    rows = connection.execute(query).all()
    return PurchasesTold(as_of=as_of, pos=pos, purchases=tuple(_purchase(*row) for row in rows))


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


_ANSWERS: Mapping[type[Question], Callable[[sa.Connection, Any, str, int], Told]] = {PurchasesAsked: _purchases}

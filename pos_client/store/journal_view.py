"""What the journal holds, for views and for `status`: unsent facts, recent sales. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pos_client.store import tables
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import SaleBody


@dataclass(frozen=True, slots=True)
class Unsent:
    """Events behind the acknowledged one, and the sum of their sales in minor units."""

    count: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class SaleMade:
    """A recorded sale in a list. `is_sent` is true once the ledger has confirmed it."""

    doc_no: str
    at: str
    total_minor: int
    currency_code: str
    is_sent: bool


def unsent(connection: sa.Connection, incarnation: int, acked_seq: int) -> Unsent:
    """What the ledger has not confirmed."""
    columns = tables.event.c
    where = sa.and_(columns.incarnation == incarnation, columns.seq > acked_seq)
    total = sa.func.coalesce(sa.func.sum(columns.amount_minor), 0)
    row = connection.execute(sa.select(sa.func.count(), total).where(where)).one()
    return Unsent(int(row[0]), int(row[1]))


def recent_sales(connection: sa.Connection, incarnation: int, acked_seq: int, limit: int) -> Sequence[SaleMade]:
    """The last sales, newest first."""
    columns = tables.event.c
    query = (
        sa.select(columns.seq, columns.body, columns.version)
        .where(columns.incarnation == incarnation, columns.kind == "sale")
        .order_by(columns.seq.desc())
        .limit(limit)
    )
    return tuple(_sale_made(row.seq, row.version, row.body, acked_seq) for row in connection.execute(query))


def _sale_made(seq: int, version: int, raw: bytes, acked_seq: int) -> SaleMade:
    body = decode_body("sale", version, raw)
    assert isinstance(body, SaleBody)
    return SaleMade(body.doc_no, body.at, body.total, body.currency, seq <= acked_seq)

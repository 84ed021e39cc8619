"""What the journal holds, for views and for `status`: unsent facts, recent sales. Only reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from pos_client.store import tables
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import SaleBody


@dataclass(frozen=True, slots=True)
class Unsent:
    """Events behind the acknowledged one, how many of them are sales, and the sum of those in minor units.

    `oldest_at` (UTC text) and `oldest_doc_no` are of the first sale that waits; "" when none does.
    """

    count: int
    amount_minor: int
    sales: int = 0
    oldest_at: str = ""
    oldest_doc_no: str = ""


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
    is_sale = columns.kind == "sale"
    total = sa.func.coalesce(sa.func.sum(sa.case((is_sale, columns.amount_minor), else_=0)), 0)
    sales = sa.func.coalesce(sa.func.sum(sa.case((is_sale, 1), else_=0)), 0)
    row = connection.execute(sa.select(sa.func.count(), total, sales).where(where)).one()
    oldest = _oldest(connection, where) if row[2] else None
    found = Unsent(int(row[0]), int(row[1]), int(row[2]))
    return replace(found, oldest_at=oldest.at, oldest_doc_no=oldest.doc_no) if oldest is not None else found


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


def _oldest(connection: sa.Connection, where: sa.ColumnElement[bool]) -> SaleMade | None:
    columns = tables.event.c
    query = (
        sa.select(columns.seq, columns.body, columns.version)
        .where(where, columns.kind == "sale")
        .order_by(columns.seq)
        .limit(1)
    )
    row = connection.execute(query).first()
    return _sale_made(row.seq, row.version, row.body, 0) if row is not None else None


def _sale_made(seq: int, version: int, raw: bytes, acked_seq: int) -> SaleMade:
    body = decode_body("sale", version, raw)
    assert isinstance(body, SaleBody)
    return SaleMade(body.doc_no, body.at, body.total, body.currency, seq <= acked_seq)

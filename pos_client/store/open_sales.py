"""The rows of open sales, and what recording an act does to them, inside its transaction. Knows texts, no cart."""

from collections.abc import Sequence

import sqlalchemy as sa

from pos_client.counter.acts import Act, ParkedResumed, SaleCompleted, SaleParked, SaleVoided
from pos_client.store import tables
from sync_engine.domain.dates import instant_text

_PUT = (
    "INSERT INTO open_sale (sale_id, body, at) VALUES (?, ?, ?)"
    " ON CONFLICT (sale_id) DO UPDATE SET body = excluded.body, at = excluded.at"
)


def put(connection: sa.Connection, sale_id: str, body: str, at: str) -> None:
    """Keep an open sale as it is now; it stays in its place among others."""
    connection.exec_driver_sql(_PUT, (sale_id, body, at))


def drop(connection: sa.Connection, sale_id: str) -> None:
    """There is no such open sale any more."""
    connection.execute(tables.open_sale.delete().where(tables.open_sale.c.sale_id == sale_id))


def unrecorded(connection: sa.Connection) -> Sequence[str]:
    """The bodies of open sales that are no recorded act, the oldest first."""
    columns = tables.open_sale.c
    recorded = sa.exists().where(tables.event.c.event_id == columns.sale_id)
    return connection.execute(sa.select(columns.body).where(~recorded).order_by(columns.number)).scalars().all()


def follow(connection: sa.Connection, act: Act) -> None:
    """An act is being recorded: the sale it closes is open no more, the one it brings back is."""
    match act:
        case SaleCompleted() | SaleVoided():
            drop(connection, act.event_id)
        case SaleParked():
            drop(connection, act.sale_id)
        case ParkedResumed():
            put(connection, act.sale_id, act.sale_text, instant_text(act.context.at))
        case _:
            pass

"""What a person has to look at: kinds of cases, and which are open. At most one case of a kind and subject is open."""

from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from sync_engine.ledger.store.tables import SHARD, case_

OVERSELL = "OVERSELL"
"""More left a controlled place than was there; subject `<place>|<article>`."""
UNKNOWN_ARTICLE = "UNKNOWN_ARTICLE"
"""A fact names an article that the catalogue does not have; subject is the article."""
TOTALS_DIFFER = "TOTALS_DIFFER"
"""A till's figures are not those of the rules; subject is the position."""
PAYMENT_UNCLEAR = "PAYMENT_UNCLEAR"
"""A terminal never told a till whether it charged a card, and the customer paid otherwise; subject is the position."""
PARKED_RESUMED_TWICE = "PARKED_RESUMED_TWICE"
"""Two tills put the same parked sale on their counters; subject is the parked sale, its facts name both."""
TILL_COPIED = "TILL_COPIED"
"""Two copies of one till have sold; subject is the position at which the second began a chain of its own."""
DEFERRED = "DEFERRED"
"""An event is stored but not booked; subject `<device>/<incarnation>/<seq>`."""


class OpenCase(NamedTuple):
    """A case as a person sees it; `facts` are those of its kind."""

    case_id: str
    kind: str
    subject: str
    opened_pos: int
    facts: dict[str, Any]


def open_cases(connection: sa.Connection, kind: str | None = None, limit: int = 1_000) -> list[OpenCase]:
    """The oldest open cases, of one kind or of all."""
    column = case_.c
    query = sa.select(column.case_id, column.kind, column.subject, column.opened_pos, column.body)
    query = query.where(column.shard_id == SHARD, column.state == "open").order_by(column.opened_pos, column.case_id)
    if kind is not None:
        query = query.where(column.kind == kind)
    rows = connection.execute(query.limit(limit))
    return [OpenCase(*row[:4], msgspec.json.decode(row[4])) for row in rows]


def open_counts(connection: sa.Connection) -> dict[str, int]:
    """How many cases of each kind are open."""
    column = case_.c
    query = sa.select(column.kind, sa.func.count()).where(column.shard_id == SHARD, column.state == "open")
    return {row[0]: row[1] for row in connection.execute(query.group_by(column.kind))}

"""What a person has to look at: kinds of cases, and which are open. At most one case of a kind and subject is open."""

from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from sync_engine.ledger.store.tables import SHARD, case_, inbox

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


class CaseStory(NamedTuple):
    """A case with what it rests on: the event that opened it, and how it ended (empty while it is open)."""

    case: OpenCase
    is_open: bool
    device: str
    event_kind: str
    event: Any
    by: str
    note: str


def story(connection: sa.Connection, case_id: str) -> CaseStory | None:
    """Everything that is known of one case; None when there is none of this id."""
    column = case_.c
    row = connection.execute(sa.select(case_).where(column.shard_id == SHARD, column.case_id == case_id)).one_or_none()
    if row is None:
        return None
    device, kind, opened = _event(connection, row.opened_pos)
    _, _, ended = _event(connection, row.resolved_pos)
    case = OpenCase(row.case_id, row.kind, row.subject, row.opened_pos, msgspec.json.decode(row.body))
    by, note = (ended.get("staff", ""), ended.get("note", "")) if isinstance(ended, dict) else ("", "")
    return CaseStory(case, row.state == "open", device, kind, opened, by, note)


def _event(connection: sa.Connection, pos: int | None) -> tuple[str, str, Any]:
    """Device, kind and body of an event; a body that is no JSON as its text."""
    column = inbox.c
    query = sa.select(column.device_id, column.kind, column.body).where(column.shard_id == SHARD, column.pos == pos)
    row = connection.execute(query).one_or_none()
    if row is None:
        return "", "", {}
    raw = bytes(row.body)
    try:
        return row.device_id, row.kind, msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return row.device_id, row.kind, raw.decode(errors="replace")


def open_counts(connection: sa.Connection) -> dict[str, int]:
    """How many cases of each kind are open."""
    column = case_.c
    query = sa.select(column.kind, sa.func.count()).where(column.shard_id == SHARD, column.state == "open")
    return {row[0]: row[1] for row in connection.execute(query.group_by(column.kind))}

"""Notes whom or what an own event is about, so that it is found again without reading the whole journal.

Knows the acts that have such a subject and the one table; nothing of what the events say.
"""

from collections.abc import Collection

import sqlalchemy as sa

from pos_client.counter.acts import Act, CustomerSaved, ParkedResumed, SaleCompleted, SaleParked
from pos_client.store import tables
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.envelope import Header
from sync_engine.protocol.facts import Body

Reached = tuple[int, int]
"""(incarnation, seq) of the last own event that the ledger's rows contain."""


def note_subject(connection: sa.Connection, header: Header, act: Act) -> None:
    """Note it, in the transaction that records the event."""
    subject = _subject(act)
    if subject:
        row = {"kind": header.kind, "subject": subject, "incarnation": header.incarnation, "seq": header.seq}
        connection.execute(tables.own_subject.insert().values(row))


def events_behind(
    connection: sa.Connection, kind: str, reached: Reached, besides: Collection[Reached] = ()
) -> list[Body]:
    """The own events of a kind that the ledger's rows do not contain, in order; `besides` are wanted in any case."""
    incarnation, seq = reached
    of = tables.own_subject.c
    is_later = sa.or_(of.incarnation > incarnation, sa.and_(of.incarnation == incarnation, of.seq > seq))
    is_named = [sa.and_(of.incarnation == one[0], of.seq == one[1]) for one in besides]
    return _bodies(connection, sa.and_(of.kind == kind, sa.or_(is_later, *is_named)))


def events_about(connection: sa.Connection, kind: str, subject: str, limit: int) -> list[Body]:
    """The last own events of a kind about one subject, the newest first."""
    of = tables.own_subject.c
    return _bodies(connection, sa.and_(of.kind == kind, of.subject == subject), limit)


def subjects_of(connection: sa.Connection, kind: str, among: Collection[str]) -> set[str]:
    """Which of `among` an own event of that kind is about."""
    of = tables.own_subject.c
    query = sa.select(of.subject).where(of.kind == kind, of.subject.in_(list(among)))
    return set(connection.execute(query).scalars())


def _subject(act: Act) -> str:
    match act:
        case SaleCompleted():
            return act.sale.customer_id
        case SaleParked() | ParkedResumed():
            return act.park_id
        case CustomerSaved():
            return act.customer_id
        case _:
            return ""


def _bodies(connection: sa.Connection, where: sa.ColumnElement[bool], newest: int | None = None) -> list[Body]:
    of, event = tables.own_subject.c, tables.event.c
    is_same = sa.and_(event.incarnation == of.incarnation, event.seq == of.seq)
    query = sa.select(event.kind, event.version, event.body).select_from(tables.own_subject)
    query = query.join(tables.event, is_same).where(where)
    if newest is None:
        query = query.order_by(of.incarnation, of.seq)
    else:
        query = query.order_by(of.incarnation.desc(), of.seq.desc()).limit(newest)
    return [decode_body(row.kind, row.version, bytes(row.body)) for row in connection.execute(query)]

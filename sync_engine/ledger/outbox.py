"""Mails that wait, as the database keeps them: which is due, what became of it. Knows no mail server.

A receipt goes to one address once: who asks again gets no second mail, unless the first was given up.
"""

from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from sync_engine.ledger.store.mail_tables import mail, mail_sending
from sync_engine.ledger.store.tables import SHARD, inbox

State = Literal["waiting", "sent", "doubled", "given_up"]

PAUSES_S: Final = (30, 60, 300, 900, 3_600)
"""Waits between attempts; the last one repeats."""

DEADLINE_S: Final = 3 * 24 * 3_600
"""After this nobody waits for a receipt any more."""

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """One wish, and how often it was tried."""

    pos: int
    doc_no: str
    sale_ref: str
    to: str
    language: str
    received_ms: int
    tries: int


@dataclass(frozen=True, slots=True)
class Outbox:
    """Positions up to `settled_pos` need nobody any more, so that a look costs nothing when all is sent."""

    settled_pos: int = 0

    def due(self, connection: sa.Connection, now_ms: int) -> tuple[Mail, ...]:
        """What is to be sent now, oldest first."""
        tries = sa.func.coalesce(mail_sending.c.tries, 0)
        is_due = sa.func.coalesce(mail_sending.c.next_ms, 0) <= now_ms
        query = (
            sa.select(
                *(mail.c.pos, mail.c.doc_no, mail.c.sale_ref, mail.c.to_address, mail.c.language),
                *(inbox.c.received_ms, tries),
            )
            .select_from(_joined())
            .join(inbox, sa.and_(inbox.c.shard_id == mail.c.shard_id, inbox.c.pos == mail.c.pos))
            .where(self._is_open(), is_due)
            .order_by(mail.c.pos)
            .limit(_MOST)
        )
        return tuple(Mail(*row) for row in connection.execute(query))

    def moved(self, connection: sa.Connection) -> "Outbox":
        """The same, knowing how far everything is settled by now."""
        first = connection.execute(sa.select(sa.func.min(mail.c.pos)).select_from(_joined()).where(self._is_open()))
        last = connection.execute(sa.select(sa.func.max(mail.c.pos)).where(mail.c.shard_id == SHARD))
        open_pos, last_pos = first.scalar_one(), last.scalar_one()
        return Outbox(open_pos - 1 if open_pos is not None else last_pos or 0)

    def waiting(self, connection: sa.Connection) -> int:
        """How many mails wait."""
        query = sa.select(sa.func.count()).select_from(_joined()).where(self._is_open())
        return int(connection.execute(query).scalar_one())

    def _is_open(self) -> sa.ColumnElement[bool]:
        state = sa.func.coalesce(mail_sending.c.state, "waiting")
        return sa.and_(mail.c.shard_id == SHARD, mail.c.pos > self.settled_pos, state == "waiting")


def is_doubled(connection: sa.Connection, wanted: Mail) -> bool:
    """Whether the same receipt goes, or went, to the same address by an earlier wish."""
    state = sa.func.coalesce(mail_sending.c.state, "waiting")
    query = (
        sa.select(mail.c.pos)
        .select_from(_joined())
        .where(
            mail.c.shard_id == SHARD,
            mail.c.sale_ref == wanted.sale_ref,
            mail.c.to_address == wanted.to,
            mail.c.pos < wanted.pos,
            state.in_(("waiting", "sent")),
        )
    )
    return connection.execute(query.limit(1)).first() is not None


def settle(connection: sa.Connection, wanted: Mail, state: State, reason: str = "") -> None:
    """Write down what became of a mail."""
    _write(connection, wanted, state, 0, reason)


def postpone(connection: sa.Connection, wanted: Mail, now_ms: int, reason: str) -> None:
    """Try it again later, or give it up when its time is over."""
    pause_s = PAUSES_S[min(wanted.tries, len(PAUSES_S) - 1)]
    next_ms = now_ms + pause_s * 1_000
    if next_ms > wanted.received_ms + DEADLINE_S * 1_000:
        settle(connection, wanted, "given_up", reason)
        return
    _write(connection, wanted, "waiting", next_ms, reason)


def _write(connection: sa.Connection, wanted: Mail, state: State, next_ms: int, reason: str) -> None:
    columns = mail_sending.c
    connection.execute(sa.delete(mail_sending).where(columns.shard_id == SHARD, columns.pos == wanted.pos))
    row = (SHARD, wanted.pos, state, wanted.tries + 1, next_ms, reason)
    connection.execute(sa.insert(mail_sending).values(row))


def _joined() -> sa.Join:
    is_its = sa.and_(mail_sending.c.shard_id == mail.c.shard_id, mail_sending.c.pos == mail.c.pos)
    return mail.outerjoin(mail_sending, is_its)

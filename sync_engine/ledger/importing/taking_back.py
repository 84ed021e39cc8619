"""Takes an import back, fact by fact, the newest first: each names up to 1,000 rows of what the import had stated.

What to name is read from the import's own facts, so nothing large is held and an undoing that was stopped goes on
where it was when it is begun again. Who appends is given in; nothing here writes the database.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.importing.booking import ledger_context
from sync_engine.ledger.importing.statements import RefKey
from sync_engine.ledger.store.bulk import fetch
from sync_engine.ledger.store.tables import SHARD, import_batch, import_row, inbox
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import LEDGER_DEVICE, ImportUndoneBody, ReferenceChangedBody, StockCountedBody

_AT_ONCE = 20
"""Facts that are read together, some 10 MB at most."""


class NotTakenBack(Unavailable):
    """The ledger took a fact of the undoing without booking it."""

    def __init__(self, batch: str, reason: str) -> None:
        super().__init__(f"{batch}: {reason}")
        self.batch, self.reason = batch, reason


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that an import changed: taken back, and still as some later change left them or not asked for yet."""

    undone: int
    standing: int


@dataclass(frozen=True, slots=True)
class TakingBack:
    """The undoing of one import. `batch` is its row; `engine` is a reading one."""

    engine: sa.Engine
    appender: Appender
    batch: Any
    progress: Callable[[str, float], None] = lambda _stage, _done: None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def run(self) -> None:
        """Name all rows that stand. Raises NotTakenBack, and what appenders raise."""
        walked = 0
        waiting: tuple[str, Sequence[RefKey]] = (self.batch.topic, ())
        for topic, stated in self._stated():
            standing = self._standing(topic, stated)
            if standing and waiting[1]:
                self._append(*waiting, is_last=False)
            if standing:
                waiting = topic, standing
            walked += len(stated)
            self.progress("undoing", min(1.0, walked / max(1, self.batch.row_count)))
        self._append(*waiting, is_last=True)

    def _stated(self) -> Iterator[tuple[str, Sequence[RefKey]]]:
        """What the facts of the import named, the newest first."""
        before = self.batch.last_pos + 1
        while rows := self._facts(before):
            before = rows[-1].pos
            for row in rows:
                body = decode_body(row.kind, row.version, bytes(row.body))
                if isinstance(body, ReferenceChangedBody) and body.batch == self.batch.batch_id:
                    yield body.topic, [(fact.scope, fact.key) for fact in reversed(body.rows)]
                if isinstance(body, StockCountedBody) and body.batch == self.batch.batch_id:
                    yield "stock", [(fact.place, fact.sku) for fact in reversed(body.rows)]

    def _facts(self, before: int) -> Sequence[Any]:
        is_ours = sa.and_(inbox.c.shard_id == SHARD, inbox.c.device_id == LEDGER_DEVICE)
        is_between = sa.and_(inbox.c.pos >= self.batch.first_pos, inbox.c.pos < before)
        is_booked = inbox.c.disposition != "deferred"
        query = sa.select(inbox.c.pos, inbox.c.kind, inbox.c.version, inbox.c.body).where(
            is_ours, is_between, is_booked
        )
        with self.engine.begin() as connection:
            return connection.execute(query.order_by(inbox.c.pos.desc()).limit(_AT_ONCE)).all()

    def _standing(self, topic: str, keys: Sequence[RefKey]) -> Sequence[RefKey]:
        columns = ("shard_id", "batch_id", "topic", "scope", "key")
        wanted = [(SHARD, self.batch.batch_id, topic, *key) for key in keys]
        with self.engine.begin() as connection:
            rows = fetch(connection, import_row, columns, wanted)
        standing = {(row.scope, row.key) for row in rows if not row.is_undone}
        return [key for key in dict.fromkeys(keys) if key in standing]

    def _append(self, topic: str, rows: Sequence[RefKey], *, is_last: bool) -> None:
        batch_id = self.batch.batch_id
        context = ledger_context(self.now())
        body = ImportUndoneBody(**context, batch=batch_id, topic=topic, rows=tuple(rows), is_last=is_last)
        appended = self.appender.append("import_undone", 1, body)
        if appended.disposition == "deferred":
            raise NotTakenBack(batch_id, appended.reason or "")


def batch_of(engine: sa.Engine, batch_id: str) -> Any:
    """The row of an import, None when there is none."""
    is_it = sa.and_(import_batch.c.shard_id == SHARD, import_batch.c.batch_id == batch_id)
    with engine.begin() as connection:
        return connection.execute(sa.select(import_batch).where(is_it)).one_or_none()


def rows_of(engine: sa.Engine, batch_id: str) -> Rows:
    """How many of the rows that an import changed are taken back, and how many stand."""
    is_it = sa.and_(import_row.c.shard_id == SHARD, import_row.c.batch_id == batch_id)
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(import_row.c.is_undone), 0)).where(is_it)
    with engine.begin() as connection:
        count, undone = connection.execute(query.select_from(import_row)).one()
    return Rows(int(undone), int(count) - int(undone))

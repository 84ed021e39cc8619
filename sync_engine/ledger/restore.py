"""A database filled from a copy of the ledger, under a new epoch, and what the tills brought back since.

A new epoch tells every till to compare: they still have what came after the copy and send it again. Knows no command.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.backup import Report, copy_rows, opened_copy
from sync_engine.ledger.importing.booking import ledger_context
from sync_engine.ledger.migrations import STEPS
from sync_engine.ledger.store import tables
from sync_engine.ledger.store.locks import ShardState, read_shard
from sync_engine.ledger.store.tables import SHARD, inbox, shard
from sync_engine.protocol.facts import LedgerRestoredBody
from sync_engine.sql.engine import database_engine
from sync_engine.sql.migrator import migrate, schema_version


class LedgerThere(Refusal):
    """The database has a ledger already; only an empty one can be filled."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How a database was filled: it ends at `common_pos` and began `epoch`."""

    old_epoch: str
    epoch: str
    common_pos: int


def restore(path: Path, url: str, report: Report) -> Restored:
    """Fill an empty database from the copy, under a new epoch and a new term.

    Raises LedgerThere, NotABackup, FileNotReadable, NewerSchema, and what databases raise; the database then stays
    without a ledger.
    """
    target = database_engine(url)
    try:
        if schema_version(target) and _state(target) is not None:
            raise LedgerThere
        migrate(target, STEPS, "ledger")
        with opened_copy(path) as source, source.begin() as reading, target.begin() as writing:
            copy_rows(reading, writing, report)
            return _new_epoch(writing)
    finally:
        target.dispose()


def note_restored(appender: Appender, done: Restored, name: str, at: datetime) -> None:
    """State that the ledger was filled from the copy `name`; what comes after it can be told from then on."""
    body = LedgerRestoredBody(**ledger_context(at), **asdict(done), file=name)
    appender.append("ledger_restored", 1, body)


def _new_epoch(connection: sa.Connection) -> Restored:
    state = read_shard(connection)
    assert state is not None
    found = Restored(state.epoch, secrets.token_hex(8), state.last_pos)
    lease = {"lease_owner": "", "lease_until_ms": 0}
    values = {"epoch": found.epoch, "common_pos": found.common_pos, "term": shard.c.term + 1, **lease}
    connection.execute(sa.update(shard).where(shard.c.shard_id == SHARD).values(**values))
    return found


def _state(engine: sa.Engine) -> ShardState | None:
    with engine.begin() as connection:
        return read_shard(connection)


# --- what came back ---


@dataclass(frozen=True, slots=True)
class Returned:
    """A till after a restore: its last number in the copy, and what it sent again since."""

    device_id: str
    store_id: str
    till_id: str
    copied_seq: int
    came_back: int


def returned(connection: sa.Connection) -> tuple[Restored, int, list[Returned]] | None:
    """The last restore, the position that the lost ledger had reached as far as any till knew, and every till.

    None when there was no restore.
    """
    row = connection.execute(sa.select(tables.restored).order_by(tables.restored.c.pos.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    column = inbox.c
    known = sa.select(sa.func.max(column.ref_pos)).where(column.ref_epoch == row.old_epoch)
    restored = Restored(row.old_epoch, row.epoch, row.common_pos)
    reached = max(int(connection.execute(known).scalar_one() or 0), restored.common_pos)
    return restored, reached, list(_tills(connection, restored))


def _tills(connection: sa.Connection, restored: Restored) -> Iterator[Returned]:
    column, device = inbox.c, tables.device.c
    is_back = sa.and_(column.pos > restored.common_pos, column.ref_epoch == restored.old_epoch)
    query = (
        sa.select(
            *(device.device_id, device.store_id, device.till_id),
            sa.func.coalesce(sa.func.max(sa.case((column.pos <= restored.common_pos, column.seq))), 0).label("copied"),
            sa.func.count(sa.case((is_back, 1))).label("back"),
        )
        .select_from(tables.device.outerjoin(inbox, column.device_id == device.device_id))
        .group_by(device.device_id, device.store_id, device.till_id)
        .order_by(device.store_id, device.till_id, device.device_id)
    )
    for row in connection.execute(query):
        yield Returned(row.device_id, row.store_id, row.till_id, row.copied, row.back)

"""Copies of the whole ledger as one file, and the proof that a copy is whole.

A copy is an SQLite file with the ledger's own tables, whatever database it was made from: it can be proved like the
ledger itself, and fills a database of either kind (`restore`). Keys are not in it. Knows no command.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.importing.booking import ledger_context
from sync_engine.ledger.migrations import STEPS
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.store.bulk import Script
from sync_engine.ledger.store.locks import read_shard
from sync_engine.ledger.store.tables import SHARD, inbox, metadata
from sync_engine.ledger.verify import Finding, verify
from sync_engine.protocol.facts import BackupVerifiedBody
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.migrator import migrate, schema_version

Report = Callable[[str, float], None]
"""Told the stage and how much of it is done, 0 to 1."""

ROWS = 2_000


class NotABackup(Refusal):
    """The file holds no ledger. `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: everything up to position `up_to`; `digest` over the events' hashes in order."""

    ledger_id: str
    epoch: str
    up_to: int
    digest: str


# --- making ---


def write_copy(source: sa.Engine, path: Path, report: Report) -> None:
    """Copy the ledger as it is at one moment, beside its writer. The file is there whole or not at all."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        if source.dialect.name == "sqlite":
            _vacuum_into(source, unfinished, report)
        else:
            _copy_into_file(source, unfinished, report)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _vacuum_into(source: sa.Engine, path: Path, report: Report) -> None:
    report("copying", 0.0)
    connection = source.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.close()
    report("copying", 1.0)


def _copy_into_file(source: sa.Engine, path: Path, report: Report) -> None:
    target = sqlite_engine(path, synchronous="NORMAL")
    try:
        migrate(target, STEPS, "backup")
        with source.connect() as reading, target.begin() as writing:
            copy_rows(reading, writing, report)
        with target.connect() as connection:
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA journal_mode = DELETE")  # type: ignore[union-attr]
    finally:
        target.dispose()


def copy_rows(source: sa.Connection, target: sa.Connection, report: Report) -> None:
    """Every row of every table, in the transactions of both connections. The target's tables are empty."""
    everything = list(metadata.sorted_tables)
    for number, table in enumerate(everything):
        report("copying", number / len(everything))
        for rows in source.execute(sa.select(table).execution_options(yield_per=ROWS)).partitions(ROWS):
            script = Script(target.dialect.name)
            script.insert(table, [tuple(row) for row in rows])
            script.run(target)
    report("copying", 1.0)


# --- proving ---


def contents(path: Path) -> Contents:
    """What the copy holds. Raises NotABackup, FileNotReadable, NewerSchema."""
    with opened_copy(path) as engine, engine.begin() as connection:
        state = read_shard(connection)
        assert state is not None
        return Contents(state.ledger_id, state.epoch, state.last_pos, _digest(connection))


def proofs(path: Path, ledger_public_key: bytes | None) -> Iterator[Finding]:
    """Every invariant of the copy, the books made anew from its inbox included."""
    with opened_copy(path) as engine, engine.begin() as connection:
        yield from verify(connection, ledger_public_key)
        yield check_rebuild(connection)


@contextmanager
def opened_copy(path: Path) -> Iterator[sa.Engine]:
    """The copy under today's tables, in a working copy of its own: the file itself stays untouched.

    Raises NotABackup, FileNotReadable, NewerSchema.
    """
    if not path.is_file():
        raise NotABackup(path)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=path.parent) as folder:
        working = Path(folder, "working.db")
        working.write_bytes(path.read_bytes())
        engine = sqlite_engine(working, synchronous="NORMAL")
        try:
            if schema_version(engine) == 0:
                raise NotABackup(path)
            migrate(engine, STEPS, "backup")
            with engine.begin() as connection:
                if read_shard(connection) is None:
                    raise NotABackup(path)
            yield engine
        finally:
            engine.dispose()


def _digest(connection: sa.Connection) -> str:
    digest = hashlib.sha256()
    query = sa.select(inbox.c.hash).where(inbox.c.shard_id == SHARD).order_by(inbox.c.pos)
    for row in connection.execute(query.execution_options(yield_per=ROWS)):
        digest.update(row.hash)
    return digest.hexdigest()


# --- noting ---


def note_backup(appender: Appender, held: Contents, name: str, at: datetime) -> None:
    """State that the copy `name` was proved; returns when that is committed."""
    body = BackupVerifiedBody(**ledger_context(at), up_to=held.up_to, digest=held.digest, file=name)
    appender.append("backup_verified", 1, body)

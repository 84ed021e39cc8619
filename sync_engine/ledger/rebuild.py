"""I25: the books made anew from the inbox alone are the books as they stand.

Every event is decided over again in a ledger of its own, in a temporary file; then every table is compared. Reads the
ledger, writes only the temporary file.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sync_engine.ledger.book import Book
from sync_engine.ledger.core import Core
from sync_engine.ledger.effects import Outcome, absorb
from sync_engine.ledger.intake import as_recorded
from sync_engine.ledger.migrations import STEPS
from sync_engine.ledger.store import tables
from sync_engine.ledger.store.locks import create_shard
from sync_engine.ledger.store.mail_tables import mail
from sync_engine.ledger.store.reading import fill
from sync_engine.ledger.store.tables import SHARD
from sync_engine.ledger.store.unit_of_work import prepared
from sync_engine.ledger.verify import Finding, finding
from sync_engine.ledger.verify_chain import event_of
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.migrator import migrate

BATCH = 200
COMPARED: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    *((table, ()) for table in (tables.movement, tables.stock, tables.posting, tables.balance)),
    *((table, ()) for table in (tables.sale, tables.sale_line, tables.customer_sale, tables.not_booked)),
    *((table, ()) for table in (tables.ref_row, tables.barcode, tables.import_batch, tables.import_row)),
    *((table, ()) for table in (tables.device_head, tables.enroll_code, tables.case_)),
    *((table, ()) for table in (tables.backup_mark, tables.restored, mail)),
    # Credentials and the program's version are no facts.
    (tables.device, ("device_id", "store_id", "till_id", "public_key", "install_id", "enrolled_pos")),
)
"""Tables, and which columns of them (none named: all)."""


def check_rebuild(live: sa.Connection) -> Finding:
    """Rebuild in a temporary file and compare with the snapshot of the connection's transaction."""
    with tempfile.TemporaryDirectory(prefix="rebuild-") as folder:
        rebuilt = sqlite_engine(Path(folder, "rebuilt.db"), synchronous="NORMAL")
        try:
            count, breaches = _rebuilt(live, rebuilt)
            with rebuilt.connect() as connection:
                for table, columns in COMPARED:
                    breaches.extend(_differences(live, connection, table, columns))
        finally:
            rebuilt.dispose()
    return finding("I25", "the books made anew from the inbox are the books as they stand", count, breaches)


def _rebuilt(live: sa.Connection, rebuilt: sa.Engine) -> tuple[int, list[str]]:
    """Decide over every event again; what comes out otherwise than it is stored is a breach."""
    migrate(rebuilt, STEPS, "rebuild")
    breaches: list[str] = []
    core, book, count = Core(), Book(), 0
    with rebuilt.begin() as connection:
        create_shard(connection, "rebuild", "rebuild")
    for rows in _inbox(live):
        batch = [as_recorded(event_of(row), row.received_ms, row.disposition, row.reason) for row in rows]
        with rebuilt.begin() as connection:
            book.clear_batch()
            fill(connection, book, core.needs(batch))
            effects = core.step(batch, book)
            prepared(effects, 0, connection.dialect.name).run(connection)
        absorb(book, effects)
        breaches.extend(_decided_otherwise(rows, effects.outcomes))
        count += len(rows)
    return count, breaches


def _inbox(live: sa.Connection) -> Iterator[list[Any]]:
    query = sa.select(tables.inbox).where(tables.inbox.c.shard_id == SHARD).order_by(tables.inbox.c.pos)
    for rows in live.execute(query.execution_options(yield_per=BATCH)).partitions(BATCH):
        yield list(rows)


def _decided_otherwise(rows: list[Any], outcomes: list[Outcome]) -> Iterator[str]:
    for row, outcome in zip(rows, outcomes, strict=True):
        stored = (row.pos, row.disposition, row.reason)
        if outcome.verdict != "new" or (outcome.pos, outcome.disposition, outcome.reason) != stored:
            again = outcome.disposition or outcome.verdict
            yield f"inbox pos {row.pos}: stored as {row.disposition}, rebuilt as {again}"


def _differences(
    live: sa.Connection, rebuilt: sa.Connection, table: sa.Table, columns: tuple[str, ...]
) -> Iterator[str]:
    names = columns or tuple(column.name for column in table.columns)
    before, after = _digest(live, table, names), _digest(rebuilt, table, names)
    if before == after:
        return
    stored, made = _by_key(live, table, names), _by_key(rebuilt, table, names)
    for key in sorted(stored.keys() | made.keys(), key=str):
        if stored.get(key) != made.get(key):
            where = "only stored" if key not in made else "only rebuilt" if key not in stored else "differs"
            yield f"{table.name} {' '.join(map(str, key))}: {where}"


def _digest(connection: sa.Connection, table: sa.Table, names: tuple[str, ...]) -> tuple[int, int]:
    """Number of rows and the sum of their hashes: the databases need not agree on an order."""
    count = total = 0
    for row in _rows(connection, table, names):
        count += 1
        total += int.from_bytes(_hash(row), "big")
    return count, total


def _by_key(connection: sa.Connection, table: sa.Table, names: tuple[str, ...]) -> dict[tuple[Any, ...], bytes]:
    places = [names.index(column.name) for column in table.primary_key if column.name in names]
    return {tuple(row[place] for place in places): _hash(row) for row in _rows(connection, table, names)}


def _rows(connection: sa.Connection, table: sa.Table, names: tuple[str, ...]) -> sa.Result[Any]:
    query = sa.select(*(table.c[name] for name in names)).where(table.c.shard_id == SHARD)
    return connection.execute(query.execution_options(yield_per=2_000))


def _hash(row: Any) -> bytes:
    plain = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    return hashlib.blake2b(repr(plain).encode(), digest_size=16).digest()

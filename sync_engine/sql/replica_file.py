"""One replica file, open for its only writer: pages go in whole, together with the cursor they lead to.

Knows files and tables, no network and no wire message. What SQLite raises leaves here as `ReplicaUnavailable`.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from sync_engine.domain.errors import Unavailable
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import FileNotReadable, sqlite_engine
from sync_engine.sql.replica_rows import FeedRow, Included, apply_rows, raise_included, settle_included

LOG = logging.getLogger(__name__)
Trouble = Literal["replica_disk", "replica_damaged", "page_out_of_order"]
WAL_PAGES = 4_000
"""A checkpoint waits for the disk: fewer of them than SQLite's own 1,000 pages would give."""


class ReplicaUnavailable(Unavailable):
    """The replica cannot take or give rows. `trouble` says whether fetching it anew would help."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble, detail)
        self.trouble: Trouble = trouble
        self.detail = detail


@dataclass(frozen=True, slots=True)
class FeedState:
    """How far along the feed the rows are. `pos` and `head` are positions of `epoch`."""

    epoch: str
    pos: int
    head: int
    cursor: str


@dataclass(frozen=True, slots=True)
class AckState:
    """What the ledger has of this till's journal. `server_offset_ms`: the ledger's clock less this machine's."""

    device_id: str
    incarnation: int
    acked_seq: int
    archived_seq: int
    acked_at: str | None = None
    server_offset_ms: int | None = None


_NOT_UNDERSTOOD = (
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    sa.exc.IntegrityError,
    sa.exc.InterfaceError,
    sa.exc.ProgrammingError,
)

EventException = tuple[int, int, str, str]
"""(incarnation, seq, disposition, reason)."""


class ReplicaFile:
    """Opened by `path` and raw `key`. Raises ReplicaUnavailable when it is no replica of this release."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self.path = path
        with _trouble():
            self._engine = sqlite_engine(path, key=key, synchronous="NORMAL")
            with self._engine.begin() as connection:
                schema = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
        if schema != replica_schema.SCHEMA:
            self.close()
            raise ReplicaUnavailable("replica_damaged", f"schema {schema}")

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def feed_state(self) -> FeedState | None:
        """How far the rows are; None for a file that never took any."""
        with self._transaction() as connection:
            row = connection.exec_driver_sql("SELECT epoch, pos, head, cursor FROM feed_state").first()
        return FeedState(*row) if row else None

    def ack_state(self) -> AckState | None:
        """The acknowledgement noted last."""
        columns = "device_id, incarnation, acked_seq, archived_seq, acked_at, server_offset_ms"
        with self._transaction() as connection:
            row = connection.exec_driver_sql(f"SELECT {columns} FROM ack").first()  # noqa: S608 - a constant
        return AckState(*row) if row else None

    def exceptions(self) -> list[EventException]:
        """Own events that the ledger did not simply apply."""
        with self._transaction() as connection:
            rows = connection.exec_driver_sql("SELECT incarnation, seq, disposition, reason FROM exception_").all()
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def apply(
        self, rows: Sequence[FeedRow], from_pos: int, to: FeedState, included: Included, *, is_settling: bool = False
    ) -> frozenset[str]:
        """Put the rows and the state they lead to in one transaction; return the topics touched.

        `is_settling` notes `included` on untouched rows of a snapshot too (see `settle_included`). Raises
        ReplicaUnavailable(page_out_of_order) unless the file stands at `from_pos`.
        """
        with self._transaction() as connection:
            at = connection.exec_driver_sql("SELECT pos FROM feed_state").scalar_one_or_none()
            if at != from_pos:
                raise ReplicaUnavailable("page_out_of_order", f"at {at}, not at {from_pos}")
            topics = _apply_understood(connection, rows, included)
            if is_settling:
                settle_included(connection, included)
            if to.pos == to.head:
                _put_included(connection, included)
            put_feed_state(connection, to)
        return topics

    def acknowledge(self, ack: AckState, exceptions: Sequence[EventException]) -> None:
        """Note what the ledger has."""
        with self._transaction() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO ack VALUES (1, ?, ?, ?, ?, ?, ?)",
                (
                    ack.device_id,
                    ack.incarnation,
                    ack.acked_seq,
                    ack.archived_seq,
                    ack.acked_at,
                    ack.server_offset_ms,
                ),
            )
            if exceptions:
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO exception_ (incarnation, seq, disposition, reason) VALUES (?, ?, ?, ?)",
                    list(exceptions),
                )

    def raise_included(self, included: Included, rows: Sequence[tuple[str, str]]) -> None:
        """See `replica_rows.raise_included`."""
        with self._transaction() as connection:
            raise_included(connection, included, rows)

    def make_durable(self) -> None:
        """Have on the disk itself what was written so far; without it a power cut takes the last pages back."""
        with _trouble(), self._engine.connect() as connection:
            try:  # outside a transaction, so past the layer that would wrap the error
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except dbapi2.DatabaseError as error:
                raise ReplicaUnavailable("replica_disk", str(error)) from error

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with _trouble(), self._engine.begin() as connection:
            yield connection


def _apply_understood(connection: sa.Connection, rows: Sequence[FeedRow], included: Included) -> frozenset[str]:
    """All rows at once; when one is of no known shape, one by one without it: a bad row must not stop the others."""
    try:
        with connection.begin_nested():
            return apply_rows(connection, rows, included)
    except _NOT_UNDERSTOOD as error:
        if len(rows) == 1:
            LOG.info("left out the row %r: %r", rows[0][:5], error)
            return frozenset()
    return frozenset().union(*(_apply_understood(connection, [row], included) for row in rows))


def put_feed_state(connection: sa.Connection, state: FeedState) -> None:
    """Write the one row of feed_state."""
    updated_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO feed_state VALUES (1, ?, ?, ?, ?, ?, ?)",
        (state.epoch, state.pos, state.head, state.cursor, replica_schema.SCHEMA, updated_at),
    )


def _put_included(connection: sa.Connection, included: Included) -> None:
    """Right only after a complete page: before it, own events may be in that are not among the rows yet."""
    connection.exec_driver_sql("INSERT OR REPLACE INTO included VALUES (1, ?, ?)", included)


def retire(path: Path, key: bytes | None) -> bool:
    """Delete a replica that nobody has open; False when somebody has, or the disk says no.

    Leaving WAL mode needs the file alone, so it fails exactly while another connection exists.
    """
    try:
        engine = sqlite_engine(path, key=key, synchronous="NORMAL")
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout = 0")
            mode = cursor.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        finally:
            connection.close()
            engine.dispose()
    except FileNotReadable:
        return _unlink(path)
    except dbapi2.OperationalError:
        return False
    except dbapi2.DatabaseError:  # damaged beyond its header
        return _unlink(path)
    return mode == "delete" and _unlink(path)


def _unlink(path: Path) -> bool:
    try:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    except OSError:
        return False
    return True


@contextmanager
def _trouble() -> Iterator[None]:
    try:
        yield
    except FileNotReadable as error:
        raise ReplicaUnavailable("replica_damaged", str(error)) from error
    except sa.exc.OperationalError as error:
        raise ReplicaUnavailable("replica_disk", str(error.orig)) from error
    except sa.exc.DatabaseError as error:
        raise ReplicaUnavailable("replica_damaged", str(error.orig)) from error

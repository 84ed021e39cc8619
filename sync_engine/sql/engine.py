"""Opens databases: SQLite files through sqlcipher3 (our own SQLite), PostgreSQL through psycopg. Knows no tables.

Why our own SQLite: versions 3.7.0 to 3.51.2 can corrupt a WAL file when a checkpoint races a commit, and the system
library of Debian 12 is one of them. Why FULL for what must not be lost: with NORMAL a power cut loses acknowledged
commits.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.pool import NullPool, QueuePool, StaticPool
from sqlcipher3 import dbapi2

from sync_engine.domain.errors import Unavailable

OLDEST_SQLITE = (3, 51, 3)
Synchronous = Literal["FULL", "NORMAL"]


class SqliteTooOld(Unavailable):
    """The SQLite library in use has the WAL corruption bug. `found` is its version."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class FileNotReadable(Unavailable):
    """The file is no database, or the key is not its key. `path` names it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def sqlite_engine(
    path: Path, *, key: bytes | None = None, synchronous: Synchronous = "FULL", read_only: bool = False
) -> sa.Engine:
    """An engine over one SQLite file; `key` is a raw 32-byte SQLCipher key.

    A writer has one connection and every transaction begins IMMEDIATE; a reader opens the file read-only.
    Raises SqliteTooOld, FileNotReadable.
    """
    refuse_old_sqlite(dbapi2.sqlite_version_info)
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=_connector(path, key, synchronous, read_only=read_only),
        poolclass=QueuePool if read_only else StaticPool,
    )
    sa.event.listen(engine, "begin", _begin_deferred if read_only else _begin_immediate)
    return engine


def database_engine(url: str) -> sa.Engine:
    """The ledger's writing engine: `sqlite:///file` or `postgresql://...`."""
    if url.startswith("sqlite:"):
        return sqlite_engine(sqlite_path(url))
    return sa.create_engine(_postgres_url(url), poolclass=NullPool, isolation_level="READ COMMITTED")


def reading_engine(url: str, *, pool_size: int = 8) -> sa.Engine:
    """The ledger's reading engine. Each transaction sees one snapshot (REPEATABLE READ on PostgreSQL)."""
    if url.startswith("sqlite:"):
        return sqlite_engine(sqlite_path(url), read_only=True)
    return sa.create_engine(_postgres_url(url), pool_size=pool_size, isolation_level="REPEATABLE READ")


def sqlite_path(url: str) -> Path:
    """The file of a `sqlite:///` URL."""
    return Path(url.removeprefix("sqlite:///"))


def refuse_old_sqlite(version: tuple[int, ...]) -> None:
    """Raises SqliteTooOld below 3.51.3."""
    if version < OLDEST_SQLITE:
        raise SqliteTooOld(".".join(map(str, version)))


def _postgres_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgresql", "postgres"} else url


def _connector(path: Path, key: bytes | None, synchronous: Synchronous, *, read_only: bool) -> Callable[[], Any]:
    def connect() -> Any:
        mode = "ro" if read_only else "rwc"
        connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, key, synchronous, read_only=read_only)
        except dbapi2.DatabaseError as error:
            connection.close()
            if isinstance(error, dbapi2.OperationalError):
                raise
            raise FileNotReadable(path) from error
        return connection

    return connect


def _prepare(connection: Any, key: bytes | None, synchronous: Synchronous, *, read_only: bool) -> None:
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA busy_timeout = 5000")
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")

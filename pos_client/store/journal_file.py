"""The journal file itself: opening, migrating, one lock around the one writing connection, readers beside it.

Knows the file and its first row, not what is recorded.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.trouble import DiskMissing, NotEnrolled, disk_trouble
from sync_engine.protocol.envelope import GENESIS
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.migrator import migrate, refuse_newer

JOURNAL_NAME = "journal.db"
SEALED_KEY_NAME = "journal.key.sealed"
"""The journal's key, to be read by the ledger alone; it goes wherever a copy of the journal goes."""


@dataclass(frozen=True, slots=True)
class Device:
    """Which till a journal belongs to, and where its chain ends (`next_seq`, `head_hash`, `next_doc` as of the
    reading).
    """

    device_id: str
    incarnation: int
    install_id: str
    store_id: str
    till_id: str
    ledger_url: str
    epoch: str
    ledger_public_key: bytes
    next_seq: int = 1
    head_hash: bytes = GENESIS
    next_doc: int = 1


class JournalFile:
    """An open journal. Every write of the program goes through `write`, whatever thread it comes from."""

    def __init__(self, path: Path, writer: sa.Engine, reader: sa.Engine) -> None:
        self.path = path
        self._writer, self._reader = writer, reader
        self._lock = threading.Lock()
        self._identity = _identity(path)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One BEGIN IMMEDIATE transaction, committed (FULL) when the block ends. Raises JournalUnavailable."""
        with self._lock, disk_trouble():
            self._refuse_another_file()
            with self._writer.begin() as connection:
                yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One snapshot. Raises JournalUnavailable."""
        with disk_trouble(), self._reader.begin() as connection:
            yield connection

    def device(self) -> Device:
        """The first row as it stands now."""
        with self.read() as connection:
            return read_device(connection)

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            self._writer.dispose()
            self._reader.dispose()

    def _refuse_another_file(self) -> None:
        """An open file goes on taking writes after its disk or name is gone: look at the name, not at the handle."""
        try:
            identity = _identity(self.path)
        except OSError as error:
            raise DiskMissing(str(self.path)) from error
        if identity != self._identity:
            raise DiskMissing(str(self.path))


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def read_device(connection: sa.Connection) -> Device:
    """The device row of an open journal."""
    row = connection.execute(sa.select(tables.device)).one()
    return Device(**row._asdict())


def create_journal(home: Path, key: bytes, device: Device) -> None:
    """Make the journal of a newly enrolled till. The row is the last thing written: without it the till is not
    enrolled.
    """
    engine = sqlite_engine(home / JOURNAL_NAME, key=key)
    try:
        with disk_trouble():
            migrate(engine, tables.STEPS, "journal")
            with engine.begin() as connection:
                connection.execute(tables.device.insert().values(asdict(device)))
    finally:
        engine.dispose()


def open_journal(home: Path, key: bytes) -> JournalFile:
    """Open for writing, after bringing the file to this version.

    Raises NotEnrolled, NewerSchema, JournalUnavailable, FileNotReadable.
    """
    path = home / JOURNAL_NAME
    if not path.exists():
        raise NotEnrolled(home)
    writer = sqlite_engine(path, key=key)
    try:
        with disk_trouble():
            migrate(writer, tables.STEPS, "journal")
        reader = sqlite_engine(path, key=key, read_only=True)
        with disk_trouble(), reader.begin() as connection:
            if connection.execute(sa.select(tables.device.c.device_id)).first() is None:
                reader.dispose()
                raise NotEnrolled(home)
    except BaseException:
        writer.dispose()
        raise
    return JournalFile(path, writer, reader)


@contextmanager
def reading_journal(home: Path, key: bytes) -> Iterator[sa.Connection]:
    """One snapshot of a journal that another program may be writing.

    Raises NotEnrolled, NewerSchema, JournalUnavailable.
    """
    path = home / JOURNAL_NAME
    if not path.exists():
        raise NotEnrolled(home)
    engine = sqlite_engine(path, key=key, read_only=True)
    try:
        with disk_trouble():
            refuse_newer(engine, tables.STEPS, "journal")
        with disk_trouble(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def enrolled_device(home: Path, key: bytes) -> Device | None:
    """The till that the home's journal belongs to; None while enrolment was not finished."""
    with reading_journal(home, key) as connection:
        if not sa.inspect(connection).has_table(tables.device.name):
            return None
        row = connection.execute(sa.select(tables.device)).first()
    return None if row is None else Device(**row._asdict())

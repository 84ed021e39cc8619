"""Finds and opens the replica that is in use, and follows when the sync process switches to another file. Only
reads.

`<home>/replica.json` names the file: `{"file": ..., "sha256": ..., "generation": ...}`. The switch is one rename of
that pointer, so a reader sees the old file or the new one, never a mixture.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from pos_client.store.trouble import CatalogueMissing, disk_trouble
from sync_engine.sql.engine import FileNotReadable, sqlite_engine

POINTER_NAME = "replica.json"

_Stamp = tuple[int, int, int]


class ReplicaFile:
    """The replica in use. Safe to use from several threads."""

    def __init__(self, home: Path, key: bytes) -> None:
        self._home, self._key = home, key
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._engine: sa.Engine | None = None

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One snapshot of the replica. Raises CatalogueMissing when there is none that can be read."""
        engine = self._current()
        try:
            with disk_trouble(), engine.begin() as connection:
                yield connection
        except FileNotReadable as error:
            raise CatalogueMissing from error

    @property
    def is_there(self) -> bool:
        """Whether a catalogue was downloaded."""
        return (self._home / POINTER_NAME).exists()

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            self._put(None, None)

    def _current(self) -> sa.Engine:
        """The file the pointer names; the one in use when the pointer is gone for a moment (a repair)."""
        with self._lock:
            try:
                stamp = self._pointer_stamp()
                if self._engine is None or stamp != self._stamp:
                    self._put(self._opened(), stamp)
            except CatalogueMissing:
                if self._engine is None:
                    raise
            assert self._engine is not None
            return self._engine

    def _opened(self) -> sa.Engine:
        try:
            pointer = json.loads((self._home / POINTER_NAME).read_text(encoding="utf-8"))
            path = self._home / str(pointer["file"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CatalogueMissing from error
        if not path.exists():
            raise CatalogueMissing
        return sqlite_engine(path, key=self._key, read_only=True)

    def _put(self, engine: sa.Engine | None, stamp: _Stamp | None) -> None:
        before, self._engine, self._stamp = self._engine, engine, stamp
        if before is not None:
            before.dispose()

    def _pointer_stamp(self) -> _Stamp:
        try:
            status = (self._home / POINTER_NAME).stat()
        except OSError as error:
            raise CatalogueMissing from error
        return status.st_mtime_ns, status.st_ino, status.st_size

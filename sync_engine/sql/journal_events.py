"""Reads the events of a till's journal from beside its writer: where the chain ends, and runs of it. Never writes.

Knows three tables by name (`device`, `event`, `own_move`) and nothing of what an event means.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.sql.engine import FileNotReadable, sqlite_engine


class JournalUnreadable(Unavailable):
    """The journal cannot be read now. Nothing is lost by it; the till itself writes and reads on."""


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The end of the chain: `seq` 0 and 32 zero bytes before the first event."""

    incarnation: int
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event, byte for byte as it was recorded."""

    seq: int
    event_id: str
    kind: str
    version: int
    ref_epoch: str
    ref_pos: int
    hash: bytes
    prev_hash: bytes
    sig: bytes
    body: bytes


class JournalEvents:
    """Opened by `path` and raw `key`; safe to use from several threads."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._engine = sqlite_engine(path, key=key, read_only=True)

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def head(self) -> JournalHead:
        """Where the chain ends now. Raises JournalUnreadable."""
        with self._reading() as connection:
            row = connection.exec_driver_sql("SELECT incarnation, next_seq - 1, head_hash FROM device").one()
        return JournalHead(row[0], row[1], bytes(row[2]))

    def read(self, incarnation: int, from_seq: int, max_events: int, max_bytes: int) -> list[StoredEvent]:
        """The events from `from_seq`, in order, without a gap: as many as both limits allow, but at least one.

        Raises JournalUnreadable.
        """
        run: list[StoredEvent] = []
        size = 0
        with self._reading() as connection:
            for row in connection.exec_driver_sql(_READ, (incarnation, from_seq, max_events)):
                size += len(row[9]) + _ENVELOPE_BYTES
                if run and (size > max_bytes or row[0] != run[-1].seq + 1):
                    break
                run.append(StoredEvent(*row))
        return run if run and run[0].seq == from_seq else []

    def touched(self, incarnation: int, seqs: Sequence[int]) -> list[tuple[str, str]]:
        """(place, article) of all stock that these events moved. Reads the whole table of movements: for rare use.

        Raises JournalUnreadable.
        """
        with self._reading() as connection:
            rows = connection.exec_driver_sql(_TOUCHED, (incarnation, json.dumps(list(seqs)))).all()
        return [(row[0], row[1]) for row in rows]

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (sa.exc.SQLAlchemyError, FileNotReadable) as error:
            raise JournalUnreadable(str(error)) from error


_ENVELOPE_BYTES = 400
_TOUCHED = (
    "SELECT DISTINCT place, article_id FROM own_move WHERE incarnation = ? AND seq IN (SELECT value FROM json_each(?))"
)
_READ = (
    "SELECT seq, event_id, kind, version, ref_epoch, ref_pos, hash, prev_hash, sig, body FROM event"
    " WHERE incarnation = ? AND seq >= ? ORDER BY seq LIMIT ?"
)

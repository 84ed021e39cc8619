"""Replica files for bootstraps: everything a store's tills need, with the search index, encrypted for that store.

A file is never changed: each generation has its own name. One that is fewer than 2,000 positions behind is handed out
again, the feed does the rest; otherwise a new one is built in a worker thread while tills are told to wait.
"""

import hashlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from sync_engine.ledger.feed import every_row, row_count
from sync_engine.ledger.store.locks import ShardState, read_shard
from sync_engine.protocol.messages import SnapshotAnswer, SnapshotWait, cursor_text
from sync_engine.protocol.version import REPLICA_SCHEMA
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_rows import apply_rows

FRESH_POSITIONS = 2_000
ASK_AGAIN_MS = 300
_CHUNK = 5_000
_GENERATIONS_KEPT = 2

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Build:
    done_rows: int = 0
    all_rows: int = 0

    @property
    def progress(self) -> int:
        return min(99, 100 * self.done_rows // self.all_rows) if self.all_rows else 0


class Snapshots:
    """The files of all stores, in one folder of its own. `now_text` is the present instant as UTC text."""

    def __init__(
        self, folder: Path, reading: sa.Engine, replica_key: Callable[[str], bytes], now_text: Callable[[], str]
    ) -> None:
        self._folder, self._reading, self._key, self._now_text = folder, reading, replica_key, now_text
        self._lock = threading.Lock()
        self._files: dict[str, list[SnapshotAnswer]] = {}
        self._builds: dict[str, _Build] = {}
        self._workers = ThreadPoolExecutor(1, thread_name_prefix="ledger-snapshot")
        self._is_prepared = False

    def current(self, store_id: str) -> SnapshotAnswer | SnapshotWait:
        """A file for this store, or how far the building of one is."""
        with self._reading.connect() as connection:
            state = _shard(connection)
        with self._lock:
            files = self._files.get(store_id)
            if files and _is_fresh(files[-1], state):
                return files[-1]
            build = self._builds.get(store_id)
            if build is None:
                self._prepare()
                build = self._builds[store_id] = _Build()
                self._workers.submit(self._build, store_id, build)
            return SnapshotWait(after_ms=ASK_AGAIN_MS, progress=build.progress)

    def path(self, store_id: str, name: str) -> Path | None:
        """Where a file of this store is; None when the store has no file of this name (any more)."""
        with self._lock:
            names = {answer.file for answer in self._files.get(store_id, ())}
        return self._folder / name if name in names else None

    def close(self) -> None:
        """Finish what is being built, then stop."""
        self._workers.shutdown(cancel_futures=True)

    def _prepare(self) -> None:
        """Before the first build of this service: files of an earlier one are not offered any more."""
        if not self._is_prepared:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in self._folder.glob("replica-*"):
                left.unlink()
            self._is_prepared = True

    def _build(self, store_id: str, build: _Build) -> None:
        try:
            answer = self._built(store_id, build)
            with self._lock:
                files = self._files.setdefault(store_id, [])
                files.append(answer)
                old = files[:-_GENERATIONS_KEPT]
                del files[:-_GENERATIONS_KEPT]
            for gone in {file.file for file in old} - {file.file for file in files}:
                (self._folder / gone).unlink(missing_ok=True)
        except (sa.exc.SQLAlchemyError, OSError):
            _log.exception("building a replica file failed; the next till to ask starts it again")
        finally:
            with self._lock:
                del self._builds[store_id]

    def _built(self, store_id: str, build: _Build) -> SnapshotAnswer:
        draft = self._folder / f"replica-{hashlib.sha256(store_id.encode()).hexdigest()[:16]}.draft"
        for left in self._folder.glob(f"{draft.name}*"):
            left.unlink()
        state = self._fill(draft, store_id, build)
        digest = _file_sha256(draft)
        final = self._folder / f"replica-{state.last_pos}-{digest[:32]}.db"
        draft.rename(final)
        return SnapshotAnswer(
            file=final.name,
            sha256=digest,
            size=final.stat().st_size,
            pos=state.last_pos,
            epoch=state.epoch,
            cursor=cursor_text(state.epoch, state.last_pos, REPLICA_SCHEMA),
        )

    def _fill(self, draft: Path, store_id: str, build: _Build) -> ShardState:
        engine = sqlite_engine(draft, key=self._key(store_id), synchronous="NORMAL")
        try:
            with engine.begin() as replica, self._reading.connect() as ledger:
                state = _shard(ledger)
                build.all_rows = row_count(ledger, store_id)
                replica_schema.create_tables(replica)
                for rows in every_row(ledger, store_id, _CHUNK):
                    apply_rows(replica, rows, None)
                    build.done_rows += len(rows)
                replica_schema.build_indexes(replica)
                replica.execute(replica_schema.feed_state.insert().values(**self._feed_state(state)))
            with engine.connect() as replica:
                replica.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            engine.dispose()
        return state

    def _feed_state(self, state: ShardState) -> dict[str, object]:
        return {
            "row": 1,
            "epoch": state.epoch,
            "pos": state.last_pos,
            "head": state.last_pos,
            "cursor": cursor_text(state.epoch, state.last_pos, REPLICA_SCHEMA),
            "schema": REPLICA_SCHEMA,
            "updated_at": self._now_text(),
        }


def _is_fresh(answer: SnapshotAnswer, state: ShardState) -> bool:
    return answer.epoch == state.epoch and state.last_pos - answer.pos < FRESH_POSITIONS


def _shard(connection: sa.Connection) -> ShardState:
    state = read_shard(connection)
    assert state is not None
    return state


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

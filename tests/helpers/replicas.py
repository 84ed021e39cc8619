"""Snapshot files of a small shop, for tests of the till's half of the sync."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sync_engine.protocol.messages import SnapshotAnswer, cursor_text
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_file import FeedState, put_feed_state
from sync_engine.sql.replica_rows import apply_rows

EPOCH = "e1"


def stock_row(sku: str, on_hand: int, version: int = 1, *, place: str = "S01/floor") -> list[Any]:
    return ["stock", "*", f"{place}|{sku}", version, False, {"on_hand": on_hand, "reserved": 0, "scale": 0}]


def snapshot_file(path: Path, pos: int, rows: Sequence[Any], key: bytes | None = None) -> SnapshotAnswer:
    """A replica file at `pos`, as the ledger builds it, and the answer that names it."""
    engine = sqlite_engine(path, key=key, synchronous="NORMAL")
    cursor = cursor_text(EPOCH, pos, replica_schema.SCHEMA)
    with engine.begin() as connection:
        replica_schema.create(connection)
        apply_rows(connection, rows, None)
        put_feed_state(connection, FeedState(EPOCH, pos, pos, cursor))
    engine.dispose()
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return SnapshotAnswer(file=path.name, sha256=digest, size=len(content), pos=pos, epoch=EPOCH, cursor=cursor)

"""The feed: what changed since a position, each key once in its latest state, whole versions only.

A page is one statement and therefore one snapshot of the database: the rows, the last position they are bounded by,
and the asking till's own head. Positions are handed out inside commits by one writer, so nothing can appear behind a
cursor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.store.changes import (
    CHANGES_OF_ALL,
    CHANGES_OF_STORE,
    EVERY_LEVEL,
    EVERY_REF,
    LEVEL_COUNT,
    NO_LIMIT,
    REF_COUNT,
    Part,
)
from sync_engine.ledger.store.reading import without_transactions
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.endpoints import FEED_PAGE_ROWS
from sync_engine.protocol.messages import FeedPage, Included, cursor_text, read_cursor
from sync_engine.protocol.version import OLDEST_SCHEMA_FED, REPLICA_SCHEMA

FeedRow = tuple[str, str, str, int, bool, dict[str, Any] | None]
EVERYWHERE = "*"
PAGE_POSITIONS = 2_000
"""Positions that one page spans at most: what it costs to read must not grow with how far a till is behind."""
OLDEST_POSITIONS = 100_000
"""A cursor further behind than this is better served by a replica file."""


class CursorGone(Refusal):
    """The cursor leads nowhere; a snapshot does. `reason`: malformed, schema, epoch, ahead or too_old."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed between two positions, and how far each device that is told of is in."""

    epoch: str
    common_pos: int
    start: int
    end: int
    head: int
    rows: list[FeedRow]
    included: dict[str, Included]


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose feed it is: the store decides what is in it, the device what of its own is included."""

    device_id: str
    store_id: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where a till has the feed, and of which schema its file is: it goes on in that one."""

    epoch: str | None
    pos: int
    schema: int = REPLICA_SCHEMA


class Feed:
    """Reads pages; holds no state of its own."""

    def __init__(self, reading: sa.Engine) -> None:
        self._reading = without_transactions(reading)

    def page(self, asker: Asker, cursor: str | None, limit: int = FEED_PAGE_ROWS) -> FeedPage:
        """The next page of at most `limit` rows (more when one version alone has more). Raises CursorGone."""
        start = cursor_of(cursor)
        scope = {"shard": SHARD, "store": asker.store_id, "device": asker.device_id}
        delta = self._read(CHANGES_OF_STORE, scope, start.pos, max(1, limit))
        check_cursor(start, delta.epoch, delta.common_pos, delta.head)
        return FeedPage(
            epoch=delta.epoch,
            from_pos=start.pos,
            to_pos=delta.end,
            head=delta.head,
            complete=delta.end == delta.head,
            included=delta.included.get(asker.device_id, Included(incarnation=1, seq=0)),
            rows=tuple(delta.rows),
            cursor=cursor_text(delta.epoch, delta.end, start.schema),
        )

    def delta(self, start: int) -> Delta:
        """What changed since `start`, which must be near the head, for all stores at once.

        `included` has the devices that spoke since. One reading for all who follow from there.
        """
        return self._read(CHANGES_OF_ALL, {"shard": SHARD}, start, FEED_PAGE_ROWS)

    def _read(self, statement: sa.TextClause, scope: dict[str, Any], start: int, limit: int) -> Delta:
        bounds = {"start": start, "reach": start + PAGE_POSITIONS, "most": limit + 1}
        with self._reading.connect() as connection:
            parts = connection.execute(statement, scope | bounds).all()
            delta = _delta(parts, start)
            if len(delta.rows) <= limit:
                return delta
            end, rows = _cut(delta.rows, limit)
            if not rows:  # one version alone is larger than a page: it comes whole
                bounds = {"start": end - 1, "reach": end, "most": NO_LIMIT}
                rows = _delta(connection.execute(statement, scope | bounds).all(), start).rows
        return Delta(delta.epoch, delta.common_pos, start, end, delta.head, rows, delta.included)


def cursor_of(text: str | None) -> Cursor:
    """The position behind a cursor; None starts at the beginning. Raises CursorGone (malformed, schema)."""
    if text is None:
        return Cursor(None, 0)
    found = read_cursor(text)
    if found is None:
        raise CursorGone("malformed")
    epoch, pos, schema = found
    if not OLDEST_SCHEMA_FED <= schema <= REPLICA_SCHEMA:
        raise CursorGone("schema")
    return Cursor(epoch, pos, schema)


def check_cursor(cursor: Cursor, epoch: str, common_pos: int, last_pos: int) -> None:
    """Raises CursorGone when a ledger that stands there cannot go on from the cursor (epoch, ahead, too_old)."""
    if cursor.epoch not in {None, epoch} and cursor.pos > common_pos:
        raise CursorGone("epoch")
    if cursor.pos > last_pos:
        raise CursorGone("ahead")
    if last_pos - cursor.pos > OLDEST_POSITIONS:
        raise CursorGone("too_old")


def every_row(connection: sa.Connection, store_id: str, chunk: int) -> Iterator[list[FeedRow]]:
    """Everything there is for a store, in chunks, in the connection's snapshot: what a replica file is made of."""
    of_store = {"shard": SHARD, "store": store_id}
    for query, form, bound in ((EVERY_REF, _from_ref, of_store), (EVERY_LEVEL, _from_level, {"shard": SHARD})):
        found = connection.execution_options(yield_per=chunk).execute(query, bound)
        for part in found.partitions(chunk):
            yield [form(row) for row in part]


def row_count(connection: sa.Connection, store_id: str) -> int:
    """How many rows `every_row` has."""
    refs = connection.scalar(REF_COUNT, {"shard": SHARD, "store": store_id})
    levels = connection.scalar(LEVEL_COUNT, {"shard": SHARD})
    return int(refs or 0) + int(levels or 0)


def _delta(parts: Sequence[Any], start: int) -> Delta:
    epoch, common_pos, head = "", 0, 0
    rows: list[FeedRow] = []
    heads: list[tuple[int, str, Included]] = []
    for part in parts:
        if part[0] == Part.REF:
            rows.append(_from_ref(part))
        elif part[0] == Part.LEVEL:
            rows.append(_from_level(part))
        elif part[0] == Part.HEAD:
            heads.append((part[4], part[1], Included(incarnation=part[5], seq=part[6])))
        else:
            _, epoch, _, _, head, common_pos, _, _, _ = part
    rows.sort(key=lambda row: row[3])
    included = {device_id: state for _, device_id, state in sorted(heads, key=lambda found: found[0])}
    return Delta(epoch, common_pos, start, min(head, start + PAGE_POSITIONS), head, rows, included)


def _cut(rows: list[FeedRow], limit: int) -> tuple[int, list[FeedRow]]:
    """Where a page ends that has more rows than `limit`, and its rows: whole versions only, perhaps none.

    Every kind of row was read up to `limit` + 1, so below the version of the first row too many nothing is missing.
    """
    cut = rows[limit][3]
    whole = [row for row in rows[:limit] if row[3] < cut]
    return (cut - 1, whole) if whole else (cut, [])


def _from_ref(row: Sequence[Any]) -> FeedRow:
    _, topic, scope, key, version, deleted, _, _, body = row
    return topic, scope, key, version, bool(deleted), None if body is None else msgspec.json.decode(body)


def _from_level(row: Sequence[Any]) -> FeedRow:
    _, place, article_id, counted, version, on_hand, reserved, scale, _ = row
    body = {"on_hand": on_hand, "reserved": reserved, "scale": scale}
    if not counted:
        body["counted"] = False
    return "stock", EVERYWHERE, f"{place}|{article_id}", version, False, body

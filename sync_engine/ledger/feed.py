"""The feed: what changed since a position, each key once in its latest state, whole versions only.

Everything on a page is read in one snapshot of the database: the rows, the last position they are bounded by, and the
asking till's own head. Positions are handed out inside commits by one writer, so nothing can appear behind a cursor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.store.locks import ShardState, read_shard
from sync_engine.ledger.store.tables import SHARD, device_head, inbox, movement, ref_row, stock
from sync_engine.protocol.endpoints import FEED_PAGE_ROWS
from sync_engine.protocol.messages import FeedPage, Included, cursor_text, read_cursor
from sync_engine.protocol.version import REPLICA_SCHEMA

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
    """What changed between two positions for all stores at once, and how far each device that spoke since is in."""

    epoch: str
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


class Feed:
    """Reads pages; holds no state of its own."""

    def __init__(self, reading: sa.Engine) -> None:
        self._reading = reading

    def page(self, asker: Asker, cursor: str | None, limit: int = FEED_PAGE_ROWS) -> FeedPage:
        """The next page of at most `limit` rows (more when one version alone has more). Raises CursorGone."""
        with self._reading.connect() as connection:
            state = _shard(connection)
            start = position_of(cursor, state)
            reach = min(state.last_pos, start + PAGE_POSITIONS)
            end, rows = _rows_between(connection, asker.store_id, (start, reach), max(1, limit))
            included = included_of(connection, asker.device_id)
        return FeedPage(
            epoch=state.epoch,
            from_pos=start,
            to_pos=end,
            head=state.last_pos,
            complete=end == state.last_pos,
            included=included,
            rows=tuple(rows),
            cursor=cursor_text(state.epoch, end, REPLICA_SCHEMA),
        )

    def delta(self, start: int) -> Delta:
        """What changed since `start`, which must be near the head: one reading for all who follow from there."""
        with self._reading.connect() as connection:
            state = _shard(connection)
            reach = min(state.last_pos, start + PAGE_POSITIONS)
            end, rows = _rows_between(connection, None, (start, reach), FEED_PAGE_ROWS)
            included = _spoken_since(connection, start)
        return Delta(state.epoch, start, end, state.last_pos, rows, included)


def position_of(cursor: str | None, state: ShardState) -> int:
    """The position behind a cursor; None starts at the beginning. Raises CursorGone."""
    found = (state.epoch, 0, REPLICA_SCHEMA) if cursor is None else read_cursor(cursor)
    if found is None:
        raise CursorGone("malformed")
    epoch, pos, schema = found
    if schema != REPLICA_SCHEMA:
        raise CursorGone("schema")
    if epoch != state.epoch and pos > state.common_pos:
        raise CursorGone("epoch")
    if pos > state.last_pos:
        raise CursorGone("ahead")
    if state.last_pos - pos > OLDEST_POSITIONS:
        raise CursorGone("too_old")
    return pos


def included_of(connection: sa.Connection, device_id: str) -> Included:
    """How far the device's own events are in, in the connection's snapshot: its head that moved last."""
    head = (
        sa.select(device_head.c.incarnation, device_head.c.last_seq)
        .where(device_head.c.shard_id == SHARD, device_head.c.device_id == device_id)
        .order_by(device_head.c.last_pos.desc())
        .limit(1)
    )
    row = connection.execute(head).one_or_none()
    return Included(incarnation=row.incarnation, seq=row.last_seq) if row else Included(incarnation=1, seq=0)


def _spoken_since(connection: sa.Connection, start: int) -> dict[str, Included]:
    column = inbox.c
    query = sa.select(column.device_id, column.incarnation, column.seq).where(
        column.shard_id == SHARD, column.pos > start
    )
    spoken = connection.execute(query.order_by(column.pos))
    return {device_id: Included(incarnation=incarnation, seq=seq) for device_id, incarnation, seq in spoken}


def every_row(connection: sa.Connection, store_id: str, chunk: int) -> Iterator[list[FeedRow]]:
    """Everything there is for a store, in chunks, in the connection's snapshot: what a replica file is made of."""
    reference = _ref_select(store_id).where(ref_row.c.deleted == 0)
    for query, form in ((reference, _from_ref), (_stock_select(), _from_stock)):
        found = connection.execution_options(yield_per=chunk).execute(query)
        for part in found.partitions(chunk):
            yield [form(row) for row in part]


def row_count(connection: sa.Connection, store_id: str) -> int:
    """How many rows `every_row` has."""
    counts = (
        connection.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
        for query in (_ref_select(store_id).where(ref_row.c.deleted == 0), _stock_select())
    )
    return sum(int(count or 0) for count in counts)


def _shard(connection: sa.Connection) -> ShardState:
    state = read_shard(connection)
    assert state is not None
    return state


def _rows_between(
    connection: sa.Connection, store_id: str | None, bounds: tuple[int, int], limit: int
) -> tuple[int, list[FeedRow]]:
    """Rows of whole versions above `bounds[0]` for a store (None: for all), and the position they reach."""
    start, last = bounds
    found = _ordered(connection, store_id, (start, last), limit + 1)
    if len(found) <= limit:
        return last, found
    cut = found[limit][3]
    whole = [row for row in found[:limit] if row[3] < cut]
    if whole:
        return cut - 1, whole
    return cut, _ordered(connection, store_id, (cut - 1, cut), None)


def _ordered(
    connection: sa.Connection, store_id: str | None, bounds: tuple[int, int], limit: int | None
) -> list[FeedRow]:
    reference = _ref_select(store_id).where(ref_row.c.version > bounds[0], ref_row.c.version <= bounds[1])
    rows = [_from_ref(row) for row in connection.execute(reference.order_by(ref_row.c.version).limit(limit))]
    levels = _moved_select(*bounds).order_by(stock.c.version).limit(limit)
    rows.extend(_from_stock(row) for row in connection.execute(levels))
    rows.sort(key=lambda row: row[3])
    return rows


def _moved_select(start: int, last: int) -> sa.Select[Any]:
    """Levels whose last change lies above `start` and up to `last`, found through the movements that made it."""
    column = movement.c
    is_between = sa.and_(column.shard_id == SHARD, column.pos > start, column.pos <= last)
    touched = (
        sa.select(column.to_place.label("place"), column.article_id)
        .where(is_between)
        .union(sa.select(column.from_place, column.article_id).where(is_between))
        .subquery()
    )
    is_same = sa.and_(stock.c.place == touched.c.place, stock.c.article_id == touched.c.article_id)
    found = _stock_select().join(touched, is_same)
    return found.where(stock.c.version > start, stock.c.version <= last)


def _ref_select(store_id: str | None) -> sa.Select[Any]:
    row = ref_row.c
    query = sa.select(row.topic, row.scope, row.key, row.version, row.deleted, row.body).where(row.shard_id == SHARD)
    return query if store_id is None else query.where(row.scope.in_((EVERYWHERE, store_id)))


def _stock_select() -> sa.Select[Any]:
    level = stock.c
    columns = (level.place, level.article_id, level.version, level.on_hand, level.reserved, level.scale)
    return sa.select(*columns).where(level.shard_id == SHARD, level.is_real == 1)


def _from_ref(row: Sequence[Any]) -> FeedRow:
    topic, scope, key, version, deleted, body = row
    return topic, scope, key, version, bool(deleted), None if body is None else msgspec.json.decode(body)


def _from_stock(row: Sequence[Any]) -> FeedRow:
    place, article_id, version, on_hand, reserved, scale = row
    body = {"on_hand": on_hand, "reserved": reserved, "scale": scale}
    return "stock", EVERYWHERE, f"{place}|{article_id}", version, False, body

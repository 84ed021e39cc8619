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
from sync_engine.ledger.store.tables import SHARD, device_head, ref_row, stock
from sync_engine.protocol.endpoints import FEED_PAGE_ROWS
from sync_engine.protocol.messages import FeedPage, Included, cursor_text, read_cursor
from sync_engine.protocol.version import REPLICA_SCHEMA

FeedRow = tuple[str, str, str, int, bool, dict[str, Any] | None]
EVERYWHERE = "*"


class CursorGone(Refusal):
    """The cursor leads nowhere; a snapshot does. `reason`: malformed, schema, epoch or ahead."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
            end, rows = _rows_between(connection, asker.store_id, (start, state.last_pos), max(1, limit))
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


def position_of(cursor: str | None, state: ShardState) -> int:
    """The position behind a cursor; None starts at the beginning. Raises CursorGone."""
    if cursor is None:
        return 0
    found = read_cursor(cursor)
    if found is None:
        raise CursorGone("malformed")
    epoch, pos, schema = found
    if schema != REPLICA_SCHEMA:
        raise CursorGone("schema")
    if epoch != state.epoch and pos > state.common_pos:
        raise CursorGone("epoch")
    if pos > state.last_pos:
        raise CursorGone("ahead")
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
    connection: sa.Connection, store_id: str, bounds: tuple[int, int], limit: int
) -> tuple[int, list[FeedRow]]:
    """Rows of whole versions above `bounds[0]`, ordered by version, and the position they reach."""
    start, last = bounds
    found = _ordered(connection, store_id, (start, last), limit + 1)
    if len(found) <= limit:
        return last, found
    cut = found[limit][3]
    whole = [row for row in found[:limit] if row[3] < cut]
    if whole:
        return cut - 1, whole
    return cut, _ordered(connection, store_id, (cut - 1, cut), None)


def _ordered(connection: sa.Connection, store_id: str, bounds: tuple[int, int], limit: int | None) -> list[FeedRow]:
    rows: list[FeedRow] = []
    for query, form, version in (
        (_ref_select(store_id), _from_ref, ref_row.c.version),
        (_stock_select(), _from_stock, stock.c.version),
    ):
        between = query.where(version > bounds[0], version <= bounds[1]).order_by(version).limit(limit)
        rows.extend(form(row) for row in connection.execute(between))
    rows.sort(key=lambda row: row[3])
    return rows


def _ref_select(store_id: str) -> sa.Select[Any]:
    row = ref_row.c
    return sa.select(row.topic, row.scope, row.key, row.version, row.deleted, row.body).where(
        row.shard_id == SHARD, row.scope.in_((EVERYWHERE, store_id))
    )


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

"""A count, or an opening balance: on hand becomes what was counted, by a movement that says where the rest went.

The first count of an article in a place moves against `opening`, later ones against `found` or `shrink`. From its
first count on an article is controlled there.
"""

import msgspec

from sync_engine.domain.errors import QuantityOutOfRange, Refusal
from sync_engine.domain.limits import MAX_SCALE, check_magnitude
from sync_engine.domain.stock import FOUND, OPENING, SHRINK, is_real, place
from sync_engine.ledger.appliers.articles import note_unknown
from sync_engine.ledger.appliers.reference import TooManyRows, continued
from sync_engine.ledger.book import ImportKey, ImportRow, Level, LevelKey, Needs, moved
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.facts import MAX_REFERENCE_ROWS, CountedRow, StockCountedBody


class NotAPlace(Refusal):
    """Goods are counted where they can lie, not in `customer` or `opening`. `place` is what was given."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


Move = tuple[str, str, int, int]
"""(from place, to place, qty >= 0, scale)."""


class CountUndo(msgspec.Struct, frozen=True):
    """What an import of counts did to an article in a place, oldest first; `counted_pos` as it was before."""

    counted_pos: int
    moves: tuple[Move, ...]


def read_undo(row: ImportRow) -> CountUndo:
    """What `_remember` kept."""
    assert row.previous_body is not None
    return msgspec.json.decode(row.previous_body, type=CountUndo)


def add_needs(body: StockCountedBody, needs: Needs) -> None:
    """Articles, and their stock in the place."""
    for row in body.rows:
        needs.articles.add(row.sku)
        needs.levels.add((row.place, row.sku))
        if body.batch is not None:
            needs.import_rows.add((body.batch, "stock", row.place, row.sku))
    if body.batch is not None:
        needs.batches.add(body.batch)


def apply(body: StockCountedBody, draft: Draft) -> BookedChanges:
    """Book the differences. Refuses more than 1,000 rows, places where nothing can lie, quantities out of range."""
    if len(body.rows) > MAX_REFERENCE_ROWS:
        raise TooManyRows
    booked = BookedChanges()
    levels: dict[LevelKey, Level] = {}
    for row in body.rows:
        _check(row)
        key = (row.place, row.sku)
        level = levels.get(key) or draft.level(key)
        delta, scale = _difference(level, row)
        levels[key] = moved(level, delta, scale, draft.next_pos)._replace(counted_pos=draft.next_pos)
        move = _move(level, row, delta, scale)
        booked.movements.append((row.sku, *move))
        booked.counted[key] = draft.next_pos
        if body.batch is not None:
            _remember(booked, draft, (body.batch, "stock", *key), level, move)
    note_unknown(booked, draft, body.rows)
    if body.batch is not None:
        booked.batches[body.batch] = continued(draft, body.batch, ("stock", body.source or ""), len(body.rows))
    return booked


def _difference(level: Level, row: CountedRow) -> tuple[int, int]:
    scale = max(level.scale, row.scale)
    return row.qty * 10 ** (scale - row.scale) - level.on_hand * 10 ** (scale - level.scale), scale


def _move(level: Level, row: CountedRow, delta: int, scale: int) -> Move:
    """What makes the place differ by `delta`; a movement of 0 says that the count confirmed what was there."""
    opening, found, shrink = against(row.place)
    if delta < 0:
        return row.place, shrink if level.counted_pos else opening, -delta, scale
    return found if level.counted_pos else opening, row.place, delta, scale


def _remember(booked: BookedChanges, draft: Draft, key: ImportKey, level: Level, move: Move) -> None:
    """Keep the count that stood before and every movement, for an undoing of the batch."""
    before = booked.import_rows.get(key) or draft.import_row(key)
    known = CountUndo(level.counted_pos, ()) if before is None or before.is_undone else read_undo(before)
    undo = CountUndo(known.counted_pos, (*known.moves, move))
    booked.import_rows[key] = ImportRow(msgspec.json.encode(undo).decode(), str(draft.next_pos))


def _check(row: CountedRow) -> None:
    if not is_real(row.place) or not row.place.rpartition("/")[0]:
        raise NotAPlace(row.place)
    if row.qty < 0 or not 0 <= row.scale <= MAX_SCALE:
        raise QuantityOutOfRange(f"{row.qty}e-{row.scale}")
    check_magnitude(row.qty, row.scale)


def against(name: str) -> tuple[str, str, str]:
    """The places that a count in this one may be balanced against."""
    store_id = name.rpartition("/")[0]
    return place(store_id, OPENING), place(store_id, FOUND), place(store_id, SHRINK)

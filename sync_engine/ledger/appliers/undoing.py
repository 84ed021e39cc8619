"""Rows of an import taken back: a reference row becomes what it was before, a count moves back where it came from.

A row that something else has changed since, and that still stands so, is left alone: undoing an import does not undo
later work. Once that work is undone itself, the row is again what the import wrote, and can be taken back.
"""

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.appliers.counting import read_undo
from sync_engine.ledger.appliers.reference import TooManyRows, put_ref, written
from sync_engine.ledger.book import ImportKey, ImportRow, Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.facts import MAX_REFERENCE_ROWS, ImportUndoneBody

COUNTS = "stock"
"""The topic of counts: scope = place, key = article."""


class UnknownBatch(Refusal):
    """No import has this id."""

    def __init__(self, batch_id: str) -> None:
        super().__init__(batch_id)
        self.batch_id = batch_id


def add_needs(body: ImportUndoneBody, needs: Needs) -> None:
    """The batch, what it replaced, and what stands there now."""
    needs.batches.add(body.batch)
    for scope, key in body.rows:
        needs.import_rows.add((body.batch, body.topic, scope, key))
        if body.topic == COUNTS:
            needs.levels.add((scope, key))
        else:
            needs.refs.add((body.topic, scope, key))


def apply(body: ImportUndoneBody, draft: Draft) -> BookedChanges:
    """Take the rows back; once more changes nothing. Refuses with UnknownBatch, TooManyRows."""
    batch = draft.batch(body.batch)
    if batch is None:
        raise UnknownBatch(body.batch)
    if len(body.rows) > MAX_REFERENCE_ROWS:
        raise TooManyRows
    booked = BookedChanges()
    take_back = _uncount if body.topic == COUNTS else _restore
    for scope, name in dict.fromkeys(body.rows):
        key = (body.batch, body.topic, scope, name)
        row = draft.import_row(key)
        if row is not None and not row.is_undone and take_back(booked, draft, key, row):
            booked.import_rows[key] = row._replace(is_undone=1)
    if body.is_last:
        booked.batches[body.batch] = batch._replace(state="undone")
    return booked


def _restore(booked: BookedChanges, draft: Draft, key: ImportKey, row: ImportRow) -> bool:
    _, topic, scope, name = key
    present = draft.ref((topic, scope, name))
    if present is None or written(present.body) != row.written:
        return False
    put_ref(booked, draft, (topic, scope, name), row.previous_body)
    return True


def _uncount(booked: BookedChanges, draft: Draft, key: ImportKey, row: ImportRow) -> bool:
    _, _, place, article_id = key
    if draft.level((place, article_id)).counted_pos != int(row.written):
        return False
    undo = read_undo(row)
    for from_place, to_place, qty, scale in reversed(undo.moves):
        booked.movements.append((article_id, to_place, from_place, qty, scale))
    booked.counted[place, article_id] = undo.counted_pos
    return True

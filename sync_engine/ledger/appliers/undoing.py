"""An import taken back: every row it changed becomes what it was before, every count moves back where it came from.

A reference row that was changed again since is left alone: undoing an import does not undo later work.
"""

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.appliers.counting import read_undo
from sync_engine.ledger.appliers.reference import put_ref
from sync_engine.ledger.book import BatchState, ImportKey, ImportRow, Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.facts import ImportUndoneBody


class UnknownBatch(Refusal):
    """No import has this id."""

    def __init__(self, batch_id: str) -> None:
        super().__init__(batch_id)
        self.batch_id = batch_id


def add_needs(body: ImportUndoneBody, needs: Needs) -> None:
    """The batch with all it replaced; the present rows follow from that."""
    needs.undone.add(body.batch)


def apply(body: ImportUndoneBody, draft: Draft) -> BookedChanges:
    """Undo the batch; once more changes nothing. Refuses with UnknownBatch."""
    batch = draft.batch(body.batch)
    if batch is None:
        raise UnknownBatch(body.batch)
    booked = BookedChanges()
    if batch.state == "undone":
        return booked
    for key, row in sorted(draft.imported(body.batch).items()):
        if key[1] == "stock":
            _uncount(booked, key, row)
        else:
            _restore(booked, draft, key, row, batch)
    booked.batches[body.batch] = batch._replace(state="undone")
    return booked


def _restore(booked: BookedChanges, draft: Draft, key: ImportKey, row: ImportRow, batch: BatchState) -> None:
    _, topic, scope, name = key
    present = draft.ref((topic, scope, name))
    if present is not None and batch.first_pos <= present.version <= batch.last_pos:
        put_ref(booked, draft, (topic, scope, name), row.previous_body)


def _uncount(booked: BookedChanges, key: ImportKey, row: ImportRow) -> None:
    _, _, place, article_id = key
    undo = read_undo(row)
    for from_place, to_place, qty, scale in reversed(undo.moves):
        booked.movements.append((article_id, to_place, from_place, qty, scale))
    booked.controlled[place, article_id] = int(undo.is_controlled)

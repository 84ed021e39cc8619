"""Reference facts: articles, prices, stores, staff ... as imported or edited. A row that says nothing new changes
nothing, so a file imported twice costs no download.

With a `batch`, what stood there before is kept, so that the whole import can be undone.
"""

import hashlib

import msgspec

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.appliers.topics import RowMalformed, row_text
from sync_engine.ledger.book import BatchState, ImportRow, Needs, RefKey
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.facts import MAX_REFERENCE_ROWS, ReferenceChangedBody


class TooManyRows(Refusal):
    """One event carries at most 1,000 reference rows."""


def add_needs(body: ReferenceChangedBody, needs: Needs) -> None:
    """The present rows, and what the batch already replaced."""
    for row in body.rows:
        needs.refs.add((body.topic, row.scope, row.key))
        if body.batch is not None:
            needs.import_rows.add((body.batch, body.topic, row.scope, row.key))
    if body.batch is not None:
        needs.batches.add(body.batch)


def apply(body: ReferenceChangedBody, draft: Draft) -> BookedChanges:
    """Put the rows. Refuses more than 1,000 of them, and rows that are not of their topic's shape."""
    if len(body.rows) > MAX_REFERENCE_ROWS:
        raise TooManyRows
    booked = BookedChanges()
    for row in body.rows:
        text = None if row.deleted or row.body is None else row_text(body.topic, row.key, row.body)
        if text is None and not row.deleted:
            raise RowMalformed(body.topic, row.key, "neither deleted nor a body")
        _put(booked, draft, (body.topic, row.scope, row.key), text, body.batch)
    if body.batch is not None:
        booked.batches[body.batch] = continued(draft, body.batch, (body.topic, body.source or ""), len(body.rows))
    return booked


def put_ref(booked: BookedChanges, draft: Draft, key: RefKey, text: str | None) -> bool:
    """Set a row to `text` (None: deleted) and keep the index of barcodes in step; False when it is so already."""
    before = booked.refs[key] if key in booked.refs else _present(draft, key)
    if before == text:
        return False
    booked.refs[key] = text
    if key[0] == "article":
        booked.barcodes.update(((code, key[2]), False) for code in _codes(before))
        booked.barcodes.update(((code, key[2]), True) for code in _codes(text))
    return True


def written(text: str | None) -> str:
    """By what a body is known again; a row that is deleted has none."""
    return "" if text is None else hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def continued(draft: Draft, batch_id: str, begun: tuple[str, str], rows: int) -> BatchState:
    """The batch with so many more rows; `begun` is (topic, source) of its first fact."""
    pos = draft.next_pos
    known = draft.batch(batch_id)
    if known is None:
        return BatchState(*begun, rows, pos, pos, "booked")
    return known._replace(row_count=known.row_count + rows, last_pos=pos)


def _put(booked: BookedChanges, draft: Draft, key: RefKey, text: str | None, batch: str | None) -> None:
    before = booked.refs[key] if key in booked.refs else _present(draft, key)
    if not put_ref(booked, draft, key, text) or batch is None:
        return
    import_key = (batch, *key)
    known = booked.import_rows.get(import_key) or draft.import_row(import_key)
    previous = before if known is None or known.is_undone else known.previous_body
    booked.import_rows[import_key] = ImportRow(previous, written(text))


def _present(draft: Draft, key: RefKey) -> str | None:
    state = draft.ref(key)
    return state.body if state else None


def _codes(text: str | None) -> list[str]:
    return [code["code"] for code in msgspec.json.decode(text)["barcodes"]] if text else []

"""Goods found or written off on the shop floor without a sale.

A difference says nothing about how much lies there in all, so it does not begin to control an article's stock: only a
count or a receipt does.
"""

from sync_engine.domain.errors import QuantityOutOfRange
from sync_engine.domain.limits import MAX_SCALE, check_line_count, check_magnitude
from sync_engine.domain.stock import adjustment_movement, place
from sync_engine.ledger.appliers.articles import note_unknown
from sync_engine.ledger.book import Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.facts import AdjustmentLineBody, StockAdjustedBody


def add_needs(body: StockAdjustedBody, needs: Needs) -> None:
    """Articles, and their stock on the floor."""
    for line in body.lines:
        needs.articles.add(line.sku)
        if line.stocked and line.delta:
            needs.levels.add((place(body.store), line.sku))


def apply(body: StockAdjustedBody, draft: Draft) -> BookedChanges:
    """Book the differences. Refuses quantities beyond the limits."""
    check_line_count(len(body.lines))
    booked = BookedChanges()
    for line in body.lines:
        _check(line)
        if line.stocked and line.delta:
            movement = adjustment_movement(body.store, line.sku, line.delta, line.scale)
            booked.movements.append((line.sku, movement.from_place, movement.to_place, movement.qty, movement.scale))
    note_unknown(booked, draft, body.lines)
    return booked


def _check(line: AdjustmentLineBody) -> None:
    if not 0 <= line.scale <= MAX_SCALE:
        raise QuantityOutOfRange(f"{line.delta}e-{line.scale}")
    check_magnitude(line.delta, line.scale)

"""Facts that move neither goods nor money: what a replay had to leave out, and shifts that opened."""

from sync_engine.domain.limits import check_amount
from sync_engine.ledger.book import Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import LinesNotBookedBody, ShiftOpenedBody


def add_no_needs(_body: LinesNotBookedBody | ShiftOpenedBody, _needs: Needs) -> None:
    """Nothing is looked up."""


def apply_lines(body: LinesNotBookedBody, draft: Draft) -> Booked:
    """List the lines beside what was booked. Refuses an amount beyond the limits."""
    for line in body.lines:
        check_amount(line.amount or 0)
    rows = [
        (
            SHARD,
            draft.next_pos,
            number,
            body.ticket,
            line.sku,
            line.name,
            line.quantity,
            line.unit_price,
            line.amount,
            line.reason,
        )
        for number, line in enumerate(body.lines, 1)
    ]
    return Booked(rows={"not_booked": rows})


def apply_shift(_body: ShiftOpenedBody, _draft: Draft) -> Booked:
    """The inbox keeps it; the float is not income and is not posted."""
    return Booked()

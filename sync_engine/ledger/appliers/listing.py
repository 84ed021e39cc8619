"""Facts that move neither goods nor money: what a replay had to leave out, and what only the inbox keeps."""

from sync_engine.domain.limits import check_amount, check_line_count
from sync_engine.ledger.book import Needs
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import Context, LinesNotBookedBody, SaleVoidedBody


def add_no_needs(_body: Context, _needs: Needs) -> None:
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


def apply_void(body: SaleVoidedBody, _draft: Draft) -> Booked:
    """The inbox keeps what was not sold. Refuses more lines, and an amount, beyond the limits of a sale."""
    check_line_count(len(body.lines))
    check_amount(body.total)
    return Booked()


def apply_kept(_body: Context, _draft: Draft) -> Booked:
    """The inbox keeps it. A shift's float is no income, and an opened drawer moved nothing that is known."""
    return Booked()

"""A recorded sale as a row: its number, when, how much, and whether the ledger has it. Each has a mark of its own."""

from pos_client.i18n import current, tr
from pos_client.presenters.ages import moment_words
from pos_client.presenters.panel_ports import SaleRow
from pos_client.presenters.panel_views import RowView
from pos_client.presenters.ports import Trade
from sync_engine.domain.dates import parse_instant


def sale_row(sale: SaleRow, trade: Trade) -> RowView:
    """One sale; a filled check when it was sent, an arrow while it waits on this till."""
    store, now = trade.book.store(), trade.clock.now()
    time = moment_words(parse_instant(sale.at), now, store.time_zone)
    where = tr("sent") if sale.is_sent else tr("saved on this till")
    amount = current().amount(sale.total_minor, sale.currency_code)
    return RowView(
        key=sale.doc_no,
        name=sale.doc_no,
        detail=f"{time}  ·  {where}",
        amount=amount,
        mark="check" if sale.is_sent else "arrow-up",
        shade="ok" if sale.is_sent else "brand",
        spoken=f"{sale.doc_no}, {time}, {amount}, {where}",
    )

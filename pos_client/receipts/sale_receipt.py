"""The receipt of a sale that was just recorded, from the act itself. Knows no event and no printer."""

from hardware.document import Document
from pos_client.counter.acts import SaleCompleted
from pos_client.receipts.layout import Heading, Mark
from sync_engine.receipt.sale import sale_page, tender_name

__all__ = ["sale_receipt", "tender_name"]


def sale_receipt(act: SaleCompleted, heading: Heading, tag: str, link: str = "") -> Document:
    """The paper of a numbered sale. Amounts in minor units of the sale's own currency; `tag` is the short chain tag."""
    made_at = heading.say.instant(act.context.at, heading.time_zone)
    mark = Mark(act.sale.doc_no, made_at, act.staff_name or act.context.staff_id, tag)
    return sale_page(act.sale, heading, mark, link)

"""What goes back to the customer after a sale, in words. Knows no screen and records nothing."""

from hardware.document import Document
from pos_client.counter.completing import Completed
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.i18n import ntr, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.views import ChangeView, LastSaleView, PieceView
from sync_engine.domain.payment import CASH
from sync_engine.domain.sale import Sale


def change_view(completed: Completed, paper: Document | None, amounts: Amounts) -> ChangeView:
    """The change of a recorded sale, with the notes and coins for it."""
    sale = completed.sale
    back = sale.change_minor if sale.total_minor >= 0 else _paid_out(sale)
    change = amounts.plain(back)
    label = tr("Change") if back else tr("No change")
    return ChangeView(
        label=label if sale.total_minor >= 0 else tr("To give back"),
        change=change,
        summary=_summary(sale, amounts),
        pieces=tuple(PieceView(count, amounts.piece(value), is_note) for count, value, is_note in amounts.pieces(back)),
        hint=tr("Just scan to start the next sale."),
        doc_no=completed.doc_no,
        paper=paper,
        paper_note=tr("Receipt {doc_no}", doc_no=completed.doc_no),
        spoken=f"{label} {change}",
    )


def last_sale(completed: Completed, amounts: Amounts) -> LastSaleView:
    """The strip below the next sale."""
    sale = completed.sale
    paid = amounts.plain(sum(tender.amount_minor for tender in sale.tenders))
    text = tr("Last sale {total}, paid {paid}", total=amounts.plain(sale.total_minor), paid=paid)
    return LastSaleView(text, tr("Change {amount}", amount=amounts.plain(sale.change_minor)), completed.doc_no)


def paper_words(event: PrinterChanged | JobChanged | DrawerChanged, view: ChangeView) -> tuple[str, bool]:
    """What printer or drawer say about the sale on the screen, and whether somebody has to act; "" for nothing."""
    if isinstance(event, JobChanged):
        if event.doc_no != view.doc_no:
            return "", False
        return _JOB_WORDS.get(event.state, lambda _doc_no: ("", False))(view.doc_no)
    if isinstance(event, PrinterChanged) and "paper" in " ".join(event.troubles):
        return tr("The printer has no paper. The sale is saved. Load paper, it prints by itself."), True
    if isinstance(event, DrawerChanged) and not event.is_open:
        return tr("The drawer did not open. The sale is saved. Open it with the key."), True
    return "", False


def _queued(doc_no: str) -> tuple[str, bool]:
    return tr("Receipt {doc_no} is printing", doc_no=doc_no), False


def _printed(doc_no: str) -> tuple[str, bool]:
    return tr("Receipt {doc_no} is printed", doc_no=doc_no), False


def _failed(doc_no: str) -> tuple[str, bool]:
    return tr("The printer does not answer. Sale {doc_no} is saved. It prints by itself later.", doc_no=doc_no), True


def _uncertain(doc_no: str) -> tuple[str, bool]:
    return tr("Look at the paper: receipt {doc_no} may be cut short. The sale is saved.", doc_no=doc_no), True


_JOB_WORDS = {"sent": _queued, "printed": _printed, "failed": _failed, "uncertain": _uncertain}


def _summary(sale: Sale, amounts: Amounts) -> str:
    count = sum(1 if line.quantity.scale else line.quantity.value for line in sale.lines)
    items = ntr("{count} item", "{count} items", count)
    paid = amounts.plain(sum(tender.amount_minor for tender in sale.tenders))
    total = amounts.plain(sale.total_minor)
    return tr("{paid} received for {total}, {items}", paid=paid, total=total, items=items)


def _paid_out(sale: Sale) -> int:
    return -sum(tender.amount_minor for tender in sale.tenders if tender.kind == CASH)

"""What goes back to the customer after a sale, in words. Knows no screen and records nothing."""

from hardware.document import Document
from pos_client.counter.completing import Completed
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.i18n import ntr, tr
from pos_client.presenters.amounts import Amounts
from pos_client.presenters.paper import words_of
from pos_client.presenters.pay_words import way_name
from pos_client.presenters.views import ChangeView, LastSaleView, PieceView
from sync_engine.domain.payment import CASH, unclear_amount
from sync_engine.domain.sale import Sale


def change_view(completed: Completed, paper: Document | None, amounts: Amounts) -> ChangeView:
    """The change of a recorded sale, with the notes and coins for it."""
    sale = completed.sale
    back = sale.change_minor if sale.total_minor >= 0 else _paid_out(sale)
    label, big = _label(completed, back)
    change = amounts.plain(big)
    return ChangeView(
        label=label,
        change=change,
        summary=_summary(sale, amounts),
        pieces=tuple(PieceView(count, amounts.piece(value), is_note) for count, value, is_note in amounts.pieces(back)),
        hint=tr("Just scan to start the next sale."),
        doc_no=completed.doc_no,
        paper=paper,
        paper_note=tr("Receipt {doc_no}", doc_no=completed.doc_no),
        spoken=f"{label} {change}",
    )


def _label(completed: Completed, back_minor: int) -> tuple[str, int]:
    """What the largest number on the screen is: what goes back in cash, or what was paid where none can."""
    sale = completed.sale
    if not completed.has_cash:
        paid = sum(tender.amount_minor for tender in sale.tenders)
        return (tr("Paid"), paid) if paid >= 0 else (tr("Paid back"), -paid)
    if sale.total_minor < 0:
        return tr("To give back"), back_minor
    return tr("Change") if back_minor else tr("No change"), back_minor


def last_sale(completed: Completed, amounts: Amounts) -> LastSaleView:
    """The strip below the next sale."""
    sale = completed.sale
    paid = amounts.plain(sum(tender.amount_minor for tender in sale.tenders))
    text = tr("Last sale {total}, paid {paid}", total=amounts.plain(sale.total_minor), paid=paid)
    return LastSaleView(text, tr("Change {amount}", amount=amounts.plain(sale.change_minor)), completed.doc_no)


def paper_words(event: PrinterChanged | JobChanged | DrawerChanged, view: ChangeView) -> tuple[str, bool]:
    """What printer or drawer say about the sale on the screen, and whether somebody has to act; "" for nothing."""
    if isinstance(event, JobChanged) and event.doc_no != view.doc_no:
        return "", False
    return words_of(event)


def _summary(sale: Sale, amounts: Amounts) -> str:
    count = sum(1 if line.quantity.scale else line.quantity.value for line in sale.lines)
    items = ntr("{count} item", "{count} items", count)
    if all(tender.kind != CASH for tender in sale.tenders):
        ways = dict.fromkeys(way_name(tender.kind) for tender in sale.tenders if unclear_amount(tender) is None)
        return " · ".join((*ways, items))
    paid = amounts.plain(sum(tender.amount_minor for tender in sale.tenders))
    total = amounts.plain(sale.total_minor)
    return tr("{paid} received for {total}, {items}", paid=paid, total=total, items=items)


def _paid_out(sale: Sale) -> int:
    return -sum(tender.amount_minor for tender in sale.tenders if tender.kind == CASH)

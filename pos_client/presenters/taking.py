"""The pane that takes the money, as one view: what is typed, what is paid, what ways there are. Changes nothing."""

from pos_client.i18n import tr
from pos_client.presenters.board import Board
from pos_client.presenters.pay_views import CardBoxView, PaidView, PayView, WayView
from pos_client.presenters.pay_words import note_ways, paid_view, ways
from pos_client.presenters.ports import Trade


def pay_view(
    trade: Trade, board: Board, box: CardBoxView | None, asked_back: int | None, *, is_choosing: bool
) -> PayView:
    """Paying as it is now; a closed pane while goods are rung up."""
    receiving = board.receiving
    if not receiving.is_open and box is None:
        return PayView()
    is_card = box is not None and not receiving.asks_slip
    return PayView(
        is_open=True,
        label=tr("Card") if is_card else _label(board),
        received=box.amount if is_card and box else receiving.shown,
        is_typed=bool(receiving.text),
        note="" if is_card or receiving.asks_slip else receiving.words(),
        is_note_bad=not receiving.asks_slip and receiving.is_far_too_much,
        take=_take(board, box),
        zeros=receiving.zeros,
        point=receiving.amounts.point,
        paid_title=tr("Paid so far"),
        paid=_paid(trade, board, asked_back),
        hint=tr("In parts: type an amount, then press the way it is paid."),
        ways_title=_ways_title(board),
        ways=_ways(trade, board) if is_choosing else (),
        card=box,
    )


def _label(board: Board) -> str:
    receiving = board.receiving
    if receiving.asks_slip:
        return tr("Number of the slip")
    if receiving.exchange is not None:
        return tr("Cash in {code}", code=receiving.exchange.other.code)
    return tr("Cash to give back") if receiving.is_refund else tr("Cash received")


def _take(board: Board, box: CardBoxView | None) -> str:
    """What the main key does."""
    receiving = board.receiving
    if box is not None:
        main = next((action.label for action in box.actions if action.hint == "Enter"), "")
        return main or tr("Take")
    amount = receiving.amounts.plain(abs(receiving.amount_minor() if receiving.text else receiving.exact_minor()))
    if receiving.exchange is not None:
        return tr("Take {code} {amount}", code=receiving.exchange.other.code, amount=amount)
    return tr("Give {amount}", amount=amount) if receiving.is_refund else tr("Take {amount}", amount=amount)


def _paid(trade: Trade, board: Board, asked_back: int | None) -> tuple[PaidView, ...]:
    tenders = trade.counter.sale.tenders
    return tuple(paid_view(number, tender, board.amounts, asked_back) for number, tender in enumerate(tenders))


def _ways_title(board: Board) -> str:
    exchange = board.receiving.exchange
    return tr("Amounts in {code}", code=exchange.other.code) if exchange else tr("More ways to pay")


def _ways(trade: Trade, board: Board) -> tuple[WayView, ...]:
    receiving = board.receiving
    if receiving.exchange is not None:
        return note_ways(receiving, receiving.suggested())
    return ways(trade.book.store().foreign, trade.counter.due().open_minor, board.amounts)

"""Completed acts as event bodies of the wire, and what they move. Knows no table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pos_client.counter.acts import Act, Context, LinesNotBooked, SaleCompleted, ShiftOpened, StockAdjusted
from sync_engine.domain.dates import instant_text
from sync_engine.domain.sale import Sale, SaleLine
from sync_engine.domain.stock import Movement, adjustment_movement, is_real, own_deltas, sale_movements
from sync_engine.domain.tax import TaxAmount
from sync_engine.protocol.facts import (
    AdjustmentLineBody,
    Body,
    LinesNotBookedBody,
    NotBookedLineBody,
    SaleBody,
    SaleLineBody,
    ShiftOpenedBody,
    StockAdjustedBody,
    TaxBody,
    TenderBody,
)


@dataclass(frozen=True, slots=True)
class Place:
    """What the journal adds to every act: which till, and how far its clock is from the ledger's."""

    store_id: str
    till_id: str
    server_offset_ms: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One event before its envelope."""

    kind: str
    version: int
    body: Body
    amount_minor: int


def statement(act: Act, place: Place, ticket: str | None) -> Statement:
    """The body of `act`. A sale must have its document number by now."""
    context = _context(act.context, place)
    match act:
        case SaleCompleted():
            return Statement("sale", 1, _sale(act.sale, context), act.sale.total_minor)
        case StockAdjusted():
            return Statement("stock_adjusted", 1, _adjusted(act, context, ticket), 0)
        case LinesNotBooked():
            return Statement("lines_not_booked", 1, _not_booked(act, context, ticket), 0)
        case ShiftOpened():
            body = ShiftOpenedBody(**context, float_minor=act.float_minor, currency=act.currency_code)
            return Statement("shift_opened", 1, body, 0)


def own_moves(act: Act, store_id: str) -> Mapping[tuple[str, str], int]:
    """(place, article) -> change of what lies in this store's own places."""
    deltas = own_deltas(movements(act, store_id))
    return {key: delta for key, delta in deltas.items() if delta and is_real(key[0])}


def movements(act: Act, store_id: str) -> tuple[Movement, ...]:
    """The goods that `act` moves."""
    match act:
        case SaleCompleted():
            return tuple(sale_movements(store_id, act.sale.lines))
        case StockAdjusted():
            stocked = [line for line in act.lines if line.is_stocked and line.delta]
            return tuple(adjustment_movement(store_id, line.article_id, line.delta, line.scale) for line in stocked)
        case _:
            return ()


def _context(context: Context, place: Place) -> dict[str, Any]:
    return {
        "store": place.store_id,
        "till": place.till_id,
        "shift": context.shift_id,
        "business_on": context.business_on,
        "staff": context.staff_id,
        "at": instant_text(context.at),
        "offset_min": context.offset_min,
        "server_offset_ms": place.server_offset_ms,
    }


def _sale(sale: Sale, context: dict[str, Any]) -> SaleBody:
    return SaleBody(
        **context,
        doc_no=sale.doc_no,
        ticket=sale.ticket,
        currency=sale.currency_code,
        inclusive=sale.regime.is_inclusive,
        rounding=sale.regime.rounding,
        lines=tuple(_line(line) for line in sale.lines),
        discount=sale.discount_minor,
        total=sale.total_minor,
        taxes=tuple(_tax(amount) for amount in sale.tax_amounts),
        tenders=tuple(TenderBody(kind=tender.kind, amount=tender.amount_minor) for tender in sale.tenders),
        change=sale.change_minor,
        cash_rounding=sale.rounding_minor,
    )


def _line(line: SaleLine) -> SaleLineBody:
    return SaleLineBody(
        n=line.line_no,
        sku=line.article_id,
        name=line.name,
        barcode=line.barcode,
        qty=line.quantity.value,
        scale=line.quantity.scale,
        unit_e4=line.unit_e4,
        unit=str(line.unit),
        kind=line.kind,
        discount=line.discount_minor,
        amount=line.amount_minor,
        tax_code=line.tax_code,
        tax=line.tax_minor,
        stocked=line.is_stocked,
    )


def _tax(amount: TaxAmount) -> TaxBody:
    return TaxBody(
        code=amount.code,
        name=amount.name,
        rate_ppm=amount.rate_ppm,
        net=amount.net_minor,
        tax=amount.tax_minor,
    )


def _adjusted(act: StockAdjusted, context: dict[str, Any], ticket: str | None) -> StockAdjustedBody:
    lines = tuple(
        AdjustmentLineBody(
            n=number, sku=line.article_id, name=line.name, delta=line.delta, scale=line.scale, stocked=line.is_stocked
        )
        for number, line in enumerate(act.lines, 1)
    )
    return StockAdjustedBody(**context, ticket=ticket, reason=act.reason, lines=lines)


def _not_booked(act: LinesNotBooked, context: dict[str, Any], ticket: str | None) -> LinesNotBookedBody:
    lines = tuple(
        NotBookedLineBody(
            sku=line.article_id,
            name=line.name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line.amount_minor,
            reason=line.reason,
        )
        for line in act.lines
    )
    return LinesNotBookedBody(**context, ticket=ticket or "", lines=lines)

"""Completed acts as event bodies of the wire, and what they move. Knows no table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pos_client.counter.acts import (
    Act,
    AgeCheckRefused,
    Context,
    CustomerSaved,
    DrawerOpened,
    LinesNotBooked,
    ParkedResumed,
    ReceiptAsked,
    SaleCompleted,
    SaleParked,
    SaleVoided,
    ShiftOpened,
    StockAdjusted,
)
from pos_client.store.sale_bodies import parked_body, sale_body, voided_body
from sync_engine.domain.dates import instant_text
from sync_engine.domain.stock import Movement, adjustment_movement, is_real, own_deltas, sale_movements
from sync_engine.protocol.facts import (
    BODIES,
    AdjustmentLineBody,
    AgeCheckRefusedBody,
    Body,
    ConsentBody,
    CustomerSavedBody,
    DrawerOpenedBody,
    LinesNotBookedBody,
    NotBookedLineBody,
    ParkedResumedBody,
    ReceiptAskedBody,
    SaleBodyV2,
    ShiftOpenedBody,
    StockAdjustedBody,
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
    body = _with_ticket(act, context, ticket) or _BODY_OF[type(act)](act, context)
    return Statement(*_KINDS[type(body)], body, act.sale.total_minor if isinstance(act, SaleCompleted) else 0)


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


def _with_ticket(act: Act, context: dict[str, Any], ticket: str | None) -> Body | None:
    """What a replay may record beside a sale."""
    match act:
        case StockAdjusted():
            return _adjusted(act, context, ticket)
        case LinesNotBooked():
            return _not_booked(act, context, ticket)
        case _:
            return None


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


def _customer(act: CustomerSaved, context: dict[str, Any]) -> CustomerSavedBody:
    consents = tuple(
        ConsentBody(purpose=one.purpose, given=one.is_given, text_version=one.text_version, at=instant_text(one.at))
        for one in act.consents
    )
    return CustomerSavedBody(
        **context,
        customer=act.customer_id,
        name=act.name,
        phone=act.phone,
        email=act.email,
        card=act.card,
        group=act.group,
        language=act.language,
        consents=consents,
    )


def _shift(act: ShiftOpened, context: dict[str, Any]) -> ShiftOpenedBody:
    return ShiftOpenedBody(**context, float_minor=act.float_minor, currency=act.currency_code)


def _resumed(act: ParkedResumed, context: dict[str, Any]) -> ParkedResumedBody:
    return ParkedResumedBody(**context, park=act.park_id)


def _age_refused(act: AgeCheckRefused, context: dict[str, Any]) -> AgeCheckRefusedBody:
    return AgeCheckRefusedBody(**context, sku=act.article_id, name=act.name, min_age=act.min_age, reason=act.reason)


def _drawer(act: DrawerOpened, context: dict[str, Any]) -> DrawerOpenedBody:
    return DrawerOpenedBody(**context, reason=act.reason)


def _asked(act: ReceiptAsked, context: dict[str, Any]) -> ReceiptAskedBody:
    return ReceiptAskedBody(**context, doc_no=act.doc_no, to=act.to, language=act.language, sale_ref=act.sale_ref)


def _sold(act: SaleCompleted, context: dict[str, Any]) -> SaleBodyV2:
    return sale_body(act.sale, context)


_BODY_OF: Mapping[type, Callable[[Any, dict[str, Any]], Body]] = {
    ShiftOpened: _shift,
    SaleCompleted: _sold,
    SaleVoided: voided_body,
    SaleParked: parked_body,
    ParkedResumed: _resumed,
    AgeCheckRefused: _age_refused,
    DrawerOpened: _drawer,
    CustomerSaved: _customer,
    ReceiptAsked: _asked,
}
_KINDS: Mapping[type, tuple[str, int]] = {body: kind for kind, body in BODIES.items()}

"""Sales as event bodies of the wire, made, voided or parked, and a recorded sale read back from its body. Knows no
table.
"""

from dataclasses import replace
from typing import Any

from pos_client.counter.acts import SaleParked, SaleVoided
from sync_engine.domain.payment import Foreign, Tender
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.sale import Sale, SaleLine
from sync_engine.domain.tax import TaxAmount, TaxRegime
from sync_engine.protocol.facts import (
    ForeignBody,
    SaleBody,
    SaleBodyV2,
    SaleLineBody,
    SaleLineBodyV2,
    SaleParkedBody,
    SaleVoidedBody,
    TaxBody,
    TenderBody,
    TenderBodyV2,
)


def sale_body(sale: Sale, context: dict[str, Any]) -> SaleBodyV2:
    """The body of a numbered sale."""
    return SaleBodyV2(
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
        tenders=tuple(_tender(tender) for tender in sale.tenders),
        change=sale.change_minor,
        cash_rounding=sale.rounding_minor,
        customer=sale.customer_id,
        note=sale.note,
        discount_reason=sale.discount_reason,
    )


def voided_body(act: SaleVoided, context: dict[str, Any]) -> SaleVoidedBody:
    """The body of a void."""
    lines = tuple(_line(line) for line in act.lines)
    return SaleVoidedBody(**context, lines=lines, total=act.total_minor, currency=act.currency_code, reason=act.reason)


def parked_body(act: SaleParked, context: dict[str, Any]) -> SaleParkedBody:
    """The body of a parking."""
    return SaleParkedBody(
        **context,
        park=act.park_id,
        code=act.code,
        note=act.note,
        items=act.items,
        total=act.total_minor,
        currency=act.currency_code,
        sale=act.sale_text,
    )


def sale_from(event_id: str, body: SaleBody) -> Sale:
    """The sale that a body of either version records."""
    plain = Sale(
        sale_id=event_id,
        doc_no=body.doc_no,
        ticket=body.ticket,
        currency_code=body.currency,
        regime=TaxRegime(body.inclusive, body.rounding),
        lines=tuple(_line_from(line) for line in body.lines),
        tax_amounts=tuple(TaxAmount(one.code, one.name, one.rate_ppm, one.net, one.tax) for one in body.taxes),
        total_minor=body.total,
        tenders=tuple(_tender_from(one) for one in body.tenders),
        change_minor=body.change,
        rounding_minor=body.cash_rounding,
        discount_minor=body.discount,
    )
    if not isinstance(body, SaleBodyV2):
        return plain
    return replace(plain, note=body.note, customer_id=body.customer, discount_reason=body.discount_reason)


def _line(line: SaleLine) -> SaleLineBodyV2:
    return SaleLineBodyV2(
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
        listed_e4=line.listed_unit_e4,
        price_reason=line.price_reason,
        discount_reason=line.discount_reason,
        note=line.note,
        serial=line.serial,
        gift=line.is_gift,
        age_checked=line.age_checked,
        staff=line.staff_id,
    )


def _line_from(line: SaleLineBody) -> SaleLine:
    plain = SaleLine(
        line_no=line.n,
        article_id=line.sku,
        name=line.name,
        barcode=line.barcode,
        quantity=Quantity(line.qty, line.scale),
        unit_e4=line.unit_e4,
        kind=line.kind,
        discount_minor=line.discount,
        amount_minor=line.amount,
        tax_code=line.tax_code,
        tax_minor=line.tax,
        is_stocked=line.stocked,
        unit=line.unit,
    )
    return _with_what_was_said(plain, line) if isinstance(line, SaleLineBodyV2) else plain


def _with_what_was_said(plain: SaleLine, line: SaleLineBodyV2) -> SaleLine:
    return replace(
        plain,
        listed_unit_e4=line.listed_e4,
        price_reason=line.price_reason,
        discount_reason=line.discount_reason,
        note=line.note,
        serial=line.serial,
        is_gift=line.gift,
        age_checked=line.age_checked,
        staff_id=line.staff,
    )


def _tax(amount: TaxAmount) -> TaxBody:
    return TaxBody(
        code=amount.code,
        name=amount.name,
        rate_ppm=amount.rate_ppm,
        net=amount.net_minor,
        tax=amount.tax_minor,
    )


def _tender(tender: Tender) -> TenderBodyV2:
    other = tender.foreign
    foreign = (
        None
        if other is None
        else ForeignBody(currency=other.currency, amount=other.amount_minor, rate_e6=other.rate_e6)
    )
    return TenderBodyV2(kind=tender.kind, amount=tender.amount_minor, reference=tender.reference, foreign=foreign)


def _tender_from(body: TenderBody) -> Tender:
    if not isinstance(body, TenderBodyV2):
        return Tender(body.kind, body.amount)
    other = body.foreign
    foreign = None if other is None else Foreign(other.currency, other.amount, other.rate_e6)
    return Tender(body.kind, body.amount, body.reference, foreign)

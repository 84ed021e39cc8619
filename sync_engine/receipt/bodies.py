"""Bodies of sales as sales again, so that a page can be made from the event alone. Knows the wire, no paper."""

from dataclasses import replace

from sync_engine.domain.foreign import Foreign
from sync_engine.domain.payment import Tender
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.sale import Sale, SaleLine
from sync_engine.domain.tax import TaxAmount, TaxRegime
from sync_engine.protocol.facts import SaleBody, SaleBodyV2, SaleLineBody, SaleLineBodyV2, TenderBody, TenderBodyV2


def sale_of(body: SaleBody, sale_id: str) -> Sale:
    """The sale that a body of any version states; `sale_id` is the id of its event."""
    sale = Sale(
        sale_id=sale_id,
        doc_no=body.doc_no,
        ticket=body.ticket,
        currency_code=body.currency,
        regime=TaxRegime(body.inclusive, body.rounding),
        lines=tuple(_line(line) for line in body.lines),
        tax_amounts=tuple(TaxAmount(tax.code, tax.name, tax.rate_ppm, tax.net, tax.tax) for tax in body.taxes),
        total_minor=body.total,
        tenders=tuple(_tender(tender) for tender in body.tenders),
        change_minor=body.change,
        rounding_minor=body.cash_rounding,
        discount_minor=body.discount,
    )
    if not isinstance(body, SaleBodyV2):
        return sale
    return replace(sale, note=body.note, customer_id=body.customer, discount_reason=body.discount_reason)


def _line(line: SaleLineBody) -> SaleLine:
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
    if not isinstance(line, SaleLineBodyV2):
        return plain
    return replace(
        plain,
        listed_unit_e4=line.listed_e4,
        price_reason=line.price_reason,
        discount_reason=line.discount_reason,
        note=line.note,
        serial=line.serial,
        is_gift=line.gift,
        staff_id=line.staff,
        age_checked=line.age_checked,
    )


def _tender(tender: TenderBody) -> Tender:
    if not isinstance(tender, TenderBodyV2):
        return Tender(tender.kind, tender.amount)
    foreign = tender.foreign
    before = Foreign(foreign.currency, foreign.amount, foreign.rate_e6) if foreign else None
    return Tender(tender.kind, tender.amount, tender.reference, before)

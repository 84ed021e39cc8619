"""The receipt of a sale: lines with quantity and unit price, discounts, tax, tenders, change. Pure; knows no
printer.
"""

from collections.abc import Iterator, Mapping

from hardware.document import Block, Cell, Columns, Document, Rule, clean
from pos_client.counter.acts import SaleCompleted
from pos_client.i18n import Words
from pos_client.receipts.layout import Heading, Mark, pair, paper
from sync_engine.domain.payment import CASH
from sync_engine.domain.sale import Sale, SaleLine

_UNITS: Mapping[str, str] = {"kg": "kg", "m": "m"}


def sale_receipt(act: SaleCompleted, heading: Heading, tag: str) -> Document:
    """The paper of a numbered sale. Amounts in minor units of the sale's own currency; `tag` is the short chain tag."""
    sale, say = act.sale, heading.say
    made_at = say.instant(act.context.at, heading.time_zone)
    mark = Mark(sale.doc_no, made_at, act.staff_name or act.context.staff_id, tag)
    body = (*_goods(sale, say), Rule(), *_total(sale, say), *_payment(sale, say), *_tax(sale, say))
    return paper(heading, mark, body)


def _goods(sale: Sale, say: Words) -> Iterator[Block]:
    for line in sale.lines:
        yield from _line(line, sale.currency_code, say)


def _line(line: SaleLine, currency_code: str, say: Words) -> Iterator[Block]:
    name = line.name if line.kind == "sale" else say.tr("Return: {name}", name=line.name)
    yield pair(name, say.amount(line.amount_minor + line.discount_minor, currency_code))
    if line.quantity.scale or line.quantity.value != 1:
        unit = _UNITS.get(line.unit, "")
        quantity = f"{say.quantity(line.quantity)} {unit}".rstrip()
        price = say.unit_price(line.unit_e4, currency_code)
        yield Columns((Cell(clean(f"  {quantity} x {price}"), share=1),))
    if line.discount_minor:
        discount = say.tr("Discount")
        yield pair(f"  {discount}", say.amount(-line.discount_minor, currency_code))


def _total(sale: Sale, say: Words) -> Iterator[Block]:
    code = sale.currency_code
    if not sale.regime.is_inclusive:
        yield pair(say.tr("Net"), say.amount(sum(line.amount_minor for line in sale.lines), code))
        for part in sale.tax_amounts:
            yield pair(_tax_name(part.name, part.rate_ppm, say), say.amount(part.tax_minor, code))
    yield pair(say.tr("TOTAL {currency}", currency=code), say.amount(sale.total_minor, code), bold=True)
    if sale.rounding_minor:
        yield pair(say.tr("Cash rounding"), say.amount(sale.rounding_minor, code))


def _payment(sale: Sale, say: Words) -> Iterator[Block]:
    for tender in sale.tenders:
        yield pair(tender_name(tender.kind, say), say.amount(tender.amount_minor, sale.currency_code))
    if sale.change_minor:
        yield pair(say.tr("Change"), say.amount(sale.change_minor, sale.currency_code), bold=True)


def tender_name(kind: str, say: Words) -> str:
    """What a way of paying is called."""
    names = {CASH: say.tr("Cash"), "card": say.tr("Card"), "voucher": say.tr("Voucher")}
    return names.get(kind, kind)


def _tax(sale: Sale, say: Words) -> Iterator[Block]:
    if not sale.tax_amounts:
        return
    code = sale.currency_code
    yield Rule()
    yield _row(say.tr("Tax"), say.tr("Net"), say.tr("Tax amount"))
    for part in sale.tax_amounts:
        name = _tax_name(part.name, part.rate_ppm, say)
        yield _row(name, say.amount(part.net_minor, code), say.amount(part.tax_minor, code))


def _row(name: str, net: str, tax: str) -> Columns:
    return Columns((Cell(clean(name), share=2), Cell(clean(net), "right", share=1), Cell(clean(tax), "right", share=1)))


def _tax_name(name: str, rate_ppm: int, say: Words) -> str:
    return f"{name} {say.percent(rate_ppm)}".strip()

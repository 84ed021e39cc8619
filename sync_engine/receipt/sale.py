"""The page of a sale: lines, what was taken off and why, tax, tenders, change. Pure; knows no printer and no event."""

from collections.abc import Iterator

from hardware.document import Block, Cell, Columns, Document, Rule, clean
from sync_engine.domain.money import currency
from sync_engine.domain.payment import CASH, Tender, unclear_amount
from sync_engine.domain.quantity import line_amount
from sync_engine.domain.sale import Sale, SaleLine
from sync_engine.receipt.page import Heading, Mark, pair, paper, wide
from sync_engine.receipt.reasons import reason_text
from sync_engine.receipt.words import UNITS, Words


def sale_page(sale: Sale, heading: Heading, mark: Mark, link: str = "") -> Document:
    """The paper of a numbered sale. Amounts in minor units of the sale's own currency; `link` becomes a QR code."""
    say = heading.say
    body = (
        *_goods(sale, say),
        Rule(),
        *_total(sale, say),
        *_payment(sale, say),
        *_savings(sale, heading),
        *_tax(sale, say),
        *_note(sale, say),
    )
    return paper(heading, mark, body, link=link)


def saved_minor(sale: Sale) -> int:
    """What was taken off the goods that were sold: discounts, and prices below the listed ones."""
    money = currency(sale.currency_code)
    saved = 0
    for line in sale.lines:
        if line.kind == "sale":
            saved += line.discount_minor
            if line.listed_unit_e4 is not None and line.listed_unit_e4 > line.unit_e4:
                listed = line_amount(line.listed_unit_e4, line.quantity, money)
                saved += listed - line_amount(line.unit_e4, line.quantity, money)
    return saved


def tender_name(kind: str, say: Words) -> str:
    """What a way of paying is called."""
    names = {
        CASH: say.tr("Cash"),
        "card": say.tr("Card"),
        "voucher": say.tr("Voucher"),
        "transfer": say.tr("Transfer"),
        "other": say.tr("Other payment"),
    }
    return names.get(kind, kind)


def line_name(line: SaleLine, say: Words) -> str:
    """What a line is called; goods that came back are said to."""
    return line.name if line.kind == "sale" else say.tr("Return: {name}", name=line.name)


def quantity_text(line: SaleLine, say: Words) -> str:
    """A quantity with its unit: 0.350 kg."""
    unit = say.unit(line.unit) if line.unit in UNITS else ""
    return f"{say.quantity(line.quantity)} {unit}".rstrip()


def _goods(sale: Sale, say: Words) -> Iterator[Block]:
    for line in sale.lines:
        yield from _line(line, sale, say)


def _line(line: SaleLine, sale: Sale, say: Words) -> Iterator[Block]:
    code = sale.currency_code
    yield pair(line_name(line, say), say.amount(line.amount_minor + line.discount_minor, code))
    if line.quantity.scale or line.quantity.value != 1:
        yield wide(f"  {quantity_text(line, say)} x {say.unit_price(line.unit_e4, code)}")
    if line.listed_unit_e4 is not None and line.listed_unit_e4 != line.unit_e4:
        listed = say.tr("instead of {price}", price=say.unit_price(line.listed_unit_e4, code))
        yield wide(f"  {_because(listed, reason_text(line.price_reason, say))}")
    if line.discount_minor:
        reasons = dict.fromkeys(filter(None, (line.discount_reason, sale.discount_reason)))
        discount = _because(say.tr("Discount"), ", ".join(reason_text(reason, say) for reason in reasons))
        yield pair(f"  {discount}", say.amount(-line.discount_minor, code))
    if line.serial:
        yield wide("  " + say.tr("Serial {serial}", serial=line.serial))
    if line.note:
        yield wide(f"  {line.note}")


def _because(text: str, reason: str) -> str:
    return f"{text} ({reason})" if reason else text


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
        asked = unclear_amount(tender)
        if asked is not None:
            name = tender_name(tender.kind, say)
            yield wide(
                say.tr("{name} {amount}: is being checked", name=name, amount=say.amount(asked, sale.currency_code))
            )
            continue
        yield pair(tender_name(tender.kind, say), say.amount(tender.amount_minor, sale.currency_code))
        yield from _particulars(tender, say)
    if sale.change_minor:
        yield pair(say.tr("Change"), say.amount(sale.change_minor, sale.currency_code), bold=True)


def _particulars(tender: Tender, say: Words) -> Iterator[Block]:
    if tender.foreign is not None:
        code = tender.foreign.currency
        yield wide(f"  {code} {say.amount(tender.foreign.amount_minor, code)} x {say.rate(tender.foreign.rate_e6)}")
    if tender.reference:
        yield wide("  " + say.tr("Slip {number}", number=tender.reference))


def _savings(sale: Sale, heading: Heading) -> Iterator[Block]:
    saved = saved_minor(sale)
    if saved > 0 and "savings" in heading.template.shown:
        yield pair(heading.say.tr("You saved"), heading.say.amount(saved, sale.currency_code))


def _tax(sale: Sale, say: Words) -> Iterator[Block]:
    if not sale.tax_amounts:
        return
    code = sale.currency_code
    yield Rule()
    yield _row(say.tr("Tax"), say.tr("Net"), say.tr("Tax amount"))
    for part in sale.tax_amounts:
        name = _tax_name(part.name, part.rate_ppm, say)
        yield _row(name, say.amount(part.net_minor, code), say.amount(part.tax_minor, code))


def _note(sale: Sale, say: Words) -> Iterator[Block]:
    if sale.note:
        yield Rule()
        yield wide(say.tr("Note: {note}", note=sale.note))


def _row(name: str, net: str, tax: str) -> Columns:
    return Columns((Cell(clean(name), share=2), Cell(clean(net), "right", share=1), Cell(clean(tax), "right", share=1)))


def _tax_name(name: str, rate_ppm: int, say: Words) -> str:
    return f"{name} {say.percent(rate_ppm)}".strip()

"""A completed sale: goods go to the customer or come back, money is posted, the figures are the ledger's own.

What the customer paid is a fact and is booked as it stands. Line amounts, tax and total are computed again by the same
rules as at the till, with the rates the sale was made with. Where they differ, the ledger books its own figures, the
difference to what was paid goes to the rounding account, and a case holds both.
"""

from dataclasses import dataclass

from sync_engine.domain.errors import AmountOutOfRange, QuantityOutOfRange
from sync_engine.domain.limits import (
    AMOUNT_LIMIT,
    MAX_SCALE,
    MAX_UNITS,
    check_amount,
    check_line_count,
    check_line_quantity,
    check_unit_price,
)
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Foreign, Tender, unclear_amount
from sync_engine.domain.posting import sale_postings
from sync_engine.domain.quantity import Quantity, line_amount
from sync_engine.domain.sale import Sale
from sync_engine.domain.stock import CUSTOMER, place
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime, TaxResult, tax_for
from sync_engine.ledger.appliers.articles import note_unknown
from sync_engine.ledger.book import Needs
from sync_engine.ledger.cases import PAYMENT_UNCLEAR, TOTALS_DIFFER
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked, Row
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import SaleBody, SaleBodyV2, SaleLineBody, TenderBody, TenderBodyV2

MOST_MINOR = 2**53
"""No sum of a sale comes near it (see `domain.limits`); a rate that was made up might."""


def add_needs(body: SaleBody, needs: Needs) -> None:
    """Articles, and their stock on the floor."""
    floor = place(body.store)
    for line in body.lines:
        needs.articles.add(line.sku)
        if line.stocked:
            needs.levels.add((floor, line.sku))


def apply(body: SaleBody, draft: Draft) -> Booked:
    """Book a sale. Refuses what no sale can hold (see `domain.limits`) and a currency that is none."""
    figures = _recomputed(body)
    pos = draft.next_pos
    rows = {"sale": [_sale_row(pos, body, figures)], "sale_line": _line_rows(pos, body, figures)}
    if isinstance(body, SaleBodyV2) and body.customer:
        rows["customer_sale"] = [(SHARD, body.customer, pos)]
    booked = Booked(_movements(body), _postings(body, figures), rows)
    note_unknown(booked, draft, body.lines)
    if differences := figures.differences(body):
        booked.reasons.append(TOTALS_DIFFER)
        booked.cases.append((TOTALS_DIFFER, str(pos), differences))
    if unclear := _unclear(body):
        booked.reasons.append(PAYMENT_UNCLEAR)
        facts = {"document": body.doc_no, "currency": body.currency, "payments": unclear}
        booked.cases.append((PAYMENT_UNCLEAR, str(pos), facts))
    return booked


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the lines come to by the rules; `rounding_minor` is what was paid beyond the total."""

    amounts: list[int]
    tax: TaxResult
    total_minor: int
    rounding_minor: int

    def differences(self, body: SaleBody) -> dict[str, object]:
        """Both figures wherever the till stated another than these."""
        stated = [line.amount for line in body.lines]
        if (stated, body.total, body.cash_rounding) == (self.amounts, self.total_minor, self.rounding_minor) and sum(
            [tax.tax for tax in body.taxes]
        ) == self.tax.total_minor:
            return {}
        pairs: dict[str, tuple[object, object]] = {
            "amounts": ([line.amount for line in body.lines], self.amounts),
            "total": (body.total, self.total_minor),
            "tax": (sum(tax.tax for tax in body.taxes), self.tax.total_minor),
            "cash_rounding": (body.cash_rounding, self.rounding_minor),
        }
        return {name: {"till": till, "ledger": own} for name, (till, own) in pairs.items() if till != own}


def _recomputed(body: SaleBody) -> _Figures:
    check_line_count(len(body.lines))
    money = currency(body.currency)
    amounts = []
    for line in body.lines:
        _check(line)
        gross = line_amount(line.unit_e4, Quantity(line.qty, line.scale), money)
        amount = (gross if line.kind == "sale" else -gross) - line.discount
        if not -AMOUNT_LIMIT < amount < AMOUNT_LIMIT:
            raise AmountOutOfRange(amount)
        amounts.append(amount)
    codes = [line.tax_code for line in body.lines]
    tax = tax_for(list(zip(codes, amounts, strict=True)), _rates(body), TaxRegime(body.inclusive, body.rounding))
    total = sum(amounts) + (0 if body.inclusive else tax.total_minor)
    for sum_minor in (total, *(found.tax_minor for found in tax.amounts)):
        if abs(sum_minor) > MOST_MINOR:
            raise AmountOutOfRange(sum_minor)
    return _Figures(amounts, tax, total, _paid(body) - total)


def _check(line: SaleLineBody) -> None:
    """Refuse what no line can hold. Nearly every line is well inside and done with the first comparison."""
    qty, scale = line.qty, line.scale
    if 0 <= scale <= MAX_SCALE and 0 < qty <= MAX_UNITS and 0 <= line.unit_e4 < AMOUNT_LIMIT:
        return
    if not 0 <= scale <= MAX_SCALE:
        raise QuantityOutOfRange(f"{qty}e-{scale}")
    check_line_quantity(qty, scale)
    check_unit_price(line.unit_e4)


def _paid(body: SaleBody) -> int:
    for tender in body.tenders:
        check_amount(tender.amount)
    check_amount(body.change)
    return sum(tender.amount for tender in body.tenders) - body.change


def _rates(body: SaleBody) -> dict[str, TaxRate]:
    """The rates that the sale was made with; a code without any is exempt."""
    parts: dict[str, list[TaxPart]] = {line.tax_code: [] for line in body.lines}
    for tax in body.taxes:
        if tax.code in parts:
            parts[tax.code].append(TaxPart(tax.name, tax.rate_ppm))
    return {code: TaxRate(code, tuple(found)) for code, found in parts.items()}


def _movements(body: SaleBody) -> list[tuple[str, str, str, int, int]]:
    floor, customer = place(body.store), place(body.store, CUSTOMER)
    return [
        (line.sku, floor, customer, line.qty, line.scale)
        if line.kind == "sale"
        else (line.sku, customer, floor, line.qty, line.scale)
        for line in body.lines
        if line.stocked
    ]


def _postings(body: SaleBody, figures: _Figures) -> list[tuple[str, str, int]]:
    sale = Sale(
        sale_id="",
        doc_no=body.doc_no,
        ticket=body.ticket,
        currency_code=body.currency,
        regime=TaxRegime(body.inclusive, body.rounding),
        lines=(),
        tax_amounts=figures.tax.amounts,
        total_minor=figures.total_minor,
        tenders=tuple(_tender(tender) for tender in body.tenders),
        change_minor=body.change,
        rounding_minor=figures.rounding_minor,
        discount_minor=body.discount,
    )
    return [(p.account, p.currency_code, p.amount_minor) for p in sale_postings(body.store, body.till, sale)]


def _tender(body: TenderBody) -> Tender:
    """What was handed over, in whatever version. Refuses with UnknownCurrency or AmountOutOfRange what none can be."""
    if not isinstance(body, TenderBodyV2):
        return Tender(body.kind, body.amount)
    other = body.foreign
    foreign = None if other is None else Foreign(other.currency, other.amount, other.rate_e6)
    return Tender(body.kind, body.amount, body.reference, foreign)


def _unclear(body: SaleBody) -> list[dict[str, object]]:
    """Payments of which the till never learnt whether they were made: the customer may have paid twice."""
    found = []
    for tender in map(_tender, body.tenders):
        asked = unclear_amount(tender)
        if asked is not None:
            found.append({"kind": tender.kind, "amount": asked, "request": str(tender.reference).split(":")[1]})
    return found


def _sale_row(pos: int, body: SaleBody, figures: _Figures) -> Row:
    sold = sum(amount for amount, line in zip(figures.amounts, body.lines, strict=True) if line.kind == "sale")
    units = sum((1 if line.kind == "sale" else -1) * line.qty * 10 ** (3 - line.scale) for line in body.lines)
    return (
        *(SHARD, pos, body.store, body.till, body.business_on, body.doc_no, body.ticket, body.currency),
        *(len(body.lines), units, sold, sum(figures.amounts) - sold),
        *(figures.total_minor, figures.tax.total_minor),
    )


def _line_rows(pos: int, body: SaleBody, figures: _Figures) -> list[Row]:
    numbers = zip(body.lines, figures.amounts, figures.tax.per_line, strict=True)
    return [
        (SHARD, pos, number, line.sku, line.kind, line.qty, line.scale, amount, tax)
        for number, (line, amount, tax) in enumerate(numbers, 1)
    ]

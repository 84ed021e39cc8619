"""Slips that are no receipts: a parked sale, a void, what a card terminal wants printed. Knows no printer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hardware.document import Barcode, Block, Document, Rule, Text, clean
from pos_client.receipts.layout import Heading, Mark, pair, paper, wide
from sync_engine.domain.sale import SaleLine
from sync_engine.receipt.reasons import reason_text
from sync_engine.receipt.sale import line_name


@dataclass(frozen=True, slots=True)
class ParkedSlip:
    """A cart that waits. `code` is printed as Code 128 (at most 12 characters fit on 58 mm) and brings it back."""

    code: str
    items: int
    total_minor: int
    currency_code: str
    note: str = ""


def parked_slip(parked: ParkedSlip, heading: Heading, mark: Mark) -> Document:
    """What the customer takes along, or the cashier keeps. `mark.doc_no` may be ""."""
    return paper(heading, mark, _parked(parked, heading), title=heading.say.tr("PARKED SALE"))


def _parked(parked: ParkedSlip, heading: Heading) -> Iterator[Block]:
    say = heading.say
    yield wide(say.ntr("{count} item", "{count} items", parked.items))
    total = say.amount(parked.total_minor, parked.currency_code)
    yield pair(say.tr("TOTAL {currency}", currency=parked.currency_code), total, bold=True)
    if parked.note:
        yield wide(say.tr("Note: {note}", note=parked.note))
    yield Rule()
    yield Text(clean(say.tr("Not paid. Scan to go on:")), "centre")
    yield Barcode("CODE128", parked.code)


def void_slip(lines: Sequence[SaleLine], currency_code: str, reason: str, heading: Heading, mark: Mark) -> Document:
    """A sale that was rung up and not made; it took no receipt number."""
    return paper(heading, mark, _void(lines, currency_code, reason, heading), title=heading.say.tr("VOID"))


def _void(lines: Sequence[SaleLine], code: str, reason: str, heading: Heading) -> Iterator[Block]:
    say = heading.say
    for line in lines:
        yield pair(line_name(line, say), say.amount(line.amount_minor, code))
    yield Rule()
    total = sum(line.amount_minor for line in lines)
    yield pair(say.tr("TOTAL {currency}", currency=code), say.amount(total, code), bold=True)
    yield Text(clean(say.tr("Nothing was paid.")), "centre")
    if reason:
        yield wide(say.tr("Reason: {reason}", reason=reason_text(reason, say)))


def card_slip(lines: Sequence[str], heading: Heading, mark: Mark) -> Document:
    """The lines that a card terminal gives for the customer, word for word but for control characters."""
    return paper(heading, mark, [wide(line) for line in lines], title=heading.say.tr("CARD SLIP"))

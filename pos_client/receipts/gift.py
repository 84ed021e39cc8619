"""The gift receipt: what was bought and where it may be exchanged, without any price. Knows no printer."""

from collections.abc import Iterator, Sequence

from hardware.document import Barcode, Block, Document, Qr, Rule, Text, clean
from pos_client.receipts.layout import Heading, Mark, paper, wide
from sync_engine.domain.sale import Sale, SaleLine
from sync_engine.receipt.page import NARROW
from sync_engine.receipt.sale import quantity_text


def gift_pages(sale: Sale, heading: Heading, mark: Mark, *, is_each: bool) -> tuple[Document, ...]:
    """One page for all goods, or one for each line; none when nothing was sold. Lines marked as gifts alone, if any."""
    sold = [line for line in sale.lines if line.kind == "sale"]
    gifts = [line for line in sold if line.is_gift] or sold
    groups: list[Sequence[SaleLine]] = [[line] for line in gifts] if is_each else [gifts]
    title = heading.say.tr("GIFT RECEIPT")
    return tuple(paper(heading, mark, _body(group, heading, mark), title=title) for group in groups if group)


def _body(lines: Sequence[SaleLine], heading: Heading, mark: Mark) -> Iterator[Block]:
    for line in lines:
        is_one = line.quantity.scale == 0 and line.quantity.value == 1
        yield wide(line.name if is_one else f"{quantity_text(line, heading.say)} x {line.name}")
        if line.serial:
            yield wide("  " + heading.say.tr("Serial {serial}", serial=line.serial))
    yield Rule()
    yield from (Text(text, "centre") for text in heading.template.filled("gift", {}, heading.say))
    yield code_of(mark.doc_no, heading.columns)


def code_of(text: str, columns: int) -> Block:
    """`text` as a bar code, on narrow paper as a QR code; as text where no code can hold it."""
    if columns < NARROW:
        return Qr(text)
    try:
        return Barcode("CODE128", text)
    except ValueError:
        return Text(clean(text), "centre")

"""A document laid out in rows for paper of so many columns; it must not know which device shows them.

The one layout shared by the receipt printer, the plain text and the picture. Text is cleaned here, in the only place
every writer passes. Long names wrap and are cut after some rows; amounts, which stand in the other cells, never are.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.document.blocks import Barcode, Blank, Cell, Columns, Cut, Document, Qr, Rule, Text
from hardware.document.text import clean, pad, shorten, width_of, wrap

LONGEST_NAME_ROWS = 6
_NARROWEST_NAME = 8
_GAP = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of at most `columns // size` columns, already aligned with spaces."""

    text: str
    bold: bool = False
    size: int = 1
    underline: bool = False


Row = Line | Barcode | Qr | Cut
Prepare = Callable[[str], str]


def layout(document: Document, columns: int, prepare: Prepare = clean) -> tuple[Row, ...]:
    """The rows of `document` on paper of `columns` (16 or more); `prepare` must clean each text."""
    if columns < 16:
        message = f"paper of {columns} columns is too narrow"
        raise ValueError(message)
    rows: list[Row] = []
    for block in document.blocks:
        match block:
            case Text():
                rows.extend(_text(block, columns, prepare))
            case Columns():
                rows.extend(_columns(block, columns, prepare))
            case Rule():
                rows.append(Line("-" * columns))
            case Blank():
                rows.extend([Line("")] * block.lines)
            case Barcode() | Qr() | Cut():
                rows.append(block)
    return tuple(rows)


def to_text(document: Document, columns: int) -> str:
    """`document` as plain text, for a file, a mail or a log; codes show their content, a cut an empty line."""
    return "".join(_plain(row, columns) + "\n" for row in layout(document, columns))


def _plain(row: Row, columns: int) -> str:
    match row:
        case Line():
            return row.text
        case Barcode() | Qr():
            return pad(f"[{clean(row.payload)}]", columns, "centre").rstrip()
        case Cut():
            return ""


def _text(block: Text, columns: int, prepare: Prepare) -> list[Line]:
    room = columns // block.size
    paragraphs = block.text.split("\n")
    rows = [row for paragraph in paragraphs for row in wrap(prepare(paragraph), room)]
    return [Line(pad(row, room, block.align).rstrip(), block.bold, block.size, block.underline) for row in rows]


def _columns(block: Columns, columns: int, prepare: Prepare) -> list[Line]:
    room = columns // block.size
    cells = [Cell(prepare(cell.text), cell.align, cell.share) for cell in block.cells]
    widths = _widths(cells, room)
    texts = _side_by_side(cells, widths) if widths else _stacked(cells, room)
    return [Line(text.rstrip(), block.bold, block.size) for text in texts]


def _widths(cells: list[Cell], room: int) -> list[int] | None:
    """Columns for each cell, gaps not counted; None when they cannot stand beside each other.

    Cells after the first never get less than their text needs; what is short is taken from the first.
    """
    room -= _GAP * (len(cells) - 1)
    needs = [width_of(cell.text) for cell in cells]
    free = room - sum(need for cell, need in zip(cells, needs, strict=True) if cell.share == 0)
    shares = sum(cell.share for cell in cells)
    widths = [
        max(need, free * cell.share // shares) if cell.share else need for cell, need in zip(cells, needs, strict=True)
    ]
    widths[0] = room - sum(widths[1:])
    wanted = min(needs[0], max(_NARROWEST_NAME, room // 4))
    return widths if widths[0] >= max(1, wanted) else None


def _side_by_side(cells: list[Cell], widths: list[int]) -> list[str]:
    names = _name_rows(cells[0].text, widths[0])
    rows = []
    for number, name in enumerate(names):
        others = [cell.text if number == 0 else "" for cell in cells[1:]]
        parts = [pad(text, width, cell.align) for text, width, cell in zip([name, *others], widths, cells, strict=True)]
        rows.append((" " * _GAP).join(parts))
    return rows


def _name_rows(text: str, width: int) -> list[str]:
    rows = wrap(text, width)
    if len(rows) <= LONGEST_NAME_ROWS:
        return rows
    last = shorten(" ".join(rows[LONGEST_NAME_ROWS - 1 :]), width)
    return [*rows[: LONGEST_NAME_ROWS - 1], last]


def _stacked(cells: list[Cell], room: int) -> list[str]:
    """The first cell above, the others to the right below it, on one row or one row each."""
    names = _name_rows(cells[0].text, room) if cells[0].text else []
    together = (" " * _GAP).join(cell.text for cell in cells[1:])
    if width_of(together) <= room:
        return [*names, pad(together, room, "right")]
    return [*names, *(pad(row, room, "right") for cell in cells[1:] for row in wrap(cell.text, room))]

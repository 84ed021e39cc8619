"""A page as HTML for a mail or a browser, from the same document that is printed. Knows no sale and no server.

Everything is escaped, nothing is loaded from elsewhere, and it is readable without any style.
"""

from html import escape
from itertools import pairwise
from typing import Final

from hardware.document import Barcode, Blank, Block, Cell, Columns, Cut, Document, Qr, Rule, Text, clean

_ALIGNS: Final = {"left": "left", "centre": "center", "right": "right"}
_BODY: Final = "margin:0;padding:16px;background:#eee;color:#111;font:15px/1.45 system-ui,sans-serif"
_PAGE: Final = "max-width:26em;margin:0 auto;padding:20px;background:#fff"
_ROW: Final = "display:flex;gap:1em"


def to_html(document: Document, title: str) -> str:
    """A whole HTML page of `document`; codes are left out, because whoever reads it has no scanner on the screen."""
    blocks: list[Block] = [block for block in document.blocks if not isinstance(block, Qr | Barcode | Cut)]
    body = "\n".join(_block(block) for block in _once(blocks))
    language = escape(document.language, quote=True)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(clean(title))}</title></head>\n"
        f'<body style="{_BODY}"><main style="{_PAGE}" dir="auto">\n{body}\n</main></body></html>\n'
    )


def _once(blocks: list[Block]) -> list[Block]:
    """Without a rule that follows a rule: what stood between was left out."""
    return [*(one for one, after in pairwise(blocks) if not (isinstance(one, Rule) and one == after)), *blocks[-1:]]


def _block(block: Block) -> str:
    match block:
        case Text():
            weight = "font-weight:600;" if block.bold else ""
            size = "font-size:1.4em;" if block.size == 2 else ""
            return f'<div style="{weight}{size}text-align:{_ALIGNS[block.align]}">{_escaped(block.text)}</div>'
        case Columns():
            weight = "font-weight:600;" if block.bold else ""
            return f'<div style="{weight}{_ROW}">{"".join(_cell(cell) for cell in block.cells)}</div>'
        case Rule():
            return '<hr style="border:0;border-top:1px dashed #999">'
        case Blank():
            return "<br>" * block.lines
        case _:
            return ""


def _cell(cell: Cell) -> str:
    grow = cell.share or 0
    return f'<span style="flex:{grow} 0 auto;text-align:{_ALIGNS[cell.align]}">{_escaped(cell.text)}</span>'


def _escaped(text: str) -> str:
    """Cleaned and escaped; an indent stays."""
    kept = clean(text)
    indent = len(kept) - len(kept.lstrip(" "))
    return "&nbsp;" * indent + escape(kept.lstrip(" "))

"""The printer-neutral document: its blocks, its stored form and its layout."""

from hardware.document.blocks import (
    Align,
    Barcode,
    Blank,
    Block,
    Cell,
    Columns,
    Cut,
    Document,
    Qr,
    Rule,
    Size,
    Symbology,
    Text,
)
from hardware.document.rows import Line, Row, layout, to_text
from hardware.document.stored import from_json, to_json
from hardware.document.text import clean, width_of

__all__ = [
    "Align",
    "Barcode",
    "Blank",
    "Block",
    "Cell",
    "Columns",
    "Cut",
    "Document",
    "Line",
    "Qr",
    "Row",
    "Rule",
    "Size",
    "Symbology",
    "Text",
    "clean",
    "from_json",
    "layout",
    "to_json",
    "to_text",
    "width_of",
]

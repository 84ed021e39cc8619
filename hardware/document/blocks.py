"""A printed page as values, before any printer is known; it must not know what is sold.

A document is a tuple of blocks. It is kept as JSON in a print job, so that a page printed after a restart is the page
that was meant, and every writer (receipt printer, plain text, picture) lays it out by the same rules (`layout`).
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]
Size = Literal[1, 2]
Symbology = Literal["EAN13", "CODE128"]

_ALIGNS = ("left", "centre", "right")
CODE128_LONGEST = 48  # some 20 characters fit on 80 mm paper as bars (twice as many digits); more is printed as text
QR_LONGEST = 1000  # bytes; a denser symbol is hard to read from paper


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `size` 2 is double width and double height."""

    text: str
    align: Align = "left"
    bold: bool = False
    size: Size = 1
    underline: bool = False

    def __post_init__(self) -> None:
        if self.align not in _ALIGNS or self.size not in (1, 2):
            raise _wrong(f"align {self.align}, size {self.size}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row. `share` is its part of the free width; 0 takes what its text needs."""

    text: str
    align: Align = "left"
    share: int = 0

    def __post_init__(self) -> None:
        if self.align not in _ALIGNS or self.share < 0:
            raise _wrong(f"align {self.align}, share {self.share}")


@dataclass(frozen=True, slots=True)
class Columns:
    """A row of two or three cells. The first wraps when it is long; the others always stand whole."""

    cells: tuple[Cell, ...]
    bold: bool = False
    size: Size = 1

    def __post_init__(self) -> None:
        if not 1 <= len(self.cells) <= 4 or self.size not in (1, 2):
            raise _wrong(f"{len(self.cells)} cells, size {self.size}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Empty lines."""

    lines: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.lines <= 50:
            raise _wrong(f"{self.lines} blank lines")


@dataclass(frozen=True, slots=True)
class Barcode:
    """A bar code. EAN13 takes 13 digits with their check digit, CODE128 printable ASCII."""

    symbology: Symbology
    payload: str

    def __post_init__(self) -> None:
        fits = {"EAN13": _is_ean13, "CODE128": _is_code128}.get(self.symbology)
        if fits is None or not fits(self.payload):
            raise _wrong(f"{self.symbology} {self.payload!r}")


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of `payload` (UTF-8), at most `QR_LONGEST` bytes."""

    payload: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.payload.encode()) <= QR_LONGEST:
            raise _wrong(f"QR payload of {len(self.payload)} characters")


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed to the cutter and cut; a printer without one only feeds."""


Block = Text | Columns | Rule | Blank | Barcode | Qr | Cut


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks from top to bottom. `width_hint` is the columns it was written for; `language` its BCP 47 tag."""

    blocks: tuple[Block, ...]
    width_hint: int = 42
    language: str = "en"


def _is_code128(payload: str) -> bool:
    return 1 <= len(payload) <= CODE128_LONGEST and all(" " <= mark <= "~" for mark in payload)


def _is_ean13(payload: str) -> bool:
    if len(payload) != 13 or not (payload.isascii() and payload.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(payload))
    return total % 10 == 0


def _wrong(what: str) -> ValueError:
    return ValueError(f"a document cannot hold this: {what}")

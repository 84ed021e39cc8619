"""A sheet of paper with bar codes and words below them, as a picture for any office printer; it must not know what
the codes mean.

A4 at 300 dots to the inch. A narrow bar is 4 dots (0.34 mm), which every scanner reads at arm's length; codes stand far
enough apart that a beam across one does not touch the next (ISO/IEC 15417 asks for ten modules on either side).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from hardware import symbols
from hardware.picture import Font, Typeface

DOTS_PER_INCH = 300
PAGE = (2480, 3508)
_MODULE = 4
_MARGIN, _COLUMNS = 150, 3
_BARS, _CELL, _HEADING = 170, 332, 108
_INK, _QUIET_INK, _LINE = 0, 90, 190


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A heading, and below it (words, code) side by side."""

    heading: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Faces:
    """What the sheet is written with."""

    plain: Typeface
    bold: Typeface


def draw_sheet(title: str, hint: str, groups: Sequence[SheetGroup], faces: Faces) -> Image.Image:
    """The sheet, black on white. ValueError for more than fits on one page."""
    page = Image.new("L", PAGE, 255)
    pen = ImageDraw.Draw(page)
    pen.text((_MARGIN, 110), title, font=faces.bold.pick(title, 84), fill=_INK)
    pen.text((_MARGIN, 218), hint, font=faces.plain.pick(hint, 42), fill=_QUIET_INK)
    top = 310
    for group in groups:
        top = _draw_group(page, group, top, faces)
    if top > PAGE[1] - 60:
        raise ValueError(f"{sum(len(group.codes) for group in groups)} codes are too many for one page")
    return page


def _draw_group(page: Image.Image, group: SheetGroup, top: int, faces: Faces) -> int:
    """Returns where the next one begins."""
    pen = ImageDraw.Draw(page)
    pen.text((_MARGIN, top), group.heading, font=faces.bold.pick(group.heading, 50), fill=_INK)
    pen.line((_MARGIN, top + 76, PAGE[0] - _MARGIN, top + 76), fill=_LINE, width=3)
    for (words, code), (left, down) in zip(group.codes, _places(), strict=False):
        _draw_code(page, words, code, (left, top + _HEADING + down), faces)
    rows = -(-len(group.codes) // _COLUMNS)
    return top + _HEADING + rows * _CELL


def _places() -> Iterator[tuple[int, int]]:
    width = (PAGE[0] - 2 * _MARGIN) // _COLUMNS
    number = 0
    while True:
        yield _MARGIN + number % _COLUMNS * width, number // _COLUMNS * _CELL
        number += 1


def _draw_code(page: Image.Image, words: str, code: str, corner: tuple[int, int], faces: Faces) -> None:
    left, top = corner
    width = (PAGE[0] - 2 * _MARGIN) // _COLUMNS
    modules = symbols.code128(code)
    bars = Image.new("L", (len(modules), 1), 255)
    bars.putdata([0 if dark else 255 for dark in modules])
    bars = bars.resize((len(modules) * _MODULE, _BARS), Image.Resampling.NEAREST)
    page.paste(bars, (left + (width - bars.width) // 2, top))
    pen = ImageDraw.Draw(page)
    font = _fitting(words, faces.bold, 50, width - 40)
    _centred(pen, words, font, left + width // 2, top + _BARS + 14)
    _centred(pen, code, faces.plain.pick(code, 28), left + width // 2, top + _BARS + 80, _QUIET_INK)


def _fitting(words: str, face: Typeface, pixels: int, width: int) -> Font:
    while pixels > 20 and face.pick(words, pixels).getlength(words) > width:
        pixels -= 2
    return face.pick(words, pixels)


def _centred(pen: ImageDraw.ImageDraw, text: str, font: Font, middle: int, top: int, ink: int = _INK) -> None:
    pen.text((middle - round(font.getlength(text) / 2), top), text, font=font, fill=ink)

"""Text, bar codes and QR codes as black and white pictures in printer dots; it must not know printers or paper.

Everything stands on a grid of cells, so that a line drawn here lies exactly below one the printer set in its own font.
Fonts are TrueType files given by the caller; the first that has a character draws it. White is 1, black is 0.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hardware import symbols
from hardware.document import Barcode, Line, Qr
from hardware.document.text import clusters

CELL_WIDTH, CELL_HEIGHT = 12, 24  # dots of font A on every ESC/POS printer of 203 dpi
LINE_HEIGHT = 30  # their line spacing of a sixth of an inch
BAR_HEIGHT = 64
_QUIET = 10  # modules of light on either side of a bar code; a QR code needs 4
_ABSENT = "\U0010fffd"  # private to nobody: what comes out is the font's sign for "not in this font"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class Typeface:
    """An ordered choice of fonts. With no file given it falls back to the Latin face that comes with Pillow."""

    def __init__(self, files: Iterable[Path | str] = ()) -> None:
        self._files = tuple(str(file) for file in files)

    def fonts(self, pixels: int) -> tuple[Font, ...]:
        """The fonts at that height in dots, in the order of preference."""
        return _load(self._files, pixels)

    def pick(self, text: str, pixels: int) -> Font:
        """The first font that has all of `text`, else the first."""
        fonts = self.fonts(pixels)
        return next((font for font in fonts if not _lacks(font, text)), fonts[0])

    def missing(self, text: str) -> str:
        """The characters of `text` that no font has, each once: they are drawn as an empty box."""
        fonts = self.fonts(CELL_HEIGHT)
        found = dict.fromkeys(mark for mark in text if not mark.isspace())
        return "".join(mark for mark in found if all(_lacks(font, mark) for font in fonts))


@lru_cache(maxsize=32)
def _load(files: tuple[str, ...], pixels: int) -> tuple[Font, ...]:
    if not files:
        return (ImageFont.load_default(pixels),)
    return tuple(ImageFont.truetype(file, pixels) for file in files)


@lru_cache(maxsize=4096)
def _lacks(font: Font, text: str) -> bool:
    nothing = bytes(font.getmask(_ABSENT))
    return any(bytes(font.getmask(mark)) == nothing for mark in text if not mark.isspace())


def draw_line(line: Line, columns: int, face: Typeface) -> Image.Image:
    """`line` as a picture of `columns` cells wide and as high as the printer's own line of that size."""
    size = line.size
    image = Image.new("1", (columns * CELL_WIDTH, LINE_HEIGHT * size), 1)
    column = 0
    for text, cells in clusters(line.text):
        if cells and not text.isspace():  # a combining mark without a letter before it has no place
            image.paste(_cluster(text, cells, size, line.bold, face), (column * CELL_WIDTH * size, 0))
        column += cells
    if line.underline:
        bar = (0, image.height - 2 * size, column * CELL_WIDTH * size - 1, image.height - size - 1)
        ImageDraw.Draw(image).rectangle(bar, fill=0)
    return image


@lru_cache(maxsize=4096)
def _cluster(text: str, cells: int, size: int, bold: bool, face: Typeface) -> Image.Image:  # noqa: FBT001 - a cache's key
    """`text` in the middle of its cells; what is wider (M in a proportional font) is squeezed, never cut."""
    room, height = cells * CELL_WIDTH * size, LINE_HEIGHT * size
    font = face.pick(text, round(CELL_HEIGHT * size * 0.78))
    drawn = Image.new("L", (max(room, ceil(font.getlength(text)) + 1), height), 255)
    pen = ImageDraw.Draw(drawn)
    pen.fontmode = "1"
    inset = max(0, (drawn.width - round(font.getlength(text))) // 2)
    for shift in range(2 if bold else 1):
        pen.text((inset + shift, _top(font, height)), text, font=font, fill=0)
    return drawn.resize((room, height), Image.Resampling.BOX).point(lambda value: 255 if value > 150 else 0, "1")


def _top(font: Font, height: int) -> int:
    if isinstance(font, ImageFont.FreeTypeFont):
        ascent, descent = font.getmetrics()
        return max(0, (height - ascent - descent) // 2)
    return 0


def draw_code(code: Barcode | Qr, width: int) -> Image.Image | None:
    """`code` in the middle of a picture `width` dots wide, with its quiet zone; None when it does not fit."""
    if isinstance(code, Qr):
        rows = symbols.qr(code.payload)
        return _draw_modules(rows, 4, width, choices=(6, 5, 4, 3))
    modules = symbols.ean13(code.payload) if code.symbology == "EAN13" else symbols.code128(code.payload)
    return _draw_modules((modules,), _QUIET, width, choices=(3, 2))


def _draw_modules(rows: Sequence[Sequence[bool]], quiet: int, width: int, choices: Sequence[int]) -> Image.Image | None:
    across = len(rows[0]) + 2 * quiet
    module = next((dots for dots in choices if across * dots <= width), None)
    if module is None:
        return None
    small = Image.new("1", (len(rows[0]), len(rows)), 1)
    small.putdata([0 if dark else 1 for row in rows for dark in row])
    height = BAR_HEIGHT if len(rows) == 1 else module * len(rows)
    symbol = small.resize((module * len(rows[0]), height), Image.Resampling.NEAREST)
    margin = 8 if len(rows) == 1 else module * quiet
    canvas = Image.new("1", (width, height + 2 * margin), 1)
    canvas.paste(symbol, ((width - symbol.width) // 2, margin))
    return canvas

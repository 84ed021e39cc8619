"""A document as the bytes of one print job; it must not know how they travel.

A job begins with a reset and a spoken code page, because nobody knows what the last program left. A line is sent as
text when one code page of the printer has all its characters, else as a picture of the whole line (`GS v 0` in slices
of at most 255 rows, which every printer takes): a question mark never stands where a character was.
"""

from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageChops

from hardware.document import Barcode, Cut, Document, Line, Qr, clean, layout
from hardware.document.text import needs_shaping, pad, wrap
from hardware.escpos.library import Pen
from hardware.escpos.model import Model
from hardware.picture import CELL_WIDTH, Typeface, draw_code, draw_line
from hardware.symbols import qr

_SLICE_ROWS = 255
_FEED_WITHOUT_CUTTER = 4
# Pages whose lower half is not ASCII on some printers (yen for backslash, Arabic per cent sign).
_UNSAFE = frozenset({"CP932", "CP864", "KATAKANA"})
# Pages that nearly every printer has come first; the rest of a profile is tried after them.
_COMMON = ("CP437", "CP858", "CP1252", "CP866", "CP1251", "CP852", "CP1250", "CP850", "CP857", "CP1254", "CP1253")


def render(document: Document, model: Model, face: Typeface, cache: Path | None = None) -> bytes:
    """The bytes that print `document` on `model`.

    `face` draws what the printer cannot set itself; `cache` is a private folder for the library's table of printers.
    Raises `Illegal` for an unknown profile.
    """
    writer = _Writer(Pen(model.profile, cache), model, face)
    rows = layout(document, writer.columns, lambda text: substitute(text, model))
    writer.begin(row for row in rows if isinstance(row, Line))
    for row in rows:
        match row:
            case Line():
                writer.line(row)
            case Barcode() | Qr():
                writer.code(row)
            case Cut():
                writer.cut()
    return writer.output


def substitute(text: str, model: Model) -> str:
    """`text` cleaned, with the model's replacements made."""
    for sign, instead in model.substitutes:
        text = text.replace(sign, instead)
    return clean(text)


def raster(image: Image.Image) -> bytes:
    """`image` (mode 1) as `GS v 0` commands of at most 255 rows each."""
    across = (image.width + 7) // 8
    black = ImageChops.invert(image.convert("L")).convert("1")
    commands = []
    for top in range(0, image.height, _SLICE_ROWS):
        rows = min(_SLICE_ROWS, image.height - top)
        size = across.to_bytes(2, "little") + rows.to_bytes(2, "little")
        commands.append(b"\x1dv0\x00" + size + black.crop((0, top, image.width, top + rows)).tobytes())
    return b"".join(commands)


class _Writer:
    """Keeps what the printer has been told so far: the code page and the style."""

    def __init__(self, pen: Pen, model: Model, face: Typeface) -> None:
        self._pen, self._model, self._face = pen, model, face
        self.columns = model.columns
        self._dots = model.dots or model.columns * CELL_WIDTH
        self._numbers = dict(model.code_pages) if model.code_pages else _by_preference(pen.code_pages)
        self._alphabets = {page: pen.alphabet(page) for page in self._numbers}
        self._page = next(iter(self._numbers), "CP437")
        self._style = (False, False, 1)

    @property
    def output(self) -> bytes:
        return self._pen.output

    def begin(self, lines: Iterable[Line]) -> None:
        """Reset the printer and set the page that serves most of `lines`."""
        wanted = [_beyond_ascii(line.text) for line in lines]
        if self._numbers:
            self._page = max(self._numbers, key=lambda page: sum(need <= self._alphabets[page] for need in wanted))
        self._pen.start(self._numbers.get(self._page, 0))

    def line(self, line: Line) -> None:
        page = self._page_for(line.text)
        if page is None:
            self._restyle(Line(""))
            self._pen.raw(raster(draw_line(line, self.columns, self._face)))
            return
        self._restyle(line)
        self._pen.text(line.text, page, self._numbers[page] if page != self._page else None)
        self._pen.raw(b"\n")
        self._page = page

    def code(self, code: Barcode | Qr) -> None:
        """Print a symbol, drawn by the printer where it can; what fits on no paper stands there as text."""
        self._restyle(Line(""))
        image = draw_code(code, self._dots)
        if image is None:
            self._spell(code)
        elif isinstance(code, Qr):
            self._qr(code, image)
        else:
            self._barcode(code, image)

    def cut(self) -> None:
        self._restyle(Line(""))
        features = self._pen.features
        able = bool(features.get("paperFullCut") or features.get("paperPartCut"))
        if able if self._model.has_cutter is None else self._model.has_cutter:
            self._pen.cut()
        else:
            self._pen.feed(_FEED_WITHOUT_CUTTER)

    def _qr(self, code: Qr, image: Image.Image) -> None:
        if not self._draws("qrCode"):
            self._pen.raw(raster(image))
            return
        modules = len(qr(code.payload)) + 8
        self._pen.align("center")
        self._pen.qr(code.payload, min(6, self._dots // modules))
        self._pen.align("left")

    def _barcode(self, code: Barcode, image: Image.Image) -> None:
        able = self._draws("barcodeB") or (code.symbology == "EAN13" and self._draws("barcodeA"))
        # The printer is told code set B, which is wider for digits than what is drawn here.
        modules = 20 + (95 if code.symbology == "EAN13" else 11 * len(code.payload) + 35)
        width = next((dots for dots in (3, 2) if modules * dots <= self._dots), None)
        if able and width is not None:
            self._pen.barcode(code.payload, code.symbology, width)
            self._pen.align("left")
            return
        self._pen.raw(raster(image))
        self._spell(code)

    def _spell(self, code: Barcode | Qr) -> None:
        for row in wrap(substitute(code.payload, self._model), self.columns):
            self.line(Line(pad(row, self.columns, "centre").rstrip()))

    def _draws(self, feature: str) -> bool:
        return self._model.codes == "auto" and bool(self._pen.features.get(feature))

    def _page_for(self, text: str) -> str | None:
        """The page to set `text` in: the current one if it will do; None when it has to be drawn."""
        if self._model.text == "raster" or needs_shaping(text):
            return None
        need = _beyond_ascii(text)
        pages = [self._page, *self._numbers] if self._page in self._numbers else list(self._numbers)
        return next((page for page in pages if need <= self._alphabets[page]), None)

    def _restyle(self, line: Line) -> None:
        style = (line.bold, line.underline, line.size)
        if style != self._style:
            self._pen.style(bold=line.bold, underline=line.underline, size=line.size)
            self._style = style


def _by_preference(numbered: dict[str, int]) -> dict[str, int]:
    pages = [page for page in _COMMON if page in numbered]
    pages += [page for page in numbered if page not in _COMMON and page not in _UNSAFE]
    return {page: numbered[page] for page in pages}


def _beyond_ascii(text: str) -> frozenset[str]:
    return frozenset(mark for mark in text if ord(mark) > 126)

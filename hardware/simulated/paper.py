"""The printing half of the simulated printer: commands become receipts of text and pictures.

It must not know connections or faults. It counts what it was not taught (`unknown`) and what it cannot draw
(`refused`), so that a test can ask for none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from hardware.document import Barcode, Line, Qr, Symbology, width_of
from hardware.picture import CELL_WIDTH, LINE_HEIGHT, Typeface, draw_code, draw_line
from hardware.simulated.tokens import Command

# Numbers of code pages as Epson gives them, for every page that Python can read.
CODE_PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 21: "cp874", 33: "cp775", 34: "cp855", 35: "cp861",
    36: "cp862", 39: "iso8859_2", 40: "iso8859_15", 44: "cp1125", 45: "cp1250", 46: "cp1251", 47: "cp1253",
    48: "cp1254", 49: "cp1255", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
PAGE_NAMES = {number: codec.upper().replace("ISO8859_", "ISO_8859-") for number, codec in CODE_PAGES.items()}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A piece of paper that was cut off: its text (pictures as `[picture]`, codes in brackets) and its looks."""

    text: str
    image: Image.Image

    def save(self, path: Path) -> None:
        """Write the looks as a PNG file."""
        self.image.save(path, "PNG")


@dataclass(slots=True)
class _Style:
    bold: bool = False
    underline: bool = False
    size: int = 1
    align: int = 0
    page: int = 0
    hri: int = 0


@dataclass(slots=True)
class Paper:
    """Prints one command after another; a cut finishes a receipt."""

    face: Typeface
    columns: int = 42
    receipts: list[Receipt] = field(default_factory=list)
    unknown: list[Command] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _style: _Style = field(default_factory=_Style)
    _spans: list[Line] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _images: list[Image.Image] = field(default_factory=list)
    _qr: str = ""

    @property
    def dots(self) -> int:
        return self.columns * CELL_WIDTH

    @property
    def text(self) -> str:
        """What stands on the paper since the last cut."""
        return "".join(text + "\n" for text in self._texts)

    def run(self, command: Command) -> None:
        """Obey one command; those without effect on paper are passed over."""
        if not command.is_known:
            self.unknown.append(command)
            return
        match command.name:
            case b"":
                self._print(command.argument)
            case b"\n":
                self._line_feed()
            case b"\x1b@":
                self._style, self._spans = _Style(), []
            case b"\x1bd":
                self._feed(command.argument[0])
            case b"\x1dV":
                self._cut()
            case b"\x1dv":
                self._raster(command.argument)
            case b"\x1dk":
                self._barcode(command.argument)
            case b"\x1d(":
                self._two_dimensional(command.argument)
            case _:
                self._restyle(command)

    def _restyle(self, command: Command) -> None:
        value = command.argument[0] if command.argument else 0
        match command.name:
            case b"\x1bt":
                self._style.page = value
            case b"\x1bE":
                self._style.bold = bool(value & 1)
            case b"\x1b-":
                self._style.underline = value in {1, 2, 49, 50}
            case b"\x1d!":
                self._style.size = 2 if value & 0x11 else 1
            case b"\x1ba":
                self._style.align = min(value % 48, 2)
            case b"\x1dH":
                self._style.hri = value % 48

    def _print(self, encoded: bytes) -> None:
        codec = CODE_PAGES.get(self._style.page, "ascii")
        style = self._style
        text = encoded.decode(codec, errors="replace")
        self._spans.append(Line(text, style.bold, style.size, style.underline))

    def _line_feed(self) -> None:
        spans, self._spans = self._spans, []
        text = "".join(span.text for span in spans)
        used = sum(width_of(span.text) * span.size for span in spans)
        indent = max(0, (0, (self.columns - used) // 2, self.columns - used)[self._style.align])
        height = LINE_HEIGHT * max([span.size for span in spans], default=1)
        canvas = Image.new("1", (self.dots, height), 1)
        left = indent * CELL_WIDTH
        for span in spans:
            cells = width_of(span.text) * span.size
            canvas.paste(draw_line(span, cells, self.face), (left, height - LINE_HEIGHT * span.size))
            left += cells * CELL_WIDTH
        self._put(" " * indent + text, canvas)

    def _feed(self, lines: int) -> None:
        if self._spans:
            self._line_feed()
        for _ in range(lines):
            self._line_feed()

    def _put(self, text: str, image: Image.Image) -> None:
        self._texts.append(text.rstrip())
        self._images.append(image)

    def _raster(self, argument: bytes) -> None:
        across, rows = int.from_bytes(argument[2:4], "little"), int.from_bytes(argument[4:6], "little")
        picture = Image.frombytes("1", (across * 8, rows), bytes(byte ^ 0xFF for byte in argument[6:]))
        canvas = Image.new("1", (self.dots, rows), 1)
        canvas.paste(picture, (0, 0))
        self._put("[picture]", canvas)

    def _barcode(self, argument: bytes) -> None:
        kind = argument[0]
        payload = argument[2:] if kind >= 65 else argument[1:-1]
        text = payload.decode("ascii", errors="replace")
        if kind == 73:
            self._symbol("CODE128", text.removeprefix("{B").replace("{{", "{"))
        elif kind in {2, 67}:
            self._symbol("EAN13", text)
        else:
            self.refused.append(f"bar code {kind}")

    def _symbol(self, symbology: Symbology, text: str) -> None:
        is_drawn = self._draw(f"{symbology} {text}", lambda: Barcode(symbology, text), "" if self._style.hri else text)
        if is_drawn and self._style.hri:
            self._spans.append(Line(text))
            self._line_feed()

    def _draw(self, what: str, code: Callable[[], Barcode | Qr], below: str) -> bool:
        try:
            image = draw_code(code(), self.dots)
        except ValueError:  # a content that no symbol can hold
            image = None
        if image is None:
            self.refused.append(what)
            return False
        self._put(f"[{below}]" if below else "", image)
        return True

    def _two_dimensional(self, argument: bytes) -> None:
        """`GS ( k` for QR codes: function 80 stores the data, 81 prints them; size and level are the drawer's own."""
        if argument[0:1] != b"k" or argument[3:4] != b"1" or len(argument) < 5:
            return
        function = argument[4]
        if function == 80:
            self._qr = argument[6:].decode("utf-8", errors="replace")
        elif function == 81 and self._qr:
            self._draw(f"QR {self._qr}", lambda: Qr(self._qr), self._qr)

    def _cut(self) -> None:
        if self._spans:
            self._line_feed()
        height = sum(image.height for image in self._images)
        whole = Image.new("1", (self.dots + 4 * CELL_WIDTH, height + 2 * LINE_HEIGHT), 1)
        top = LINE_HEIGHT
        for image in self._images:
            whole.paste(image, (2 * CELL_WIDTH, top))
            top += image.height
        self.receipts.append(Receipt(self.text, whole))
        self._texts, self._images = [], []

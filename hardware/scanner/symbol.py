"""A scan as it came, and what its grammar says: symbology, GTIN, GS1 elements. What it means is decided elsewhere.

The order matters: the symbology identifier first, then a Digital Link, then a GS1 element string (only where the
symbology or a separator says so: `4006381333931` would read as AI 400), then a plain GTIN. Nothing here raises,
whatever was scanned; what cannot be read keeps its raw text.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hardware.scanner import gs1, gtin, link
from hardware.scanner.gs1 import Element


class Symbology(Enum):
    """Kinds of symbols, as far as scanners tell them apart (ISO/IEC 15424)."""

    EAN13 = "EAN-13 or UPC"
    EAN8 = "EAN-8"
    UPCE = "UPC-E"
    CODE39 = "Code 39"
    CODE93 = "Code 93"
    CODE128 = "Code 128"
    GS1_128 = "GS1-128"
    DATABAR = "GS1 DataBar"
    ITF = "Interleaved 2 of 5"
    CODABAR = "Codabar"
    QR = "QR code"
    GS1_QR = "GS1 QR code"
    DATAMATRIX = "Data Matrix"
    GS1_DATAMATRIX = "GS1 DataMatrix"
    DOTCODE = "DotCode"
    GS1_DOTCODE = "GS1 DotCode"
    PDF417 = "PDF417"
    AZTEC = "Aztec"
    OTHER = "other"


_GS1 = frozenset(
    {Symbology.GS1_128, Symbology.DATABAR, Symbology.GS1_QR, Symbology.GS1_DATAMATRIX, Symbology.GS1_DOTCODE}
)
_EXACT = {
    "C1": Symbology.GS1_128,
    "Q3": Symbology.GS1_QR,
    "d2": Symbology.GS1_DATAMATRIX,
    "d8": Symbology.GS1_DATAMATRIX,  # the rectangular extension, FNC1 first as well
    "J1": Symbology.GS1_DOTCODE,
    "E4": Symbology.EAN8,
}
_FAMILY = {
    "A": Symbology.CODE39,
    "C": Symbology.CODE128,
    "E": Symbology.EAN13,
    "F": Symbology.CODABAR,
    "G": Symbology.CODE93,
    "I": Symbology.ITF,
    "J": Symbology.DOTCODE,
    "L": Symbology.PDF417,
    "Q": Symbology.QR,
    "d": Symbology.DATAMATRIX,
    "e": Symbology.DATABAR,
    "z": Symbology.AZTEC,
}


@dataclass(frozen=True, slots=True)
class RawScan:
    """What a scanner delivered: `data` without symbology identifier, the symbology where the scanner told it, when
    (milliseconds of the device's clock) and on which device.
    """

    data: str
    symbology: Symbology | None = None
    at_ms: int = 0
    device: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A scan and its grammar. `gtins` has more than one entry when eight digits can be read in two ways."""

    raw: RawScan
    gtins: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()

    @property
    def gtin(self) -> str | None:
        """The likeliest GTIN-14, None when there is none."""
        return self.gtins[0] if self.gtins else None

    def element(self, ai: str) -> Element | None:
        """The element of that identifier; three digits such as 310 find any number of decimals."""
        return next((element for element in self.elements if element.ai.startswith(ai)), None)

    @property
    def lot(self) -> str | None:
        """The batch number (10)."""
        return self._value("10")

    @property
    def serial(self) -> str | None:
        """The serial number (21)."""
        return self._value("21")

    def expires(self, this_year: int) -> date | None:
        """The last day of use (17), else the best-before day (15)."""
        found = self.element("17") or self.element("15")
        return found.day(this_year) if found else None

    def _value(self, ai: str) -> str | None:
        found = self.element(ai)
        return found.value if found else None


def raw_scan(text: str, at_ms: int = 0, device: str = "") -> RawScan:
    """The scan in `text` as a scanner sent it: a symbology identifier (`]E0` ...) is taken off and read."""
    symbology, data = _identified(text)
    return RawScan(data, symbology, at_ms, device)


def read(scan: RawScan) -> Symbol:
    """What the grammar finds in `scan`; never raises."""
    elements = link.parse(scan.data) or _element_string(scan)
    if elements:
        numbers = [gtin.normalise(element.value) for element in elements if element.ai in {"01", "02"}]
        return Symbol(scan, tuple(number for number in numbers if number)[:1], elements)
    return Symbol(scan, _gtins(scan))


def _identified(text: str) -> tuple[Symbology | None, str]:
    if len(text) < 3 or text[0] != "]" or not text[1].isascii() or not text[1].isalpha() or not text[2].isalnum():
        return None, text
    kind = _EXACT.get(text[1:3]) or _FAMILY.get(text[1], Symbology.OTHER)
    return kind, text[3:]


def _element_string(scan: RawScan) -> tuple[Element, ...]:
    says_so = scan.symbology in _GS1 or gs1.SEPARATOR in scan.data
    return gs1.parse(scan.data) if says_so else ()


def _gtins(scan: RawScan) -> tuple[str, ...]:
    if len(scan.data) != 8:
        whole = gtin.normalise(scan.data)
        return (whole,) if whole else ()
    if scan.symbology is Symbology.UPCE:
        return tuple(reversed(gtin.candidates(scan.data)))
    # Eight digits in another symbology are a shop's own number far more often than an EAN-8.
    return gtin.candidates(scan.data) if scan.symbology in {None, Symbology.EAN13, Symbology.EAN8} else ()

"""GS1 element strings: application identifiers and their values (GS1 General Specifications, section 3 and 7.8).

Fixed-length elements need no separator, so a scanner that drops the separator still reads up to the first element of
variable length. What cannot be read leaves the whole string unread: half a parse of a weight would be a wrong price.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hardware.scanner.gtin import is_digits

SEPARATOR = "\x1d"

# How many digits an identifier has, by its first two.
_AI_LENGTH = {"23": 3, "24": 3, "25": 3, "40": 3, "41": 3, "42": 3, "71": 3} | dict.fromkeys(
    ("31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80", "81", "82"), 4
)
_TWO_DIGITS = {"00", "01", "02", "03", "10", "11", "12", "13", "15", "16", "17", "20", "21", "22", "30", "37"}
_TWO_DIGITS |= {str(number) for number in range(90, 100)}
# Total length, identifier included, of elements that carry no separator (figure 7.8.5-2: it may not be extended).
_FIXED = {"00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "20": 4, "41": 16} | dict.fromkeys(
    ("11", "12", "13", "14", "15", "16", "17", "18", "19"), 8
)
_FIXED |= dict.fromkeys(("31", "32", "33", "34", "35", "36"), 10)
_LONGEST = 90
_VALUE = re.compile(r"[!\"%-?A-Z_a-z]+")  # the character set 82 of GS1
_SHAPES = {
    "01": r"\d{14}", "02": r"\d{14}", "10": r".{1,20}", "21": r".{1,20}", "30": r"\d{1,8}", "37": r"\d{1,8}",
    "11": r"\d{6}", "12": r"\d{6}", "13": r"\d{6}", "15": r"\d{6}", "16": r"\d{6}", "17": r"\d{6}",
    "392": r"\d{1,15}", "393": r"\d{4,18}", "31": r"\d{6}", "32": r"\d{6}", "20": r"\d{2}", "00": r"\d{18}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """One identifier with its value as scanned, such as ("3103", "001250")."""

    ai: str
    value: str

    @property
    def decimals(self) -> int | None:
        """Decimal places of a measure or amount (the fourth digit of 31nn to 36nn, 390n to 395n), else None."""
        has_places = self.ai[:2] in {"31", "32", "33", "34", "35", "36", "39"} and len(self.ai) == 4
        return int(self.ai[3]) if has_places else None

    @property
    def number(self) -> int | None:
        """The measure, amount or count as a whole number of its last decimal place; None when the value is no number.

        Amounts with a currency (391n, 393n) leave its three digits out; see `currency`.
        """
        digits = self.value[3:] if self.ai[:3] in {"391", "393"} else self.value
        return int(digits) if is_digits(digits) else None

    @property
    def currency(self) -> str | None:
        """The ISO 4217 number of an amount with a currency (391n, 393n), three digits."""
        return self.value[:3] if self.ai[:3] in {"391", "393"} else None

    def day(self, this_year: int) -> date | None:
        """The date of 11, 12, 13, 15, 16 or 17: day 00 is the last of the month, the century the nearest (7.12)."""
        if self.ai not in {"11", "12", "13", "15", "16", "17"} or not re.fullmatch(r"\d{6}", self.value, re.ASCII):
            return None
        year = _full_year(int(self.value[:2]), this_year)
        month, day = int(self.value[2:4]), int(self.value[4:])
        if not 1 <= month <= 12 or not 1 <= year <= 9999:
            return None
        last = calendar.monthrange(year, month)[1]
        return date(year, month, day or last) if day <= last else None


def _full_year(two_digits: int, this_year: int) -> int:
    century = this_year - this_year % 100
    ahead = two_digits - this_year % 100
    if ahead > 50:
        return century - 100 + two_digits
    return century + (100 if ahead <= -50 else 0) + two_digits


def parse(data: str) -> tuple[Element, ...]:
    """The elements of `data` (without symbology identifier), in order; empty when any part cannot be read.

    FNC1 as a leading separator is allowed. The same identifier twice must say the same.
    """
    elements = tuple(_elements(data.removeprefix(SEPARATOR)))
    if not elements or None in elements:
        return ()
    read = tuple(element for element in elements if element is not None)
    return read if len({element.ai for element in read}) == len(set(read)) else ()


def is_valid(element: Element) -> bool:
    """Whether the value has the shape that its identifier asks for, as far as it is known here."""
    if not _VALUE.fullmatch(element.value) or len(element.value) > _LONGEST:
        return False
    keys = (element.ai, element.ai[:3], element.ai[:2])
    shape = next((_SHAPES[key] for key in keys if key in _SHAPES), r".+")
    return re.fullmatch(shape, element.value, re.ASCII) is not None


def _elements(data: str) -> Iterator[Element | None]:
    while data:
        element, data = _first(data)
        yield element
        if element is None:
            return


def _first(data: str) -> tuple[Element | None, str]:
    """The first element, None when it is unreadable, and what is left."""
    digits = 2 if data[:2] in _TWO_DIGITS else _AI_LENGTH.get(data[:2], 0)
    ai = data[:digits]
    if not digits or len(ai) < digits or not is_digits(ai):
        return None, ""
    until_separator = data.find(SEPARATOR) if SEPARATOR in data else len(data)
    end = min(_FIXED.get(ai[:2], until_separator), until_separator)
    element = Element(ai, data[digits:end])
    is_whole = is_valid(element) and (ai[:2] not in _FIXED or end == _FIXED[ai[:2]])
    return (element if is_whole else None), data[end:].removeprefix(SEPARATOR)

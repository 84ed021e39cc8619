"""What a raw scan means: a quantity typed before it, and the code in the forms it may be stored under. Knows no
catalogue.

The hand-written part of a scan is `3*4006381333931`: three of that code; `3*` alone is the quantity of the next scan.
"""

import re
from dataclasses import dataclass

_PREFIXED = re.compile(r"(?P<quantity>\d{1,12}(?:[.,]\d{1,6})?)\s*\*\s*(?P<code>.*)", re.ASCII | re.DOTALL)
_STAR_ALONE = re.compile(r"(?P<quantity>\d{1,12}(?:[.,]\d{1,6})?)\s*\*\s*", re.ASCII)
_SYMBOLOGY = re.compile(r"\][A-Za-z]\d", re.ASCII)
_LONGEST_CODE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A scan or typed entry: `quantity` as plain decimal text when one stood before it, and the code ("" for none)."""

    code: str
    quantity: str | None = None


def read_entry(raw: str) -> Entry:
    """Take apart what a scanner or a person sent. Control characters and the scanner's own prefix are dropped."""
    text = "".join(mark for mark in raw if mark.isprintable()).strip()[:_LONGEST_CODE]
    alone = _STAR_ALONE.fullmatch(text)
    if alone is not None:
        return Entry("", alone["quantity"].replace(",", "."))
    prefixed = _PREFIXED.fullmatch(text) if "*" in text else None
    if prefixed is not None:
        return Entry(_plain(prefixed["code"]), prefixed["quantity"].replace(",", "."))
    return Entry(_plain(text))


def spellings(code: str) -> tuple[str, ...]:
    """The forms under which a catalogue may keep a code: as read, then with and without the leading zero of a UPC-A."""
    if not (code.isascii() and code.isdecimal()):
        return (code,)
    if len(code) == 12:
        return (code, f"0{code}")
    if len(code) == 13 and code.startswith("0"):
        return (code, code[1:])
    return (code,)


def _plain(code: str) -> str:
    return _SYMBOLOGY.sub("", code.strip(), count=1) if code.startswith("]") else code.strip()

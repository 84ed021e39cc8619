"""What people type freely (notes, reasons, names) before it is kept: one line, and no number of a payment card in it.

A shop that keeps card numbers is out of the card schemes' rules (PCI DSS 3.4). Codes and serial numbers do not pass
the filter: one in ten of them looks like a card by chance. Knows no screen.
"""

import re

_RUN = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)", re.ASCII)
_CARDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12,14}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|(?:30[0-5]|3[689])\d{11,16}"  # Diners
    r"|35\d{14,17}"  # JCB
    r"|220[0-4]\d{12,15}"  # Mir
    r"|(?:50|5[6-9]|6\d)\d{11,17}",  # Maestro, Discover, UnionPay
    re.ASCII,
)
"""How card numbers begin and how long they are (ISO/IEC 7812), in the ranges that are in use."""


def one_line(text: str) -> str:
    """`text` as one line: no control characters, no blanks at its ends, single ones inside."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def clean(text: str) -> str:
    """`text` as one line, card numbers masked to their last four digits."""
    return _RUN.sub(_masked, one_line(text))


def _masked(found: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", found[0])
    if not _CARDS.match(digits) or not _is_luhn(digits):
        return found[0]
    return "*" * (len(digits) - 4) + digits[-4:]


def _is_luhn(digits: str) -> bool:
    total = 0
    for place, mark in enumerate(reversed(digits)):
        value = int(mark) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

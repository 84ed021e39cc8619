"""Tells a payment card's number from other digits, so that none is ever kept. It knows no card scheme by name.

Source: ISO/IEC 7812-1 (beginnings and lengths), its annex B (check digit); PCI DSS 3.4 is why.
"""

import re
from typing import Final

_RUN: Final = re.compile(r"\d(?:[ -]?\d){11,}", re.ASCII)
_GROUP: Final = re.compile(r"\d+", re.ASCII)
_LONGEST: Final = 19
_ISSUERS: Final = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"  # 13, 16 or 19
    r"|(?:5[1-5]|2[2-7])\d{14}"  # 16
    r"|3[47]\d{13}"  # 15
    r"|3(?:0[0-5]|[689]\d)\d{11,16}"  # 14 to 19
    r"|(?:35|6[0245]|81)\d{14,17}",  # 16 to 19
    re.ASCII,
)


def has_card_number(text: str) -> bool:
    """Whether a payment card's number stands in `text`, with or without spaces and hyphens."""
    return masked(text) != text


def masked(text: str) -> str:
    """`text` with all but the last four digits of every payment card's number starred out."""
    return _RUN.sub(_masked_run, text)


def _masked_run(run: re.Match[str]) -> str:
    """Other digits may stand beside the number: it begins and ends where groups of digits do."""
    groups = list(_GROUP.finditer(run[0]))
    for first, group in enumerate(groups):
        for last in reversed(groups[first : first + _LONGEST]):
            found = run[0][group.start() : last.end()]
            digits = "".join(mark for mark in found if mark.isdecimal())
            if _ISSUERS.fullmatch(digits) is not None and _is_luhn(digits):
                rest = run[0][last.end() :]
                return run[0][: group.start()] + "*" * (len(digits) - 4) + digits[-4:] + _RUN.sub(_masked_run, rest)
    return run[0]


def _is_luhn(digits: str) -> bool:
    total = 0
    for place, mark in enumerate(reversed(digits)):
        value = int(mark) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

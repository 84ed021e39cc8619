"""Telephone numbers made comparable: what a person types and what was written down come to the same digits.

Knows no country: the zeros that are dialled before a number inside or out of a country are left out at both sides, and
a number that one side has with its country is found by its end.
"""

import re

SHORTEST = 3
"""Digits; fewer of them find too much."""
LONGEST = 15
"""Digits of the longest telephone number there is (ITU-T E.164)."""
END_DIGITS = 8
"""By so many last digits a number is found that was written down without its country, or typed with it."""

_AS_TYPED = re.compile(r"[\d\s()+./-]+")


def phone_digits(text: str) -> str:
    """The digits of a number without the zeros before it."""
    return "".join(str(int(mark)) for mark in text if mark.isdecimal()).lstrip("0")


def typed_digits(text: str) -> str | None:
    """The digits of what looks like (a part of) a telephone number, None for everything else."""
    if not _AS_TYPED.fullmatch(text.strip()):
        return None
    digits = phone_digits(text)
    return digits if len(digits) >= SHORTEST else None

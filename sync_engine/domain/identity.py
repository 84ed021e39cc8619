"""Names that are minted at the till and never change: event ids, receipt numbers. It knows no clock, no chance."""

import re
import uuid
from typing import Final

from sync_engine.domain.errors import UnusableTillId

PROVISIONAL_FROM: Final = 2**31  # incarnations from here on were drawn by the till itself while it could not ask

_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"  # RFC 4648, lower case
_ENDS_A_STEM: Final = re.compile(r"[A-Za-z0-9_.]{0,31}[A-Z0-9_.]", re.ASCII)


def new_event_id(now_ms: int, random: bytes) -> str:
    """A UUID of version 7 (RFC 9562) as text: 48 bits of `now_ms` since 1970, 74 bits of `random` (10 bytes)."""
    if len(random) != 10:
        raise ValueError("an event id takes 10 random bytes")
    bits = int.from_bytes(random, "big")
    high = (now_ms & (2**48 - 1)) << 16 | 0x7000 | (bits >> 62) & 0xFFF
    low = 0b10 << 62 | bits & (2**62 - 1)
    return str(uuid.UUID(int=high << 64 | low))


def incarnation_letter(incarnation: int) -> str:
    """a, b, ... z, aa, ab ... for the incarnations 1, 2, ...; `~` and seven base-32 characters for provisional ones."""
    if incarnation < 1:
        raise ValueError("incarnations count from 1")
    if incarnation >= PROVISIONAL_FROM:
        return "~" + "".join(_BASE32[incarnation >> shift & 31] for shift in range(30, -1, -5))
    letters = ""
    while incarnation:
        incarnation, letter = divmod(incarnation - 1, 26)
        letters = _BASE32[letter] + letters
    return letters


def doc_no(store_id: str, till_id: str, incarnation: int, number: int) -> str:
    """The receipt number `<store>-<till><letter>-<number of six digits or more>`, e.g. S01-T1a-000042.

    Never given twice, as long as till ids pass `check_till_id` and numbers count up within an incarnation. It is read
    from its end: number, letter and till hold no `-`, so whatever is before them is the store, with or without one.
    """
    return f"{store_id}-{till_id}{incarnation_letter(incarnation)}-{number:06d}"


def check_till_id(till_id: str) -> None:
    """Refuse a till id whose receipt numbers could be another till's: "T" with "ab" and "Ta" with "b" print alike.

    Allowed are up to 32 ASCII letters, digits, `_` and `.`, not ending in a small letter.
    """
    if not _ENDS_A_STEM.fullmatch(till_id):
        raise UnusableTillId(till_id)

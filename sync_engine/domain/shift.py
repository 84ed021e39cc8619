"""The shift: from opening a drawer to closing it, on one business day. It knows no amounts yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift under its business day (ISO text), which stays as fixed at opening; `opened_at` is UTC text."""

    shift_id: str
    business_on: str
    opened_at: str

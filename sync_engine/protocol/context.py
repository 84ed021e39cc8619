"""What every body of an event says first: where, when and by whom. Knows shapes, no rules."""

import msgspec


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Where, when and by whom. `shift` and `business_on` are fixed when the shift opens; `at` is a clock and orders
    nothing.
    """

    store: str
    till: str
    shift: str
    business_on: str
    staff: str
    at: str
    offset_min: int = 0
    server_offset_ms: int | None = None

"""How large the things of a sale may be, so that no slip of a finger and no broken file grows beyond what is stored.

Every sum of a sale stays far below 2^53, which is exact in JSON readers and in both databases.
"""

from typing import Final

from sync_engine.domain.errors import AmountOutOfRange, NameTooLong, QuantityOutOfRange, TextTooLong, TooManyLines
from sync_engine.domain.money import format_scaled

MAX_UNITS: Final = 1_000_000  # whole units of one line: pieces, kilograms, metres
MAX_SCALE: Final = 3  # decimals of a quantity
AMOUNT_LIMIT: Final = 10**12  # minor units; a line's amount stays below
MAX_LINES: Final = 2_000  # lines of one sale
MAX_NAME: Final = 200  # characters of a name
MAX_TEXT: Final = 500  # characters of a note, a reason, a serial number


def check_magnitude(value: int, scale: int) -> None:
    """Refuse a quantity (`value` at `scale` decimals, of either sign) of more than MAX_UNITS."""
    if abs(value) > MAX_UNITS * 10**scale:
        raise QuantityOutOfRange(format_scaled(value, scale))


def check_line_quantity(value: int, scale: int) -> None:
    """Refuse what a line of a sale cannot have: nothing, less than nothing, or more than MAX_UNITS."""
    if value <= 0:
        raise QuantityOutOfRange(format_scaled(value, scale))
    check_magnitude(value, scale)


def check_amount(minor: int) -> None:
    """Refuse an amount of AMOUNT_LIMIT minor units or more, of either sign."""
    if abs(minor) >= AMOUNT_LIMIT:
        raise AmountOutOfRange(minor)


def check_unit_price(unit_e4: int) -> None:
    """Refuse a negative unit price (a return is a line of its own kind) and one beyond any line's amount."""
    if not 0 <= unit_e4 < AMOUNT_LIMIT * 10**4:
        raise AmountOutOfRange(unit_e4)


def check_name(name: str) -> None:
    """Refuse a name of more than MAX_NAME characters."""
    if len(name) > MAX_NAME:
        raise NameTooLong(len(name), MAX_NAME)


def check_text(text: str) -> None:
    """Refuse a note, reason or serial number of more than MAX_TEXT characters."""
    if len(text) > MAX_TEXT:
        raise TextTooLong(len(text), MAX_TEXT)


def check_line_count(count: int) -> None:
    """Refuse more than MAX_LINES lines."""
    if count > MAX_LINES:
        raise TooManyLines(MAX_LINES)

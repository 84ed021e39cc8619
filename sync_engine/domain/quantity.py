"""Exact quantities: whole numbers at the article's scale, and what a quantity costs. It knows no articles."""

from dataclasses import dataclass
from typing import Final

from sync_engine.domain.limits import MAX_SCALE, check_amount, check_magnitude
from sync_engine.domain.money import Currency, format_scaled, parse_scaled, round_half_up

_PRICE_DIGITS: Final = 4  # unit prices are kept at 10^-4 of the currency's major unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` / 10^`scale` units: Quantity(1250, 3) is 1.250 kg. Negative only as a difference."""

    value: int
    scale: int = 0

    def __post_init__(self) -> None:
        if type(self.value) is not int or type(self.scale) is not int:
            raise TypeError("a quantity is made of two ints")
        if not 0 <= self.scale <= MAX_SCALE:
            raise ValueError(f"a quantity has 0 to {MAX_SCALE} decimals, not {self.scale}")

    def __add__(self, other: "Quantity") -> "Quantity":
        if other.scale != self.scale:
            raise ValueError("quantities of one article have one scale")
        return Quantity(self.value + other.value, self.scale)

    def __neg__(self) -> "Quantity":
        return Quantity(-self.value, self.scale)

    def __str__(self) -> str:
        return format_scaled(self.value, self.scale)


def pieces(count: int) -> Quantity:
    """So many whole pieces."""
    return Quantity(count, 0)


def parse_quantity(text: str, scale: int) -> Quantity:
    """The quantity in plain decimal text, of either sign (a difference, a line of a file).

    Refuses with NotANumber, TooManyDecimals or QuantityOutOfRange. A cart takes only what is above zero.
    """
    quantity = Quantity(parse_scaled(text, scale), scale)
    check_magnitude(quantity.value, scale)
    return quantity


def line_amount(unit_e4: int, quantity: Quantity, currency: Currency) -> int:
    """Minor units of `quantity` at `unit_e4` (10^-4 of the major unit), rounded once, half away from zero.

    Refuses with AmountOutOfRange.
    """
    divisor = 10 ** (_PRICE_DIGITS + quantity.scale - currency.digits)
    amount = round_half_up(unit_e4 * quantity.value, divisor)
    check_amount(amount)
    return amount

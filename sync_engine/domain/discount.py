"""Reductions of a line or of a whole sale. It knows no cart: only amounts in minor units and their tax codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sync_engine.domain.errors import DiscountTooLarge
from sync_engine.domain.money import allocate, round_half_up
from sync_engine.domain.tax import PPM


@dataclass(frozen=True, slots=True)
class Discount:
    """A reduction: 'percent' in parts per million (10 % is 100000), or 'amount' in minor units; never below zero.

    An amount is taken once for the line or sale it stands on, and never takes more than is there. `reason` is why, as
    it stands in the books. Refuses a percent of more than 100 with DiscountTooLarge.
    """

    kind: Literal["percent", "amount"]
    value: int
    reason: str = ""

    def __post_init__(self) -> None:
        if type(self.value) is not int:
            raise TypeError(f"a discount's value is an int, not {type(self.value).__name__}")
        if self.kind not in ("percent", "amount") or self.value < 0:
            raise ValueError("a discount is a percent or an amount, and takes nothing less than nothing")
        if self.kind == "percent" and self.value > PPM:
            raise DiscountTooLarge(self.value, PPM)


def discount_on(amount_minor: int, discount: Discount) -> int:
    """What the discount takes off an amount, with the amount's sign, rounded once; never beyond the amount itself."""
    if discount.kind == "percent":
        return round_half_up(amount_minor * discount.value, PPM)
    if amount_minor < 0:
        return -min(discount.value, -amount_minor)
    return min(discount.value, amount_minor)


def spread_discount(sold: Sequence[tuple[str, int, str]], discount: Discount) -> list[int]:
    """What a sale-wide discount takes off each line, given as (tax code, minor units >= 0, article id).

    First over the tax codes, then over the lines of each, by largest remainder and in an order of their own: neither
    the order of scanning nor the splitting of a line changes what a tax code bears.
    """
    codes = sorted({code for code, _, _ in sold})
    sums = [sum(amount for other, amount, _ in sold if other == code) for code in codes]
    shares = [0] * len(sold)
    for code, share in zip(codes, allocate(discount_on(sum(sums), discount), sums), strict=True):
        order = _canonical(sold, (index for index, line in enumerate(sold) if line[0] == code))
        for index, part in zip(order, allocate(share, [sold[index][1] for index in order]), strict=True):
            shares[index] = part
    return shares


def _canonical(sold: Sequence[tuple[str, int, str]], indexes: Iterable[int]) -> list[int]:
    return sorted(indexes, key=lambda index: (-sold[index][1], sold[index][2]))

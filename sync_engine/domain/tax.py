"""How much tax lies in, or comes on top of, the lines of a sale. It knows no articles and no countries.

Rounding follows the two ways that tax offices accept: every line for itself, or the document's sum per rate.
All rounding is half away from zero, so a return takes back exactly what the sale charged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sync_engine.domain.errors import UnknownTaxCode
from sync_engine.domain.money import round_half_up

PPM: Final = 1_000_000

Rounding = Literal["line", "document"]


@dataclass(frozen=True, slots=True)
class TaxPart:
    """One tax within a code, e.g. GST; the rate in parts per million of the net amount (20 % is 200000)."""

    name: str
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class TaxRate:
    """What a tax code stands for; its parts are all charged on the net amount (none: exempt)."""

    code: str
    parts: tuple[TaxPart, ...]


@dataclass(frozen=True, slots=True)
class TaxRegime:
    """Whether amounts contain their tax, and where it is rounded."""

    is_inclusive: bool
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """One part's tax in a sale. `net_minor` is what it was charged on: the same for every part of a code."""

    code: str
    name: str
    rate_ppm: int
    net_minor: int
    tax_minor: int


@dataclass(frozen=True, slots=True)
class TaxResult:
    """Tax in minor units: per line in the order asked for, per part ordered by code, and in all."""

    per_line: tuple[int, ...]
    amounts: tuple[TaxAmount, ...]
    total_minor: int


def tax_for(amounts: Sequence[tuple[str, int]], rates: Mapping[str, TaxRate], regime: TaxRegime) -> TaxResult:
    """The tax of lines given as (tax code, signed minor units after discounts).

    `per_line` always sums to `total_minor`. The order of the lines changes no sum; lines alike in code and amount may
    swap a unit between them. Refuses with UnknownTaxCode.
    """
    codes = _shares(amounts, rates, regime)
    by = _by_line if regime.rounding == "line" else _by_document
    per_line, taxes = by(amounts, codes)
    found: list[TaxAmount] = []
    total = 0
    for code in sorted(codes):
        charged = sum(taxes[code])
        net = codes[code].amount_minor - (charged if regime.is_inclusive else 0)
        total += charged
        for part, tax in zip(rates[code].parts, taxes[code], strict=True):
            found.append(TaxAmount(code, part.name, part.rate_ppm, net, tax))
    return TaxResult(tuple(per_line), tuple(found), total)


@dataclass(slots=True)
class _Share:
    """The tax of a code as fractions of its amounts: rate / whole for each part."""

    rates: tuple[int, ...]
    whole: int
    amount_minor: int = 0


def _shares(amounts: Sequence[tuple[str, int]], rates: Mapping[str, TaxRate], regime: TaxRegime) -> dict[str, _Share]:
    codes: dict[str, _Share] = {}
    for code, amount in amounts:
        share = codes.get(code)
        if share is None:
            rate = rates.get(code)
            if rate is None:
                raise UnknownTaxCode(code)
            parts = tuple(part.rate_ppm for part in rate.parts)
            share = codes[code] = _Share(parts, PPM + sum(parts) if regime.is_inclusive else PPM)
        share.amount_minor += amount
    return codes


def _by_line(amounts: Sequence[tuple[str, int]], codes: Mapping[str, _Share]) -> tuple[list[int], dict[str, list[int]]]:
    taxes = {code: [0] * len(share.rates) for code, share in codes.items()}
    per_line: list[int] = []
    for code, amount in amounts:
        share, sums, line = codes[code], taxes[code], 0
        for index, rate in enumerate(share.rates):
            tax = round_half_up(amount * rate, share.whole)
            sums[index] += tax
            line += tax
        per_line.append(line)
    return per_line, taxes


def _by_document(
    amounts: Sequence[tuple[str, int]], codes: Mapping[str, _Share]
) -> tuple[list[int], dict[str, list[int]]]:
    taxes: dict[str, list[int]] = {}
    per_line = [0] * len(amounts)
    lines: dict[str, list[int]] = {code: [] for code in codes}
    for index, (code, _) in enumerate(amounts):
        lines[code].append(index)
    for code, share in codes.items():
        taxes[code] = [round_half_up(share.amount_minor * rate, share.whole) for rate in share.rates]
        _attribute(sum(taxes[code]), lines[code], amounts, share, per_line)
    return per_line, taxes


def _attribute(
    tax: int, lines: Sequence[int], amounts: Sequence[tuple[str, int]], share: _Share, per_line: list[int]
) -> None:
    """Give each line its own rounded tax, then move the few units left to where rounding was furthest off.

    That is the largest remainder, in a form that also fits lines of mixed signs and negates exactly.
    """
    rate, whole, left = sum(share.rates), share.whole, tax
    for index in lines:
        per_line[index] = round_half_up(amounts[index][1] * rate, whole)
        left -= per_line[index]
    if not left:
        return
    sign = 1 if left > 0 else -1

    def gain(index: int) -> tuple[int, int]:
        amount = amounts[index][1]
        return sign * (per_line[index] * whole - amount * rate), -sign * amount

    each, more = divmod(abs(left), len(lines))
    for position, index in enumerate(sorted(lines, key=gain)):
        per_line[index] += sign * (each + (position < more))

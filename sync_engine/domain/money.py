"""Exact money: whole minor units of a currency, and the few ways to round, share out, read and write them.

It knows no prices, taxes or tenders, and no language: grouping and symbols belong to the screen and the receipt.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sync_engine.domain.errors import CurrencyMismatch, NotANumber, TooManyDecimals, UnknownCurrency

# ISO 4217, list one, as of 2026-01-01, by decimals of the minor unit. Metals, test and bookkeeping units, which have
# no minor unit (XAU, XDR, XTS, XXX ...), are no money a shop can take and are left out.
_CODES_BY_DIGITS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW"
    " CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF"
    " IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK"
    " MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP"
    " SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG"
    " YER ZAR ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

_DECIMAL: Final = re.compile(r"([+-]?)(\d{0,30})(?:\.(\d{1,30}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency by its ISO 4217 code; `digits` is the number of decimals of its minor unit (0, 2, 3 or 4)."""

    code: str
    digits: int


_CURRENCIES: Final = {
    code: Currency(code, digits) for digits, codes in _CODES_BY_DIGITS.items() for code in codes.split()
}


def currency(code: str) -> Currency:
    """The currency of an ISO 4217 code in capitals; refuses with UnknownCurrency."""
    found = _CURRENCIES.get(code)
    if found is None:
        raise UnknownCurrency(code)
    return found


def currency_codes() -> tuple[str, ...]:
    """Every code that `currency` knows, in alphabetical order."""
    return tuple(sorted(_CURRENCIES))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency; a float, a bool or a second currency is never let in."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency.code, other.currency.code)
        return other.minor


def round_half_up(numerator: int, denominator: int) -> int:
    """The nearest integer to numerator / denominator (> 0); exactly half goes away from zero.

    Symmetric, so that the return of a sale rounds to its exact opposite.
    """
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def allocate(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share out `total_minor` in proportion to `weights`: the shares sum to it and each is less than one unit off.

    Largest remainder (Hamilton); equal remainders go to the earlier share. Weights may have mixed signs. Weights that
    sum to zero mean equal shares. A total without any weight to carry it is a ValueError.
    """
    if total_minor < 0:
        return tuple(-share for share in allocate(-total_minor, weights))
    if not weights:
        if total_minor:
            raise ValueError("an amount needs at least one share")
        return ()
    whole = sum(weights)
    if whole < 0:
        whole, weights = -whole, [-weight for weight in weights]
    elif whole == 0:
        whole, weights = len(weights), [1] * len(weights)
    return _largest_remainder(total_minor, weights, whole)


def _largest_remainder(total_minor: int, weights: Sequence[int], whole: int) -> tuple[int, ...]:
    shares = [total_minor * weight // whole for weight in weights]
    left = total_minor - sum(shares)
    if left:
        remainders = [total_minor * weight % whole for weight in weights]
        for index in sorted(range(len(weights)), key=lambda i: -remainders[i])[:left]:
            shares[index] += 1
    return tuple(shares)


def parse_scaled(text: str, digits: int) -> int:
    """The integer 10^digits times the number in plain decimal text, exactly: "-12.5" with 2 digits is -1250.

    Refuses with NotANumber (blanks, exponents, grouping, other scripts' digits, a bare dot) or TooManyDecimals;
    zeros behind the last decimal are no decimals.
    """
    match = _DECIMAL.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise NotANumber(text)
    decimals = (match[3] or "").rstrip("0")
    if len(decimals) > digits:
        raise TooManyDecimals(text, digits)
    value = int((match[2] or "0") + decimals.ljust(digits, "0"))
    return -value if match[1] == "-" else value


def format_scaled(value: int, digits: int) -> str:
    """Plain decimal text of value / 10^digits with all its decimals: the opposite of `parse_scaled`."""
    text = str(abs(value)).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text


def cash_rounded(minor: int, step_minor: int) -> int:
    """The nearest amount that coins can pay: a multiple of `step_minor` (1: no rounding), half away from zero."""
    return minor if step_minor == 1 else round_half_up(minor, step_minor) * step_minor

"""Notes and coins that are handed over a counter: what a customer is likely to give, and what change is made of.

In minor units, as the central banks issue them; what is legal but not seen at a till (500 euros, 2 dollars, coins that
are no longer given out) is left out. It knows no sale and no language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sync_engine.domain.money import Currency, cash_rounded

_MOST_QUICK_AMOUNTS: Final = 4

_FAR_TOO_MUCH: Final = 10  # times what is due


@dataclass(frozen=True, slots=True)
class Coinage:
    """The pieces of one currency in minor units, largest first; from `first_note_minor` on they are paper."""

    first_note_minor: int
    values: tuple[int, ...]

    @property
    def notes(self) -> tuple[int, ...]:
        """The paper ones, largest first."""
        return tuple(value for value in self.values if value >= self.first_note_minor)


@dataclass(frozen=True, slots=True)
class Piece:
    """So many of one note or coin."""

    count: int
    value_minor: int
    is_note: bool


# Code: first note, then all values; both in major units, so that they can be compared with a purse.
_ISSUED: Final = {
    "AUD": ("5", "100 50 20 10 5 2 1 0.50 0.20 0.10 0.05"),
    "CAD": ("5", "100 50 20 10 5 2 1 0.25 0.10 0.05"),
    "CHF": ("10", "200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05"),
    "CNY": ("1", "100 50 20 10 5 1 0.50 0.10"),
    "CZK": ("100", "5000 2000 1000 500 200 100 50 20 10 5 2 1"),
    "DKK": ("50", "500 200 100 50 20 10 5 2 1 0.50"),
    "EUR": ("5", "200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
    "GBP": ("5", "50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
    "IDR": ("1000", "100000 50000 20000 10000 5000 2000 1000 500 200 100"),
    "INR": ("10", "500 200 100 50 20 10 5 2 1"),
    "JPY": ("1000", "10000 5000 1000 500 100 50 10 5 1"),
    "KRW": ("1000", "50000 10000 5000 1000 500 100 50 10"),
    "KWD": ("0.250", "20 10 5 1 0.500 0.250 0.100 0.050 0.020 0.010 0.005"),
    "NOK": ("50", "500 200 100 50 20 10 5 1"),
    "NZD": ("5", "100 50 20 10 5 2 1 0.50 0.20 0.10"),
    "PLN": ("10", "500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01"),
    "RUB": ("50", "5000 2000 1000 500 200 100 50 10 5 2 1"),
    "SEK": ("20", "500 200 100 50 20 10 5 2 1"),
    "SGD": ("2", "100 50 10 5 2 1 0.50 0.20 0.10 0.05"),
    "THB": ("20", "1000 500 100 50 20 10 5 2 1 0.50 0.25"),
    "TRY": ("5", "200 100 50 20 10 5 1 0.50 0.25 0.10 0.05"),
    "USD": ("1", "100 50 20 10 5 1 0.25 0.10 0.05 0.01"),
}


def _minor(text: str, digits: int) -> int:
    whole, _, rest = text.partition(".")
    return int(whole + rest[:digits].ljust(digits, "0"))


def coinage(currency: Currency) -> Coinage | None:
    """What is issued in `currency`; None for one that is not listed."""
    found = _ISSUED.get(currency.code)
    if found is None:
        return None
    first, values = found
    return Coinage(_minor(first, currency.digits), tuple(_minor(value, currency.digits) for value in values.split()))


def pieces(amount_minor: int, currency: Currency) -> tuple[Piece, ...]:
    """The fewest notes and coins that make up an amount, largest first; none where they cannot."""
    issued = coinage(currency)
    if issued is None or amount_minor <= 0:
        return ()
    found: list[Piece] = []
    for value in issued.values:
        count, amount_minor = divmod(amount_minor, value)
        if count:
            found.append(Piece(count, value, value >= issued.first_note_minor))
    return tuple(found) if amount_minor == 0 else ()


def quick_amounts(
    total_minor: int, currency: Currency, cash_step_minor: int = 1, most: int = _MOST_QUICK_AMOUNTS
) -> tuple[int, ...]:
    """Cash amounts worth a key, ascending, at most `most`: the exact one, then what a purse would give for it.

    Whoever has not the exact amount pays with large notes as far as they go and with one smaller note, or a few alike,
    for the rest; few notes and little change come first. For a refund the exact amount alone, for nothing due none.
    """
    exact = cash_rounded(total_minor, cash_step_minor)
    if exact <= 0:
        return (exact,) if exact else ()
    likely: dict[int, int] = {}
    for amount, count in _handed_over(exact, currency):
        if amount != exact and amount % cash_step_minor == 0:
            likely[amount] = min(count + amount // exact, likely.get(amount, count + amount // exact))
    first = sorted(likely, key=lambda amount: (likely[amount], amount))[: most - 1]
    return (exact, *sorted(first))


def is_far_too_much(given_minor: int, due_minor: int, currency: Currency) -> bool:
    """Whether so much cash for so little is a slip of the finger: ten times what is due and beyond the largest note."""
    issued = coinage(currency)
    largest = issued.values[0] if issued else 100 * 10**currency.digits
    return given_minor > largest and given_minor >= _FAR_TOO_MUCH * due_minor


def _handed_over(exact_minor: int, currency: Currency) -> Iterator[tuple[int, int]]:
    """What might be given for an amount, and in how many notes; small change is given in coins of whole units."""
    issued = coinage(currency)
    if issued is None:
        yield from ((amount, 0) for amount in _rounded_up(exact_minor))
        return
    values = issued.notes
    if exact_minor < values[-1]:
        values = tuple(value for value in issued.values if value >= 10**currency.digits)
    given, count, rest = 0, 0, exact_minor
    for value in values:
        last = -(-rest // value)
        yield given + last * value, count + last
        given, count, rest = given + rest // value * value, count + rest // value, rest % value


def _rounded_up(exact_minor: int) -> Iterator[int]:
    """A currency that is not listed has its notes in steps of 1-2-5, as nearly all do."""
    power = 10 ** max(len(str(exact_minor)) - 2, 0)
    for note in (1, 2, 5, 10, 20, 50, 100):
        if note * power * 10 >= exact_minor:
            yield -(-exact_minor // (note * power)) * note * power

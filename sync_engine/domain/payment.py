"""How a total is met: tenders, change, the rounding of cash, and the notes a customer is likely to hand over.

It knows no terminal, no drawer and no account.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, NotPaid, RefundTooLarge
from sync_engine.domain.limits import check_amount
from sync_engine.domain.money import Currency, cash_rounded

CASH: Final = "cash"

_MOST_QUICK_AMOUNTS: Final = 4

# Notes in everyday use, in major units, where the general 1-2-5 rule would offer others.
_NOTES: Final = {
    "EUR": (5, 10, 20, 50),
    "GBP": (5, 10, 20, 50),
    "USD": (5, 10, 20, 50),
    "JPY": (1_000, 5_000, 10_000),
    "IDR": (50_000, 100_000),
}


@dataclass(frozen=True, slots=True)
class Tender:
    """What was handed over ('cash', 'card', 'voucher' ...) in minor units; negative: paid out to the customer."""

    kind: str
    amount_minor: int

    def __post_init__(self) -> None:
        if type(self.amount_minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.amount_minor).__name__}")


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a total was met: total + rounding = sum of tenders - change. Change is cash and never negative."""

    tenders: tuple[Tender, ...]
    change_minor: int
    rounding_minor: int


def settle(total_minor: int, tenders: Sequence[Tender], cash_step_minor: int) -> Settlement:
    """Meet a total, negative for a refund, with tenders of its sign.

    What the other tenders leave is due in cash; only that part is rounded to `cash_step_minor` (1: not at all), and
    only when there is a cash tender. Nothing due needs no tender. Refuses with NotPaid, ChangeWithoutCash (change
    comes from cash alone), RefundTooLarge, or AmountOutOfRange for a tender against the total's sign.
    """
    sign = -1 if total_minor < 0 else 1
    cash, other = _by_cash(tenders, sign)
    due = sign * total_minor - other
    if due < 0:
        raise _too_much(sign, -due)
    if cash is None:
        if due:
            raise NotPaid(sign * due)
        return Settlement(tuple(tenders), 0, 0)
    payable = cash_rounded(due, cash_step_minor)
    change = cash - payable
    if change < 0:
        raise NotPaid(sign * -change)
    if change and sign < 0:
        raise _too_much(sign, change)
    return Settlement(tuple(tenders), change, sign * (payable - due))


def cash_due(total_minor: int, tenders: Iterable[Tender], cash_step_minor: int) -> int:
    """What is still to be paid (below zero: paid out) if the rest goes in cash, rounded to what coins can pay.

    Below zero for a sale that is overpaid already: the change.
    """
    cash = other = 0
    for tender in tenders:
        if tender.kind == CASH:
            cash += tender.amount_minor
        else:
            other += tender.amount_minor
    return cash_rounded(total_minor - other, cash_step_minor) - cash


def quick_amounts(total_minor: int, currency: Currency, cash_step_minor: int = 1) -> tuple[int, ...]:
    """Cash amounts worth a key, ascending, at most four: the exact one, then what notes of the currency round it up to.

    For a refund the exact amount alone, for nothing due none.
    """
    exact = cash_rounded(total_minor, cash_step_minor)
    if exact <= 0:
        return (exact,) if exact else ()
    rounded_up = {-(-exact // note) * note for note in _notes(exact, currency) if note % cash_step_minor == 0}
    return tuple(sorted(rounded_up | {exact}))[:_MOST_QUICK_AMOUNTS]


def _by_cash(tenders: Sequence[Tender], sign: int) -> tuple[int | None, int]:
    cash: int | None = None
    other = 0
    for tender in tenders:
        amount = sign * tender.amount_minor
        if amount < 0:
            raise AmountOutOfRange(tender.amount_minor)
        check_amount(amount)
        if tender.kind == CASH:
            cash = amount + (cash or 0)
        else:
            other += amount
    return cash, other


def _too_much(sign: int, excess_minor: int) -> ChangeWithoutCash | RefundTooLarge:
    return ChangeWithoutCash(excess_minor) if sign > 0 else RefundTooLarge(excess_minor)


def _notes(exact_minor: int, currency: Currency) -> Iterator[int]:
    known = _NOTES.get(currency.code)
    if known is not None:
        yield from (note * 10**currency.digits for note in known)
        return
    power = 10 ** max(len(str(exact_minor)) - 2, 0)
    for note in (1, 2, 5, 10, 20, 50, 100):
        if note * power * 10 >= exact_minor:
            yield note * power

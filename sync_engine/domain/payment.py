"""How a total is met: tenders, change, the rounding of cash.

It knows no terminal, no drawer and no account.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sync_engine.domain.coinage import quick_amounts
from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, NotPaid, RefundTooLarge
from sync_engine.domain.foreign import Exchange, Foreign
from sync_engine.domain.limits import check_amount
from sync_engine.domain.money import cash_rounded

__all__ = [
    "CARD", "CASH", "OTHER", "TRANSFER", "VOUCHER", "Foreign", "Settlement", "Tender", "cash_due", "foreign_cash",
    "quick_amounts", "settle", "unclear", "unclear_amount",
]  # fmt: skip

CASH: Final = "cash"
CARD: Final = "card"
VOUCHER: Final = "voucher"
TRANSFER: Final = "transfer"
OTHER: Final = "other"

_UNCLEAR = "unclear:"


@dataclass(frozen=True, slots=True)
class Tender:
    """What was handed over (`kind` as above) in minor units of the sale's currency; negative: paid out to the customer.

    `reference` is what proves it: the number of a terminal's slip, of a voucher, of a transfer. `foreign` is what it
    was before it was exchanged; `amount_minor` is what it counted for then, and stays.
    """

    kind: str
    amount_minor: int
    reference: str | None = None
    foreign: Foreign | None = None

    def __post_init__(self) -> None:
        if type(self.amount_minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.amount_minor).__name__}")
        if self.foreign is not None and self.foreign.amount_minor * self.amount_minor < 0:
            raise AmountOutOfRange(self.foreign.amount_minor)


def unclear(kind: str, request_id: str, amount_minor: int) -> Tender:
    """Nothing, with the trace of a payment that nobody could find out about: somebody looks later.

    The trace travels with the sale, so that the books can say that the customer may have paid twice.
    """
    return Tender(kind, 0, f"{_UNCLEAR}{request_id}:{amount_minor}")


def unclear_amount(tender: Tender) -> int | None:
    """The minor units that were asked for when the outcome stayed unclear; None for a payment as any other."""
    if tender.amount_minor or not (tender.reference or "").startswith(_UNCLEAR):
        return None
    digits = str(tender.reference).rpartition(":")[2]
    return int(digits) if digits.removeprefix("-").isdecimal() else None


def foreign_cash(exchange: Exchange, other_minor: int) -> Tender:
    """Cash of another currency for what it counts for; change goes back in the own one. Refuses as `Foreign` does."""
    return Tender(CASH, exchange.worth(other_minor), foreign=exchange.given(other_minor))


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

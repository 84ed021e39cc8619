"""Money of another currency at the counter: what it counts for in the store's own, to the minor unit and only once.

A rate is an integer: millionths of a major unit of the store's currency for one major unit of the other. It knows no
sale; where the rate comes from is the store's business.
"""

from dataclasses import dataclass

from sync_engine.domain.errors import AmountOutOfRange
from sync_engine.domain.limits import AMOUNT_LIMIT, check_amount
from sync_engine.domain.money import Currency, currency, round_half_up


@dataclass(frozen=True, slots=True)
class Foreign:
    """What was handed over before it was exchanged: minor units of `currency` (ISO 4217), taken at `rate_e6`.

    Refuses with UnknownCurrency, and with AmountOutOfRange for a rate or an amount that none can be.
    """

    currency: str
    amount_minor: int
    rate_e6: int

    def __post_init__(self) -> None:
        if type(self.amount_minor) is not int or type(self.rate_e6) is not int:
            raise TypeError("minor units and rates are ints")
        currency(self.currency)
        check_amount(self.amount_minor)
        if not 0 < self.rate_e6 < AMOUNT_LIMIT:
            raise AmountOutOfRange(self.rate_e6)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One foreign currency against the store's own. `step_minor` is what coins of the own one can pay (1: all).

    A foreign note counts for a multiple of that step, so that its change can always be paid.
    """

    own: Currency
    other: Currency
    rate_e6: int
    step_minor: int = 1

    def worth(self, other_minor: int) -> int:
        """What `other_minor` counts for in minor units of the own currency: rounded once, half away from zero."""
        over, under = self._ratio()
        return round_half_up(other_minor * over, under) * self.step_minor

    def needed(self, own_minor: int) -> int:
        """The least of the other currency that counts for `own_minor` (0 or more) or for more."""
        steps = -(-own_minor // self.step_minor)
        if steps <= 0:
            return 0
        over, under = self._ratio()
        return -(-(2 * steps - 1) * under // (2 * over))

    def given(self, other_minor: int) -> Foreign:
        """So much of the other currency as part of a payment. Refuses as `Foreign` does."""
        return Foreign(self.other.code, other_minor, self.rate_e6)

    def _ratio(self) -> tuple[int, int]:
        return self.rate_e6 * 10**self.own.digits, 10 ** (6 + self.other.digits) * self.step_minor

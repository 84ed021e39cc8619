"""Who works where, what they may do alone, and what a PIN must be like. It knows no hashes: verifiers are made and
checked elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import LockedOut, NeedsApproval, UnusablePin, WrongPin
from sync_engine.domain.tax import PPM

APPROVERS: Final = frozenset({"approver", "manager"})

LIMITS: Final = frozenset({"discount_ppm", "discount_minor", "price_ppm"})
"""What can be limited: a discount in parts per million or in minor units, a lower price in parts per million."""

_CASHIER_PPM: Final = 100_000  # 10 % without asking anybody, until a shop says otherwise

_CASHIER_DIGITS: Final = 4
_APPROVER_DIGITS: Final = 6
_TRIES: Final = 5
_FIRST_LOCK_S: Final = 30
_LONGEST_LOCK_S: Final = 900


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who signs in, with a role and the stores where that holds.

    `limits` are the person's own, by what is limited (see LIMITS); they go before those of the role.
    """

    staff_id: str
    name: str
    role: str
    stores: tuple[str, ...]
    limits: Mapping[str, int] = field(default_factory=dict, hash=False)


def limit_of(person: StaffMember, action: str) -> int | None:
    """How far a person may go alone; None: without limit. Cashiers give 10 % where nothing else is said."""
    if action in person.limits:
        return person.limits[action]
    return None if person.role in APPROVERS or action == "discount_minor" else _CASHIER_PPM


def check_discount_by(person: StaffMember, discount: Discount, base_minor: int) -> None:
    """Refuse, with NeedsApproval, a discount on `base_minor` that the person may not give.

    An amount is held against the person's limit for amounts; without one, against the limit for percents.
    """
    most_minor = limit_of(person, "discount_minor")
    if discount.kind == "amount" and most_minor is not None:
        if discount.value > most_minor:
            raise NeedsApproval("discount_minor", most_minor)
        return
    most_ppm = limit_of(person, "discount_ppm")
    if most_ppm is None:
        return
    is_percent = discount.kind == "percent"
    if discount.value * (1 if is_percent else PPM) > most_ppm * (1 if is_percent else base_minor):
        raise NeedsApproval("discount_ppm", most_ppm)


def check_price_by(person: StaffMember, listed_e4: int, unit_e4: int) -> None:
    """Refuse, with NeedsApproval, a price further below the listed one than the person may go."""
    most_ppm = limit_of(person, "price_ppm")
    if most_ppm is not None and (listed_e4 - unit_e4) * PPM > most_ppm * listed_e4:
        raise NeedsApproval("price_ppm", most_ppm)


def pin_digits(role: str) -> int:
    """How many digits the role's PIN has: six for who approves, four for all others."""
    return _APPROVER_DIGITS if role in APPROVERS else _CASHIER_DIGITS


def check_pin(pin: str, role: str) -> None:
    """Refuse, with UnusablePin, a PIN that is not exactly the role's number of ASCII digits."""
    digits = pin_digits(role)
    if not (len(pin) == digits and pin.isascii() and pin.isdigit()):
        raise UnusablePin(digits)


def after_wrong_pin(failures: int) -> WrongPin | LockedOut:
    """What follows on so many wrong PINs in a row (>= 1): tries left, or a lock of 30 s that doubles up to 15 min."""
    if failures < _TRIES:
        return WrongPin(_TRIES - failures)
    doublings = min(failures - _TRIES, _LONGEST_LOCK_S.bit_length())
    return LockedOut(min(_FIRST_LOCK_S << doublings, _LONGEST_LOCK_S))

"""Who works where, and what a PIN must be like. It knows no hashes: verifiers are made and checked elsewhere."""

from dataclasses import dataclass
from typing import Final

from sync_engine.domain.errors import LockedOut, UnusablePin, WrongPin

APPROVERS: Final = frozenset({"approver", "manager"})

_CASHIER_DIGITS: Final = 4
_APPROVER_DIGITS: Final = 6
_TRIES: Final = 5
_FIRST_LOCK_S: Final = 30
_LONGEST_LOCK_S: Final = 900


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who signs in, with a role and the stores where that holds."""

    staff_id: str
    name: str
    role: str
    stores: tuple[str, ...]


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

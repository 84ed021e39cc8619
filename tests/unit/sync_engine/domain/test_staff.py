"""PINs have their length, and guessing takes ever longer."""

import pytest

from sync_engine.domain.errors import LockedOut, UnusablePin, WrongPin
from sync_engine.domain.shift import Shift
from sync_engine.domain.staff import StaffMember, after_wrong_pin, check_pin, pin_digits


@pytest.mark.parametrize(("role", "digits"), [("cashier", 4), ("pickup", 4), ("approver", 6), ("manager", 6)])
def test_who_approves_has_a_longer_pin(role: str, digits: int) -> None:
    assert pin_digits(role) == digits
    check_pin("0" * digits, role)


@pytest.mark.parametrize("pin", ["", "123", "12345", "12a4", "12 4", "١٢٣٤", "²³¹²"])
def test_a_pin_is_exactly_so_many_plain_digits(pin: str) -> None:
    with pytest.raises(UnusablePin) as caught:
        check_pin(pin, "cashier")
    assert caught.value == UnusablePin(4)


def test_a_cashiers_pin_is_too_short_for_an_approver() -> None:
    with pytest.raises(UnusablePin) as caught:
        check_pin("1234", "approver")
    assert caught.value == UnusablePin(6)


@pytest.mark.parametrize(
    ("failures", "refusal"),
    [
        (1, WrongPin(4)),
        (4, WrongPin(1)),
        (5, LockedOut(30)),
        (6, LockedOut(60)),
        (9, LockedOut(480)),
        (10, LockedOut(900)),
        (10_000, LockedOut(900)),
    ],
)
def test_five_wrong_pins_lock_out_and_each_further_one_doubles_it(failures: int, refusal: WrongPin | LockedOut) -> None:
    assert after_wrong_pin(failures) == refusal


def test_people_and_shifts_are_values() -> None:
    assert StaffMember("c1", "Cashier 1", "cashier", ("S01",)) == StaffMember("c1", "Cashier 1", "cashier", ("S01",))
    assert Shift("x", "2026-11-21", "2026-11-21T10:00:03.120Z") == Shift("x", "2026-11-21", "2026-11-21T10:00:03.120Z")

"""PINs have their length, guessing takes ever longer, and everybody has their limits."""

import pytest

from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import LockedOut, NeedsApproval, UnusablePin, WrongPin
from sync_engine.domain.shift import Shift
from sync_engine.domain.staff import (
    LIMITS,
    StaffMember,
    after_wrong_pin,
    check_discount_by,
    check_pin,
    check_price_by,
    limit_of,
    pin_digits,
)


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


# --- limits ---

CASHIER = StaffMember("C1", "Cashier 1", "cashier", ("S01",))
MANAGER = StaffMember("M1", "Manager", "manager", ("S01",))


@pytest.mark.parametrize(
    ("role", "limits"),
    [
        ("cashier", {"discount_ppm": 100_000, "discount_minor": None, "price_ppm": 100_000}),
        ("returns", {"discount_ppm": 100_000, "discount_minor": None, "price_ppm": 100_000}),
        ("approver", {"discount_ppm": None, "discount_minor": None, "price_ppm": None}),
        ("manager", {"discount_ppm": None, "discount_minor": None, "price_ppm": None}),
    ],
)
def test_a_role_has_its_limits(role: str, limits: dict[str, int | None]) -> None:
    person = StaffMember("X", "X", role, ("S01",))
    assert {action: limit_of(person, action) for action in LIMITS} == limits


def test_a_persons_own_limit_goes_before_the_roles() -> None:
    trusted = StaffMember("C2", "Cashier 2", "cashier", ("S01",), {"discount_ppm": 250_000})
    assert (limit_of(trusted, "discount_ppm"), limit_of(trusted, "price_ppm")) == (250_000, 100_000)
    bound = StaffMember("M2", "Manager 2", "manager", ("S01",), {"price_ppm": 0})
    assert limit_of(bound, "price_ppm") == 0


@pytest.mark.parametrize(
    ("discount", "base_minor"),
    [
        (Discount("percent", 100_000), 1),
        (Discount("percent", 0), 0),
        (Discount("amount", 100), 1_000),
        (Discount("amount", 0), 0),
    ],
)
def test_ten_percent_is_a_cashiers_own(discount: Discount, base_minor: int) -> None:
    check_discount_by(CASHIER, discount, base_minor)


@pytest.mark.parametrize(
    ("discount", "base_minor"),
    [(Discount("percent", 100_001), 0), (Discount("amount", 101), 1_000), (Discount("amount", 1), 0)],
)
def test_more_than_ten_percent_needs_somebody_else(discount: Discount, base_minor: int) -> None:
    with pytest.raises(NeedsApproval) as caught:
        check_discount_by(CASHIER, discount, base_minor)
    assert caught.value == NeedsApproval("discount_ppm", 100_000)
    check_discount_by(MANAGER, discount, base_minor)


def test_a_limit_in_money_goes_for_amounts_alone() -> None:
    person = StaffMember("C2", "Cashier 2", "cashier", ("S01",), {"discount_minor": 500})
    check_discount_by(person, Discount("amount", 500), 500)
    with pytest.raises(NeedsApproval) as caught:
        check_discount_by(person, Discount("amount", 501), 100_000)
    assert caught.value == NeedsApproval("discount_minor", 500)
    with pytest.raises(NeedsApproval):
        check_discount_by(person, Discount("percent", 200_000), 100_000)


def test_a_price_goes_down_by_ten_percent_and_up_without_end() -> None:
    check_price_by(CASHIER, 100_000, 90_000)
    check_price_by(CASHIER, 100_000, 900_000)
    check_price_by(CASHIER, 0, 0)
    with pytest.raises(NeedsApproval) as caught:
        check_price_by(CASHIER, 100_000, 89_999)
    assert caught.value == NeedsApproval("price_ppm", 100_000)
    check_price_by(MANAGER, 100_000, 0)

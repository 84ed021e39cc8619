"""Signing in with a PIN, and what wrong ones do."""

import pytest

from pos_client.counter.session import NotSignedIn, UnknownBadge
from sync_engine.domain.errors import LockedOut, UnknownStaff, UnusablePin, WrongPin
from tests.helpers.counter_fakes import CASHIER, FakeDesk


def wrong(desk: FakeDesk, staff_id: str = "C1") -> Exception:
    with pytest.raises((WrongPin, LockedOut)) as refused:
        desk.session.sign_in(staff_id, "9999" if staff_id == "C1" else "999999")
    return refused.value


def test_a_person_and_the_right_pin_sign_in() -> None:
    desk = FakeDesk()
    assert desk.session.sign_in("C1", "1234") == CASHIER
    assert desk.session.staff == CASHIER
    desk.session.sign_out()
    with pytest.raises(NotSignedIn):
        desk.session.signed_in()


def test_a_name_that_is_not_of_this_store_is_refused() -> None:
    with pytest.raises(UnknownStaff):
        FakeDesk().session.sign_in("C9", "1234")


def test_a_manager_needs_six_digits() -> None:
    desk = FakeDesk()
    with pytest.raises(UnusablePin) as refused:
        desk.session.sign_in("M1", "1234")
    assert refused.value == UnusablePin(6)
    assert desk.session.sign_in("M1", "123456").staff_id == "M1"


def test_wrong_pins_count_down_and_the_fifth_locks_for_thirty_seconds() -> None:
    desk = FakeDesk()
    assert [wrong(desk) for _ in range(5)] == [WrongPin(4), WrongPin(3), WrongPin(2), WrongPin(1), LockedOut(30)]


def test_while_locked_even_the_right_pin_waits() -> None:
    desk = FakeDesk()
    for _ in range(5):
        wrong(desk)
    desk.clock.move(12.5)
    with pytest.raises(LockedOut) as refused:
        desk.session.sign_in("C1", "1234")
    assert refused.value == LockedOut(18)
    desk.clock.move(17.5)
    assert desk.session.sign_in("C1", "1234") == CASHIER


def test_a_lock_is_for_one_person_and_touches_neither_others_nor_the_open_sale() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan("TEA")
    for _ in range(5):
        wrong(desk)
    assert desk.session.staff == CASHIER
    assert len(desk.counter.sale.cart.lines) == 1
    assert desk.session.sign_in("M1", "123456").staff_id == "M1"


def test_the_lock_grows_while_wrong_pins_go_on_and_a_right_one_forgets_them() -> None:
    desk = FakeDesk()
    for _ in range(5):
        wrong(desk)
    desk.clock.move(30)
    assert wrong(desk) == LockedOut(60)
    desk.clock.move(60)
    desk.session.sign_in("C1", "1234")
    assert wrong(desk) == WrongPin(4)


def test_the_wrong_number_of_digits_costs_no_try() -> None:
    desk = FakeDesk()
    with pytest.raises(UnusablePin):
        desk.session.sign_in("C1", "12")
    assert wrong(desk) == WrongPin(4)


def test_a_badge_signs_its_owner_in_and_the_cart_stays() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.scan("4006381333931")
    before = desk.counter.sale
    assert desk.session.sign_in_badge(" xcbmanager ").staff_id == "M1"
    assert (desk.session.signed_in().staff_id, desk.counter.sale) == ("M1", before)


def test_a_badge_of_nobody_changes_nothing_and_the_fifth_locks_badges_alone() -> None:
    desk = FakeDesk().signed_in()

    def refused() -> Exception:
        with pytest.raises((UnknownBadge, LockedOut)) as caught:
            desk.session.sign_in_badge("XCBNOBODY")
        return caught.value

    assert [refused() for _ in range(5)] == [UnknownBadge()] * 4 + [LockedOut(30)]
    with pytest.raises(LockedOut):
        desk.session.sign_in_badge("XCBMANAGER")
    assert desk.session.signed_in() == CASHIER
    assert desk.session.sign_in("C1", "1234") == CASHIER
    desk.clock.move(30)
    assert desk.session.sign_in_badge("XCBMANAGER").staff_id == "M1"

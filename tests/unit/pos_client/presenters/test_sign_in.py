"""Choosing a person and typing the PIN."""

import pytest

from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sign_in import SignInPresenter, initials
from sync_engine.domain.staff import StaffMember


class Door:
    """The sign-in screen without a screen."""

    def __init__(self) -> None:
        use_language("en-GB")
        self.shop = PretendShop()
        self.inside: list[StaffMember] = []
        self.presenter = SignInPresenter(self.shop.trade(), self.inside.append)
        self.presenter.open()

    def type_pin(self, pin: str) -> None:
        for digit in pin:
            self.presenter.strike(digit)


@pytest.fixture
def door() -> Door:
    return Door()


def test_the_people_of_the_store_have_tiles(door: Door) -> None:
    view = door.presenter.view.value
    assert [(one.name, one.role, one.initials) for one in view.people] == [
        ("Cashier 1", "Cashier", "C1"), ("Cashier 2", "Cashier", "C2"), ("Manager 1", "Manager", "M1"),
    ]  # fmt: skip
    assert (view.greeting, view.prompt) == ("Good afternoon", "PIN of Cashier 1")


def test_the_last_digit_signs_in(door: Door) -> None:
    door.type_pin("111")
    assert (door.inside, door.presenter.view.value.entered) == ([], 3)
    door.type_pin("1")
    assert [person.name for person in door.inside] == ["Cashier 1"]
    assert door.presenter.view.value.entered == 0


def test_a_manager_has_six_digits(door: Door) -> None:
    door.presenter.choose("M1")
    assert door.presenter.view.value.digits == 6
    door.type_pin("445566")
    assert [person.name for person in door.inside] == ["Manager 1"]


def test_a_wrong_pin_is_a_sentence_and_the_dots_are_empty(door: Door) -> None:
    door.type_pin("9999")
    view = door.presenter.view.value
    assert (view.message, view.is_wrong, view.entered) == ("That PIN is not right. 4 tries left.", True, 0)


def test_five_wrong_pins_wait_and_let_others_in(door: Door) -> None:
    for _ in range(5):
        door.type_pin("9999")
    assert door.presenter.view.value.message.startswith("Too many wrong PINs.")
    door.presenter.choose("C2")
    door.type_pin("2222")
    assert [person.name for person in door.inside] == ["Cashier 2"]


def test_typing_again_takes_the_sentence_away(door: Door) -> None:
    door.type_pin("99991")
    assert (door.presenter.view.value.message, door.presenter.view.value.entered) == ("", 1)


def test_backspace_and_clear(door: Door) -> None:
    door.type_pin("12")
    door.presenter.strike("backspace")
    assert door.presenter.view.value.entered == 1
    door.presenter.strike("clear")
    assert door.presenter.view.value.entered == 0


def test_arrows_choose_the_person(door: Door) -> None:
    door.presenter.strike("next")
    assert door.presenter.view.value.chosen == "C2"
    door.presenter.strike("previous")
    door.presenter.strike("previous")
    assert door.presenter.view.value.chosen == "M1"


def test_an_open_sale_is_kept_and_said(door: Door) -> None:
    door.shop.counter.scan("59027904")
    door.presenter.open()
    assert door.presenter.view.value.kept == "The open sale is kept: 1 item, £1.99."


@pytest.mark.parametrize(("name", "letters"), [("Cashier 1", "C1"), ("Ana", "A"), ("Anna Maria Rossi", "AR"), ("", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_who_was_here_last_stands_first(door: Door) -> None:
    door.presenter.remember(door.shop.book.people()[2])
    door.presenter.open()
    assert [person.name for person in door.presenter.view.value.people] == ["Manager 1", "Cashier 1", "Cashier 2"]

"""Prices, discounts, notes, gifts and customers: with reasons, within limits, and all of it can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from pos_client.counter.acts import DrawerOpened, SaleVoided
from pos_client.counter.open_sale import Buyer, MoneyTaken, SaleOpen
from pos_client.counter.selling import Counter
from pos_client.counter.session import NotSignedIn
from sync_engine.domain.cart import Discount
from sync_engine.domain.errors import EmptyCart, LineNotFound, NeedsApproval, TextTooLong
from tests.helpers.counter_fakes import MANAGER, BrokenDisk, FakeDesk

COFFEE, TEA = "4006381333931", "036000291452"


@dataclass(frozen=True, slots=True)
class Member:
    """A customer with prices of their own."""

    customer_id: str = "c-1"
    name: str = "Customer 1"
    price_list: str | None = "members"


SAYING: dict[str, Callable[[Counter, str], None]] = {
    "price": lambda counter, text: counter.override_price(1, 25_000, text),
    "discount": lambda counter, text: counter.discount_line(1, Discount("percent", 1, text)),
    "sale discount": lambda counter, text: counter.discount_sale(Discount("percent", 1, text)),
    "note": lambda counter, text: counter.note_line(1, text),
    "sale note": lambda counter, text: counter.note_sale(text),
    "void": lambda counter, text: counter.void(text),
    "drawer": lambda counter, text: counter.open_drawer(text),
}
"""Everything that is done with words of a person's own."""


def a_desk() -> FakeDesk:
    desk = FakeDesk().signed_in()
    desk.counter.scan(COFFEE)
    desk.counter.scan(TEA)
    return desk


def prices(desk: FakeDesk) -> list[int]:
    return [line.unit_e4 for line in desk.counter.sale.cart.lines]


# --- prices ---


def test_another_price_has_its_reason_and_keeps_the_listed_one() -> None:
    desk = a_desk()
    desk.counter.override_price(1, 23_000, " damaged\n")
    line = desk.counter.sale.cart.lines[0]
    assert (line.unit_e4, line.listed_unit_e4, line.price_reason, line.staff_id) == (23_000, 25_500, "damaged", "C1")
    assert desk.counter.sale.totals().total_minor == 429


def test_a_cashier_goes_ten_percent_down_and_no_further() -> None:
    desk = a_desk()
    desk.counter.override_price(1, 22_950, "damaged")
    for unit_e4 in (22_949, 0):
        with pytest.raises(NeedsApproval) as refused:
            desk.counter.override_price(1, unit_e4, "damaged")
        assert refused.value == NeedsApproval("price_ppm", 100_000)
    assert prices(desk) == [22_950, 19_900]


def test_a_manager_goes_as_far_as_they_want_and_the_line_stays_the_cashiers() -> None:
    desk = a_desk()
    desk.session.sign_in_without_pin(MANAGER)
    desk.counter.override_price(1, 0, "goodwill")
    desk.counter.discount_sale(Discount("percent", 1_000_000, "goodwill"))
    assert desk.counter.sale.totals().total_minor == 0
    assert [line.staff_id for line in desk.counter.sale.cart.lines] == ["C1", "C1"]


def test_a_persons_own_limit_holds() -> None:
    desk = a_desk()
    desk.session.sign_in_without_pin(replace(MANAGER, limits={"price_ppm": 0, "discount_minor": 5}))
    with pytest.raises(NeedsApproval):
        desk.counter.override_price(1, 25_499, "x")
    desk.counter.discount_line(1, Discount("amount", 5))
    with pytest.raises(NeedsApproval):
        desk.counter.discount_sale(Discount("amount", 6))


@pytest.mark.parametrize("act", ["price", "discount", "sale discount", "void", "drawer"])
def test_what_costs_the_shop_money_is_done_by_somebody(act: str) -> None:
    desk = a_desk()
    desk.session.sign_out()
    before = desk.counter.sale
    with pytest.raises(NotSignedIn):
        SAYING[act](desk.counter, "x")
    assert (desk.counter.sale, desk.journal.acts) == (before, [])


def test_a_discount_has_its_reason_and_its_limit() -> None:
    desk = a_desk()
    desk.counter.discount_line(1, Discount("percent", 100_000, "damaged"))
    desk.counter.discount_sale(Discount("amount", 42, "rounded"))
    assert desk.counter.sale.totals().total_minor == 386
    for line_id in (1, 2):
        with pytest.raises(NeedsApproval):
            desk.counter.discount_line(line_id, Discount("percent", 100_001))
    with pytest.raises(NeedsApproval):
        desk.counter.discount_sale(Discount("amount", 43))
    desk.counter.discount_line(1, None)
    desk.counter.discount_sale(None)
    assert desk.counter.sale.totals().total_minor == 454


@pytest.mark.parametrize("act", sorted(SAYING))
def test_nothing_is_said_in_more_than_five_hundred_characters(act: str) -> None:
    desk = a_desk()
    with pytest.raises(TextTooLong):
        SAYING[act](desk.counter, "x" * 501)
    SAYING[act](desk.counter, "x" * 500)


def test_a_line_that_is_not_there_has_no_price() -> None:
    desk = a_desk()
    with pytest.raises(LineNotFound):
        desk.counter.override_price(9, 1, "x")
    with pytest.raises(LineNotFound):
        desk.counter.discount_line(9, None)


# --- words and marks ---


def test_notes_and_gifts_stay_with_the_sale_and_cost_nothing() -> None:
    desk = a_desk()
    desk.counter.note_line(1, "blue\x1b ribbon")
    desk.counter.gift_line(1, is_gift=True)
    desk.counter.note_sale("call  first")
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    sale = desk.counter.complete_sale().sale
    assert (sale.total_minor, sale.note) == (709, "call first")
    assert [(line.article_id, line.note, line.is_gift) for line in sale.lines] == [
        ("COFFEE", "blue ribbon", True),
        ("TEA", "", False),
        ("COFFEE", "", False),
    ]


def test_a_note_keeps_no_card_number() -> None:
    desk = a_desk()
    desk.counter.note_sale("card 4111 1111 1111 1111 exp 12/30")
    assert desk.counter.sale.cart.note == "card ************1111 exp 12/30"


def test_each_line_says_who_rang_it() -> None:
    desk = a_desk()
    desk.session.sign_in_without_pin(MANAGER)
    desk.counter.scan(COFFEE)
    assert [(line.article_id, line.staff_id) for line in desk.counter.sale.cart.lines] == [
        ("COFFEE", "C1"),
        ("TEA", "C1"),
        ("COFFEE", "M1"),
    ]


# --- customers ---


def test_a_customer_brings_their_prices_for_what_is_rung_up_before_and_after() -> None:
    desk = a_desk()
    desk.counter.set_customer(Member())
    assert (desk.counter.sale.buyer, prices(desk)) == (Buyer("c-1", "Customer 1", "members"), [20_000, 19_900])
    desk.counter.scan(COFFEE)
    assert [str(line.quantity) for line in desk.counter.sale.cart.lines] == ["2", "1"]
    desk.counter.set_customer(None)
    assert prices(desk) == [25_500, 19_900]
    assert desk.counter.undo()
    assert prices(desk) == [20_000, 19_900]


def test_a_customer_may_come_before_the_first_article() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.set_customer(Member())
    assert not desk.counter.sale.is_empty
    desk.counter.scan(COFFEE)
    desk.counter.take_cash()
    sale = desk.counter.complete_sale().sale
    assert (sale.customer_id, sale.total_minor) == ("c-1", 200)
    assert desk.counter.sale.buyer is None


def test_a_customer_without_a_list_pays_what_everybody_pays() -> None:
    desk = a_desk()
    desk.counter.set_customer(Member(price_list=None))
    assert prices(desk) == [25_500, 19_900]


def test_a_price_that_a_person_said_is_nobody_elses() -> None:
    desk = a_desk()
    desk.counter.override_price(1, 23_000, "damaged")
    desk.counter.add_open_price("D-FLOWERS", 5_000)
    desk.counter.add_article("COFFEE", is_return=True)
    desk.counter.set_customer(Member())
    assert prices(desk) == [23_000, 19_900, 5_000, 25_500]


def test_an_article_that_lost_its_price_keeps_the_one_it_was_rung_up_for() -> None:
    desk = a_desk()
    del desk.catalog.prices["TEA"]
    desk.counter.set_customer(Member())
    assert prices(desk) == [20_000, 19_900]


# --- giving up, opening the drawer ---


def test_a_void_says_what_was_given_up_under_the_id_the_sale_would_have_had() -> None:
    desk = a_desk()
    sale_id = desk.counter.sale.sale_id
    desk.counter.void("changed_mind")
    voided = desk.journal.acts[-1]
    assert isinstance(voided, SaleVoided)
    assert (voided.event_id, voided.total_minor, voided.reason) == (sale_id, 454, "changed_mind")
    assert [line.article_id for line in voided.lines] == ["COFFEE", "TEA"]
    assert (desk.counter.sale.is_empty, desk.counter.undo(), desk.journal.sales) == (True, False, [])


def test_a_void_wants_something_to_give_up_and_the_money_back_first() -> None:
    desk = FakeDesk().signed_in()
    with pytest.raises(EmptyCart):
        desk.counter.void("x")
    desk.counter.scan(COFFEE)
    desk.counter.take_cash(100)
    with pytest.raises(MoneyTaken) as refused:
        desk.counter.void("x")
    assert refused.value == MoneyTaken(100)
    desk.counter.give_back(0)
    desk.counter.void("x")
    assert desk.counter.sale.is_empty


def test_a_void_that_cannot_be_recorded_gives_nothing_up() -> None:
    desk = a_desk()
    desk.journal.is_broken = True
    before = desk.counter.sale
    with pytest.raises(BrokenDisk):
        desk.counter.void("x")
    assert desk.counter.sale == before


def test_the_drawer_opens_for_a_reason() -> None:
    desk = FakeDesk().signed_in()
    desk.counter.open_drawer("give_change")
    opened = desk.journal.acts[-1]
    assert isinstance(opened, DrawerOpened)
    assert (opened.reason, opened.context.staff_id, opened.context.business_on) == ("give_change", "C1", "2026-11-21")


def test_a_parked_sale_comes_back_to_an_empty_counter_alone() -> None:
    desk = a_desk()
    parked = replace(desk.counter.sale, sale_id="id-99")
    with pytest.raises(SaleOpen):
        desk.counter.replace_sale(parked)
    desk.counter.take_off()
    assert desk.counter.sale.is_empty
    desk.counter.replace_sale(parked)
    assert (desk.counter.sale, desk.counter.undo()) == (parked, False)

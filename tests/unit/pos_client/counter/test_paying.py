"""What is due, tendered and given back."""

from dataclasses import replace

import pytest

from pos_client.counter.open_sale import OpenSale
from pos_client.counter.paying import Due, due, suggested, with_exact_cash, with_tender, without_tender
from sync_engine.domain.errors import AmountOutOfRange
from sync_engine.domain.payment import Tender
from tests.helpers.counter_fakes import FakeBook, FakeDesk, a_shop


def sale_of(total_minor: int, cash_step_minor: int = 1, *, is_return: bool = False) -> OpenSale:
    desk = FakeDesk(book=FakeBook(a_shop(cash_step_minor)))
    desk.catalog.prices["TEA"] = total_minor * 100
    desk.counter.add_article("TEA", is_return=is_return)
    return desk.counter.sale


def test_nothing_tendered_is_all_due() -> None:
    assert due(sale_of(6_180)) == Due(6_180, 0, 6_180, 6_180, 0, is_settled=False)


def test_cash_beyond_the_total_gives_change() -> None:
    assert due(with_tender(sale_of(6_180), "cash", 10_000)) == Due(6_180, 10_000, 0, 0, 3_820, is_settled=True)


def test_parts_add_up_until_it_is_settled() -> None:
    sale = with_tender(sale_of(6_180), "cash", 2_000)
    assert due(sale) == Due(6_180, 2_000, 4_180, 4_180, 0, is_settled=False)
    assert due(with_tender(sale, "card", 4_180)) == Due(6_180, 6_180, 0, 0, 0, is_settled=True)


def test_a_part_can_be_given_back() -> None:
    sale = with_tender(with_tender(sale_of(1_000), "card", 400), "cash", 600)
    assert without_tender(sale, 0).tenders == (Tender("cash", 600),)


def test_cash_is_due_to_the_coin_and_other_ways_to_the_unit() -> None:
    state = due(sale_of(928, cash_step_minor=10))
    assert (state.open_minor, state.open_cash_minor) == (928, 930)
    assert due(with_exact_cash(sale_of(928, cash_step_minor=10))).is_settled


def test_a_refund_goes_out_in_cash_to_the_coin() -> None:
    sale = sale_of(928, cash_step_minor=10, is_return=True)
    assert due(sale).open_cash_minor == -930
    paid = with_exact_cash(sale)
    assert paid.tenders == (Tender("cash", -930),)
    assert due(paid).is_settled


def test_quick_amounts_begin_with_the_exact_one_and_end_when_all_is_paid() -> None:
    sale = sale_of(6_180)
    assert suggested(sale)[0] == 6_180
    assert suggested(with_exact_cash(sale)) == ()


def test_exact_cash_twice_changes_nothing() -> None:
    sale = with_exact_cash(sale_of(100))
    assert with_exact_cash(sale) is sale


def test_nothing_due_is_settled_without_a_tender() -> None:
    desk = FakeDesk()
    desk.counter.add_article("TEA")
    desk.counter.add_article("TEA", is_return=True)
    assert due(desk.counter.sale).is_settled


def test_an_amount_no_sale_may_hold_is_refused() -> None:
    with pytest.raises(AmountOutOfRange):
        with_tender(sale_of(100), "cash", 10**12)


def test_card_too_much_is_not_change() -> None:
    sale = replace(sale_of(100), tenders=(Tender("card", 150),))
    assert due(sale).change_minor == 0

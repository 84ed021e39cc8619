"""A card payment: six stages, three ways on without an answer, and a till that may be killed between any two."""

from dataclasses import replace

import pytest

from hardware.payment import Request, Stage
from pos_client.counter import paying
from pos_client.counter.open_sale import Attempt, OpenSale
from pos_client.counter.paying import CardUnderWay
from pos_client.counter.saved_sale import from_text
from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, RefundTooLarge
from sync_engine.domain.payment import Tender
from tests.helpers.card_fakes import DUE, DiskFull, Paying, a_sale
from tests.helpers.counter_fakes import a_shop


def test_the_intent_is_on_the_disk_before_the_terminal_hears_of_it() -> None:
    paying_ = Paying()
    paying_.card.start()
    assert paying_.terminal.started == [Request("r-1", DUE, "GBP")]
    assert from_text(paying_.terminal.drafted[0], a_shop().rules[0]).attempt == Attempt("r-1", "card", DUE)


def test_a_terminal_never_hears_of_what_cannot_be_kept() -> None:
    paying_ = Paying()
    paying_.till.failure = DiskFull()
    with pytest.raises(DiskFull):
        paying_.card.start()
    assert paying_.terminal.started == []
    assert paying_.stage is None


def test_an_approved_card_becomes_a_tender_with_its_slip() -> None:
    paying_ = Paying()
    paying_.card.start()
    for stage in (Stage.WAITING, Stage.WORKING):
        assert paying_.reports(stage) is False
        assert paying_.stage is stage
    assert paying_.reports(Stage.APPROVED, slip="000042") is True
    assert paying_.till.sale.tenders == (Tender("card", DUE, "000042"),)
    assert paying_.till.sale.attempt is None
    assert paying.due(paying_.till.sale).is_settled


def test_an_approval_without_a_slip_is_known_by_its_request() -> None:
    paying_ = Paying()
    paying_.card.start()
    paying_.reports(Stage.APPROVED)
    assert paying_.till.sale.tenders[0].reference == "r-1"


@pytest.mark.parametrize("stage", [Stage.DECLINED, Stage.OFFLINE])
def test_what_was_not_taken_leaves_nothing_and_can_be_tried_again(stage: Stage) -> None:
    paying_ = Paying()
    paying_.card.start()
    assert paying_.reports(stage) is False
    assert (paying_.till.sale.tenders, paying_.till.sale.attempt) == ((), None)
    assert not paying_.card.state.is_under_way
    paying_.card.start()
    assert [request.request_id for request in paying_.terminal.started] == ["r-1", "r-2"]


def test_a_part_goes_to_the_card_and_the_rest_stays_open() -> None:
    paying_ = Paying()
    paying_.card.start(2_000)
    paying_.reports(Stage.APPROVED, slip="7")
    assert paying.due(paying_.till.sale).open_minor == 4_180


def test_while_a_card_is_charged_nothing_else_is_taken() -> None:
    paying_ = Paying()
    paying_.card.start(2_000)
    with pytest.raises(CardUnderWay):
        paying_.card.start(100)
    with pytest.raises(CardUnderWay):
        paying.with_tender(paying_.till.sale, "cash", 100)
    assert len(paying_.terminal.started) == 1


@pytest.mark.parametrize(
    ("sale", "amount", "refusal"),
    [
        (a_sale(), 6_181, ChangeWithoutCash(1)),
        (a_sale(), 0, AmountOutOfRange(0)),
        (a_sale(), -5, AmountOutOfRange(-5)),
        (a_sale(is_return=True), -6_181, RefundTooLarge(1)),
        (a_sale(is_return=True), 5, AmountOutOfRange(5)),
        (paying.with_tender(a_sale(), "cash", DUE), None, AmountOutOfRange(0)),
    ],
)
def test_only_what_is_open_can_be_charged(sale: OpenSale, amount: int | None, refusal: Exception) -> None:
    paying_ = Paying(sale)
    with pytest.raises(type(refusal)) as caught:
        paying_.card.start(amount)
    assert caught.value == refusal
    assert paying_.terminal.started == []


def test_a_refund_goes_back_to_the_card() -> None:
    paying_ = Paying(a_sale(is_return=True))
    paying_.card.start()
    assert paying_.terminal.started[0].amount_minor == -DUE


def test_a_card_is_charged_to_the_unit_where_cash_is_rounded() -> None:
    paying_ = Paying(replace(a_sale(928), cash_step_minor=10))
    paying_.card.start()
    assert paying_.terminal.started[0].amount_minor == 928


def test_a_terminal_that_cannot_be_reached_at_all_is_offline() -> None:
    paying_ = Paying()
    paying_.terminal.is_busy = True
    paying_.card.start()
    assert paying_.stage is Stage.OFFLINE
    assert paying_.till.sale.attempt is None


def test_late_news_of_another_request_change_nothing() -> None:
    paying_ = Paying()
    paying_.card.start()
    assert paying_.reports(Stage.APPROVED, "r-0") is False
    assert paying_.stage is Stage.WAITING
    paying_.reports(Stage.DECLINED)
    assert paying_.reports(Stage.APPROVED) is False
    assert paying_.till.sale.tenders == ()

"""No answer, stand-alone terminals, what each stage allows, and a till that is killed between any two of them."""

from collections.abc import Callable

import pytest

from hardware.payment import Allowance, Report, Request, Stage
from pos_client.counter import paying
from pos_client.counter.card import CardPayment, CardState, NotNow, SlipNeeded
from sync_engine.domain.payment import Tender, unclear_amount
from tests.helpers.card_fakes import DUE, DiskFull, Paying

# --- no answer ---


def unanswered(*, is_attended: bool = False) -> Paying:
    paying_ = Paying(is_attended=is_attended)
    paying_.card.start()
    paying_.reports(Stage.NO_ANSWER, again_s=8.0)
    return paying_


def test_no_answer_is_asked_for_by_itself_and_says_when() -> None:
    paying_ = unanswered()
    assert paying_.card.state.asks_at_s == paying_.clock.monotonic_s() + 8.0
    assert paying_.till.sale.attempt is not None
    paying_.card.ask_again()
    assert paying_.terminal.heard == ["ask r-1"]
    assert paying_.reports(Stage.APPROVED, slip="9") is True


def test_the_waiting_time_counts_on_while_the_answer_stays_out() -> None:
    paying_ = unanswered()
    since_s = paying_.card.state.since_s
    paying_.clock.move(8)
    paying_.reports(Stage.NO_ANSWER, again_s=15.0)
    assert paying_.card.state.since_s == since_s


def test_the_reader_shows_approved_and_the_slip_proves_it() -> None:
    paying_ = unanswered()
    paying_.card.approved(" A-4711 ")
    assert paying_.till.sale.tenders == (Tender("card", DUE, "A-4711"),)
    assert paying_.terminal.heard == ["leave r-1"]
    assert paying_.stage is Stage.APPROVED


@pytest.mark.parametrize("slip", ["", "  ", "4111111111111111", "slip!", "-1", "1234567890123"])
def test_nothing_is_forced_through_without_the_number_of_a_slip(slip: str) -> None:
    paying_ = unanswered()
    with pytest.raises(SlipNeeded):
        paying_.card.approved(slip)
    assert paying_.till.sale.attempt is not None


def test_another_payment_leaves_the_first_one_marked_for_checking() -> None:
    paying_ = unanswered()
    paying_.card.mark_for_checking()
    (trace,) = paying_.till.sale.tenders
    assert unclear_amount(trace) == DUE
    assert paying_.card.state == CardState()
    assert paying_.terminal.heard == ["leave r-1"]
    assert paying.due(paying_.till.sale).open_minor == DUE
    paid = paying.with_exact_cash(paying_.till.sale)
    assert paying.due(paid).is_settled


def test_a_busy_worker_leaves_no_answer_as_it_is() -> None:
    paying_ = unanswered()
    paying_.terminal.is_busy = True
    paying_.card.ask_again()
    assert paying_.stage is Stage.NO_ANSWER


# --- in which stage what is allowed ---

ACTS: dict[str, Callable[[CardPayment], None]] = {
    "ask_again": CardPayment.ask_again,
    "approved": lambda card: card.approved("4711"),
    "not_paid": CardPayment.not_paid,
    "cancel": CardPayment.cancel,
    "mark_for_checking": CardPayment.mark_for_checking,
    "go_offline": CardPayment.go_offline,
}


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("is_attended", [False, True])
def test_every_stage_allows_its_own_ways_and_no_other(stage: Stage, act: str, is_attended: bool) -> None:
    allowed = {
        Stage.WAITING: {"cancel", "approved", "not_paid"} if is_attended else {"cancel"},
        Stage.NO_ANSWER: {"ask_again", "approved", "mark_for_checking"},
    }
    paying_ = Paying(is_attended=is_attended)
    paying_.card.start()
    paying_.reports(stage)
    if act in allowed.get(stage, set()):
        ACTS[act](paying_.card)
        return
    before = paying_.till.sale
    with pytest.raises(NotNow):
        ACTS[act](paying_.card)
    assert paying_.till.sale == before


def test_giving_up_is_a_wish_until_the_terminal_answers() -> None:
    paying_ = Paying()
    paying_.card.start()
    paying_.card.cancel()
    assert paying_.card.state.is_cancelling
    assert paying_.terminal.heard == ["cancel r-1"]
    assert paying_.reports(Stage.APPROVED, slip="3") is True  # the customer was quicker


def test_what_was_seen_goes_away_and_what_is_under_way_stays() -> None:
    paying_ = Paying()
    paying_.card.start()
    paying_.card.dismiss()
    assert paying_.stage is Stage.WAITING
    paying_.reports(Stage.DECLINED)
    paying_.card.dismiss()
    assert paying_.card.state == CardState()


def test_a_card_is_taken_without_the_bank_within_what_is_left() -> None:
    paying_ = Paying()
    paying_.card.start(4_000)
    paying_.card.on_report(Report("r-1", Stage.OFFLINE, allowance=Allowance(5_000, 43_000)))
    paying_.card.go_offline()
    assert paying_.terminal.started[-1] == Request("r-2", 4_000, "GBP", may_go_offline=True)


@pytest.mark.parametrize("allowance", [Allowance(3_999, 43_000), Allowance(5_000, 3_999), None])
def test_no_card_is_taken_without_the_bank_beyond_what_is_left(allowance: Allowance | None) -> None:
    paying_ = Paying()
    paying_.card.start(4_000)
    paying_.card.on_report(Report("r-1", Stage.OFFLINE, allowance=allowance))
    with pytest.raises(NotNow):
        paying_.card.go_offline()


# --- a terminal that a person reads ---


def test_the_cashier_reads_the_slip_off_a_standalone_terminal() -> None:
    paying_ = Paying(is_attended=True)
    paying_.card.start()
    assert paying_.card.state.is_attended
    paying_.card.approved("001234")
    assert paying_.till.sale.tenders == (Tender("card", DUE, "001234"),)


def test_the_cashier_says_that_nothing_was_taken() -> None:
    paying_ = Paying(is_attended=True)
    paying_.card.start()
    paying_.card.not_paid()
    assert (paying_.till.sale.tenders, paying_.till.sale.attempt) == ((), None)
    assert paying_.stage is None


# --- killed between any two steps ---


@pytest.mark.parametrize("seen", [[], [Stage.WAITING], [Stage.WAITING, Stage.WORKING], [Stage.NO_ANSWER]])
@pytest.mark.parametrize(("outcome", "tenders"), [(Stage.APPROVED, 1), (Stage.DECLINED, 0)])
def test_a_killed_till_asks_for_what_it_had_begun_and_charges_nothing_twice(
    seen: list[Stage], outcome: Stage, tenders: int
) -> None:
    paying_ = Paying()
    paying_.card.start()
    for stage in seen:
        paying_.reports(stage)
    paying_.restart()
    assert paying_.card.state.is_resumed
    assert paying_.stage is Stage.NO_ANSWER
    assert (paying_.terminal.started, paying_.terminal.heard) == ([], ["ask r-1"])
    paying_.reports(outcome, slip="5")
    assert len(paying_.till.sale.tenders) == tenders
    assert paying_.till.sale.attempt is None


def test_a_till_killed_after_the_answer_was_kept_has_nothing_to_ask() -> None:
    paying_ = Paying()
    paying_.card.start()
    paying_.reports(Stage.APPROVED, slip="5")
    paying_.restart()
    assert paying_.till.sale.tenders == (Tender("card", DUE, "5"),)
    assert (paying_.stage, paying_.terminal.heard) == (None, [])


def test_an_approval_that_could_not_be_kept_is_asked_for_again() -> None:
    paying_ = Paying()
    paying_.card.start()
    paying_.till.failure = DiskFull()
    with pytest.raises(DiskFull):
        paying_.reports(Stage.APPROVED, slip="5")
    assert paying_.stage is Stage.NO_ANSWER
    paying_.till.failure = None
    paying_.card.ask_again()
    assert paying_.reports(Stage.APPROVED, slip="5") is True


def test_a_standalone_terminal_is_looked_at_again_after_a_restart() -> None:
    paying_ = Paying(is_attended=True)
    paying_.card.start()
    paying_.restart()
    paying_.reports(Stage.WAITING)
    assert paying_.card.state.is_resumed
    assert paying_.card.state.is_attended
    paying_.card.not_paid()
    assert paying_.till.sale.attempt is None


def test_resuming_in_the_middle_changes_nothing() -> None:
    paying_ = Paying()
    paying_.card.start()
    paying_.card.resume()
    assert (paying_.stage, paying_.terminal.heard) == (Stage.WAITING, [])

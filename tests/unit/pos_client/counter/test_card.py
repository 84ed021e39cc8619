"""A card payment: six stages, three ways on without an answer, and a till that may be killed between any two."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from hardware.errors import Busy
from hardware.payment import Allowance, Report, Request, Stage
from pos_client.counter import paying
from pos_client.counter.card import CardPayment, CardState, NotNow, SlipNeeded
from pos_client.counter.open_sale import Attempt, OpenSale
from pos_client.counter.paying import CardUnderWay
from pos_client.counter.saved_sale import from_text, to_text
from sync_engine.domain.errors import AmountOutOfRange, ChangeWithoutCash, RefundTooLarge, Unavailable
from sync_engine.domain.payment import Tender, unclear_amount
from tests.helpers.counter_fakes import FakeClock, FakeDesk, a_shop

DUE = 6_180


class DiskFull(Unavailable):
    pass


def a_sale(total_minor: int = DUE, *, is_return: bool = False) -> OpenSale:
    desk = FakeDesk()
    desk.catalog.prices["TEA"] = total_minor * 100
    desk.counter.add_article("TEA", is_return=is_return)
    return desk.counter.sale


@dataclass
class Till:
    """An open sale with its draft on a disk that may be full."""

    sale: OpenSale
    draft: str = ""
    failure: Unavailable | None = None

    def begin_attempt(self, attempt: Attempt) -> None:
        self._keep(paying.with_attempt(self.sale, attempt))

    def end_attempt(self, tender: Tender | None) -> None:
        self._keep(paying.with_answer(self.sale, tender))

    def _keep(self, after: OpenSale) -> None:
        if self.failure is not None:
            raise self.failure
        self.draft, self.sale = to_text(after), after

    def killed(self) -> "Till":
        """What a till that starts again finds."""
        return Till(from_text(self.draft, a_shop().rules[0]), self.draft)


@dataclass
class Terminal:
    """Notes what it is asked; the test says what it answers. `drafted` is what was on the disk when it heard."""

    is_attended: bool = False
    till: Till | None = None
    started: list[Request] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    drafted: list[str] = field(default_factory=list)
    is_busy: bool = False

    def start(self, request: Request) -> None:
        if self.is_busy:
            raise Busy("another")
        self.started.append(request)
        self.drafted.append(self.till.draft if self.till else "")

    def ask(self, request_id: str) -> None:
        if self.is_busy:
            raise Busy("another")
        self.heard.append(f"ask {request_id}")

    def cancel(self, request_id: str) -> None:
        self.heard.append(f"cancel {request_id}")

    def leave(self, request_id: str) -> None:
        self.heard.append(f"leave {request_id}")

    def close(self, timeout_s: float = 3.0) -> bool:
        return True


class Paying:
    """A card payment with everything around it in reach."""

    def __init__(self, sale: OpenSale | None = None, *, is_attended: bool = False) -> None:
        self.clock = FakeClock()
        self.till = Till(sale or a_sale())
        self.terminal = Terminal(is_attended, self.till)
        self.count = 0
        self.card = CardPayment(self.till, self.terminal, self.mint, self.clock)

    def mint(self) -> str:
        self.count += 1
        return f"r-{self.count}"

    def reports(self, stage: Stage, request_id: str = "r-1", slip: str = "", again_s: float = 0.0) -> bool:
        return self.card.on_report(Report(request_id, stage, slip, asks_again_s=again_s))

    def restart(self) -> None:
        """Kill the till and start it again over its draft."""
        self.till = self.till.killed()
        self.terminal = Terminal(self.terminal.is_attended, self.till)
        self.card = CardPayment(self.till, self.terminal, self.mint, self.clock)
        self.card.resume()

    @property
    def stage(self) -> Stage | None:
        return self.card.state.stage


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

"""The card box without a screen: its six stages in words, the keys in each of them, and what they lead to."""

from dataclasses import replace

import pytest

from hardware.payment import Allowance, Report, Stage
from pos_client.counter.acts import SaleCompleted
from pos_client.presenters.pay_views import CardBoxView
from pos_client.presenters.sale import SalePresenter
from sync_engine.domain.payment import unclear_amount
from tests.helpers.blind_till import MUFFINS, NUTELLA, BlindTill


@pytest.fixture
def till(counter: BlindTill) -> BlindTill:
    """A card of 1.99 was just asked of an integrated terminal."""
    counter.shop.terminal.is_attended = False
    counter.shop.terminal.hear = counter.sale.payment.on_report
    return counter.scan(NUTELLA).strike("card")


@pytest.fixture
def attended(counter: BlindTill) -> BlindTill:
    """A card of 1.99 is taken on a terminal that the cashier reads."""
    return counter.scan(NUTELLA).strike("card")


def box(counter: BlindTill) -> CardBoxView:
    found = counter.sale.payment.view.value.card
    assert found is not None
    return found


def keys(counter: BlindTill) -> list[tuple[str, str]]:
    return [(action.label, action.hint) for action in box(counter).actions]


def tenders(counter: BlindTill) -> list[tuple[str, int, str | None]]:
    act = counter.shop.journal.acts[-1]
    assert isinstance(act, SaleCompleted)
    return [(one.kind, one.amount_minor, one.reference) for one in act.sale.tenders]


def test_one_key_asks_the_terminal_for_all_that_is_open(till: BlindTill) -> None:
    assert till.shop.terminal.requests[0].amount_minor == 199
    assert (box(till).title, box(till).amount, box(till).clock) == ("Waiting for the card", "1.99", "0:00")
    assert keys(till) == [("Cancel", "Esc")]
    assert till.view.phase == "paying"


def test_the_seconds_count_while_it_waits(till: BlindTill) -> None:
    till.shop.clock.move(7)
    till.sale.payment.tick()
    assert box(till).clock == "0:07"


def test_while_the_bank_is_asked_nothing_can_be_cancelled(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.WORKING)
    assert (box(till).title, box(till).text) == ("Approving", "Keep the card in the reader.")
    assert keys(till) == []
    till.strike("escape", "exact")
    assert box(till).stage == "working"


def test_an_approved_card_closes_the_sale_by_itself(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.WORKING)
    till.shop.terminal.say(Stage.APPROVED, "000042", "Visa 4242")
    assert tenders(till) == [("card", 199, "000042")]
    change = till.sale.change.value
    assert change is not None
    assert (change.label, change.change) == ("Paid", "1.99")
    till.scan(MUFFINS)
    assert (till.view.phase, till.view.total) == ("selling", "0.89")


def test_a_declined_card_is_told_neutrally_with_two_ways_on(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.DECLINED)
    assert (box(till).title, box(till).text) == (
        "Card not accepted",
        "Nothing was taken. Ask for another card, or cash.",
    )
    assert keys(till) == [("Card again", "F11"), ("Cash", "Esc")]
    assert till.shop.played[-1] == "look"
    till.strike("card")
    assert len(till.shop.terminal.requests) == 2


@pytest.mark.parametrize("key", ["escape", "enter"])
def test_after_a_declined_card_cash_is_one_key_away(till: BlindTill, key: str) -> None:
    till.shop.terminal.say(Stage.DECLINED)
    till.strike(key)
    assert till.sale.payment.view.value.card is None
    till.strike("exact")
    assert tenders(till) == [("cash", 199, None)]


def test_no_answer_warns_counts_down_and_has_three_ways_in_their_order(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.NO_ANSWER, asks_again_s=24)
    assert (box(till).text, box(till).clock) == ("Asking the bank. Do NOT take the card again.", "0:24")
    assert keys(till) == [
        ("Ask again", "Enter"),
        ("Reader shows approved", ""),
        ("Pay otherwise, check later", "F9"),
    ]
    till.shop.clock.move(4)
    till.sale.payment.tick()
    assert box(till).clock == "0:20"
    till.strike("enter")
    assert till.shop.terminal.heard[-1].startswith("ask ")


def test_the_slip_on_the_reader_ends_the_waiting(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.NO_ANSWER)
    till.sale.payment.act("card_approved")
    assert till.view.notice == "Type the number of the slip, then Enter."
    till.strike("4", "7", "1", "2", "backspace", "1")
    assert keys(till)[1] == ("Approved, slip 4711", "Enter")
    till.strike("enter")
    assert tenders(till) == [("card", 199, "4711")]


def test_another_payment_leaves_a_trace_that_somebody_checks(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.NO_ANSWER)
    till.strike("more")
    pane = till.sale.payment.view.value
    assert pane.card is None
    assert [(part.name, part.detail, part.take_back) for part in pane.paid] == [("Check later", "Card 1.99", "")]
    till.sale.payment.take_back(0)
    till.strike("exact")
    act = till.shop.journal.acts[-1]
    assert isinstance(act, SaleCompleted)
    assert [unclear_amount(one) for one in act.sale.tenders] == [199, None]


@pytest.mark.parametrize("word", ["exact", "card", "next_note"])
def test_nothing_else_is_taken_while_the_outcome_is_open(till: BlindTill, word: str) -> None:
    till.shop.terminal.say(Stage.NO_ANSWER)
    till.strike(word)
    assert till.view.notice.startswith("The card payment has no answer yet.")
    assert len(till.shop.terminal.requests) == 1


def test_goods_are_rung_up_while_a_card_is_taken_and_are_still_to_pay(till: BlindTill) -> None:
    till.scan(MUFFINS)
    assert box(till).stage == "waiting"
    till.shop.terminal.say(Stage.APPROVED, "9")
    assert till.shop.journal.acts == []
    assert (till.view.due_label, till.view.total) == ("Still to pay", "0.89")
    till.shop.clock.move(1)
    till.strike("exact")
    assert tenders(till) == [("card", 199, "9"), ("cash", 89, None)]


def test_an_offline_reader_has_taken_nothing(till: BlindTill) -> None:
    till.shop.terminal.say(Stage.OFFLINE)
    assert box(till).title == "Card reader offline"
    assert keys(till) == [("Card again", "F11"), ("Cash", "Esc")]


def test_what_may_be_taken_offline_is_said_and_taken(till: BlindTill) -> None:
    request = till.shop.terminal.requests[0]
    till.sale.payment.on_report(Report(request.request_id, Stage.OFFLINE, allowance=Allowance(5_000, 43_000)))
    assert box(till).text == "Offline card: up to 50.00 a sale, 430.00 left today."
    till.strike("enter")
    assert till.shop.terminal.requests[-1].may_go_offline


def test_more_than_may_be_taken_offline_says_why_not(till: BlindTill) -> None:
    request = till.shop.terminal.requests[0]
    till.sale.payment.on_report(Report(request.request_id, Stage.OFFLINE, allowance=Allowance(100, 43_000)))
    assert box(till).actions[0].reason.startswith("That is more than a card may pay offline.")


def test_cancelling_waits_for_what_the_reader_says(till: BlindTill) -> None:
    till.strike("escape")
    assert box(till).text == "Cancelling. The reader has the last word."
    till.shop.terminal.say(Stage.DECLINED)
    assert box(till).stage == "declined"


# --- a terminal that the cashier reads ---


def test_a_standalone_terminal_is_one_key_the_slip_and_enter(attended: BlindTill) -> None:
    assert box(attended).text == "Type 1.99 into the reader. Approved? Type the number of its slip."
    assert attended.sale.payment.view.value.label == "Number of the slip"
    attended.strike("1", "2", "3", "enter")
    assert tenders(attended) == [("card", 199, "123")]


def test_without_a_slip_nothing_is_approved(attended: BlindTill) -> None:
    attended.strike("enter")
    assert attended.view.notice == "Type the number of the slip, then Enter."
    assert attended.shop.journal.acts == []


def test_escape_clears_the_slip_and_then_says_that_nothing_was_paid(attended: BlindTill) -> None:
    attended.strike("7", "escape")
    assert box(attended).stage == "waiting"
    attended.strike("escape")
    assert attended.sale.payment.view.value.card is None
    assert attended.shop.counter.sale.attempt is None


def test_a_scan_in_between_leaves_the_slip_where_it_is(attended: BlindTill) -> None:
    attended.strike("4", "7")
    attended.scan(MUFFINS)
    assert attended.sale.payment.view.value.received == "47"
    attended.strike("enter")
    assert attended.view.total == "0.89"


def test_after_a_restart_the_cashier_is_asked_about_the_card(attended: BlindTill) -> None:
    again = BlindTill()
    shop = attended.shop
    shop.card.state = again.shop.card.state  # the program began anew; the sale is the one that was kept
    again.sale = SalePresenter(shop.trade())
    again.shop = shop
    again.sale.open()
    assert shop.terminal.heard[-1].startswith("ask ")
    again.sale.payment.on_report(Report(shop.terminal.requests[0].request_id, Stage.WAITING))
    assert box(again).text == "The till stopped while this card was taken. Look at the reader: was it approved?"
    again.strike("1", "1", "enter")
    assert tenders(again) == [("card", 199, "11")]


def test_locking_the_till_leaves_the_card_under_way(attended: BlindTill) -> None:
    attended.sale.leave()
    assert attended.shop.counter.sale.attempt is not None
    attended.sale.open()
    assert box(attended).stage == "waiting"


def test_a_till_without_a_reader_says_so(counter: BlindTill) -> None:
    counter.sale = SalePresenter(replace(counter.shop.trade(), card=None))
    counter.sale.open()
    counter.scan(NUTELLA).strike("card")
    assert counter.view.notice == "This till has no card reader."

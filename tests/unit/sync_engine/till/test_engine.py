"""The engine as tables of inputs and orders: hello, what only a person can put right, outages."""

import pytest

from sync_engine.till import signals as s
from sync_engine.till.status import Status
from tests.helpers.engine_of_till import CURSOR, EngineOfTill, agreed, live
from tests.helpers.sync_words import Verdict, error, hello_answer, page, push_answer

# --- hello, then both ways at once ---


def test_the_first_word_is_hello_and_nothing_else() -> None:
    till = EngineOfTill(head=3)
    assert till.orders == [s.SendHello(1, CURSOR), s.Report(Status(unsent=3, epoch="e1", pos=7, head=7))]


def test_after_hello_the_journal_goes_up_while_pages_come_down() -> None:
    till = agreed(EngineOfTill(head=3, acked=1), seq=1)
    assert till.only(s.SaveToken) == s.SaveToken("t2")
    assert till.only(s.SaveAck) == s.SaveAck(1, 1, 0, -140)
    assert till.only(s.SendPush).from_seq == 2
    assert till.only(s.SendFeed).cursor == CURSOR


def test_downloads_go_on_while_an_upload_hangs() -> None:
    till = agreed(EngineOfTill(head=3))
    till.tell(s.LivePaged(live(till), page(7, 9)))
    assert till.only(s.Apply).page.to_pos == 9
    assert till.engine.status.unsent == 3


def test_a_till_that_is_up_to_date_says_so() -> None:
    till = agreed(EngineOfTill())
    assert till.state() == "catching_up"
    live(till)
    assert till.engine.status == Status("live", 0, 1_000, "", "e1", 7, 7)


def test_what_the_replica_acknowledged_before_is_not_sent_again() -> None:
    till = agreed(EngineOfTill(head=5, acked=5), seq=5)
    assert not till.has(s.SendPush)
    till.tell(s.JournalGrew(6))
    assert till.only(s.SendPush).from_seq == 6


# --- what only a person can put right ---


@pytest.mark.parametrize("verdict", ["fork", "behind", "revoked"])
def test_a_verdict_stops_the_uploads_and_is_asked_again_in_a_minute(verdict: Verdict) -> None:
    till = EngineOfTill(head=3)
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, hello_answer(verdict=verdict)))
    assert (till.state(), till.engine.status.detail) == ("blocked", verdict)
    assert not till.has(s.SendPush)
    assert till.has(s.SendFeed) == (verdict != "revoked")
    till.now_ms += 60_000
    till.tell(s.Tick())
    assert till.has(s.SendHello)


def test_a_fork_found_by_a_push_blocks_until_hello_says_ok() -> None:
    till = agreed(EngineOfTill(head=3))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("fork", at_seq=1)))
    assert till.state() == "blocked"
    till.now_ms += 60_000
    till.tell(s.Tick())
    agreed(till)
    assert till.state() != "blocked"
    assert till.has(s.SendPush)


def test_a_refused_credential_is_shown_by_hello_again_before_it_counts() -> None:
    till = agreed(EngineOfTill(head=3))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 401, error("auth")))
    assert till.state() != "blocked"
    till.now_ms += 200
    till.tell(s.Tick())
    till.tell(s.Declined(till.only(s.SendHello).request_id, 401, error("auth")))
    assert (till.state(), till.engine.status.detail) == ("blocked", "auth")


def test_hello_accepted_and_push_refused_do_not_run_in_a_tight_circle() -> None:
    till = agreed(EngineOfTill(head=3, chance=0.999_999))
    waits = []
    for _ in range(5):
        till.tell(s.Declined(till.only(s.SendPush).request_id, 401, error("auth")))
        waits.append(till.until(s.SendHello))
        agreed(till)
    assert waits == [199, 399, 799, 1599, 3199]


# --- outages ---


def test_the_first_answer_after_an_outage_ends_all_waiting() -> None:
    till = agreed(EngineOfTill(head=1, chance=0.999_999))
    for _ in range(12):
        till.tell(s.Broken(till.last(s.SendPush), "unreachable"))
        till.until(s.SendPush)
    till.tell(s.Broken(till.last(s.SendPush), "unreachable"))
    assert till.state() == "offline"
    till.now_ms += 1
    till.tell(s.FeedAnswered(till.last(s.SendFeed), page(7, 7)))
    assert till.has(s.SendPush)
    assert till.state() == "catching_up"


def test_a_person_may_ask_for_a_try_now() -> None:
    till = EngineOfTill(head=1)
    till.tell(s.Broken(1, "unreachable"))
    assert not till.has(s.SendHello)
    till.tell(s.RetryNow())
    assert till.has(s.SendHello)


def test_the_conversation_is_renewed_after_six_hours_but_not_beside_a_run() -> None:
    till = agreed(EngineOfTill(head=1))
    till.now_ms += 6 * 3_600_000
    push = till.only(s.SendPush)
    till.tell(s.JournalGrew(2))
    assert not till.has(s.SendHello)
    till.tell(s.PushAnswered(push.request_id, push_answer(1), 1))
    assert till.has(s.SendHello)
    assert not till.has(s.SendPush)


def test_a_stopped_engine_starts_nothing_but_hears_the_last_answer() -> None:
    till = agreed(EngineOfTill(head=2))
    push = till.only(s.SendPush)
    till.engine.stop()
    assert not till.engine.is_quiet
    till.tell(s.PushAnswered(push.request_id, push_answer(1), 1))
    assert [type(order) for order in till.orders] == [s.SaveAck, s.Report]
    assert till.engine.is_quiet
    assert till.engine.wake_at_ms is None


def test_the_moment_of_contact_alone_is_no_news() -> None:
    till = agreed(EngineOfTill())
    stream = live(till)
    till.now_ms += 2_000
    assert till.tell(s.LiveBeat(stream, 7)) == []
    assert till.engine.status.last_contact_ms == 3_000


# --- a ledger that was restored ---


def test_an_unusable_cursor_makes_the_till_ask_how_much_of_its_journal_is_still_there() -> None:
    till = agreed(EngineOfTill(head=9, acked=9), seq=9)
    till.tell(s.Declined(till.only(s.SendFeed).request_id, 410, error("cursor", reason="ahead")))
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, hello_answer(6)))
    assert till.only(s.SendPush).from_seq == 7


def test_a_page_of_another_epoch_does_the_same_and_is_applied() -> None:
    till = agreed(EngineOfTill(head=9, acked=9), seq=9)
    till.tell(s.LivePaged(live(till), page(7, 8, epoch="e2")))
    assert till.only(s.Apply).page.epoch == "e2"
    assert till.has(s.SendHello)
    assert till.engine.status.epoch == "e2"

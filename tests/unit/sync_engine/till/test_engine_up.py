"""The engine as tables of inputs and orders: the way up."""

import pytest

from sync_engine.protocol.messages import Credit, EventDisposition
from sync_engine.till import signals as s
from sync_engine.till.backoff import LONGEST_MS
from tests.helpers.engine_of_till import EngineOfTill, agreed
from tests.helpers.sync_words import error, hello_answer, page, push_answer


def test_only_one_run_is_in_flight() -> None:
    till = agreed(EngineOfTill(head=1))
    till.tell(s.JournalGrew(2))
    assert not till.has(s.SendPush)


def test_an_answer_moves_the_next_run_behind_it() -> None:
    till = agreed(EngineOfTill(head=700))
    first = till.only(s.SendPush)
    assert (first.from_seq, first.max_events) == (1, 100)
    listed = (EventDisposition(seq=4, disposition="deferred", reason="kind_unknown"),)
    till.tell(s.PushAnswered(first.request_id, push_answer(100, archived_seq=40, dispositions=listed), 100))
    assert till.only(s.SaveAck) == s.SaveAck(1, 100, 40, None, listed)
    second = till.only(s.SendPush)
    assert (second.from_seq, second.max_events) == (101, 200)


def test_no_answer_halves_the_run_and_waits() -> None:
    till = agreed(EngineOfTill(head=700))
    till.tell(s.Broken(till.only(s.SendPush).request_id, "timeout"))
    assert not till.has(s.SendPush)
    assert till.engine.status.detail == "timeout"
    till.until(s.SendPush)
    assert till.only(s.SendPush).max_events == 50


def test_waits_grow_to_ten_seconds_and_never_end() -> None:
    till = agreed(EngineOfTill(head=1, chance=0.999_999))
    waits = []
    for _ in range(14):
        till.tell(s.Broken(till.only(s.SendPush).request_id, "unreachable"))
        waits.append(till.until(s.SendPush))
    assert waits[:4] == [199, 399, 799, 1599]
    assert waits[-1] == LONGEST_MS - 1


def test_a_gap_is_filled_from_where_the_ledger_stands() -> None:
    till = agreed(EngineOfTill(head=9, acked=5), seq=5)
    gap = s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=3))
    till.tell(gap)
    assert till.only(s.SendPush).from_seq == 3


def test_the_same_gap_twice_waits() -> None:
    till = agreed(EngineOfTill(head=9, acked=5), seq=5)
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=3)))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=3)))
    assert not till.has(s.SendPush)


@pytest.mark.parametrize("expected", [None, 0, 99])
def test_a_gap_that_cannot_be_is_no_gap(expected: int | None) -> None:
    till = agreed(EngineOfTill(head=9, acked=5), seq=5)
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=expected)))
    assert not till.has(s.SendPush)
    till.now_ms += 60_000
    till.tell(s.Tick())
    assert till.only(s.SendPush).from_seq == 6


def test_too_large_a_run_is_halved_at_once() -> None:
    till = agreed(EngineOfTill(head=700))
    first = till.only(s.SendPush)
    till.tell(s.Declined(first.request_id, 413, error("too_large")))
    second = till.only(s.SendPush)
    assert (second.max_events, second.max_bytes) == (first.max_events // 2, first.max_bytes // 2)


def test_one_event_that_is_too_large_is_tried_once_a_minute() -> None:
    till = agreed(EngineOfTill(head=1))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 413, error("too_large")))
    assert not till.has(s.SendPush)
    assert till.until(s.SendPush) == 60_000


def test_a_busy_ledger_is_left_alone_as_long_as_it_asks() -> None:
    till = agreed(EngineOfTill(head=1))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 503, error("busy", after_ms=9_000)))
    assert till.until(s.SendPush) == 9_000


def test_credit_bounds_the_run_and_spaces_it() -> None:
    till = agreed(EngineOfTill(head=700))
    credit = Credit(max_events=10, after_ms=500)
    till.tell(s.PushAnswered(till.only(s.SendPush).request_id, push_answer(100, credit=credit), 100))
    assert not till.has(s.SendPush)
    till.now_ms += 500
    till.tell(s.Tick())
    assert till.only(s.SendPush).max_events == 10


@pytest.mark.parametrize("acked", [-1, 0, 8, 10**9])
def test_an_answer_that_cannot_be_acknowledges_nothing(acked: int) -> None:
    till = agreed(EngineOfTill(head=7))
    till.tell(s.PushAnswered(till.only(s.SendPush).request_id, push_answer(acked), 7))
    assert till.engine.status.unsent == 7
    assert not till.has(s.SaveAck)


def test_what_a_page_contains_is_safe_but_its_answer_is_still_wanted() -> None:
    till = agreed(EngineOfTill(head=2))
    push = till.only(s.SendPush)
    till.tell(s.FeedAnswered(till.only(s.SendFeed).request_id, page(7, 9, included=2)))
    assert till.engine.status.unsent == 0
    till.tell(s.Broken(push.request_id, "timeout"))
    till.until(s.SendPush)
    assert till.only(s.SendPush).from_seq == 1


def test_answers_lost_before_a_restart_are_asked_for_again() -> None:
    till = agreed(EngineOfTill(head=9, acked=4), seq=9)
    assert till.engine.status.unsent == 0
    assert till.only(s.SendPush).from_seq == 5


def test_a_replica_that_knows_of_no_acknowledgement_asks_for_no_thousands() -> None:
    till = agreed(EngineOfTill(head=5_000), seq=4_999)
    assert till.only(s.SendPush).from_seq == 5_000


def test_a_restored_ledger_is_filled_again() -> None:
    till = EngineOfTill(head=9, acked=9)
    answer = hello_answer(4, verdict="server_rewound", cursor_ok=False)
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, answer))
    assert till.only(s.SendPush).from_seq == 5
    assert till.has(s.FetchSnapshot)

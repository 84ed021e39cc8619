"""The engine as tables of inputs and orders."""

from collections.abc import Sequence
from typing import TypeVar

import pytest

from sync_engine.protocol.messages import Credit, EventDisposition, FeedPage
from sync_engine.till import signals as s
from sync_engine.till.engine import Engine
from sync_engine.till.status import State, Status
from tests.helpers.sync_words import Verdict, error, hello_answer, page, push_answer

_Order = TypeVar("_Order")
_Request = TypeVar("_Request", s.SendHello, s.SendPush, s.SendFeed, s.OpenLive, s.FetchSnapshot)
CURSOR = "e1:7:1"


class Till:
    """An engine with a clock that a test moves; keeps every order."""

    def __init__(self, *, head: int = 0, cursor: str | None = CURSOR, acked: int = 0, chance: float = 0.5) -> None:
        self.engine = Engine(lambda: chance)
        self.now_ms = 1_000
        self.orders: list[s.Output] = []
        self.latest: dict[type[s.Output], s.Output] = {}
        self.tell(s.Started(1, head, cursor, acked))

    def tell(self, told: s.Input) -> list[s.Output]:
        self.orders = self.engine.step(self.now_ms, told)
        self.latest |= {type(order): order for order in self.orders}
        return self.orders

    def only(self, kind: type[_Order]) -> _Order:
        found = [order for order in self.orders if isinstance(order, kind)]
        assert len(found) == 1, self.orders
        return found[0]

    def has(self, kind: type[s.Output]) -> bool:
        return any(isinstance(order, kind) for order in self.orders)

    def last(self, kind: type[_Request]) -> int:
        """The request id of the latest order of that kind."""
        order = self.latest[kind]
        assert isinstance(order, kind)
        return order.request_id

    def until(self, kind: type[s.Output]) -> int:
        """Let time pass until such an order comes; return how much."""
        began_ms = self.now_ms
        while not self.has(kind):
            assert self.engine.wake_at_ms is not None
            self.now_ms = max(self.now_ms, self.engine.wake_at_ms)
            self.tell(s.Tick())
        return self.now_ms - began_ms

    def state(self) -> State:
        return self.engine.status.state


def agreed(till: Till, seq: int = 0) -> Till:
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, hello_answer(seq), -140))
    return till


def live(till: Till) -> int:
    """Catch up and open the stream; return its request."""
    till.tell(s.FeedAnswered(till.last(s.SendFeed), page(7, 7)))
    stream = till.only(s.OpenLive)
    till.tell(s.Applied(7))
    till.tell(s.LiveOpened(stream.request_id))
    return stream.request_id


def kinds(orders: Sequence[s.Output]) -> list[type[s.Output]]:
    return [type(order) for order in orders]


# --- hello, then both ways at once ---


def test_the_first_word_is_hello_and_nothing_else() -> None:
    till = Till(head=3)
    assert till.orders == [s.SendHello(1, CURSOR), s.Report(Status(unsent=3, epoch="e1", pos=7, head=7))]


def test_after_hello_the_journal_goes_up_while_pages_come_down() -> None:
    till = agreed(Till(head=3, acked=1), seq=1)
    assert till.only(s.SaveToken) == s.SaveToken("t2")
    assert till.only(s.SaveAck) == s.SaveAck(1, 1, 0, -140)
    assert till.only(s.SendPush).from_seq == 2
    assert till.only(s.SendFeed).cursor == CURSOR


def test_downloads_go_on_while_an_upload_hangs() -> None:
    till = agreed(Till(head=3))
    till.tell(s.LivePaged(live(till), page(7, 9)))
    assert till.only(s.Apply).page.to_pos == 9
    assert till.engine.status.unsent == 3


def test_a_till_that_is_up_to_date_says_so() -> None:
    till = agreed(Till())
    assert till.state() == "catching_up"
    live(till)
    assert till.engine.status == Status("live", 0, 1_000, "", "e1", 7, 7)


def test_what_the_replica_acknowledged_before_is_not_sent_again() -> None:
    till = agreed(Till(head=5, acked=5), seq=5)
    assert not till.has(s.SendPush)
    till.tell(s.JournalGrew(6))
    assert till.only(s.SendPush).from_seq == 6


# --- the way up ---


def test_only_one_run_is_in_flight() -> None:
    till = agreed(Till(head=1))
    till.tell(s.JournalGrew(2))
    assert not till.has(s.SendPush)


def test_an_answer_moves_the_next_run_behind_it() -> None:
    till = agreed(Till(head=700))
    first = till.only(s.SendPush)
    assert (first.from_seq, first.max_events) == (1, 100)
    listed = (EventDisposition(seq=4, disposition="deferred", reason="kind_unknown"),)
    till.tell(s.PushAnswered(first.request_id, push_answer(100, archived_seq=40, dispositions=listed), 100))
    assert till.only(s.SaveAck) == s.SaveAck(1, 100, 40, None, listed)
    second = till.only(s.SendPush)
    assert (second.from_seq, second.max_events) == (101, 200)


def test_no_answer_halves_the_run_and_waits() -> None:
    till = agreed(Till(head=700))
    till.tell(s.Broken(till.only(s.SendPush).request_id, "timeout"))
    assert not till.has(s.SendPush)
    assert till.engine.status.detail == "timeout"
    till.until(s.SendPush)
    assert till.only(s.SendPush).max_events == 50


def test_waits_grow_to_a_minute_and_never_end() -> None:
    till = agreed(Till(head=1, chance=0.999_999))
    waits = []
    for _ in range(14):
        till.tell(s.Broken(till.only(s.SendPush).request_id, "unreachable"))
        waits.append(till.until(s.SendPush))
    assert waits[:4] == [199, 399, 799, 1599]
    assert waits[-1] == 59_999


def test_a_gap_is_filled_from_where_the_ledger_stands() -> None:
    till = agreed(Till(head=9, acked=5), seq=5)
    gap = s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=3))
    till.tell(gap)
    assert till.only(s.SendPush).from_seq == 3


def test_the_same_gap_twice_waits() -> None:
    till = agreed(Till(head=9, acked=5), seq=5)
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=3)))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=3)))
    assert not till.has(s.SendPush)


@pytest.mark.parametrize("expected", [None, 0, 99])
def test_a_gap_that_cannot_be_is_no_gap(expected: int | None) -> None:
    till = agreed(Till(head=9, acked=5), seq=5)
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("seq_gap", expected=expected)))
    assert not till.has(s.SendPush)
    till.now_ms += 60_000
    till.tell(s.Tick())
    assert till.only(s.SendPush).from_seq == 6


def test_too_large_a_run_is_halved_at_once() -> None:
    till = agreed(Till(head=700))
    first = till.only(s.SendPush)
    till.tell(s.Declined(first.request_id, 413, error("too_large")))
    second = till.only(s.SendPush)
    assert (second.max_events, second.max_bytes) == (first.max_events // 2, first.max_bytes // 2)


def test_one_event_that_is_too_large_is_tried_once_a_minute() -> None:
    till = agreed(Till(head=1))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 413, error("too_large")))
    assert not till.has(s.SendPush)
    assert till.until(s.SendPush) == 60_000


def test_a_busy_ledger_is_left_alone_as_long_as_it_asks() -> None:
    till = agreed(Till(head=1))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 503, error("busy", after_ms=9_000)))
    assert till.until(s.SendPush) == 9_000


def test_credit_bounds_the_run_and_spaces_it() -> None:
    till = agreed(Till(head=700))
    credit = Credit(max_events=10, after_ms=500)
    till.tell(s.PushAnswered(till.only(s.SendPush).request_id, push_answer(100, credit=credit), 100))
    assert not till.has(s.SendPush)
    till.now_ms += 500
    till.tell(s.Tick())
    assert till.only(s.SendPush).max_events == 10


@pytest.mark.parametrize("acked", [-1, 0, 8, 10**9])
def test_an_answer_that_cannot_be_acknowledges_nothing(acked: int) -> None:
    till = agreed(Till(head=7))
    till.tell(s.PushAnswered(till.only(s.SendPush).request_id, push_answer(acked), 7))
    assert till.engine.status.unsent == 7
    assert not till.has(s.SaveAck)


def test_what_a_page_contains_is_safe_but_its_answer_is_still_wanted() -> None:
    till = agreed(Till(head=2))
    push = till.only(s.SendPush)
    till.tell(s.FeedAnswered(till.only(s.SendFeed).request_id, page(7, 9, included=2)))
    assert till.engine.status.unsent == 0
    till.tell(s.Broken(push.request_id, "timeout"))
    till.until(s.SendPush)
    assert till.only(s.SendPush).from_seq == 1


def test_answers_lost_before_a_restart_are_asked_for_again() -> None:
    till = agreed(Till(head=9, acked=4), seq=9)
    assert till.engine.status.unsent == 0
    assert till.only(s.SendPush).from_seq == 5


def test_a_replica_that_knows_of_no_acknowledgement_asks_for_no_thousands() -> None:
    till = agreed(Till(head=5_000), seq=4_999)
    assert till.only(s.SendPush).from_seq == 5_000


def test_a_restored_ledger_is_filled_again() -> None:
    till = Till(head=9, acked=9)
    answer = hello_answer(4, verdict="server_rewound", cursor_ok=False)
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, answer))
    assert till.only(s.SendPush).from_seq == 5
    assert till.has(s.FetchSnapshot)


# --- what only a person can put right ---


@pytest.mark.parametrize("verdict", ["fork", "behind", "revoked"])
def test_a_verdict_stops_the_uploads_and_is_asked_again_in_a_minute(verdict: Verdict) -> None:
    till = Till(head=3)
    till.tell(s.HelloAnswered(till.only(s.SendHello).request_id, hello_answer(verdict=verdict)))
    assert (till.state(), till.engine.status.detail) == ("blocked", verdict)
    assert not till.has(s.SendPush)
    assert till.has(s.SendFeed) == (verdict != "revoked")
    till.now_ms += 60_000
    till.tell(s.Tick())
    assert till.has(s.SendHello)


def test_a_fork_found_by_a_push_blocks_until_hello_says_ok() -> None:
    till = agreed(Till(head=3))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 409, error("fork", at_seq=1)))
    assert till.state() == "blocked"
    till.now_ms += 60_000
    till.tell(s.Tick())
    agreed(till)
    assert till.state() != "blocked"
    assert till.has(s.SendPush)


def test_a_refused_credential_is_shown_by_hello_again_before_it_counts() -> None:
    till = agreed(Till(head=3))
    till.tell(s.Declined(till.only(s.SendPush).request_id, 401, error("auth")))
    assert till.state() != "blocked"
    till.now_ms += 200
    till.tell(s.Tick())
    till.tell(s.Declined(till.only(s.SendHello).request_id, 401, error("auth")))
    assert (till.state(), till.engine.status.detail) == ("blocked", "auth")


def test_hello_accepted_and_push_refused_do_not_run_in_a_tight_circle() -> None:
    till = agreed(Till(head=3, chance=0.999_999))
    waits = []
    for _ in range(5):
        till.tell(s.Declined(till.only(s.SendPush).request_id, 401, error("auth")))
        waits.append(till.until(s.SendHello))
        agreed(till)
    assert waits == [199, 399, 799, 1599, 3199]


# --- the way down ---


def test_no_cursor_means_a_snapshot_then_the_feed_from_it() -> None:
    till = agreed(Till(cursor=None))
    fetch = till.only(s.FetchSnapshot)
    till.tell(s.SnapshotWaiting(fetch.request_id, 250))
    assert not till.has(s.FetchSnapshot)
    till.now_ms += 250
    till.tell(s.Tick())
    fetch = till.only(s.FetchSnapshot)
    till.tell(s.SnapshotProgress(fetch.request_id, 40))
    assert till.engine.status.progress == 40
    till.tell(s.SnapshotReady(fetch.request_id, "e1:90:1"))
    assert till.only(s.SendFeed).cursor == "e1:90:1"


def test_an_unusable_cursor_means_a_snapshot() -> None:
    till = agreed(Till())
    till.tell(s.Declined(till.only(s.SendFeed).request_id, 410, error("cursor", reason="schema")))
    till.until(s.FetchSnapshot)


def test_a_replica_that_was_damaged_is_fetched_anew() -> None:
    till = agreed(Till())
    live(till)
    till.tell(s.ApplyFailed("replica_damaged", None))
    till.until(s.FetchSnapshot)


def test_a_full_disk_is_tried_again_from_what_is_durable() -> None:
    till = agreed(Till())
    till.tell(s.FeedAnswered(till.only(s.SendFeed).request_id, page(7, 9, head=20)))
    till.tell(s.ApplyFailed("replica_disk", CURSOR))
    assert till.engine.status.detail == "replica_disk"
    till.until(s.SendFeed)
    assert till.only(s.SendFeed).cursor == CURSOR


def test_pages_are_asked_for_ahead_but_not_without_end() -> None:
    till = agreed(Till())
    for pos in (8, 9, 10):
        till.tell(s.FeedAnswered(till.only(s.SendFeed).request_id, page(pos - 1, pos, head=99)))
    assert not till.has(s.SendFeed)
    till.tell(s.Applied(8))
    assert till.has(s.SendFeed)


@pytest.mark.parametrize(
    ("said", "is_asked_again"),
    [
        (page(5, 6), False),
        (page(5, 7), False),
        (page(5, 9), True),
        (page(8, 9), True),
        (page(9, 8), True),
    ],
)
def test_a_page_that_does_not_fit_is_not_applied(said: FeedPage, is_asked_again: bool) -> None:
    till = agreed(Till())
    stream = live(till)
    till.tell(s.LivePaged(stream, said))
    assert not till.has(s.Apply)
    assert till.has(s.CloseLive) == is_asked_again


def test_an_answer_that_is_no_longer_awaited_changes_nothing() -> None:
    till = agreed(Till(head=3))
    push, feed = till.only(s.SendPush), till.only(s.SendFeed)
    till.tell(s.PushAnswered(push.request_id, push_answer(3), 3))
    till.tell(s.FeedAnswered(feed.request_id, page(7, 9)))
    stream = till.only(s.OpenLive)
    for late in (
        s.PushAnswered(push.request_id, push_answer(1), 3),
        s.FeedAnswered(feed.request_id, page(7, 9)),
        s.Declined(feed.request_id, 410, error("cursor")),
        s.Broken(push.request_id, "timeout"),
        s.HelloAnswered(1, hello_answer(0)),
        s.SnapshotReady(feed.request_id, "e1:1:1"),
    ):
        assert till.tell(late) == []
    assert till.engine.status.unsent == 0
    till.tell(s.LiveOpened(stream.request_id))
    assert till.state() == "live"


def test_a_silent_stream_is_given_up_after_six_seconds() -> None:
    till = agreed(Till())
    stream = live(till)
    till.now_ms += 5_999
    till.tell(s.Tick())
    assert not till.has(s.CloseLive)
    till.now_ms += 1
    till.tell(s.Tick())
    assert till.only(s.CloseLive).request_id == stream


def test_a_beat_keeps_the_stream_alive() -> None:
    till = agreed(Till())
    stream = live(till)
    for _ in range(9):
        till.now_ms += 2_000
        till.tell(s.LiveBeat(stream, 7))
    assert till.state() == "live"


def test_a_page_that_went_missing_on_the_stream_is_noticed_by_the_second_beat() -> None:
    till = agreed(Till())
    stream = live(till)
    till.tell(s.LiveBeat(stream, 9))
    till.tell(s.LiveBeat(stream, 9))
    assert till.has(s.CloseLive)
    assert till.only(s.SendFeed).cursor == CURSOR


def test_a_stream_that_breaks_is_asked_for_again_at_once_and_the_till_is_not_offline_yet() -> None:
    till = agreed(Till())
    stream = live(till)
    till.tell(s.LiveBeat(stream, 7))
    till.tell(s.Broken(stream, "interrupted"))
    assert till.has(s.SendFeed)
    assert till.state() == "catching_up"
    till.tell(s.Broken(till.only(s.SendFeed).request_id, "unreachable"))
    assert (till.state(), till.engine.status.detail) == ("offline", "unreachable")


def test_a_stream_that_breaks_before_its_first_word_waits_longer_each_time_up_to_five_seconds() -> None:
    till = agreed(Till(chance=0.999_999))
    waits = []
    for _ in range(9):
        stream = live(till)
        till.tell(s.Broken(stream, "interrupted"))
        waits.append(till.until(s.SendFeed))
    assert waits == [0, 399, 799, 1599, 3199, 4999, 4999, 4999, 4999]


# --- outages ---


def test_the_first_answer_after_an_outage_ends_all_waiting() -> None:
    till = agreed(Till(head=1, chance=0.999_999))
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
    till = Till(head=1)
    till.tell(s.Broken(1, "unreachable"))
    assert not till.has(s.SendHello)
    till.tell(s.RetryNow())
    assert till.has(s.SendHello)


def test_the_conversation_is_renewed_after_six_hours_but_not_beside_a_run() -> None:
    till = agreed(Till(head=1))
    till.now_ms += 6 * 3_600_000
    push = till.only(s.SendPush)
    till.tell(s.JournalGrew(2))
    assert not till.has(s.SendHello)
    till.tell(s.PushAnswered(push.request_id, push_answer(1), 1))
    assert till.has(s.SendHello)
    assert not till.has(s.SendPush)


def test_a_stopped_engine_starts_nothing_but_hears_the_last_answer() -> None:
    till = agreed(Till(head=2))
    push = till.only(s.SendPush)
    till.engine.stop()
    assert not till.engine.is_quiet
    till.tell(s.PushAnswered(push.request_id, push_answer(1), 1))
    assert kinds(till.orders) == [s.SaveAck, s.Report]
    assert till.engine.is_quiet
    assert till.engine.wake_at_ms is None


def test_the_moment_of_contact_alone_is_no_news() -> None:
    till = agreed(Till())
    stream = live(till)
    till.now_ms += 2_000
    assert till.tell(s.LiveBeat(stream, 7)) == []
    assert till.engine.status.last_contact_ms == 3_000

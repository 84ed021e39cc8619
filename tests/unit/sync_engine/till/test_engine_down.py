"""The engine as tables of inputs and orders: the way down."""

import pytest

from sync_engine.protocol.messages import FeedPage
from sync_engine.till import signals as s
from tests.helpers.engine_of_till import CURSOR, EngineOfTill, agreed, live
from tests.helpers.sync_words import error, hello_answer, page, push_answer


def test_no_cursor_means_a_snapshot_then_the_feed_from_it() -> None:
    till = agreed(EngineOfTill(cursor=None))
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
    till = agreed(EngineOfTill())
    till.tell(s.Declined(till.only(s.SendFeed).request_id, 410, error("cursor", reason="schema")))
    till.until(s.FetchSnapshot)


def test_a_replica_that_was_damaged_is_fetched_anew() -> None:
    till = agreed(EngineOfTill())
    live(till)
    till.tell(s.ApplyFailed("replica_damaged", None))
    till.until(s.FetchSnapshot)


def test_a_full_disk_is_tried_again_from_what_is_durable() -> None:
    till = agreed(EngineOfTill())
    till.tell(s.FeedAnswered(till.only(s.SendFeed).request_id, page(7, 9, head=20)))
    till.tell(s.ApplyFailed("replica_disk", CURSOR))
    assert till.engine.status.detail == "replica_disk"
    till.until(s.SendFeed)
    assert till.only(s.SendFeed).cursor == CURSOR


def test_pages_are_asked_for_ahead_but_not_without_end() -> None:
    till = agreed(EngineOfTill())
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
    till = agreed(EngineOfTill())
    stream = live(till)
    till.tell(s.LivePaged(stream, said))
    assert not till.has(s.Apply)
    assert till.has(s.CloseLive) == is_asked_again


def test_an_answer_that_is_no_longer_awaited_changes_nothing() -> None:
    till = agreed(EngineOfTill(head=3))
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
    till.tell(s.Applied(9))
    till.tell(s.LiveOpened(stream.request_id))
    assert till.state() == "live"


def test_a_silent_stream_is_given_up_after_six_seconds() -> None:
    till = agreed(EngineOfTill())
    stream = live(till)
    till.now_ms += 5_999
    till.tell(s.Tick())
    assert not till.has(s.CloseLive)
    till.now_ms += 1
    till.tell(s.Tick())
    assert till.only(s.CloseLive).request_id == stream


def test_a_till_is_live_only_when_the_pages_before_the_stream_are_in_the_replica() -> None:
    till = agreed(EngineOfTill())
    till.tell(s.FeedAnswered(till.only(s.SendFeed).request_id, page(7, 9)))
    till.tell(s.LiveOpened(till.only(s.OpenLive).request_id))
    assert till.state() == "catching_up"
    till.tell(s.Applied(9))
    till.tell(s.LivePaged(till.last(s.OpenLive), page(9, 10)))
    assert till.state() == "live"


def test_a_beat_keeps_the_stream_alive() -> None:
    till = agreed(EngineOfTill())
    stream = live(till)
    for _ in range(9):
        till.now_ms += 2_000
        till.tell(s.LiveBeat(stream, 7))
    assert till.state() == "live"


def test_a_page_that_went_missing_on_the_stream_is_noticed_by_the_second_beat() -> None:
    till = agreed(EngineOfTill())
    stream = live(till)
    till.tell(s.LiveBeat(stream, 9))
    till.tell(s.LiveBeat(stream, 9))
    assert till.has(s.CloseLive)
    assert till.only(s.SendFeed).cursor == CURSOR


def test_a_stream_that_breaks_is_asked_for_again_at_once_and_the_till_is_not_offline_yet() -> None:
    till = agreed(EngineOfTill())
    stream = live(till)
    till.tell(s.LiveBeat(stream, 7))
    till.tell(s.Broken(stream, "interrupted"))
    assert till.has(s.SendFeed)
    assert till.state() == "catching_up"
    till.tell(s.Broken(till.only(s.SendFeed).request_id, "unreachable"))
    assert (till.state(), till.engine.status.detail) == ("offline", "unreachable")


def test_a_stream_that_breaks_before_its_first_word_waits_longer_each_time_up_to_five_seconds() -> None:
    till = agreed(EngineOfTill(chance=0.999_999))
    waits = []
    for _ in range(9):
        stream = live(till)
        till.tell(s.Broken(stream, "interrupted"))
        waits.append(till.until(s.SendFeed))
    assert waits == [0, 399, 799, 1599, 3199, 4999, 4999, 4999, 4999]

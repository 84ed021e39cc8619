"""The words of the status chip, and how often they may change."""

from itertools import pairwise

import pytest

from pos_client.events import SyncChanged
from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendClock
from pos_client.presenters.status import StatusPresenter


@pytest.fixture
def clock() -> PretendClock:
    use_language("en")
    return PretendClock()


@pytest.fixture
def status(clock: PretendClock) -> StatusPresenter:
    return StatusPresenter(clock)


@pytest.mark.parametrize(
    ("event", "kind", "word"),
    [
        (SyncChanged("live", 0, 0.5), "live", "Live"),
        (SyncChanged("live", 3, 0.5), "live", "Live"),
        (SyncChanged("catching_up", 12, 0.5), "sending", "Sending 12"),
        (SyncChanged("catching_up", 0, 0.5, "", 40), "sending", "Updating 40 %"),
        (SyncChanged("offline", 0, None), "offline", "Offline"),
        (SyncChanged("offline", 12, 251.0), "offline", "Offline 4 min · 12 saved here"),
        (SyncChanged("offline", 0, 70_000.0), "limit", "Offline 19 h · prices old"),
        (SyncChanged("offline", 2, 10_000.0), "offline", "Offline 2 h · 2 saved here"),
        (SyncChanged("blocked", 0, 1.0), "flag", "Needs a manager"),
    ],
)
def test_every_state_has_its_word(status: StatusPresenter, event: SyncChanged, kind: str, word: str) -> None:
    status.on_sync(event)
    assert (status.view.value.kind, status.view.value.word) == (kind, word)


def test_what_stays_unsent_for_ten_seconds_is_said(status: StatusPresenter, clock: PretendClock) -> None:
    status.on_sync(SyncChanged("live", 2, 0.1))
    clock.move(10)
    status.tick()
    assert status.view.value.word == "Sending 2"


def test_minutes_offline_grow_by_themselves(status: StatusPresenter, clock: PretendClock) -> None:
    status.on_sync(SyncChanged("offline", 1, 50.0))
    assert status.view.value.word == "Offline · 1 saved here"
    clock.move(70)
    status.tick()
    assert status.view.value.word == "Offline 2 min · 1 saved here"


def test_a_flapping_line_changes_the_chip_once_in_ten_seconds(status: StatusPresenter, clock: PretendClock) -> None:
    seen: list[str] = []
    status.view.listen(lambda view: seen.append(view.kind))
    for _ in range(10):
        for state in ("live", "offline"):
            status.on_sync(SyncChanged(state, 0, 0.1))
            clock.move(1)
    clock.move(10)
    status.tick()
    changes = [after for before, after in pairwise(seen) if before != after]
    assert changes == ["live", "offline"]


def test_the_red_bar_does_not_wait_and_goes_when_it_is_over(status: StatusPresenter, clock: PretendClock) -> None:
    status.on_sync(SyncChanged("live", 0, 0.1))
    status.stop("The disk is full.")
    assert (status.view.value.kind, status.view.value.bar) == ("stop", "The disk is full.")
    status.stop("")
    assert (status.view.value.kind, status.view.value.bar) == ("live", "")


def test_the_long_sentence_begins_with_what_works(status: StatusPresenter) -> None:
    status.on_sync(SyncChanged("offline", 2, 61.0))
    assert status.view.value.sentence.startswith("Selling works. The ledger cannot be heard. 2 entries are saved here")


def test_a_line_that_is_gone_for_less_than_three_seconds_is_no_news(
    status: StatusPresenter, clock: PretendClock
) -> None:
    status.on_sync(SyncChanged("live", 0, 0.1))
    clock.move(20)
    status.on_sync(SyncChanged("offline", 0, 5.0))
    clock.move(2.9)
    seen = []
    for seconds in (0, 0.1):
        clock.move(seconds)
        status.tick()
        seen.append(status.view.value.kind)
    assert seen == ["live", "offline"]


def test_only_what_makes_recording_unsafe_is_red(status: StatusPresenter) -> None:
    for state in ("live", "catching_up", "offline", "blocked"):
        status.on_sync(SyncChanged(state, 9, 90_000.0))
        assert (status.view.value.kind == "stop", status.view.value.bar) == (False, "")

"""What was sold lately, and when the ledger was heard."""

from datetime import UTC, datetime, timedelta

from pos_client.app.lately import MOST_KEPT, Heard, Sold
from sync_engine.till.status import Status
from tests.helpers.till_home import a_sale

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clocks:
    def __init__(self) -> None:
        self.passed_s = 0.0
        self.heard = Heard(lambda: NOON + timedelta(seconds=self.passed_s), lambda: 1_000.0 + self.passed_s)

    def after(self, seconds: float) -> datetime | None:
        self.passed_s = seconds
        return self.heard.at()


def test_what_was_sold_last_comes_first_and_once() -> None:
    sold = Sold()
    sold.note([])
    assert sold.ids() == ()
    sold.note([a_sale("event-1", lines=3)])
    assert sold.ids() == ("ARTICLE-3", "ARTICLE-2", "COFFEE")
    sold.note([a_sale("event-2")])
    assert sold.ids() == ("COFFEE", "ARTICLE-3", "ARTICLE-2")
    sold.note([a_sale("event-3", lines=MOST_KEPT + 10)])
    assert len(sold.ids()) == MOST_KEPT


def test_before_the_till_was_live_nothing_is_known_beyond_its_file() -> None:
    clocks = Clocks()
    assert clocks.after(1) is None
    clocks.heard.status(Status("catching_up", last_contact_ms=1_001_000))
    assert clocks.after(2) is None


def test_live_numbers_are_as_of_now_and_later_as_of_the_last_word() -> None:
    clocks = Clocks()
    clocks.heard.status(Status("live", last_contact_ms=1_000_000))
    assert clocks.after(3_600) == NOON + timedelta(hours=1)
    clocks.passed_s = 3_606
    clocks.heard.status(Status("offline", last_contact_ms=4_600_000))
    assert clocks.after(9_000) == NOON + timedelta(hours=1)

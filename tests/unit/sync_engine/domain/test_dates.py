"""Days and instants as text sort as they happened."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.domain.dates import day_text, instant_text, parse_instant
from tests.unit.sync_engine.domain.shop import thorough


def test_a_day_is_iso_text_from_either_form() -> None:
    assert day_text(date(2026, 1, 2)) == day_text("2026-01-02") == "2026-01-02"


def test_an_instant_is_written_in_utc_with_milliseconds() -> None:
    at = datetime(2026, 11, 21, 12, 0, 3, 120_999, tzinfo=timezone(timedelta(hours=2)))
    assert instant_text(at) == "2026-11-21T10:00:03.120Z"


def test_an_instant_is_read_back() -> None:
    assert parse_instant("2026-11-21T10:00:03.120Z") == datetime(2026, 11, 21, 10, 0, 3, 120_000, tzinfo=UTC)


def test_an_instant_without_a_zone_is_a_bug_both_ways() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 11, 21))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        parse_instant("2026-11-21T10:00:03.120")


instants = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.timezones())  # noqa: DTZ001


@thorough
@given(instants, instants)
def test_the_order_of_texts_is_the_order_of_instants(one: datetime, other: datetime) -> None:
    one, other = (parse_instant(instant_text(at)) for at in (one, other))
    assert (one < other) == (instant_text(one) < instant_text(other))

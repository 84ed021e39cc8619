"""A store's rules are dated, and its days end when it says so."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sync_engine.domain.errors import NoRules, UnknownTimeZone
from sync_engine.domain.store import Store, StoreRules, business_on, rules_on
from sync_engine.domain.tax import TaxPart, TaxRate
from tests.unit.sync_engine.domain.shop import INCLUSIVE, shared_file


def rules(valid_from_on: str, rate_ppm: int) -> StoreRules:
    return StoreRules(valid_from_on, INCLUSIVE, 1, {"full": TaxRate("full", (TaxPart("VAT", rate_ppm),))})


STORE = Store(
    store_id="S01",
    name="Demo Street",
    country="DE",
    currency_code="EUR",
    time_zone="Europe/Berlin",
    cutover_minutes=240,
    price_list="retail",
    language="de",
    address=("Demo Street 1",),
    rules=(rules("2021-01-01", 190_000), rules("2007-01-01", 190_000), rules("2020-07-01", 160_000)),
)


def full_rate(store: Store, on: date | str) -> int:
    return rules_on(store, on).taxes["full"].parts[0].rate_ppm


@pytest.mark.parametrize(
    ("on", "rate_ppm"),
    [("2020-06-30", 190_000), ("2020-07-01", 160_000), (date(2020, 12, 31), 160_000), ("2021-01-01", 190_000)],
)
def test_the_latest_rules_that_have_begun_hold(on: date | str, rate_ppm: int) -> None:
    assert full_rate(STORE, on) == rate_ppm


def test_before_its_first_rules_a_store_has_none() -> None:
    with pytest.raises(NoRules) as caught:
        rules_on(STORE, date(2006, 12, 31))
    assert caught.value == NoRules("S01", "2006-12-31")


def test_the_published_history_of_every_country_can_be_kept_as_rules() -> None:
    history = json.loads(shared_file("tax/eu_standard_vat_history.json").read_text(encoding="utf-8"))["DATA"]
    assert len(history) == 27
    for country, _, steps in history:
        dated = tuple(rules(since, round(float(rate) * 10_000)) for since, rate in steps)
        store = replace(STORE, country=country, rules=tuple(reversed(dated)))
        assert [full_rate(store, since) for since, _ in steps] == [round(float(rate) * 10_000) for _, rate in steps]


@pytest.mark.parametrize(
    ("at", "tz", "on"),
    [
        (datetime(2026, 11, 21, 2, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 20)),  # 03:59 on the wall
        (datetime(2026, 11, 21, 3, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 21)),  # 04:00
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 28)),  # 03:30, clocks went forward
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 29)),  # 04:00
        (datetime(2026, 10, 25, 2, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 24)),  # 03:59, clocks went back
        (datetime(2026, 11, 20, 19, 0, tzinfo=UTC), "Asia/Tokyo", date(2026, 11, 21)),  # 04:00
        (datetime(2026, 11, 21, 8, 59, tzinfo=UTC), "America/Toronto", date(2026, 11, 20)),  # 03:59
        (datetime(2026, 1, 1, 3, 59, tzinfo=UTC), "UTC", date(2025, 12, 31)),
    ],
)
def test_a_business_day_ends_when_the_clock_on_the_wall_shows_the_cutover(at: datetime, tz: str, on: date) -> None:
    assert business_on(at, tz, 240) == on


def test_without_a_cutover_a_day_ends_at_midnight() -> None:
    assert business_on(datetime(2026, 11, 21, 0, 0, tzinfo=UTC), "UTC", 0) == date(2026, 11, 21)


@pytest.mark.parametrize("tz", ["Europe/Atlantis", "", "../etc/passwd", "Europe"])
def test_a_time_zone_that_does_not_exist_is_refused(tz: str) -> None:
    with pytest.raises(UnknownTimeZone) as caught:
        business_on(datetime(2026, 11, 21, tzinfo=UTC), tz, 240)
    assert caught.value == UnknownTimeZone(tz)


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        business_on(datetime(2026, 11, 21), "UTC", 240)  # noqa: DTZ001

"""A store and the dated rules it sells under, and which business day an instant belongs to. It knows no till."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sync_engine.domain.dates import day_text
from sync_engine.domain.errors import NoRules, UnknownTimeZone
from sync_engine.domain.tax import TaxRate, TaxRegime


@dataclass(frozen=True, slots=True)
class StoreRules:
    """Regime, cash rounding (minor units, 1: none) and tax rates from a day (ISO text) until later rules begin.

    `default_tax_code` is what an article without a tax code gets when it is imported ("": none).
    """

    valid_from_on: str
    regime: TaxRegime
    cash_step_minor: int
    taxes: Mapping[str, TaxRate]
    default_tax_code: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """One store: one book currency, one IANA time zone, one price list; a day ends `cutover_minutes` after midnight.

    `foreign` is the cash of other currencies that it takes: code to rate, as in `domain.foreign`.
    """

    store_id: str
    name: str
    country: str
    currency_code: str
    time_zone: str
    cutover_minutes: int
    price_list: str
    language: str
    address: tuple[str, ...]
    rules: tuple[StoreRules, ...]
    foreign: Mapping[str, int] = field(default_factory=dict)


def rules_on(store: Store, on: date | str) -> StoreRules:
    """The rules that hold on a day: the latest that have begun. Refuses with NoRules."""
    day = day_text(on)
    begun = [rules for rules in store.rules if rules.valid_from_on <= day]
    if not begun:
        raise NoRules(store.store_id, day)
    return max(begun, key=lambda rules: rules.valid_from_on)


def business_on(at: datetime, tz: str, cutover_minutes: int) -> date:
    """The business day of an instant: the local date, or the day before until the clock shows the cut-over.

    Refuses with UnknownTimeZone; a datetime without a zone is a ValueError.
    """
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    try:
        zone = ZoneInfo(tz)
    except (OSError, ValueError, LookupError) as error:  # zoneinfo's three ways to say that the name leads nowhere
        raise UnknownTimeZone(tz) from error
    on_the_wall = at.astimezone(zone).replace(tzinfo=None)
    return (on_the_wall - timedelta(minutes=cutover_minutes)).date()

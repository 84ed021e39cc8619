"""Rows of a store file into store facts: one currency, and dated rules for tax and cash. Knows the file's columns."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sync_engine.domain.distance import Spot
from sync_engine.domain.errors import UnknownCurrency
from sync_engine.domain.money import currency, currency_codes
from sync_engine.ledger.importing import values
from sync_engine.ledger.importing.columns import Columns
from sync_engine.ledger.importing.values import RowRefused

FROM_THE_START = "1900-01-01"
"""Rules and prices without a date hold from here: before any sale that is ever replayed."""

_ROUNDINGS = ("line", "document")
_URL = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", re.ASCII)


def store_body(columns: Columns, cells: Sequence[str]) -> dict[str, Any]:
    """A store with the one set of rules this row states. Raises RowRefused."""

    def text(field: str, blank: str = "") -> str:
        return values.clean(columns.cell(cells, field)) or blank

    code = text("currency").upper()
    try:
        digits = currency(code).digits
    except UnknownCurrency:
        raise RowRefused("unknown_currency", code) from None
    return {
        "name": values.name(columns.cell(cells, "name")),
        "country": text("country").upper(),
        "currency": code,
        "time_zone": _time_zone(text("time_zone", "UTC")),
        "cutover_minutes": _minutes(text("cutover", "04:00")),
        "price_list": text("price_list", "default"),
        "language": text("language", "en"),
        "address": _lines(text("address")),
        "rules": [_rules(text, digits)],
        "foreign": foreign_of(text("foreign"), code),
        **_receipt(text),
        **_spot(text),
    }


def with_rules_of(body: dict[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """`body` with the rules of other dates it had before. Reason: currency_change (a store has one book currency)."""
    if before is None:
        return body
    if before["currency"] != body["currency"]:
        raise RowRefused("currency_change", f"{before['currency']} to {body['currency']}")
    stated = {rules["from"] for rules in body["rules"]}
    kept = [rules for rules in before["rules"] if rules["from"] not in stated]
    return {**body, "rules": sorted(kept + body["rules"], key=lambda rules: str(rules["from"]))}


def _rules(text: Any, digits: int) -> dict[str, Any]:
    rounding = text("tax_rounding", "line")
    if rounding not in _ROUNDINGS:
        raise RowRefused("unknown_rounding", rounding)
    step = text("cash_step")
    step_minor = values.number(step, digits) if step else 1
    if step_minor < 1:
        raise RowRefused("out_of_range", step)
    taxes = taxes_of(text("taxes", "none"))
    return {
        "from": values.day(text("valid_from")) or FROM_THE_START,
        "inclusive": values.flag(text("tax_inclusive"), blank=True),
        "rounding": rounding,
        "cash_step": step_minor,
        "taxes": taxes,
        "default_tax": next(iter(taxes)),
    }


def taxes_of(text: str) -> dict[str, list[dict[str, Any]]]:
    """`standard=20;zero=0` in percent; several taxes of one code are joined with `+` and may be named:
    `both=GST:5+PST:7`. A code without a rate (`none`) has no tax. The first is the store's default.
    """
    taxes: dict[str, list[dict[str, Any]]] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        code, equals, rates = (piece.strip() for piece in part.partition("="))
        if not code or code in taxes or (equals and not rates):
            raise RowRefused("bad_taxes", part)
        taxes[code] = [_tax_part(code, rate) for rate in rates.split("+")] if rates else []
    if not taxes:
        raise RowRefused("bad_taxes", text)
    return taxes


def _receipt(text: Any) -> dict[str, Any]:
    """The shop's own lines on its receipts and where their pages can be seen, where it has any. Reason: bad_url."""
    url = text("receipt_url").rstrip("/")
    if url and not _URL.fullmatch(url):
        raise RowRefused("bad_url", url)
    texts: dict[str, Any] = {part: _lines(text(f"receipt_{part}")) for part in ("header", "legal", "footer")}
    found = {**texts, "url": url, "template": text("receipt_template")}
    return {"receipt": found} if any(found.values()) else {}


def _spot(text: Any) -> dict[str, str]:
    """Where the store lies, in degrees as decimal text, where that is said. Reason: out_of_range."""
    lat, lon = text("lat"), text("lon")
    if not lat and not lon:
        return {}
    if Spot.read(lat, lon) is None:
        raise RowRefused("out_of_range", f"{lat} {lon}")
    return {"lat": lat, "lon": lon}


def _lines(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def foreign_of(text: str, own: str) -> dict[str, int]:
    """Cash of other currencies: `USD=0.79;EUR=0.8565`, each one in the store's own; "" for none."""
    rates: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        code, _, rate = (piece.strip() for piece in part.partition("="))
        if code not in currency_codes() or code in rates or code == own:
            raise RowRefused("unknown_currency", part)
        rates[code] = values.number(rate, 6)
        if not 0 < rates[code] < 10**12:
            raise RowRefused("out_of_range", part)
    return rates


def _tax_part(code: str, text: str) -> dict[str, Any]:
    name, _, percent = text.rpartition(":")
    rate_ppm = values.number(percent.strip().removesuffix("%"), 4)  # percent at 4 decimals is parts per million
    if rate_ppm < 0:
        raise RowRefused("bad_taxes", text)
    return {"name": name.strip() or code, "rate_ppm": rate_ppm}


def _time_zone(name: str) -> str:
    if name not in _time_zones():
        raise RowRefused("unknown_time_zone", name)
    return name


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    total = values.number(hours, 0) * 60 + values.number(minutes or "0", 0)
    if not 0 <= total < 24 * 60:
        raise RowRefused("out_of_range", text)
    return total


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())

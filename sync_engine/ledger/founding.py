"""A store and a till made on the spot, for who starts with nothing: one tax code without tax, exact cash.

What is chosen here is said in words by the command, and changed later by importing a store file.
"""

from datetime import datetime
from importlib import resources
from typing import Any

from sync_engine.domain.identity import check_till_id
from sync_engine.domain.money import currency
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.importing.booking import ledger_context
from sync_engine.ledger.importing.parts import EVERYWHERE
from sync_engine.ledger.importing.statements import Known
from sync_engine.ledger.importing.stores import FROM_THE_START, taxes_of
from sync_engine.ledger.importing.values import place_code
from sync_engine.protocol.facts import ReferenceChangedBody, ReferenceRow


def new_store(store_id: str, country: str, currency_code: str) -> dict[str, Any]:
    """The body of a store without tax. Raises UnknownCurrency."""
    currency(currency_code)
    taxes = taxes_of("none")
    rules = {
        "from": FROM_THE_START,
        "inclusive": True,
        "rounding": "line",
        "cash_step": 1,
        "taxes": taxes,
        "default_tax": next(iter(taxes)),
    }
    return {
        "name": f"Store {store_id}",
        "country": country,
        "currency": currency_code,
        "time_zone": time_zone_of(country),
        "cutover_minutes": 4 * 60,
        "price_list": "default",
        "language": "en",
        "address": [],
        "rules": [rules],
    }


def time_zone_of(country: str) -> str:
    """The time zone of a country that has one, else UTC (source: zone.tab of the tz database)."""
    lines = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    zones = [line.split("\t")[2] for line in lines if line.startswith(f"{country}\t")]
    return zones[0] if len(zones) == 1 else "UTC"


def found_place(known: Known, appender: Appender, store: dict[str, Any], ids: tuple[str, str], at: datetime) -> str:
    """Make the store and the till of `ids` where they do not exist; returns what was made: store, till or nothing.

    Raises RowRefused (bad_store_code) and UnusableTillId.
    """
    store_id, till_id = place_code(ids[0], "bad_store_code"), ids[1]
    check_till_id(till_id)
    made = ""
    till_key = f"{store_id}/{till_id}"
    if not known.bodies("till", [(EVERYWHERE, till_key)]):
        till = {"store": store_id, "till": till_id, "name": f"Till {till_id}"}
        _state(appender, "till", till_key, till, at)
        made = "till"
    if not known.bodies("store", [(EVERYWHERE, store_id)]):
        _state(appender, "store", store_id, store, at)
        made = "store"
    return made


def _state(appender: Appender, topic: str, key: str, body: dict[str, Any], at: datetime) -> None:
    row = ReferenceRow(scope=EVERYWHERE, key=key, body=body)
    appender.append("reference_changed", 1, ReferenceChangedBody(**ledger_context(at), topic=topic, rows=(row,)))

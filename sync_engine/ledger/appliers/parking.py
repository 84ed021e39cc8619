"""Parked sales and their return to a counter: the rows by which the tills of a store share them.

A parked sale moves neither goods nor money; its row goes to the tills of its store and away again when one of them
resumes it. Two tills that could not see each other may both resume it: both are booked, and a case holds both.
"""

from typing import Any

import msgspec

from sync_engine.domain.limits import check_amount
from sync_engine.ledger.appliers.topics import row_text
from sync_engine.ledger.book import Needs, RefKey
from sync_engine.ledger.cases import PARKED_RESUMED_TWICE
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.codec import canonical
from sync_engine.protocol.facts import Context, ParkedResumedBody, SaleParkedBody

TOPIC = "parked"
RESUMED = "parked_resumed"
UNSENT_SCOPE = "#ledger"
"""The scope of rows that the ledger keeps for itself: no store can be called so, so no feed contains them."""
BODY_VERSION = 1


def add_parked_needs(body: SaleParkedBody, needs: Needs) -> None:
    """The parked sale's own row, and whether it was resumed already."""
    needs.refs.update((_row(body.store, body.park), _resumed(body.park)))


def apply_parked(body: SaleParkedBody, draft: Draft) -> BookedChanges:
    """Show it to the store's tills, unless it was resumed in an event that came earlier. Refuses what is no amount."""
    check_amount(body.total)
    booked = BookedChanges()
    resumed = draft.ref(_resumed(body.park))
    if resumed is None or resumed.body is None:
        booked.refs[_row(body.store, body.park)] = row_text(TOPIC, body.park, _shown(body))
    return booked


def add_resumed_needs(body: ParkedResumedBody, needs: Needs) -> None:
    """As for parking."""
    needs.refs.update((_row(body.store, body.park), _resumed(body.park)))


def apply_resumed(body: ParkedResumedBody, draft: Draft) -> BookedChanges:
    """Take it away from the tills; a second time is an exception with a case that names both."""
    booked = BookedChanges()
    key = _row(body.store, body.park)
    shown, before = draft.ref(key), draft.ref(_resumed(body.park))
    evidence = _evidence(body, draft.next_pos)
    if before is not None and before.body is not None:
        booked.reasons.append(PARKED_RESUMED_TWICE)
        facts = {"park": body.park, "store": body.store, **_both(before.body, evidence)}
        booked.cases.append((PARKED_RESUMED_TWICE, body.park, facts))
        return booked
    code = ""
    if shown is not None and shown.body is not None:
        code = str(msgspec.json.decode(shown.body).get("code", ""))
        booked.refs[key] = None
    booked.refs[_resumed(body.park)] = canonical({**evidence, "code": code}).decode()
    return booked


def _row(store: str, park: str) -> RefKey:
    return TOPIC, store, park


def _resumed(park: str) -> RefKey:
    return RESUMED, UNSENT_SCOPE, park


def _shown(body: SaleParkedBody) -> dict[str, Any]:
    return {
        "version": BODY_VERSION,
        "code": body.code,
        "note": body.note,
        "items": body.items,
        "total": body.total,
        "currency": body.currency,
        "sale": body.sale,
        "till": body.till,
        "staff": body.staff,
        "at": body.at,
    }


def _evidence(body: Context, pos: int) -> dict[str, Any]:
    """Who resumed it: the position leads to the event itself."""
    return {"pos": pos, "till": body.till, "staff": body.staff, "at": body.at}


def _both(first: str, second: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = msgspec.json.decode(first)
    return {"code": known.pop("code", ""), "first": known, "second": second}

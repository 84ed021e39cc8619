"""Customers as the tills write them down: the last event by position is how a customer stands; consents only grow.

A till sends a customer whole, also one it knew only as it was some time ago: what comes last stands. What the ledger
was told beside that (by an import, a channel) is kept.
"""

from typing import Any

import msgspec

from sync_engine.ledger.appliers.reference import put_ref
from sync_engine.ledger.appliers.topics import row_text
from sync_engine.ledger.book import Needs, RefKey
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import BookedChanges
from sync_engine.protocol.facts import CustomerSavedBody

TOPIC = "customer"
EVERYWHERE = "*"


def add_needs(body: CustomerSavedBody, needs: Needs) -> None:
    """The customer as they stand."""
    needs.refs.add(_key(body))


def apply(body: CustomerSavedBody, draft: Draft) -> BookedChanges:
    """Put the customer. A fact that says nothing new changes no row."""
    booked = BookedChanges()
    present = draft.ref(_key(body))
    before = msgspec.json.decode(present.body) if present is not None and present.body is not None else {}
    put_ref(booked, draft, _key(body), row_text(TOPIC, body.customer, _merged(before, body)))
    return booked


def _key(body: CustomerSavedBody) -> RefKey:
    return TOPIC, EVERYWHERE, body.customer


def _merged(before: dict[str, Any], body: CustomerSavedBody) -> dict[str, Any]:
    consents = list(before.get("consents", ()))
    consents += [one for one in _consents(body) if one not in consents]
    return {
        **before,
        "name": body.name,
        "phone": body.phone,
        "email": body.email,
        "card": body.card,
        "group": body.group,
        "language": body.language,
        "consents": consents,
    }


def _consents(body: CustomerSavedBody) -> list[dict[str, Any]]:
    """Each with the person who took it down, and where."""
    return [{**msgspec.to_builtins(one), "staff": body.staff, "store": body.store} for one in body.consents]

"""Customers in the books: the last word stands, consents only grow."""

from typing import Any

import msgspec

from sync_engine.protocol import facts
from tests.helpers.ledgers import context, reference
from tests.unit.sync_engine.ledger.stepping import Steps, sell, shop, till

ROW = ("customer", "*", "k1")
AT = "2026-11-21T10:00:00.000Z"


def saved(**changes: Any) -> facts.CustomerSavedBody:
    known: dict[str, Any] = {"customer": "k1", "name": "Customer 1", "phone": "+62 811 555", "group": "member"}
    return facts.CustomerSavedBody(**context(), **{**known, **changes})


def consent(purpose: str, *, given: bool = True, at: str = AT) -> facts.ConsentBody:
    return facts.ConsentBody(purpose=purpose, given=given, text_version="2026-1", at=at)


def row(steps: Steps) -> dict[str, Any]:
    state = steps.book.refs[ROW]
    assert state is not None
    assert state.body is not None
    found: dict[str, Any] = msgspec.json.decode(state.body)
    return found


def test_a_customer_is_shown_everywhere_with_who_took_the_consent_down() -> None:
    steps, fake = shop()
    assert sell(steps, fake, saved(consents=(consent("offers"),))) == ("applied", None)
    assert row(steps) == {
        "name": "Customer 1",
        "phone": "+62 811 555",
        "email": "",
        "card": "",
        "group": "member",
        "language": "",
        "consents": [
            {"purpose": "offers", "given": True, "text_version": "2026-1", "at": AT, "staff": "c1", "store": "S01"}
        ],
    }


def test_the_last_event_stands_and_consents_are_added() -> None:
    steps, fake = shop()
    other = steps.know(till("d_2"), till_id="T2")
    sell(steps, fake, saved(consents=(consent("offers"),)))
    later = saved(
        name="Customer One", phone="", consents=(consent("offers", given=False, at="2026-11-21T11:00:00.000Z"),)
    )
    sell(steps, other, msgspec.structs.replace(later, till="T2"))
    found = row(steps)
    assert (found["name"], found["phone"]) == ("Customer One", "")
    assert [(one["purpose"], one["given"]) for one in found["consents"]] == [("offers", True), ("offers", False)]


def test_the_same_consent_sent_again_is_kept_once() -> None:
    steps, fake = shop()
    sell(steps, fake, saved(consents=(consent("offers"),)))
    sell(steps, fake, saved(name="Customer One", consents=(consent("offers"),)))
    assert len(row(steps)["consents"]) == 1


def test_what_a_till_does_not_know_of_stays() -> None:
    steps, fake = shop()
    known = {"name": "Customer 1", "consents": [], "loyalty": {"points": 7}}
    steps.state(reference("customer", facts.ReferenceRow(scope="*", key="k1", body=known)))
    sell(steps, fake, saved())
    assert row(steps)["loyalty"] == {"points": 7}


def test_a_fact_that_says_nothing_new_changes_no_row() -> None:
    steps, fake = shop()
    sell(steps, fake, saved())
    version = steps.book.refs[ROW]
    sell(steps, fake, saved())
    assert steps.book.refs[ROW] == version

"""Parked sales in the books: shown to the store until one till resumes them; what two tills that both did come to."""

from typing import Any

import msgspec
import pytest

from sync_engine.protocol import facts
from tests.helpers.ledgers import FakeTill, context
from tests.unit.sync_engine.ledger.stepping import Steps, sell, shop, till

ROW = ("parked", "S01", "p1")


def parked(park: str = "p1", **changes: Any) -> facts.SaleParkedBody:
    body = facts.SaleParkedBody(
        **context(), park=park, code="XCPABC1", note="green coat", items=6, total=6_180, currency="EUR", sale="{}"
    )
    return msgspec.structs.replace(body, **changes)


def resumed(park: str = "p1", till_id: str = "T1", staff: str = "c1") -> facts.ParkedResumedBody:
    return facts.ParkedResumedBody(**{**context("S01", till_id), "staff": staff}, park=park)


def two_tills() -> tuple[Steps, FakeTill, FakeTill]:
    steps, first = shop()
    return steps, first, steps.know(till("d_2"), till_id="T2")


def shown(steps: Steps) -> dict[str, Any] | None:
    state = steps.book.refs[ROW]
    assert state is not None
    return msgspec.json.decode(state.body) if state.body is not None else None


def test_a_parked_sale_is_shown_to_its_store_whole() -> None:
    steps, fake, _ = two_tills()
    assert sell(steps, fake, parked()) == ("applied", None)
    assert shown(steps) == {
        "version": 1,
        "code": "XCPABC1",
        "note": "green coat",
        "items": 6,
        "total": 6_180,
        "currency": "EUR",
        "sale": "{}",
        "till": "T1",
        "staff": "c1",
        "at": "2026-11-21T10:00:00.000Z",
    }


def test_the_other_till_resumes_it_and_it_is_gone() -> None:
    steps, first, second = two_tills()
    sell(steps, first, parked())
    assert sell(steps, second, resumed(till_id="T2")) == ("applied", None)
    assert shown(steps) is None
    assert steps.cases() == []


def test_two_tills_that_both_resumed_it_are_one_case_with_both() -> None:
    steps, first, second = two_tills()
    sell(steps, first, parked())
    assert sell(steps, first, resumed()) == ("applied", None)
    second_one = resumed(till_id="T2", staff="c2")
    assert sell(steps, second, second_one) == ("applied_exception", "PARKED_RESUMED_TWICE")
    assert sell(steps, second, second_one) == ("applied_exception", "PARKED_RESUMED_TWICE")
    assert steps.cases() == [("PARKED_RESUMED_TWICE", "p1")]
    case = next(case for effects in steps.effects for case in effects.cases.values())
    at = "2026-11-21T10:00:00.000Z"
    assert msgspec.json.decode(case.body) == {
        "park": "p1",
        "code": "XCPABC1",
        "store": "S01",
        "first": {"pos": 3, "till": "T1", "staff": "c1", "at": at},
        "second": {"pos": 4, "till": "T2", "staff": "c2", "at": at},
    }


def test_a_resumption_that_comes_before_its_parking_keeps_it_away() -> None:
    steps, first, second = two_tills()
    assert sell(steps, second, resumed(till_id="T2")) == ("applied", None)
    assert sell(steps, first, parked()) == ("applied", None)
    assert steps.book.refs.get(ROW) is None
    assert steps.cases() == []


def test_what_the_ledger_keeps_for_itself_is_in_no_store_s_scope() -> None:
    steps, fake, _ = two_tills()
    sell(steps, fake, parked())
    sell(steps, fake, resumed())
    scopes = {scope for topic, scope, _ in steps.book.refs if topic == "parked_resumed"}
    assert scopes == {"#ledger"}


@pytest.mark.parametrize(
    ("changes", "reason"), [({"total": 10**12}, "amount_out_of_range"), ({"park": "p2"}, None), ({"note": ""}, None)]
)
def test_only_an_amount_that_is_none_is_deferred(changes: dict[str, Any], reason: str | None) -> None:
    steps, fake, _ = two_tills()
    assert sell(steps, fake, parked(**changes))[1] == reason

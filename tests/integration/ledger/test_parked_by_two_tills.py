"""Two whole tills of one store and the ledger between them: held sales are shared, survive restarts, and what both
brought back unseen is one case.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos_client.counter.acts import Context, SaleParked
from pos_client.counter.meaning import ParkedCode, meaning
from pos_client.counter.open_sale import MoneyTaken, SaleOpen
from pos_client.counter.parking import ParkedGone, ParkedUnreadable
from pos_client.counter.session import NotSignedIn
from sync_engine.domain.errors import EmptyCart
from sync_engine.ledger.cases import open_cases
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.verify import verify
from sync_engine.protocol import facts
from tests.helpers.ledgers import KEYS, reference
from tests.helpers.whole_till import WholeTill, joined, stock_the_shop
from tests.integration.ledger.asking import assert_whole

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
Pair = tuple[WholeTill, WholeTill]


@pytest.fixture
def tills(ledger: Ledger, tmp_path: Path) -> Iterator[Pair]:
    stock_the_shop(ledger)
    made = []
    for number, till_id in enumerate(("T1", "T2"), 1):
        who = joined(ledger, issue_code(ledger.own_facts, "S01", till_id, AT), bytes([number]) * 32)
        made.append(WholeTill(ledger, tmp_path / till_id, till_id, who))
        made[-1].pull()
    yield made[0], made[1]
    for till in made:
        till.close()


def assert_books_are_whole(ledger: Ledger) -> None:
    assert_whole(ledger)
    with ledger.databases.read.connect() as connection:
        found = [(one.invariant, one.breaches) for one in verify(connection, KEYS.signer.public_key) if not one.is_ok]
    assert found == []


def exchange(*tills: WholeTill) -> None:
    """Everybody hands over and hears everything."""
    for till in tills:
        if till.file.device().next_seq - 1 > till.acked:
            till.push()
    for till in tills:
        till.pull()


def test_a_held_sale_is_off_the_counter_and_in_the_list_without_any_network(tills: Pair) -> None:
    here, _ = tills
    here.ring("COFFEE", "COFFEE", "TEA")
    held = here.parking.park("green coat")
    assert here.counter.sale.is_empty
    assert (held.staff, held.items, held.total_minor, held.note, held.till, held.is_own) == (
        "Cashier 1",
        3,
        709,
        "green coat",
        "T1",
        True,
    )
    assert meaning(held.code) == ParkedCode(held.code)
    assert here.parking.parked() == (held,)
    here.restart()
    assert (here.parking.parked(), here.counter.sale.is_empty) == ((held,), True)
    here.counter.note_sale("what was noted for the next one goes")
    here.parking.resume(held.park_id)
    for _ in range(2):
        assert here.lines() == [("COFFEE", 25_500), ("TEA", 19_900)]
        assert (here.parking.parked(), here.counter.sale.cart.note) == ((), "")
        here.restart()
    assert len(here.drafts.kept()) == 1


def test_the_other_till_of_the_store_brings_it_back_by_its_slip(ledger: Ledger, tills: Pair) -> None:
    here, there = tills
    here.ring("COFFEE")
    held = here.parking.park()
    assert there.parking.parked() == ()
    exchange(here, there)
    (seen,) = there.parking.parked()
    assert (seen.park_id, seen.code, seen.is_own) == (held.park_id, held.code, False)
    assert here.parking.parked() == (held,)
    there.parking.resume_code(held.code.lower())
    assert there.lines() == [("COFFEE", 25_500)]
    exchange(there, here)
    assert (here.parking.parked(), there.parking.parked()) == ((), ())
    assert_books_are_whole(ledger)


def test_two_tills_that_brought_it_back_unseen_are_one_case_and_both_sales_are_booked(
    ledger: Ledger, tills: Pair
) -> None:
    here, there = tills
    here.ring("COFFEE")
    held = here.parking.park()
    exchange(here, there)
    for till in tills:
        till.parking.resume(held.park_id)
        till.counter.take_cash()
        till.counter.complete_sale()
    answers = [here.push(), there.push()]
    assert [[(one.disposition, one.reason) for one in answer.dispositions] for answer in answers] == [
        [],
        [("applied_exception", "PARKED_RESUMED_TWICE")],
    ]
    exchange(here, there)
    with ledger.databases.read.connect() as connection:
        (case,) = open_cases(connection)
    assert (case.kind, case.subject) == ("PARKED_RESUMED_TWICE", held.park_id)
    assert [(case.facts[side]["till"], case.facts[side]["staff"]) for side in ("first", "second")] == [
        ("T1", "C1"),
        ("T2", "C1"),
    ]
    assert case.facts["code"] == held.code
    assert_books_are_whole(ledger)


def test_what_stands_on_the_counter_keeps_a_held_sale_away(tills: Pair) -> None:
    here, _ = tills
    with pytest.raises(EmptyCart):
        here.parking.park()
    here.ring("COFFEE")
    held = here.parking.park()
    here.ring("TEA")
    with pytest.raises(SaleOpen):
        here.parking.resume(held.park_id)
    assert here.lines() == [("TEA", 19_900)]
    here.counter.take_cash(100)
    with pytest.raises(MoneyTaken) as taken:
        here.parking.park()
    assert taken.value == MoneyTaken(100)
    with pytest.raises(ParkedGone):
        here.parking.resume("nothing")
    assert here.parking.parked() == (held,)


def test_a_held_sale_that_cannot_be_read_stays_where_it_is(ledger: Ledger, tills: Pair) -> None:
    here, there = tills

    def newer(event_id: str, context: Context) -> SaleParked:
        return SaleParked(event_id, context, "s1", event_id, "XCPNEW", "", 1, 255, "GBP", '{"v":9}')

    here.desk.record(newer)
    exchange(here, there)
    for till in tills:
        with pytest.raises(ParkedUnreadable):
            till.parking.resume_code("XCPNEW")
        assert (till.counter.sale.is_empty, len(till.parking.parked())) == (True, 1)
    assert_books_are_whole(ledger)


def test_rows_that_a_till_cannot_read_are_left_out(ledger: Ledger, tills: Pair) -> None:
    here, there = tills
    here.ring("COFFEE")
    held = here.parking.park()
    plain = {"code": "X", "note": "", "items": 1, "total": 1, "currency": "GBP", "sale": "", "till": "T9", "staff": ""}
    rows = (
        facts.ReferenceRow(scope="S01", key="newer", body=plain | {"version": 2, "at": "2026-11-21T10:00:00.000Z"}),
        facts.ReferenceRow(scope="S01", key="odd", body=plain | {"version": 1, "at": "yesterday"}),
    )
    ledger.append("reference_changed", 1, reference("parked", *rows))
    exchange(here, there)
    assert [one.park_id for one in there.parking.parked()] == [held.park_id]


def test_a_member_pays_the_price_of_their_group(tills: Pair) -> None:
    here, _ = tills
    assert [here.catalog.price(sku, "2026-11-21", "member").unit_e4 for sku in ("COFFEE", "TEA")] == [20_000, 19_900]
    assert here.catalog.price("COFFEE", "2026-11-21").unit_e4 == 25_500


def test_holding_needs_somebody(tills: Pair) -> None:
    here, _ = tills
    here.ring("COFFEE")
    here.session.sign_out()
    with pytest.raises(NotSignedIn):
        here.parking.park()
    assert (here.lines(), here.parking.parked()) == ([("COFFEE", 25_500)], ())

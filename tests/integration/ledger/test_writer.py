"""The writer on real databases: what is answered is durable, whatever fails meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2

from sync_engine.ledger.answers import Busy
from sync_engine.ledger.appliers import APPLIERS, Applier
from sync_engine.ledger.draft import Draft
from sync_engine.ledger.effects import Booked
from sync_engine.ledger.opening import Ledger, open_ledger
from sync_engine.ledger.store import tables
from sync_engine.protocol.facts import SaleBody
from sync_engine.protocol.messages import PushAnswer
from tests.helpers.ledgers import KEYS, FakeTill, Item, articles, counted, sale_body
from tests.integration.ledger.asking import assert_whole, count, on_hand, push
from tests.integration.ledger.conftest import Joining, join_till
from tests.integration.ledger.faults import Fault, LostAnswer, failing, losing_answers


def test_a_replay_gets_the_same_answer_and_changes_nothing(ledger: Ledger, join: Joining) -> None:
    till = join()
    for _ in range(7):
        till.record(sale_body(Item("A", 2)))
    first = push(ledger, till)
    assert push(ledger, till) == first
    assert push(ledger, till, 3, 5).acked_seq == 5
    assert (count(ledger, tables.inbox), on_hand(ledger, "S01/floor", "A")) == (9, -14)
    assert_whole(ledger)


def test_a_run_that_is_partly_known_stores_the_rest(ledger: Ledger, join: Joining) -> None:
    till = join()
    for _ in range(6):
        till.record(sale_body(Item("A")))
    push(ledger, till, 1, 4)
    assert push(ledger, till, 2, 6).positions == (4, 8)
    assert_whole(ledger)


def test_an_empty_push_says_where_the_ledger_stands(ledger: Ledger, join: Joining) -> None:
    till = join()
    till.record(sale_body(Item("A")))
    push(ledger, till)
    answer = ledger.door.push(till.token, till.push(2, 2))
    assert (answer.acked_seq, answer.positions) == (1, (0, 0))


def test_the_inbox_keeps_the_exact_bytes(ledger: Ledger, join: Joining) -> None:
    till = join()
    event = till.record(sale_body(Item("Артикул ß", 2)))
    push(ledger, till)
    column = tables.inbox.c
    query = sa.select(column.body, column.hash, column.prev_hash, column.sig).where(column.kind == "sale")
    with ledger.databases.read.connect() as connection:
        row = connection.execute(query).one()
    assert tuple(map(bytes, row)) == (event.body, event.hash, event.prev_hash, event.signature)


def test_many_tills_at_once_book_every_sale_once(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A", "B"))
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 30)))
    tills = [join("S01", f"T{number}") for number in range(8)]
    for number, till in enumerate(tills):
        for _ in range(25):
            till.record(sale_body(Item("A"), Item("B", 2), till=f"T{number}"))

    def sell(till: FakeTill) -> list[PushAnswer]:
        return [push(ledger, till, first, first + 4) for first in range(1, 26, 5) for _ in range(2)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(sell, tills))
    assert all(own[n] == own[n + 1] for own in answers for n in range(0, 10, 2))
    assert (on_hand(ledger, "S01/floor", "A"), on_hand(ledger, "S01/floor", "B")) == (-170, -400)
    with ledger.databases.read.connect() as connection:
        cases = connection.execute(sa.select(tables.case_.c.kind, tables.case_.c.subject)).all()
    assert [tuple(case) for case in cases] == [("OVERSELL", "S01/floor|A")]
    assert_whole(ledger)


# --- poison ---


class StumblingSale:
    """The applier of sales, with a bug that one document brings out."""

    def __init__(self, real: Applier, doc_no: str) -> None:
        self._real, self._doc_no = real, doc_no

    def apply(self, body: SaleBody, draft: Draft) -> Booked:
        booked = self._real.apply(body, draft)
        if body.doc_no == self._doc_no:
            return booked.postings[99]  # type: ignore[return-value]
        return booked


class UnstorableSale(StumblingSale):
    """Books a number that no column holds."""

    def apply(self, body: SaleBody, draft: Draft) -> Booked:
        booked = self._real.apply(body, draft)
        if body.doc_no == self._doc_no:
            booked.movements = [("A", "S01/floor", "S01/customer", 2**70, 0)]
        return booked


@pytest.mark.expects_log
@pytest.mark.parametrize(("bug", "reason"), [(StumblingSale, "applier_bug"), (UnstorableSale, "not_storable")])
def test_a_poisonous_event_is_isolated_and_the_others_are_booked(
    ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch, bug: type[StumblingSale], reason: str
) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    till = join()
    for number in range(20):
        till.record(sale_body(Item("A"), doc_no=f"doc-{number}"))
    real = APPLIERS[SaleBody]
    monkeypatch.setitem(APPLIERS, SaleBody, Applier(real.add_needs, bug(real, "doc-13").apply))
    answer = push(ledger, till)
    assert [(d.seq, d.disposition, d.reason) for d in answer.dispositions] == [(14, "deferred", reason)]
    assert (answer.acked_seq, on_hand(ledger, "S01/floor", "A")) == (20, -19)
    monkeypatch.undo()
    assert_whole(ledger)


def test_a_bad_signature_defers_only_its_own_event(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    till = join()
    for _ in range(3):
        till.record(sale_body(Item("A")))
    till.events[2] = type(till.events[2])(
        till.events[2].header, till.events[2].prev_hash, till.events[2].hash, bytes(64), till.events[2].body
    )
    answer = push(ledger, till)
    assert [(d.seq, d.reason) for d in answer.dispositions] == [(3, "bad_signature")]
    assert_whole(ledger)


# --- passing failures ---


def passing_errors() -> list[Exception]:
    return [
        psycopg.errors.SerializationFailure("could not serialize access"),
        psycopg.errors.DeadlockDetected("deadlock detected"),
        psycopg.errors.AdminShutdown("terminating connection"),
        psycopg.OperationalError("connection lost"),
        sa.exc.OperationalError("", None, dbapi2.OperationalError("database is locked")),
    ]


@pytest.mark.parametrize("error", passing_errors(), ids=str)
@pytest.mark.parametrize("statement", ["UPDATE shard", "INSERT INTO device_head"])
def test_a_failure_that_passes_is_tried_again(ledger: Ledger, join: Joining, error: Exception, statement: str) -> None:
    till = join()
    for _ in range(3):
        till.record(sale_body(Item("A")))
    with failing(ledger.databases, Fault(statement, error, left=2)) as fault:
        answer = push(ledger, till)
    assert (fault.raised, answer.acked_seq, on_hand(ledger, "S01/floor", "A")) == (2, 3, -3)
    assert_whole(ledger)


def test_a_commit_whose_answer_was_lost_is_not_booked_twice(ledger: Ledger, join: Joining) -> None:
    till = join()
    for _ in range(3):
        till.record(sale_body(Item("A")))
    with losing_answers(ledger.databases, LostAnswer()) as fault:
        answer = push(ledger, till)
    assert (fault.raised, answer.acked_seq, answer.positions) == (1, 3, (3, 5))
    assert (on_hand(ledger, "S01/floor", "A"), count(ledger, tables.inbox)) == (-3, 5)
    assert_whole(ledger)


def test_a_fact_of_the_ledgers_own_whose_answer_was_lost_is_stated_once(ledger: Ledger) -> None:
    with losing_answers(ledger.databases, LostAnswer()) as fault:
        assert ledger.append("reference_changed", 1, articles("A")).pos == 1
    assert (fault.raised, ledger.append("reference_changed", 1, articles("B")).pos) == (1, 2)
    assert_whole(ledger)


@pytest.mark.postgres
def test_a_broken_connection_is_made_anew(postgres_url: str, tmp_path: Path) -> None:
    ledger = open_ledger(postgres_url, tmp_path, KEYS)
    try:
        till = join_till(ledger, "S01", "T1")
        till.record(sale_body(Item("A")))
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        ledger.databases.read.dispose()
        assert push(ledger, till).acked_seq == 1
        assert_whole(ledger)
    finally:
        ledger.close()


def test_a_failure_that_stays_is_busy_and_loses_nothing(
    ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync_engine.ledger.writer.PAUSES_S", (0.001, 0.001))
    till = join()
    till.record(sale_body(Item("A")))
    error = psycopg.OperationalError("no space left on device")
    with failing(ledger.databases, Fault("INSERT INTO device_head", error, left=3)), pytest.raises(Busy):
        push(ledger, till)
    assert push(ledger, till).acked_seq == 1
    assert_whole(ledger)

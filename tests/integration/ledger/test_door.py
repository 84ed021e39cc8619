"""Joining, greeting, tokens and replica files at the door, on real databases."""

import dataclasses
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from sync_engine.ledger import snapshot as snapshot_module
from sync_engine.ledger.auth import REMEMBERED_S, Doorkeeper, NotKnown, Revoked
from sync_engine.ledger.enrolment import (
    ALPHABET,
    CodeNotKnown,
    CodeTaken,
    KeyMalformed,
    code_sha256,
    issue_code,
    new_code,
)
from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.store import tables
from sync_engine.protocol.messages import EnrollAnswer, Head, SnapshotAnswer
from sync_engine.sql.engine import sqlite_engine
from tests.helpers.ledgers import KEYS, FakeTill, Item, articles, counted, sale_body
from tests.integration.ledger.conftest import Joining

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)

# --- joining ---


def test_a_till_gets_everything_it_needs_to_begin(ledger: Ledger) -> None:
    answer = ledger.door.enroll(FakeTill().enroll_request(issue_code(ledger, "S01", "T1", AT)))
    assert (answer.store, answer.till, answer.incarnation) == ("S01", "T1", 1)
    assert answer.ledger_public_key == KEYS.signer.public_key.hex()
    assert answer.sealing_key == KEYS.sealing_public_key.hex()
    assert (answer.pepper, answer.replica_key) == (KEYS.store_pepper("S01").hex(), KEYS.replica_key("S01").hex())
    assert (answer.epoch, len(answer.token), answer.device[:2]) == (ledger.state.epoch, 64, "d_")


def test_a_till_that_joins_anew_never_repeats_a_receipt_number_of_the_one_before(ledger: Ledger) -> None:
    requests = [FakeTill().enroll_request(issue_code(ledger, "S01", till, AT)) for till in ("T1", "T1", "T2")]
    assert [ledger.door.enroll(request).incarnation for request in requests] == [1, 2, 1]
    assert [ledger.door.enroll(request).incarnation for request in requests] == [1, 2, 1]


def test_a_code_may_be_typed_in_any_way(ledger: Ledger) -> None:
    code = issue_code(ledger, "S01", "T1", AT)
    typed = f" {code.lower().replace('-', ' ')} "
    assert ledger.door.enroll(FakeTill().enroll_request(typed)).till == "T1"


def test_codes_have_no_letters_that_look_alike() -> None:
    assert not set("01OILU") & set(ALPHABET)
    assert new_code(lambda letters: letters[0]) == "AAAA-AAAA-AAAA"
    assert code_sha256("abcd efgh-jkmn") == code_sha256("ABCD-EFGH-JKMN")


def test_a_lost_answer_may_be_asked_for_again(ledger: Ledger) -> None:
    till = FakeTill()
    request = till.enroll_request(issue_code(ledger, "S01", "T1", AT))
    lost, found = ledger.door.enroll(request), ledger.door.enroll(request)
    assert (lost.device, lost.token == found.token) == (found.device, False)
    with pytest.raises(NotKnown):
        ledger.door.caller(lost.token)
    assert ledger.door.caller(found.token).device_id == found.device


def test_a_used_code_lets_nobody_else_in(ledger: Ledger) -> None:
    code = issue_code(ledger, "S01", "T1", AT)
    ledger.door.enroll(FakeTill().enroll_request(code))
    with pytest.raises(CodeTaken):
        ledger.door.enroll(FakeTill().enroll_request(code))


def test_of_many_tills_with_one_code_one_gets_in(ledger: Ledger) -> None:
    code = issue_code(ledger, "S01", "T1", AT)

    def enter(_: int) -> EnrollAnswer | None:
        try:
            return ledger.door.enroll(FakeTill().enroll_request(code))
        except CodeTaken:
            return None

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(enter, range(6)))
    assert sum(answer is not None for answer in answers) == 1


def test_a_code_that_was_never_issued(ledger: Ledger) -> None:
    with pytest.raises(CodeNotKnown):
        ledger.door.enroll(FakeTill().enroll_request("AAAA-BBBB-CCCC"))


@pytest.mark.parametrize("key", ["", "zz", "00" * 31])
def test_a_key_that_is_none(ledger: Ledger, key: str) -> None:
    request = FakeTill().enroll_request(issue_code(ledger, "S01", "T1", AT))
    with pytest.raises(KeyMalformed):
        ledger.door.enroll(msgspec.structs.replace(request, public_key=key))


def test_no_token_and_no_code_is_stored(ledger: Ledger, join: Joining) -> None:
    till = join()
    with ledger.databases.read.connect() as connection:
        rows = [
            str(tuple(row))
            for table in (tables.device, tables.enroll_code, tables.inbox)
            for row in connection.execute(sa.select(table))
        ]
    assert not any(till.token in row for row in rows)


# --- greeting ---


def selling(ledger: Ledger, till: FakeTill, count: int) -> None:
    first = len(till.events) + 1
    for _ in range(count):
        till.record(sale_body(Item("A")))
    ledger.door.push(till.token, till.push(first))


def verdict(ledger: Ledger, till: FakeTill, seq: int, digest: str) -> str:
    head = Head(incarnation=till.incarnation, seq=seq, hash=digest)
    answer = ledger.door.hello(till.token, msgspec.structs.replace(till.hello(), head=head))
    till.token = answer.token
    return answer.verdict


def test_verdicts_over_both_ends_of_the_chain(ledger: Ledger, join: Joining) -> None:
    till = join()
    assert verdict(ledger, till, 0, "00" * 32) == "ok"
    selling(ledger, till, 3)
    hashes = [event.hash.hex() for event in till.events]
    assert verdict(ledger, till, 3, hashes[2]) == "ok"
    assert verdict(ledger, till, 4, "ab" * 32) == "ok"
    assert verdict(ledger, till, 2, hashes[1]) == "behind"
    assert verdict(ledger, till, 0, "00" * 32) == "behind"
    assert verdict(ledger, till, 2, "ab" * 32) == "fork"
    assert verdict(ledger, till, 3, "ab" * 32) == "fork"


def test_hello_says_where_the_ledger_believes_the_till_to_be(ledger: Ledger, join: Joining) -> None:
    till = join()
    selling(ledger, till, 2)
    answer = ledger.door.hello(till.token, till.hello())
    seq, digest = till.head
    assert (answer.device_head.incarnation, answer.device_head.seq, answer.device_head.hash) == (1, seq, digest.hex())
    assert (answer.epoch, answer.protocol, answer.cursor_ok) == (ledger.state.epoch, 1, True)


def test_a_revoked_till_is_told_so_and_pushes_nothing(ledger: Ledger, join: Joining) -> None:
    till = join()
    with ledger.databases.write.begin() as connection:
        connection.execute(sa.update(tables.device).values(status="revoked"))
    till.record(sale_body(Item("A")))
    with pytest.raises(Revoked):
        ledger.door.push(till.token, till.push())
    answer = ledger.door.hello(till.token, till.hello())
    assert (answer.verdict, answer.token) == ("revoked", till.token)


def test_a_till_that_is_shut_out_notices_within_seconds(ledger: Ledger, join: Joining) -> None:
    now = [0.0]
    doorkeeper = Doorkeeper(ledger.databases.read, lambda: now[0])
    till = join()
    assert doorkeeper.caller(till.token).till_id == "T1"
    with ledger.databases.write.begin() as connection:
        connection.execute(sa.update(tables.device).values(status="revoked"))
    now[0] = REMEMBERED_S
    with pytest.raises(Revoked):
        doorkeeper.caller(till.token)


# --- replica files ---


def fetched(ledger: Ledger, till: FakeTill) -> SnapshotAnswer:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = ledger.door.snapshot(till.token)
        if isinstance(found, SnapshotAnswer):
            return found
    raise AssertionError("no snapshot in time")


def test_a_replica_file_holds_what_the_store_needs(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A", "B", name="Кефир"))
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 4), ("S02/floor", "A", 2)))
    till = join()
    found = fetched(ledger, till)
    path = ledger.snapshots.path("S01", found.file)
    assert path is not None
    engine = sqlite_engine(path, key=KEYS.replica_key("S01"), read_only=True)
    with engine.connect() as replica:
        stock = replica.exec_driver_sql("SELECT place, on_hand, version, included_seq FROM stock ORDER BY place").all()
        hits = replica.exec_driver_sql("SELECT count(*) FROM article_fts WHERE article_fts MATCH 'кеф'").scalar_one()
        state = replica.exec_driver_sql("SELECT epoch, pos, cursor FROM feed_state").one()
    engine.dispose()
    assert [tuple(row) for row in stock] == [("S01/floor", 4, 2, None), ("S02/floor", 2, 2, None)]
    assert (hits, tuple(state)) == (2, (found.epoch, found.pos, found.cursor))
    assert (ledger.door.feed(till.token, found.cursor).rows, path.stat().st_size) == ((), found.size)
    assert path.read_bytes()[:15] != b"SQLite format 3"


def test_what_is_held_and_what_nobody_counted_reach_a_till_by_feed_and_by_file(ledger: Ledger, join: Joining) -> None:
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 4)))
    till = join()
    till.record(sale_body(Item("B")))
    ledger.door.push(till.token, till.push())
    with ledger.databases.write.begin() as connection:
        connection.execute(sa.update(tables.stock).where(tables.stock.c.article_id == "A").values(reserved=3))
    fed = {row[2]: row[5] for row in ledger.door.feed(till.token, None).rows if row[0] == "stock"}
    assert fed == {
        "S01/floor|A": {"on_hand": 4, "reserved": 3, "scale": 0},
        "S01/floor|B": {"on_hand": -1, "reserved": 0, "scale": 0, "counted": False},
    }
    path = ledger.snapshots.path("S01", fetched(ledger, till).file)
    assert path is not None
    engine = sqlite_engine(path, key=KEYS.replica_key("S01"), read_only=True)
    with engine.connect() as replica:
        sql = "SELECT article_id, on_hand, reserved, is_counted FROM stock ORDER BY 1"
        assert [tuple(row) for row in replica.exec_driver_sql(sql)] == [("A", 4, 3, 1), ("B", -1, 0, 0)]
    engine.dispose()


def test_a_fresh_file_is_handed_out_again_a_stale_one_is_not(
    ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_module, "FRESH_POSITIONS", 2)
    till = join()
    first = fetched(ledger, till)
    ledger.append("reference_changed", 1, articles("A"))
    assert fetched(ledger, till) == first
    ledger.append("reference_changed", 1, articles("B"))
    second = fetched(ledger, till)
    assert (second.pos, second.file != first.file) == (first.pos + 2, True)
    assert ledger.snapshots.path("S01", first.file) is not None


def test_only_two_generations_are_kept(ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_module, "FRESH_POSITIONS", 1)
    till = join()
    files: list[SnapshotAnswer] = []
    for sku in "ABC":
        ledger.append("reference_changed", 1, articles(sku))
        files.append(fetched(ledger, till))
    paths = [ledger.snapshots.path("S01", found.file) for found in files]
    assert paths[0] is None
    folder = next(path for path in paths if isinstance(path, Path)).parent
    assert len(list(folder.iterdir())) == 2


def test_a_till_without_a_token_gets_nothing(ledger: Ledger) -> None:
    for ask in (ledger.door.snapshot, lambda token: ledger.door.feed(token, None)):
        with pytest.raises(NotKnown):
            ask("")


def test_a_push_is_checked_against_the_key_of_the_till(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    till = join()
    forged = dataclasses.replace(till, seed=bytes(32))
    forged.record(sale_body(Item("A")))
    answer = ledger.door.push(till.token, forged.push())
    assert [(d.disposition, d.reason) for d in answer.dispositions] == [("deferred", "bad_signature")]

"""The journal over a real encrypted file: one transaction per act, chained and signed."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_client.counter.acts import AdjustedLine, LinesNotBooked, ShiftOpened, StockAdjusted, UnbookedLine
from pos_client.store import tables
from pos_client.store.chain import check_tail, events_from
from pos_client.store.journal_file import create_journal, enrolled_device, open_journal, reading_journal
from pos_client.store.journal_view import recent_sales, unsent
from pos_client.store.proof import Proof
from pos_client.store.trouble import JournalDamaged, NotEnrolled
from sync_engine.domain.errors import DuplicateTicket
from sync_engine.domain.shift import Shift
from sync_engine.protocol.codec import canonical, decode_body
from sync_engine.protocol.envelope import GENESIS, check_hash
from sync_engine.protocol.facts import SaleBodyV2
from sync_engine.protocol.signing import Signer, verify
from sync_engine.sql.engine import FileNotReadable, sqlite_engine
from sync_engine.sql.journal_events import JournalEvents
from sync_engine.sql.migrator import NewerSchema
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, SEED, OpenTill, a_sale, context, open_till

PUBLIC = Signer(SEED).public_key


@pytest.fixture
def till(tmp_path: Path) -> OpenTill:
    return open_till(tmp_path)


def rows(till: OpenTill, table: sa.Table) -> list[dict[str, object]]:
    with till.file.read() as connection:
        return [row._asdict() for row in connection.execute(sa.select(table))]


def breaches(till: OpenTill) -> list[str]:
    with till.file.read() as connection:
        return [
            f"{check.name} {where}" for check in Proof(PUBLIC, lambda: None).of(connection) for where in check.breaches
        ]


def test_a_recorded_sale_is_everything_at_once(till: OpenTill) -> None:
    recorded = till.journal.record([a_sale()])
    (event,) = rows(till, tables.event)
    assert (recorded.doc_no, recorded.first_seq, recorded.last_seq) == ("S01-T1a-000001", 1, 1)
    assert (event["seq"], event["kind"], event["version"], event["amount_minor"]) == (1, "sale", 2, 510)
    assert (event["ref_epoch"], event["ref_pos"], event["prev_hash"]) == ("e1", 7, GENESIS)
    hash_hex = bytes(event["hash"]).hex()  # type: ignore[call-overload]
    assert recorded.tag == hash_hex[:8]
    assert rows(till, tables.own_move) == [
        {"article_id": "COFFEE", "place": "S01/floor", "incarnation": 1, "seq": 1, "delta": -2}
    ]
    (receipt,) = rows(till, tables.receipt)
    assert (receipt["doc_no"], receipt["seq"], receipt["document"]) == ("S01-T1a-000001", 1, "")
    (job,) = rows(till, tables.print_job)
    assert (job["doc_no"], job["state"], job["copy"], job["document"]) == ("S01-T1a-000001", "queued", 0, None)
    assert till.file.device() == replace(A_DEVICE, next_seq=2, next_doc=2, head_hash=bytes.fromhex(hash_hex))


def test_the_stored_bytes_are_canonical_and_say_what_was_sold(till: OpenTill) -> None:
    till.journal.record([a_sale()])
    with till.file.read() as connection:
        (event,) = events_from(connection, A_DEVICE.device_id, 1)
    body = decode_body("sale", 2, event.body)
    assert isinstance(body, SaleBodyV2)
    assert canonical(body) == event.body
    assert (body.store, body.till, body.staff, body.at, body.server_offset_ms) == (
        "S01",
        "T1",
        "C1",
        "2026-11-21T10:00:03.120Z",
        -140,
    )
    assert (body.doc_no, body.total, body.lines[0].sku, body.tenders[0].amount) == (
        "S01-T1a-000001",
        510,
        "COFFEE",
        510,
    )


def test_every_event_is_chained_to_the_one_before_and_signed(till: OpenTill) -> None:
    for number in range(3):
        till.journal.record([a_sale(f"event-{number}")])
    with till.file.read() as connection:
        events = list(events_from(connection, A_DEVICE.device_id, 1))
    assert [event.header.seq for event in events] == [1, 2, 3]
    assert [event.prev_hash for event in events] == [GENESIS, events[0].hash, events[1].hash]
    assert all(check_hash(event) and verify(PUBLIC, event.hash, event.signature) for event in events)
    assert breaches(till) == []


def test_several_acts_are_one_transaction_and_only_sales_take_numbers(till: OpenTill) -> None:
    opening = ShiftOpened("event-0", context(), Shift("shift-1", "2026-11-21", "2026-11-21T10:00:00.000Z"), "GBP")
    adjusted = StockAdjusted(
        "event-2",
        context(),
        "price_zero",
        (AdjustedLine("COFFEE", "Coffee", -3, 0, True), AdjustedLine("WRAP", "Wrap", -1, 0, False)),
    )
    listed = LinesNotBooked("event-3", context(), (UnbookedLine("X", "x", "1", "2", None, "unknown_article"),))
    recorded = till.journal.record([opening, a_sale(), adjusted, listed], ticket="536365")
    assert (recorded.first_seq, recorded.last_seq, recorded.doc_no) == (1, 4, "S01-T1a-000001")
    assert [row["kind"] for row in rows(till, tables.event)] == [
        "shift_opened",
        "sale",
        "stock_adjusted",
        "lines_not_booked",
    ]
    assert [(row["article_id"], row["seq"], row["delta"]) for row in rows(till, tables.own_move)] == [
        ("COFFEE", 2, -2),
        ("COFFEE", 3, -3),
    ]
    assert rows(till, tables.ticket) == [{"ticket": "536365", "doc_no": "S01-T1a-000001", "incarnation": 1, "seq": 1}]
    assert till.journal.open_shift() == opening.shift
    assert breaches(till) == []


def test_opening_a_shift_closes_the_one_before(till: OpenTill) -> None:
    for day in ("2026-11-21", "2026-11-22"):
        shift = Shift(f"shift-{day}", day, f"{day}T08:00:00.000Z")
        till.journal.record([ShiftOpened(f"event-{day}", context(), shift, "GBP")])
    assert [(row["business_on"], row["state"]) for row in rows(till, tables.shift)] == [
        ("2026-11-21", "closed"),
        ("2026-11-22", "open"),
    ]
    found = till.journal.open_shift()
    assert found is not None
    assert found.business_on == "2026-11-22"


def test_a_ticket_is_recorded_once(till: OpenTill) -> None:
    till.journal.record([a_sale()], ticket="536365")
    assert till.journal.is_recorded("536365")
    assert not till.journal.is_recorded("536366")
    with pytest.raises(DuplicateTicket) as refused:
        till.journal.record([a_sale("event-2")], ticket="536365")
    assert refused.value == DuplicateTicket("536365", "S01-T1a-000001")
    assert len(rows(till, tables.event)) == 1


def test_an_act_recorded_twice_under_one_id_leaves_nothing_of_the_second(till: OpenTill) -> None:
    till.journal.record([a_sale("event-1")])
    before = till.file.device()
    with pytest.raises(sa.exc.IntegrityError):
        till.journal.record([a_sale("event-1")])
    assert till.file.device() == before
    assert len(rows(till, tables.receipt)) == 1


def test_a_sale_without_paper_stores_no_receipt(till: OpenTill) -> None:
    till.journal.record([replace(a_sale(), is_printed=False)])
    assert rows(till, tables.receipt) == rows(till, tables.print_job) == []


def test_the_sync_process_reads_the_same_events_beside_the_writer(till: OpenTill) -> None:
    till.journal.record([a_sale("event-1")])
    beside = JournalEvents(till.home / "journal.db", JOURNAL_KEY)
    till.journal.record([a_sale("event-2")])
    assert beside.head().seq == 2
    assert beside.head().hash == till.file.device().head_hash
    assert [event.event_id for event in beside.read(1, 1, 10, 1_000_000)] == ["event-1", "event-2"]
    beside.close()


def test_unsent_and_recent_sales_follow_the_acknowledgement(till: OpenTill) -> None:
    for number in range(3):
        till.journal.record([a_sale(f"event-{number}")])
    with till.file.read() as connection:
        waiting = unsent(connection, 1, 1)
        recent = recent_sales(connection, 1, 1, 2)
    assert (waiting.count, waiting.amount_minor, waiting.sales) == (2, 1_020, 2)
    assert (waiting.oldest_doc_no, waiting.oldest_at) == ("S01-T1a-000002", recent[1].at)
    assert [(sale.doc_no, sale.total_minor, sale.is_sent) for sale in recent] == [
        ("S01-T1a-000003", 510, False),
        ("S01-T1a-000002", 510, False),
    ]


def test_the_file_is_encrypted_and_opens_with_its_own_key_only(till: OpenTill) -> None:
    till.journal.record([a_sale()])
    till.file.close()
    assert b"COFFEE" not in (till.home / "journal.db").read_bytes()
    with pytest.raises(FileNotReadable):
        open_journal(till.home, bytes(32))
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(till.home / "journal.db").execute("SELECT * FROM device")
    open_journal(till.home, JOURNAL_KEY).close()


def test_a_newer_file_is_refused_and_not_touched(till: OpenTill) -> None:
    with till.file.write() as connection:
        connection.exec_driver_sql("INSERT INTO schema_migration VALUES (99, 'later', '2030-01-01')")
    till.file.close()
    with pytest.raises(NewerSchema) as refused:
        open_journal(till.home, JOURNAL_KEY)
    assert (refused.value.found, refused.value.known) == (99, len(tables.STEPS))
    with pytest.raises(NewerSchema), reading_journal(till.home, JOURNAL_KEY):
        pass
    later = sqlite_engine(till.home / "journal.db", key=JOURNAL_KEY, read_only=True)
    with later.connect() as connection:
        assert connection.exec_driver_sql("SELECT max(number) FROM schema_migration").scalar_one() == 99
    later.dispose()


def test_a_home_without_a_finished_enrolment_is_not_a_till(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled):
        open_journal(tmp_path, JOURNAL_KEY)
    sqlite_engine(tmp_path / "journal.db", key=JOURNAL_KEY).connect().close()
    assert enrolled_device(tmp_path, JOURNAL_KEY) is None
    with pytest.raises(NotEnrolled):
        open_journal(tmp_path, JOURNAL_KEY)
    create_journal(tmp_path, JOURNAL_KEY, A_DEVICE)
    assert enrolled_device(tmp_path, JOURNAL_KEY) == A_DEVICE


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE event SET body = replace(body, '510', '500') WHERE seq = 2", "hash"),
        ("UPDATE event SET prev_hash = zeroblob(32) WHERE seq = 3", "hash"),
        ("DELETE FROM event WHERE seq = 2", "chain"),
        ("DELETE FROM event WHERE seq = 3", "head"),
        ("DELETE FROM event", "missing"),
        ("UPDATE event SET sig = zeroblob(64) WHERE seq = 3", "signature"),
        ("UPDATE device SET head_hash = zeroblob(32)", "head"),
    ],
)
def test_a_tail_that_was_changed_is_found_at_the_start(till: OpenTill, change: str, what: str) -> None:
    for number in range(3):
        till.journal.record([a_sale(f"event-{number}")])
    with till.file.read() as connection:
        check_tail(connection, till.file.device(), PUBLIC)
    with till.file.write() as connection:
        connection.exec_driver_sql(change)
    with till.file.read() as connection, pytest.raises(JournalDamaged) as found:
        check_tail(connection, till.file.device(), PUBLIC)
    assert found.value.what == what


def test_only_the_tail_is_read_at_the_start(till: OpenTill) -> None:
    for number in range(205):
        till.journal.record([replace(a_sale(f"event-{number}"), is_printed=False)])
    with till.file.write() as connection:
        connection.exec_driver_sql("UPDATE event SET body = x'00' WHERE seq = 5")
    with till.file.read() as connection:
        check_tail(connection, till.file.device(), PUBLIC)
    assert "chain 1/5" in breaches(till)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            """UPDATE event SET body = CAST(replace(body, '"total":510', '"total":500') AS BLOB) WHERE seq = 2""",
            ["chain 1/2", "sums 1/2 S01-T1a-000002"],
        ),
        ("DELETE FROM event WHERE seq = 2", ["gapless 1/3", "chain 1/3"]),
        ("UPDATE event SET sig = zeroblob(64) WHERE seq = 2", ["signatures 1/2"]),
        ("UPDATE own_move SET delta = -3 WHERE seq = 2", ["goods 1/2"]),
        ("DELETE FROM own_move WHERE seq = 2", ["goods 1/2"]),
        ("UPDATE device SET next_seq = 9", ["head 1/8"]),
        ("UPDATE event SET body = '{}' WHERE seq = 2", ["chain 1/2", "bodies 1/2"]),
    ],
)
def test_the_proof_finds_what_was_changed_and_where(till: OpenTill, change: str, found: list[str]) -> None:
    for number in range(3):
        till.journal.record([a_sale(f"event-{number}")])
    with till.file.write() as connection:
        connection.exec_driver_sql(change)
    assert breaches(till) == found


def test_an_empty_journal_is_whole(till: OpenTill) -> None:
    with till.file.read() as connection:
        check_tail(connection, till.file.device(), PUBLIC)
    assert breaches(till) == []

"""The journal is read from beside its writer: whole runs, no gaps, byte for byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.journal_events import JournalEvents, JournalHead, JournalUnreadable

KEY = bytes(range(32))
EVENT = (
    "CREATE TABLE event (incarnation INTEGER, seq INTEGER, event_id TEXT, kind TEXT, version INTEGER, ref_epoch TEXT,"
    " ref_pos INTEGER, hash BLOB, prev_hash BLOB, sig BLOB, body BLOB, PRIMARY KEY (incarnation, seq))"
)
TABLES = (
    "CREATE TABLE device (device_id TEXT, incarnation INTEGER, next_seq INTEGER, head_hash BLOB)",
    EVENT,
    "CREATE TABLE own_move (article_id TEXT, place TEXT, incarnation INTEGER, seq INTEGER, delta INTEGER)",
    "INSERT INTO device VALUES ('d_1', 2, 1, zeroblob(32))",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "journal.db"
    run(file, *TABLES)
    return file


@pytest.fixture
def events(path: Path) -> Iterator[JournalEvents]:
    opened = JournalEvents(path, KEY)
    yield opened
    opened.close()


def run(path: Path, *statements: str) -> None:
    engine = sqlite_engine(path, key=KEY)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def add(path: Path, *seqs: int, size: int = 100) -> None:
    run(
        path,
        *(
            f"INSERT INTO event VALUES (2, {seq}, 'e{seq}', 'sale', 1, 'x', 7, x'aa', x'bb', x'cc', zeroblob({size}))"  # noqa: S608
            for seq in seqs
        ),
    )
    run(path, f"UPDATE device SET next_seq = {seqs[-1] + 1}, head_hash = x'aa'")  # noqa: S608


def test_an_empty_journal_ends_at_zero(events: JournalEvents) -> None:
    assert events.head() == JournalHead(2, 0, bytes(32))
    assert events.read(2, 1, 100, 10_000) == []


def test_what_was_committed_is_seen_at_once(path: Path, events: JournalEvents) -> None:
    events.head()
    add(path, 1, 2)
    assert events.head() == JournalHead(2, 2, b"\xaa")
    assert [event.seq for event in events.read(2, 1, 100, 10_000)] == [1, 2]
    assert events.read(2, 2, 1, 1)[0].body == bytes(100)


@pytest.mark.parametrize(
    ("from_seq", "max_events", "max_bytes", "seqs"),
    [(1, 2, 10_000, [1, 2]), (2, 9, 10_000, [2, 3]), (1, 9, 1_100, [1, 2]), (1, 9, 1, [1]), (4, 9, 10_000, [])],
)
def test_a_run_keeps_to_both_limits_but_has_one_event(
    path: Path, events: JournalEvents, from_seq: int, max_events: int, max_bytes: int, seqs: list[int]
) -> None:
    add(path, 1, 2, 3)
    assert [event.seq for event in events.read(2, from_seq, max_events, max_bytes)] == seqs


def test_a_run_ends_before_a_gap_and_none_begins_behind_one(path: Path, events: JournalEvents) -> None:
    add(path, 1, 2, 4)
    assert [event.seq for event in events.read(2, 1, 9, 10_000)] == [1, 2]
    assert events.read(2, 3, 9, 10_000) == []


def test_another_incarnation_has_other_events(path: Path, events: JournalEvents) -> None:
    add(path, 1)
    assert events.read(1, 1, 9, 10_000) == []


def test_the_stock_that_events_moved_is_named_once(path: Path, events: JournalEvents) -> None:
    run(path, *(f"INSERT INTO own_move VALUES ('a', 'S/floor', 2, {seq}, -1)" for seq in (1, 2, 3)))  # noqa: S608
    assert events.touched(2, [1, 2]) == [("S/floor", "a")]
    assert events.touched(1, [1]) == []


def test_a_journal_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    events = JournalEvents(tmp_path / "none.db", KEY)
    with pytest.raises(JournalUnreadable):
        events.head()
    events.close()


def test_a_wrong_key_is_unreadable(path: Path) -> None:
    events = JournalEvents(path, bytes(32))
    with pytest.raises(JournalUnreadable):
        events.head()
    events.close()

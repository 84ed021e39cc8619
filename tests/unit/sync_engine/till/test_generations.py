"""Replica files come and go in generations; a reader sees the old one or the new one, whole."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sync_engine.protocol.messages import EventDisposition, SnapshotAnswer
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.journal_events import JournalHead
from sync_engine.sql.replica_file import ReplicaUnavailable
from sync_engine.till.generations import Generations, Pointer, read_pointer
from sync_engine.till.signals import SaveAck, Started
from tests.helpers.replicas import snapshot_file, stock_row
from tests.helpers.sync_words import page

KEY = bytes(range(32))
HEAD = JournalHead(1, 9, bytes(32))


class Home:
    """A till's folder, its replica, and snapshots that appear as if downloaded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.moved: dict[int, tuple[str, str]] = {}
        self.replica = self.opened()

    def opened(self) -> Generations:
        return Generations(self.path, KEY, "d_1", self.touched)

    def reopen(self) -> None:
        self.replica.close()
        self.replica = self.opened()

    def touched(self, incarnation: int, seqs: Sequence[int]) -> list[tuple[str, str]]:
        return [self.moved[seq] for seq in seqs if seq in self.moved]

    def downloaded(self, pos: int, *rows: list[Any]) -> SnapshotAnswer:
        path = self.path / "fresh.db"
        answer = snapshot_file(path, pos, rows, KEY)
        path.replace(self.path / f"snapshot-{answer.sha256}.part")
        return answer

    def bootstrapped(self, pos: int = 7, *rows: list[Any]) -> None:
        self.replica.stage(self.downloaded(pos, *rows))
        self.replica.apply(page(pos, pos))

    def stock(self) -> list[tuple[Any, ...]]:
        pointer = read_pointer(self.path)
        assert pointer is not None
        engine = sqlite_engine(self.path / pointer.file, key=KEY, read_only=True)
        with engine.begin() as connection:
            sql = "SELECT article_id, on_hand, included_incarnation, included_seq FROM stock ORDER BY 1"
            rows = [tuple(row) for row in connection.exec_driver_sql(sql)]
        engine.dispose()
        return rows

    def spoil(self, name: str) -> None:
        """Change bytes on every page but the first, as a failing disk does."""
        content = bytearray((self.path / name).read_bytes())
        for page_at in range(4_096, len(content), 4_096):
            content[page_at + 100 : page_at + 108] = b"damaged!"
        (self.path / name).write_bytes(content)

    def files(self) -> set[str]:
        return {path.name for path in self.path.iterdir() if path.suffix in {".db", ".part"}}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = Home(tmp_path)
    yield opened
    opened.replica.close()


def test_an_empty_home_has_no_cursor(home: Home) -> None:
    assert home.replica.started(HEAD) == Started(1, 9, None, 0)


def test_a_snapshot_is_shown_only_after_the_first_complete_page(home: Home) -> None:
    answer = home.downloaded(7, stock_row("a", 5), stock_row("b", 5))
    assert home.replica.stage(answer) == "e1:7:2"
    assert home.replica.apply(page(7, 8, head=9, included=3, rows=(stock_row("b", 4, 8),))) == frozenset()
    assert read_pointer(home.path) is None
    assert home.replica.apply(page(8, 9, included=4)) == {"replica"}
    assert read_pointer(home.path) == Pointer("replica-1.db", answer.sha256, 1)
    assert home.stock() == [("a", 5, 1, 4), ("b", 4, 1, 3)]


def test_pages_move_rows_and_cursor_together(home: Home) -> None:
    home.bootstrapped(7, stock_row("a", 5))
    assert home.replica.apply(page(7, 9, included=1, rows=(stock_row("a", 4, 9),))) == {"stock"}
    home.reopen()
    assert home.replica.cursor() == "e1:9:1"
    assert home.stock() == [("a", 4, 1, 1)]


def test_a_page_out_of_order_changes_nothing(home: Home) -> None:
    home.bootstrapped(7, stock_row("a", 5))
    with pytest.raises(ReplicaUnavailable) as caught:
        home.replica.apply(page(8, 9, rows=(stock_row("a", 4, 9),)))
    assert caught.value.trouble == "page_out_of_order"
    assert home.stock()[0][1] == 5


def test_a_row_of_no_known_shape_does_not_stop_the_others(home: Home) -> None:
    home.bootstrapped(7, stock_row("a", 5))
    odd = ["price", "*", "x", 8, False, {"list": "retail"}]
    null: list[Any] = ["store", "*", None, 8, False, {}]
    assert home.replica.apply(page(7, 9, rows=(odd, null, stock_row("a", 4, 9)))) == {"stock"}
    assert home.stock()[0][1] == 4
    assert home.replica.cursor() == "e1:9:1"


def test_an_acknowledgement_survives_a_restart_and_a_new_generation(home: Home) -> None:
    home.bootstrapped(7)
    home.replica.acknowledge(SaveAck(1, 6, 2, -140))
    home.replica.acknowledge(SaveAck(1, 8, 2, None))
    home.bootstrapped(20)
    home.reopen()
    assert home.replica.started(HEAD) == Started(1, 9, "e1:20:1", 8)


def test_an_acknowledgement_of_another_incarnation_does_not_count(home: Home) -> None:
    home.bootstrapped(7)
    home.replica.acknowledge(SaveAck(1, 6, 2, None))
    assert home.replica.started(JournalHead(2, 3, bytes(32))).acked_seq == 0


def test_what_was_stored_without_booking_leaves_the_view_with_the_next_complete_page(home: Home) -> None:
    home.moved = {2: ("S01/floor", "a")}
    home.bootstrapped(7, stock_row("a", 5), stock_row("b", 5))
    deferred = (EventDisposition(seq=2, disposition="deferred", reason="kind_unknown"),)
    home.replica.acknowledge(SaveAck(1, 2, 0, None, deferred))
    assert home.stock() == [("a", 5, 1, 0), ("b", 5, 1, 0)]
    home.replica.apply(page(7, 8, head=9, included=2))
    assert home.stock()[0] == ("a", 5, 1, 0)
    home.replica.apply(page(8, 9, included=2))
    assert home.stock() == [("a", 5, 1, 2), ("b", 5, 1, 0)]


def test_an_answer_that_comes_after_the_page_settles_it_too(home: Home) -> None:
    home.moved = {2: ("S01/floor", "a")}
    home.bootstrapped(7, stock_row("a", 5))
    home.replica.apply(page(7, 9, included=2))
    deferred = (EventDisposition(seq=2, disposition="deferred", reason="kind_unknown"),)
    home.replica.acknowledge(SaveAck(1, 2, 0, None, deferred))
    assert home.stock() == [("a", 5, 1, 2)]


def test_what_was_not_booked_leaves_the_view_of_an_article_without_any_row_too(home: Home) -> None:
    home.moved = {2: ("S01/floor", "new")}
    home.bootstrapped(7, stock_row("a", 5))
    deferred = (EventDisposition(seq=2, disposition="deferred", reason="kind_unknown"),)
    home.replica.acknowledge(SaveAck(1, 2, 0, None, deferred))
    home.replica.apply(page(7, 9, included=2))
    assert home.stock() == [("a", 5, 1, 0), ("new", 0, 1, 2)]


def test_an_answer_that_comes_before_there_is_a_file_is_kept_for_it(home: Home) -> None:
    home.moved = {2: ("S01/floor", "a")}
    deferred = (EventDisposition(seq=2, disposition="deferred", reason="kind_unknown"),)
    home.replica.acknowledge(SaveAck(1, 2, 0, None, deferred))
    home.replica.stage(home.downloaded(7, stock_row("a", 5), stock_row("b", 5)))
    home.replica.apply(page(7, 9, included=2, rows=(stock_row("b", 4, 8),)))
    home.reopen()
    assert home.stock() == [("a", 5, 1, 2), ("b", 4, 1, 2)]
    assert home.replica._current is not None  # noqa: SLF001 - what the next start begins with
    assert home.replica._current.exceptions() == [(1, 2, "deferred", "kind_unknown")]  # noqa: SLF001


def test_a_download_that_is_gone_before_it_is_staged_is_asked_for_again(home: Home) -> None:
    answer = home.downloaded(7)
    (home.path / f"snapshot-{answer.sha256}.part").unlink()
    with pytest.raises(ReplicaUnavailable) as caught:
        home.replica.stage(answer)
    assert caught.value.trouble == "replica_disk"


def test_what_a_new_generation_was_settled_by_is_on_the_disk_before_it_is_named(home: Home) -> None:
    home.bootstrapped(7, stock_row("a", 5))
    assert (home.path / "replica-1.db-wal").stat().st_size == 0


def test_a_generation_that_nobody_reads_is_deleted_and_one_in_use_stays(home: Home) -> None:
    home.bootstrapped(7)
    reader = sqlite_engine(home.path / "replica-1.db", key=KEY, read_only=True)
    with reader.connect() as connection:
        connection.exec_driver_sql("SELECT 1 FROM stock").all()
        home.bootstrapped(20)
        home.replica.sweep()
        assert home.files() == {"replica-1.db", "replica-2.db"}
    reader.dispose()
    home.replica.sweep()
    assert home.files() == {"replica-2.db"}


def test_leftovers_of_a_bootstrap_that_was_killed_go(home: Home) -> None:
    home.bootstrapped(7)
    home.replica.stage(home.downloaded(20))
    home.reopen()
    home.downloaded(30)
    home.replica.sweep()
    assert home.files() == {"replica-1.db"}
    assert home.replica.cursor() == "e1:7:1"


def test_a_new_snapshot_replaces_one_that_was_not_shown_yet(home: Home) -> None:
    home.replica.stage(home.downloaded(7, stock_row("a", 1)))
    home.replica.stage(home.downloaded(20, stock_row("a", 2)))
    home.replica.apply(page(20, 20))
    assert home.stock() == [("a", 2, 1, 0)]


def test_a_snapshot_that_is_none_is_refused(home: Home) -> None:
    answer = home.downloaded(7)
    (home.path / f"snapshot-{answer.sha256}.part").write_bytes(b"garbage" * 1_000)
    with pytest.raises(ReplicaUnavailable) as caught:
        home.replica.stage(answer)
    assert caught.value.trouble == "replica_damaged"


def test_a_damaged_replica_counts_as_none_and_can_be_replaced(home: Home) -> None:
    home.bootstrapped(7)
    home.replica.close()
    path = home.path / "replica-1.db"
    path.write_bytes(b"\x00" * path.stat().st_size)
    home.replica = home.opened()
    assert home.replica.cursor() is None
    home.bootstrapped(20, stock_row("a", 2))
    assert home.stock() == [("a", 2, 1, 0)]


def test_damage_is_found_in_the_file_of_the_start_and_nowhere_else(home: Home) -> None:
    assert home.replica.damage(lambda: True) is None
    home.bootstrapped(7, *(stock_row(f"a{number}", 5) for number in range(500)))
    home.reopen()
    assert home.replica.damage(lambda: True) is None
    home.spoil("replica-1.db")
    assert home.replica.damage(lambda: True) is not None
    home.bootstrapped(20, stock_row("a", 2))
    assert home.replica.damage(lambda: True) is None
    home.replica.sweep()
    assert home.files() == {"replica-2.db"}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"file": "replica-1.db"}', '{"file": 1, "sha256": null, "generation": "x"}']
)
def test_a_pointer_that_cannot_be_read_is_none(home: Home, text: str) -> None:
    (home.path / "replica.json").write_text(text)
    assert read_pointer(home.path) is None
    home.reopen()
    assert home.replica.cursor() is None


def test_a_pointer_to_a_file_that_is_gone_is_none(home: Home) -> None:
    (home.path / "replica.json").write_text(json.dumps({"file": "replica-9.db", "sha256": None, "generation": 9}))
    home.reopen()
    assert home.replica.cursor() is None
    home.bootstrapped(7)
    assert read_pointer(home.path).generation == 10  # type: ignore[union-attr]

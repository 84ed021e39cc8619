"""Disks that are full, read-only, gone or slow: found before money is taken, and never a half-written sale."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.disk import DiskGuard
from pos_client.store.lock import HomeLock
from pos_client.store.proof import Proof
from pos_client.store.trouble import (
    DiskBroken,
    DiskFull,
    DiskMissing,
    DiskReadOnly,
    JournalBusy,
    JournalUnavailable,
    disk_trouble,
)
from sync_engine.protocol.signing import Signer
from sync_engine.sql.engine import sqlite_engine
from tests.helpers.till_home import JOURNAL_KEY, SEED, OpenTill, a_sale, open_till

KIB = 1024
ROOT = Path(__file__).parents[3]


def recorded(till: OpenTill) -> int:
    return till.file.device().next_seq - 1


def record_many(till: OpenTill) -> None:
    for number in range(2, 200):
        till.journal.record([a_sale(f"event-{number}", lines=200)])


def is_whole(till: OpenTill) -> bool:
    with till.file.read() as connection:
        return all(check.is_whole for check in Proof(Signer(SEED).public_key, lambda: None).of(connection))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Take all the room that is left."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (64 * KIB, 4 * KIB):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return filler


def test_the_open_sale_is_completed_from_the_reserve_when_the_disk_is_full(small_disk: Path) -> None:
    till = open_till(small_disk, guard=DiskGuard(small_disk, reserve_bytes=1024 * KIB, needed_bytes=256 * KIB))
    till.journal.preflight()
    till.journal.record([a_sale("event-1")])
    filler = fill(small_disk)
    with pytest.raises(DiskFull):
        till.journal.preflight()
    assert till.journal.record([a_sale("event-2", lines=300)]).doc_no == "S01-T1a-000002"
    assert not (small_disk / "reserve").exists()
    with pytest.raises(DiskFull):
        till.journal.preflight()
    filler.unlink()
    till.journal.preflight()
    assert (small_disk / "reserve").stat().st_size == 1024 * KIB
    assert (recorded(till), is_whole(till)) == (2, True)
    till.file.close()


def test_a_sale_that_finds_no_room_at_all_leaves_nothing_behind(small_disk: Path) -> None:
    till = open_till(small_disk, guard=DiskGuard(small_disk, reserve_bytes=4 * KIB, needed_bytes=4 * KIB))
    till.journal.record([a_sale("event-1")])
    fill(small_disk)
    with pytest.raises(JournalUnavailable):
        record_many(till)
    assert is_whole(till)
    (small_disk / "filler").unlink()
    before = recorded(till)
    till.journal.record([a_sale("event-after")])
    assert (recorded(till), is_whole(till)) == (before + 1, True)
    till.file.close()


def test_a_disk_that_cannot_be_written_is_said_so_at_the_start(small_disk: Path) -> None:
    open_till(small_disk).file.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(DiskReadOnly):
        HomeLock(small_disk)
    till = open_till(small_disk, guard=DiskGuard(small_disk, reserve_bytes=4 * KIB, needed_bytes=4 * KIB))
    with pytest.raises(DiskReadOnly):
        till.journal.preflight()
    with pytest.raises(DiskReadOnly):
        till.journal.record([a_sale("event-1")])
    till.file.close()
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    till = open_till(small_disk)
    till.journal.record([a_sale("event-1")])
    assert is_whole(till)
    till.file.close()


def test_too_little_room_is_found_before_the_disk_is_full(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(DiskFull):
        DiskGuard(tmp_path, reserve_bytes=free, needed_bytes=4 * KIB).check()
    assert not (tmp_path / "reserve").exists()
    guard = DiskGuard(tmp_path, reserve_bytes=64 * KIB, needed_bytes=free * 2)
    with pytest.raises(DiskFull):
        guard.check()


def test_the_reserve_is_given_up_once(tmp_path: Path) -> None:
    guard = DiskGuard(tmp_path, reserve_bytes=64 * KIB, needed_bytes=4 * KIB)
    guard.check()
    assert [guard.release(), guard.release()] == [True, False]


@pytest.mark.parametrize("act", ["remove", "replace"])
def test_a_journal_whose_name_leads_elsewhere_is_not_written(tmp_path: Path, act: str) -> None:
    till = open_till(tmp_path)
    path = tmp_path / "journal.db"
    path.rename(tmp_path / "aside.db")
    if act == "replace":
        path.write_bytes(b"")
    with pytest.raises(DiskMissing):
        till.journal.preflight()
    with pytest.raises(DiskMissing):
        till.journal.record([a_sale()])
    path.unlink(missing_ok=True)
    (tmp_path / "aside.db").rename(path)
    assert till.journal.record([a_sale()]).doc_no == "S01-T1a-000001"


def test_a_journal_that_another_program_holds_is_busy(tmp_path: Path) -> None:
    till = open_till(tmp_path)
    with till.file.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")
    other = sqlite_engine(tmp_path / "journal.db", key=JOURNAL_KEY)
    with other.begin(), pytest.raises(JournalBusy):
        till.journal.record([a_sale()])
    other.dispose()
    assert till.journal.record([a_sale()]).last_seq == 1


@pytest.mark.parametrize(
    ("number", "kind"), [(28, DiskFull), (30, DiskReadOnly), (13, DiskReadOnly), (2, DiskMissing), (5, DiskBroken)]
)
def test_what_the_system_says_has_one_meaning(number: int, kind: type[JournalUnavailable]) -> None:
    with pytest.raises(kind), disk_trouble():
        raise OSError(number, os.strerror(number))


def test_an_error_that_is_not_the_disk_s_passes_as_it_is() -> None:
    with pytest.raises(BlockingIOError), disk_trouble():
        raise BlockingIOError(11, "again")


# --- killed in the middle ---


def record_until_killed(home: Path, statements: int) -> int:
    """In a program of its own: record, and die of SIGKILL before the statement of that number. Returns its status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [statements]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        till = open_till(home)
        till.journal.record([a_sale("event-before")])
        sa.event.listen(sa.Engine, "before_cursor_execute", count)
        till.journal.record([a_sale("event-1", lines=3), a_sale("event-2")], ticket="7")
    finally:
        os._exit(0 if left[0] < statements else 1)


@pytest.mark.parametrize("statements", range(20))
def test_a_till_killed_between_two_statements_leaves_whole_acts_only(tmp_path: Path, statements: int) -> None:
    status = record_until_killed(tmp_path, statements)
    assert status in {0, -signal.SIGKILL}
    till = open_till(tmp_path)
    with till.file.read() as connection:
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar_one()  # noqa: S608 - our own names
            for table in (tables.event, tables.receipt, tables.print_job, tables.ticket)
        ]
    assert counts == ([1, 1, 1, 0] if status else [3, 3, 3, 1])
    assert is_whole(till)
    assert till.journal.record([a_sale("event-after")]).last_seq == counts[0] + 1


def record_within(home: Path, file_bytes: int) -> int:
    """In a program of its own that may write files of so many bytes: record until the system says no."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        till = open_till(home)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        record_many(till)
    except JournalUnavailable:
        status = 7
    finally:
        os._exit(status)


def test_a_limit_of_the_system_is_met_like_a_full_disk(tmp_path: Path) -> None:
    open_till(tmp_path).file.close()
    assert record_within(tmp_path, 600 * KIB) == 7
    till = open_till(tmp_path)
    before = recorded(till)
    assert before > 0
    assert is_whole(till)
    assert till.journal.record([a_sale("event-after")]).last_seq == before + 1

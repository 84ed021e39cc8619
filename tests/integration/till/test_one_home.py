"""One program per home, and a copy of the journal on a second disk."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pos_client.store.journal_file import SEALED_KEY_NAME
from pos_client.store.lock import HomeLock
from pos_client.store.proof import Proof
from pos_client.store.second_copy import SecondCopy, copy_journal
from pos_client.store.trouble import (
    HomeInUse,
    JournalUnavailable,
)
from sync_engine.protocol.signing import Signer
from sync_engine.sql.engine import sqlite_engine
from tests.helpers.till_home import JOURNAL_KEY, SEED, OpenTill, a_sale, open_till

KIB = 1024
ROOT = Path(__file__).parents[3]


def recorded(till: OpenTill) -> int:
    return till.file.device().next_seq - 1


# --- one writer ---


def test_two_programs_never_hold_one_home(tmp_path: Path) -> None:
    with HomeLock(tmp_path), pytest.raises(HomeInUse):
        HomeLock(tmp_path)
    HomeLock(tmp_path).close()


def test_a_killed_program_gives_the_home_free(tmp_path: Path) -> None:
    hold = "import sys, time; from pathlib import Path; from pos_client.store.lock import HomeLock\n"
    hold += "lock = HomeLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", hold, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        with pytest.raises(HomeInUse):
            HomeLock(tmp_path)
        program.kill()
        program.wait()
    HomeLock(tmp_path).close()


# --- the second disk ---


def test_a_copy_is_whole_encrypted_and_replaces_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    till = open_till(tmp_path / "home")
    target = tmp_path / "second"
    (till.home / SEALED_KEY_NAME).write_bytes(b"sealed")
    for number in range(2):
        till.journal.record([a_sale(f"event-{number}")])
        path = copy_journal(till.home, JOURNAL_KEY, target, "d1")
    assert {one.name for one in target.iterdir()} == {"journal-d1.db", "journal-d1.key.sealed"}
    assert (target / "journal-d1.key.sealed").read_bytes() == b"sealed"
    assert b"COFFEE" not in path.read_bytes()
    copied = sqlite_engine(path, key=JOURNAL_KEY, read_only=True)
    with copied.begin() as connection:
        checks = Proof(Signer(SEED).public_key, lambda: None).of(connection)
    copied.dispose()
    assert all(check.is_whole for check in checks)
    assert checks[0].examined == 2


def test_a_second_disk_that_is_gone_is_told_and_tried_again(tmp_path: Path) -> None:
    home, blocked = tmp_path / "home", tmp_path / "file"
    home.mkdir()
    blocked.write_bytes(b"")
    till = open_till(home)
    till.journal.record([a_sale()])
    said: list[object] = []
    both = threading.Event()

    def hear(made: object) -> None:
        said.append(made)
        if len(said) == 1:
            blocked.unlink()
        else:
            both.set()

    copies = SecondCopy(lambda: copy_journal(home, JOURNAL_KEY, blocked, "d1"), hear, every_s=0.01)
    assert both.wait(10)
    copies.stop()
    assert isinstance(said[0], JournalUnavailable)
    assert said[1] == blocked / "journal-d1.db"

"""A copy is proved before anybody relies on it; a ledger filled from one is whole, and says what it knows to miss."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_engine.ledger.backup import NotABackup, contents, note_backup, proofs, write_copy
from sync_engine.ledger.opening import Ledger, open_ledger
from sync_engine.ledger.restore import LedgerThere, note_restored, restore, returned
from sync_engine.ledger.session import Place
from sync_engine.ledger.store.tables import metadata
from sync_engine.ledger.verify import verify
from sync_engine.sql.engine import FileNotReadable, database_engine, reading_engine, sqlite_engine
from tests.helpers.ledgers import KEYS, FakeTill, Item, articles, sale_body
from tests.integration.ledger_commands.command_line import CommandLine
from tests.integration.ledger_commands.conftest import BOTH, database, join, trade

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEY = KEYS.signer.public_key
TABLES = ("inbox", "movement", "stock", "posting", "balance", "sale", "sale_line", "ref_row", "device", "case_")


def nothing(_stage: str, _done: float) -> None: ...


@pytest.fixture
def till(place: Place, tmp_path: Path) -> FakeTill:
    """Has traded, and was copied."""
    ledger = open_ledger(place.url, tmp_path, KEYS)
    found = trade(ledger)
    write_copy(ledger.databases.read, tmp_path / "copy.db", nothing)
    ledger.close()
    return found


@pytest.fixture
def copied(till: FakeTill, tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


def rows(engine: sa.Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.begin() as connection:
        return {
            name: sorted(map(tuple, connection.execute(sa.select(metadata.tables[name]))), key=str) for name in TABLES
        }


def test_a_copy_is_whole_and_says_how_far_it_reaches(place: Place, copied: Path) -> None:
    held = contents(copied)
    engine = reading_engine(place.url)
    with engine.begin() as connection:
        last_pos = connection.execute(sa.text("SELECT last_pos FROM shard")).scalar_one()
    engine.dispose()
    assert (held.ledger_id, held.up_to) == (KEYS.ledger_id, last_pos)
    assert [found for found in proofs(copied, KEY) if not found.is_ok] == []
    assert sorted(path.name for path in copied.parent.glob("copy*")) == ["copy.db"]


def test_a_damaged_copy_is_found_out(copied: Path) -> None:
    whole = contents(copied).digest
    engine = sqlite_engine(copied)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE sale SET total_minor = total_minor + 1"))
        connection.execute(sa.text("UPDATE inbox SET hash = prev_hash WHERE pos = 3"))
    engine.dispose()
    assert {found.invariant for found in proofs(copied, KEY) if not found.is_ok} >= {"I7", "I9", "I25"}
    assert contents(copied).digest != whole


@pytest.mark.parametrize("kind", BOTH)
def test_a_ledger_filled_from_a_copy_has_every_row_and_a_new_epoch(
    place: Place, copied: Path, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with database(kind, other, request) as url:
        done = restore(copied, url, nothing)
        before, after = reading_engine(place.url), reading_engine(url)
        assert rows(after) == rows(before)
        with after.begin() as connection:
            epoch, common_pos = connection.execute(sa.text("SELECT epoch, common_pos FROM shard")).one()
            assert [found for found in verify(connection, KEY) if not found.is_ok] == []
        before.dispose()
        after.dispose()
        assert (epoch, common_pos) == (done.epoch, contents(copied).up_to)
        assert done.epoch != done.old_epoch == contents(copied).epoch
        with pytest.raises(LedgerThere):
            restore(copied, url, nothing)


def test_tills_hear_how_much_of_theirs_is_in_a_proved_copy(place: Place, tmp_path: Path) -> None:
    ledger = open_ledger(place.url, tmp_path, KEYS)
    try:
        till = join(ledger, "S01", "T9")
        sold(ledger, till, 3)
        assert ledger.door.hello(till.token, till.hello()).archived_seq == 0
        write_copy(ledger.databases.read, tmp_path / "copy.db", nothing)
        note_backup(ledger, contents(tmp_path / "copy.db"), "copy.db", NOW)
        sold(ledger, till, 2)
        assert ledger.door.hello(till.token, till.hello()).archived_seq == 3
    finally:
        ledger.close()


def test_what_came_back_and_what_is_missing_is_told(place: Place, copied: Path, till: FakeTill, tmp_path: Path) -> None:
    lost = open_ledger(place.url, tmp_path, KEYS)
    lost.append("reference_changed", 1, articles("C"))
    lost.append("reference_changed", 1, articles("D"))
    till.epoch, till.ref_pos = lost.state.epoch, lost.hub.head
    sold(lost, till, 2, "T1")
    lost.close()

    url = f"sqlite:///{tmp_path / 'again.db'}"
    done = restore(copied, url, nothing)
    ledger = open_ledger(url, tmp_path, KEYS)
    note_restored(ledger, done, "copy.db", NOW)
    ledger.door.push(till.token, till.push(1))
    with ledger.databases.read.begin() as connection:
        found = returned(connection)
    ledger.close()
    assert found is not None
    restored, reached, tills = found
    assert (restored, reached) == (done, done.common_pos + 2)
    assert [(one.till_id, one.copied_seq, one.came_back) for one in tills if one.store_id == "S01"] == [("T1", 8, 2)]


def test_a_ledger_that_was_never_restored_says_so(place: Place, copied: Path) -> None:
    engine = reading_engine(place.url)
    with engine.begin() as connection:
        assert returned(connection) is None
    engine.dispose()


@pytest.mark.parametrize(
    ("content", "error"), [(None, NotABackup), (b"no database" * 200, FileNotReadable), (b"", NotABackup)]
)
def test_what_is_no_copy_changes_nothing(tmp_path: Path, content: bytes | None, error: type[Exception]) -> None:
    path = tmp_path / "odd.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        restore(path, f"sqlite:///{tmp_path / 'target.db'}", nothing)
    engine = database_engine(f"sqlite:///{tmp_path / 'target.db'}")
    with engine.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM shard")).scalar_one() == 0
    engine.dispose()


# --- the commands ---


def test_a_running_ledger_is_copied_and_notes_it(pos_ledger: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    pos_ledger.run("enroll-code", "--store", "S01", "--till", "T1")
    with pos_ledger.serving():
        held = json.loads(pos_ledger.run("backup", copy, "--json"))
        again = json.loads(pos_ledger.run("backup", copy, "--json"))
    assert (held["file"], again["up_to"]) == (str(copy), held["up_to"] + 1)
    assert "The books are whole." in pos_ledger.run("verify", "--full")


def test_a_lost_ledger_comes_back_from_its_copy(pos_ledger: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    pos_ledger.run("enroll-code", "--store", "S01", "--till", "T1")
    assert f"{copy} holds the ledger up to position 3 and is whole." in pos_ledger.run("backup", copy)
    assert "There is a ledger in this database already." in pos_ledger.run("restore", copy, code=1)
    for path in pos_ledger.home.glob("ledger.db*"):
        path.unlink()
    assert "stands as it was at position 3" in pos_ledger.run("restore", copy)
    told = json.loads(pos_ledger.run("report", "restored", "--json"))
    assert (told["is_restored"], told["common_pos"], told["missing_at_least"], told["tills"]) == (True, 3, 0, [])
    assert "Nothing is known to be missing." in pos_ledger.run("report", "restored")
    assert "The books are whole." in pos_ledger.run("verify", "--full")


def test_a_copy_needs_the_keys_of_its_ledger(pos_ledger: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    pos_ledger.run("enroll-code", "--store", "S01", "--till", "T1")
    pos_ledger.run("backup", copy)
    other = CommandLine(tmp_path / "other")
    assert "The keys of this ledger are not here" in other.run("restore", copy, code=1)
    assert "holds no copy of a ledger" in other.run("restore", tmp_path / "absent.db", code=1)


def sold(ledger: Ledger, till: FakeTill, sales: int, name: str = "T9") -> None:
    first = till.head[0] + 1
    for number in range(sales):
        till.record(sale_body(Item("A"), till=name, doc_no=f"S01-{name}a-{first + number + 100:06d}"))
    ledger.door.push(till.token, till.push(first))

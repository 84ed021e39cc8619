"""Bad codes, strangers, broken files, newer files, full disks: each ends in a plain sentence, and nothing is lost.

What single parts make of bad input is tested beside them; here the whole programs meet it.
"""

import lzma
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import resources
from pos_client.store.journal_file import open_journal
from tests.helpers.raw_server import Conversation, answers, closes, resets, serving
from tests.helpers.till_home import JOURNAL_KEY, enrolled_home
from tests.journeys.shop import Said, Shop, ended, is_whole, pos_client, replay, replayed

HEADING = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n"
BOUNDED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A till that has joined and sold nothing."""
    (tmp_path / "till").mkdir()
    return enrolled_home(tmp_path / "till")


def recorded(home: Path) -> int:
    return int(pos_client("status", "--home", home, "--json").answer["last_seq"])


# --- joining ---


def enroll(home: Path, url: str, code: str) -> Said:
    return pos_client("enroll", "--home", home, "--ledger", url, "--code", code, "--json")


@pytest.mark.timeout(240)
def test_a_code_joins_one_till_and_a_mistyped_one_none(file_shop: Shop, tmp_path: Path) -> None:
    file_shop.take_in("stores")
    code = file_shop.ledger("enroll-code", "--store", "S01", "--till", "T1").split()[-1]
    with file_shop.serving() as served:
        url = f"http://127.0.0.1:{served.port}"
        first, second = tmp_path / "first", tmp_path / "second"
        assert enroll(first, url, code).code == 0
        used = enroll(second, url, code)
        unknown = enroll(second, url, "AAAA-BBBB-CCCC")
        again = enroll(first, url, code)
    assert (used.code, used.answer["error"]) == (1, "code_used")
    assert used.err == "That code was used by another till. Nothing was changed. Ask for a new code.\n"
    assert (unknown.code, unknown.answer["error"]) == (1, "code_unknown")
    assert (again.code, again.answer["error"]) == (1, "already_enrolled")
    assert pos_client("status", "--home", second, "--json").answer["error"] == "not_enrolled"
    assert is_whole(first)


STRANGERS: dict[str, tuple[Conversation, str]] = {
    "html": (answers(b"<html>welcome</html>", kind="text/html"), "ledger_garbled"),
    "garbage json": (answers(b'{"device": [1, {"":'), "ledger_garbled"),
    "noise": (answers(random.Random(1).randbytes(4_000)), "ledger_garbled"),
    "closes": (closes, "ledger_unreachable"),
    "resets": (resets, "ledger_unreachable"),
}


@pytest.mark.timeout(240)
def test_a_stranger_at_the_address_makes_no_till(tmp_path: Path) -> None:
    home = tmp_path / "till"
    for stranger, (conversation, error) in STRANGERS.items():
        with serving(conversation) as server:
            said = enroll(home, server.url, "AAAA-BBBB-CCCC")
            assert said.err.startswith(server.url), stranger
        assert (said.code, said.answer["error"]) == (1, error), stranger
        assert "Nothing was changed." in said.err, stranger
    assert pos_client("status", "--home", home, "--json").answer["error"] == "not_enrolled"


@pytest.mark.timeout(240)
def test_a_till_trades_on_while_a_stranger_answers_in_place_of_its_ledger(file_shop: Shop) -> None:
    file_shop.take_in("stores", "articles")
    tickets = resources.path("demo/tickets.csv")
    with file_shop.serving() as served:
        home = file_shop.join(served, "S01", "T1")
    strangers = [conversation for conversation, _ in STRANGERS.values()]
    with serving(*strangers, port=served.port) as stranger:
        alone = ended(replay(home, tickets, "--limit", 5))
        assert len(stranger.requests) >= len(strangers)
    assert (alone.code, alone.answer["booked"], alone.answer["is_sent"]) == (0, 5, False)
    assert "Everything is recorded here and goes out when this till runs again." in alone.err
    waiting = pos_client("status", "--home", home, "--json").answer
    assert (waiting["unsent"], waiting["last_acked_seq"]) == (waiting["last_seq"], 0)
    with file_shop.serving(served.port):
        together = replayed(home, tickets, "--limit", 5)
        assert (together["already_booked"], together["is_sent"]) == (5, True)
        assert file_shop.asked("report", "totals")["tickets"] == 5
    assert is_whole(home)


# --- files ---


def noise(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(20_000))


def cut_short(path: Path) -> None:
    packed = lzma.compress(resources.path("demo/tickets.csv").read_bytes())
    path.write_bytes(packed[: len(packed) // 2])


def without_columns(path: Path) -> None:
    path.write_text("invoice_no,quantity\n1,2\n", encoding="utf-8")


def with_a_short_line(path: Path) -> None:
    path.write_text(HEADING + "1,COFFEE,Coffee,1\n", encoding="utf-8")


BROKEN: dict[str, Callable[[Path], object]] = {
    "noise.csv": noise,
    "noise.csv.xz": noise,
    "cut.csv.xz": cut_short,
    "columns.csv": without_columns,
    "short.csv": with_a_short_line,
    "folder.csv": Path.mkdir,
    "absent.csv": Path.absolute,
}


@pytest.mark.timeout(240)
def test_a_broken_ticket_file_books_nothing(home: Path, tmp_path: Path) -> None:
    for name, make in BROKEN.items():
        make(tmp_path / name)
        said = pos_client("replay", "--home", home, tmp_path / name, "--no-sync", "--json")
        assert (said.code, said.answer["error"]) == (1, "tickets_unreadable"), name
        assert f"{tmp_path / name} cannot be read as tickets: " in said.err
    assert (recorded(home), is_whole(home)) == (0, True)


@pytest.mark.timeout(240)
def test_a_broken_article_file_books_nothing(file_shop: Shop, tmp_path: Path) -> None:
    file_shop.take_in("stores")
    before = file_shop.ledger("verify", "--full")
    for name in ("noise.csv", "noise.csv.xz", "cut.csv.xz", "absent.csv"):
        BROKEN[name](tmp_path / name)
        with pytest.raises(RuntimeError) as failed:
            file_shop.ledger("import", "articles", tmp_path / name)
        (sentence,) = str(failed.value).splitlines()[1:]
        assert str(tmp_path / name) in sentence
    assert file_shop.ledger("verify", "--full") == before


ODD_NAME = "Tin\x1b[2J of\x07 biscuits\x00"
ODD_ROWS = """\
1,ODD,Fine,2,2026-01-05 10:00:00,1.50,,
1,ODD,Nothing,0,2026-01-05 10:00:00,1.50,,
1,ODD,A lot,1000000000,2026-01-05 10:00:00,1.50,,
2,ODD,A lot brought back,-1000000000,2026-01-05 10:01:00,1.50,,
3,NO\x00NE,Nul \x00 and bell \x07,1,2026-01-05 10:02:00,1.50,,
4\x00,ODD,A ticket with a nul,1,2026-01-05 10:03:00,1.50,,
5,ODD,Not a number,1e3,2026-01-05 10:04:00,1.50,,
"""


@pytest.mark.timeout(240)
def test_odd_quantities_and_characters_are_listed_and_the_books_stay_whole(shop: Shop, tmp_path: Path) -> None:
    shop.take_in("stores")
    articles, tickets = tmp_path / "odd.csv", tmp_path / "tickets.csv"
    articles.write_text(f"sku,name,price\nODD,{ODD_NAME},1.50\n", encoding="utf-8")
    tickets.write_text(HEADING + ODD_ROWS, encoding="utf-8")
    shop.ledger("import", "articles", articles)
    with shop.serving() as served:
        home = shop.join(served, "S01", "T1")
        said = ended(replay(home, tickets)).answer
        assert (said["booked"], said["sale_lines"]) == (5, 2)
        assert said["not_booked"] == {"quantity_out_of_range": 3, "unknown_article": 1, "not_a_number": 1}
        assert replayed(home, tickets)["already_booked"] == 5
        found = shop.asked("report", "totals")
        assert (found["lines"], found["units"], found["not_booked"]["lines"]) == (2, 3, 5)
        assert (found["deferred"], found["open_cases"]) == (0, 0)
        assert shop.asked("stock", "ODD")["name"] == "Tin [2J of  biscuits"
        assert is_whole(home)
    assert "The books are whole." in shop.ledger("verify", "--full")


# --- the journal ---


def test_a_journal_of_a_newer_version_is_left_as_it_is(home: Path) -> None:
    file = open_journal(home, JOURNAL_KEY)
    with file.write() as connection:
        connection.exec_driver_sql("INSERT INTO schema_migration VALUES (99, 'later', '2030-01-01')")
    file.close()
    said = pos_client("replay", resources.path("demo/tickets.csv"), "--no-sync", "--home", home, "--json")
    assert (said.code, said.answer["error"]) == (1, "newer_schema")
    assert said.err.endswith("Nothing was changed. Install the newer version.\n")
    for words in ("status", "verify"):
        refused = pos_client(words, "--home", home, "--json")
        assert (refused.code, refused.answer["error"]) == (1, "newer_schema")


@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """A disk of four megabytes at `place`; False without the right to mount one."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_fills_up_in_the_middle_of_a_replay_loses_nothing(tmp_path: Path) -> None:
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(HEADING + "".join(many_tickets(4_000)), encoding="utf-8")
    with small_disk(tmp_path / "disk") as is_mounted:
        home = enrolled_home(tmp_path / "disk")
        words = ("replay", "--home", home, tickets, "--no-sync", "--json")
        said = pos_client(*words) if is_mounted else pos_client(*words, through=("-c", BOUNDED))
        assert (said.code, said.answer["error"]) == (1, "disk_full")
        assert said.err == "The disk is full. All recorded sales are safe. Make room before the next sale.\n"
        safe = recorded(home)
        assert safe > 1
        assert is_whole(home)
        if is_mounted:
            subprocess.run(["mount", "-o", "remount,size=64m", str(tmp_path / "disk")], check=True)
        rest = pos_client(*words).answer
        assert (rest["tickets"], rest["already_booked"], rest["booked"]) == (4_000, safe - 1, 4_001 - safe)
        assert is_whole(home)


def many_tickets(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"{number},COFFEE,Coffee,1,2026-01-05 10:00:00,2.55,,\n"

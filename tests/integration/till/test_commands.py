"""The till's command line on a home as enrolment leaves it, without a ledger."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pos_client.__main__ import app
from pos_client.app.facts import is_running
from pos_client.store.journal_file import open_journal
from pos_client.store.lock import HomeLock
from tests.helpers.till_home import JOURNAL_KEY, enrolled_home

HEADING = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n"
ROWS = """\
536365,COFFEE,COFFEE BEANS,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,WRAP,GIFT WRAP,1,2010-12-01 08:26:00,2,17850,United Kingdom
536366,COFFEE,COFFEE BEANS,-2,2010-12-01 08:28:00,2.55,17850,United Kingdom
536367,COFFEE,damaged,-5,2010-12-02 08:30:00,0,,United Kingdom
536368,NOWHERE,GONE,1,2010-12-02 08:31:00,3,,United Kingdom
536368,COFFEE,COFFEE BEANS,1,2010-12-02 08:31:00,2.55,,United Kingdom
A563186,WRAP,Adjust bad debt,1,2010-12-02 09:00:00,-11062.06,,United Kingdom
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return enrolled_home(tmp_path / "home")


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(HEADING + ROWS, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def said(*words: object) -> dict[str, Any]:
    result = run(*words)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_replay_books_sales_returns_and_adjustments_and_lists_the_rest(home: Path, tickets: Path) -> None:
    assert said("replay", "--home", home, tickets, "--no-sync", "--json") == {
        "tickets": 5,
        "booked": 5,
        "already_booked": 0,
        "sale_lines": 3,
        "return_lines": 1,
        "adjusted_lines": 1,
        "sales_minor": 1_985,
        "returns_minor": -510,
        "total_minor": 1_475,
        "not_booked": {"unknown_article": 1, "negative_price": 1},
        "not_booked_lines": 2,
        "currency": "GBP",
        "is_sent": None,
    }
    status = said("status", "--home", home, "--json")
    assert (status["last_seq"], status["unsent"], status["unsent_minor"]) == (8, 8, 1_475)
    assert said("verify", "--home", home, "--json")["is_whole"] is True


def test_a_replay_goes_on_where_it_stopped_and_books_nothing_twice(home: Path, tickets: Path) -> None:
    first = said("replay", "--home", home, tickets, "--no-sync", "--json", "--limit", 2)
    rest = said("replay", "--home", home, tickets, "--no-sync", "--json")
    again = said("replay", "--home", home, tickets, "--no-sync", "--json")
    assert [(one["booked"], one["already_booked"]) for one in (first, rest, again)] == [(2, 0), (3, 2), (0, 5)]
    assert said("status", "--home", home, "--json")["unsent_minor"] == 1_475


def test_parts_of_a_file_are_booked_by_several_tills(home: Path, tickets: Path) -> None:
    totals = [
        said("replay", "--home", home, tickets, "--no-sync", "--json", "--part", f"{number}/2")["tickets"]
        for number in (1, 2)
    ]
    assert totals == [3, 2]
    assert said("status", "--home", home, "--json")["unsent_minor"] == 1_475


def test_columns_of_another_file_are_mapped(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("bon,code,label,qty,when,price\n1,COFFEE,Coffee,1,2010-12-01,2\n", encoding="utf-8")
    names = "ticket=bon,article=code,name=label,quantity=qty"
    found = said(
        "replay", "--home", home, path, "--no-sync", "--json", "--map", names, "--map", "at=when,unit_price=price"
    )
    assert found["total_minor"] == 200


@pytest.mark.parametrize("words", [["--part", "3/2"], ["--part", "x"], ["--map", "colour=red"]])
def test_an_option_that_cannot_be_meant_is_a_mistake_of_use(home: Path, tickets: Path, words: list[str]) -> None:
    assert run("replay", "--home", home, tickets, "--no-sync", *words).exit_code == 2


def test_a_person_gets_a_table_and_a_sentence(home: Path, tickets: Path) -> None:
    result = run("replay", "--home", home, tickets, "--no-sync")
    assert result.exit_code == 0
    assert "total GBP                    14.75" in result.stdout
    assert "recorded      8 events, incarnation 1" in run("status", "--home", home).stdout
    assert run("verify", "--home", home).stdout.splitlines()[0] == "ok      numbers run without a gap (8)"


def test_a_file_that_is_no_table_books_nothing_and_says_why(home: Path, tmp_path: Path) -> None:
    result = run("replay", "--home", home, tmp_path / "nowhere.csv", "--no-sync", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "tickets_unreadable"
    assert "Check the file." in result.stderr


def test_a_tampered_journal_fails_the_proof(home: Path, tickets: Path) -> None:
    said("replay", "--home", home, tickets, "--no-sync", "--json")
    file = open_journal(home, JOURNAL_KEY)
    with file.write() as connection:
        connection.exec_driver_sql(
            """UPDATE event SET body = CAST(replace(body, '255', '155') AS BLOB) WHERE seq = 2"""
        )
    file.close()
    result = run("verify", "--home", home)
    assert result.exit_code == 1
    assert "BREACH  every event continues the one before it (8); 1 wrong, first at 1/2" in result.stdout.splitlines()
    found = json.loads(run("verify", "--home", home, "--json").stdout)
    assert found["is_whole"] is False
    assert {check["name"]: check["breaches"] for check in found["checks"] if check["breaches"]} == {
        "chain": 1,
        "sums": 1,
    }


@pytest.mark.parametrize("word", ["status", "verify"])
def test_a_home_without_a_till_says_how_to_get_one(tmp_path: Path, word: str) -> None:
    result = run(word, "--home", tmp_path, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "not_enrolled"
    assert "pos-client enroll" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_window_of_a_home_without_a_till_says_the_same(tmp_path: Path) -> None:
    result = run("--home", tmp_path)
    assert result.exit_code == 1
    assert "This till has not joined a shop yet." in result.stderr


def test_a_home_in_use_is_not_written_by_a_second_program(home: Path, tickets: Path) -> None:
    with HomeLock(home):
        assert is_running(home)
        result = run("replay", "--home", home, tickets, "--no-sync", "--json")
        assert said("status", "--home", home, "--json")["is_running"] is True
    assert json.loads(result.stdout)["error"] == "home_in_use"
    assert said("status", "--home", home, "--json")["last_seq"] == 0


def test_a_newer_journal_is_refused_in_a_sentence(home: Path, tickets: Path) -> None:
    file = open_journal(home, JOURNAL_KEY)
    with file.write() as connection:
        connection.exec_driver_sql("INSERT INTO schema_migration VALUES (99, 'later', '2030-01-01')")
    file.close()
    result = run("replay", "--home", home, tickets, "--no-sync", "--json")
    assert json.loads(result.stdout)["error"] == "newer_schema"
    assert "Install the newer version." in result.stderr


def test_the_home_may_stand_before_the_word(home: Path) -> None:
    assert said("--home", home, "status", "--json")["till"] == "T1"


def test_the_version_is_said() -> None:
    assert run("--version").stdout.startswith("pos-client ")

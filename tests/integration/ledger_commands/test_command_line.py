"""The commands as a person types them; servers, and what talks to them, in processes of their own."""

import json
import re
import shutil
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from pos_client.app.enrolment import enroll
from pos_client.secrets import JOURNAL_KEY, open_vault
from pos_client.store.journal_file import SEALED_KEY_NAME
from sync_engine.ledger.migrations import STEPS
from sync_engine.protocol.signing import seal, sealing_public_key
from sync_engine.sql.engine import database_engine
from tests.integration.ledger_commands.command_line import ROOT, START_WITHIN_S, CommandLine

DEMO = ROOT / "resources" / "demo"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEMO, tmp_path / "demo"))


def test_a_shop_from_its_files_to_proven_books(pos_ledger: CommandLine, demo: Path) -> None:
    for kind in ("stores", "articles", "stock", "staff", "favourites"):
        report = json.loads(pos_ledger.run("import", kind, demo / f"{kind}.csv", "--json"))
        assert (report["quarantined"]["rows"], report["imported"] > 0) == (0, True)
    assert re.fullmatch(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", last_line(pos_ledger, "S01", "T1"))
    assert "The books are whole." in pos_ledger.run("verify", "--full")
    stock = json.loads(pos_ledger.run("stock", "F0001", "--json"))
    assert [place["place"] for place in stock["places"]] == ["S01/floor", "S02/floor"]
    assert json.loads(pos_ledger.run("report", "totals", "--json"))["tickets"] == 0
    undone = pos_ledger.run("import", "undo", report["batch"])
    assert undone == f"{report['batch']} (favourites.csv) is undone: 24 rows\n"
    assert "undone before" in pos_ledger.run("import", "undo", report["batch"])


def test_the_key_that_a_till_sealed_is_given_back_for_recovery(pos_ledger: CommandLine, tmp_path: Path) -> None:
    code = last_line(pos_ledger, "S01", "T1")
    with pos_ledger.serving() as address:
        enroll(tmp_path / "till", address, code)
    sealed = tmp_path / "till" / SEALED_KEY_NAME
    found = pos_ledger.run("unseal", sealed).splitlines()
    assert bytes.fromhex(found[-1]) == open_vault(tmp_path / "till").get(JOURNAL_KEY)
    assert "keyring was lost" in found[0]


def test_what_was_sealed_to_another_ledger_stays_sealed(pos_ledger: CommandLine, tmp_path: Path) -> None:
    last_line(pos_ledger, "S01", "T1")
    sealed = tmp_path / "journal.key.sealed"
    assert "cannot be read" in pos_ledger.run("unseal", sealed, code=1)
    sealed.write_bytes(seal(sealing_public_key(bytes(32)), bytes(32)))
    assert "does not open: it was sealed to another ledger" in pos_ledger.run("unseal", sealed, code=1)


def last_line(pos_ledger: CommandLine, store: str, till: str) -> str:
    return pos_ledger.run("enroll-code", "--store", store, "--till", till).splitlines()[-1]


def test_commands_work_beside_a_server_through_its_socket(pos_ledger: CommandLine, demo: Path) -> None:
    with pos_ledger.serving() as address:
        assert (pos_ledger.home / "admin.sock").stat().st_mode & 0o777 == 0o600
        pos_ledger.run("import", "stores", demo / "stores.csv")
        last_line(pos_ledger, "S01", "T9")
        with urllib.request.urlopen(f"{address}/v1/health") as answer:  # noqa: S310 - loopback
            assert json.load(answer)["head"] == 3
        assert "running already" in pos_ledger.run("serve", code=1)
        assert "The books are whole." in pos_ledger.run("verify")
    assert not (pos_ledger.home / "admin.sock").exists()


def test_a_server_that_was_killed_leaves_nothing_in_the_way(pos_ledger: CommandLine) -> None:
    server = pos_ledger.start("serve", "--port", "0")
    assert server.stdout is not None
    server.stdout.readline()
    server.kill()
    server.communicate()
    begun = time.monotonic()
    last_line(pos_ledger, "S01", "T1")
    assert time.monotonic() - begun < START_WITHIN_S


def test_bad_rows_go_beside_the_file(pos_ledger: CommandLine, tmp_path: Path) -> None:
    source = tmp_path / "goods.csv"
    source.write_text("sku,name,price\nA,Pen,1\nB,,2\nC,Pad,x\n", encoding="utf-8")
    out = pos_ledger.run("import", "articles", source)
    assert "2 rows set aside: blank_name 1, not_a_number 1" in out
    assert (tmp_path / "goods.quarantine.csv").read_text(encoding="utf-8") == (
        "line,reason,detail,sku,name,price\n3,blank_name,,B,,2\n4,not_a_number,x,C,Pad,x\n"
    )


def test_a_dry_run_makes_no_ledger_and_no_file(pos_ledger: CommandLine, tmp_path: Path) -> None:
    source = tmp_path / "goods.csv"
    source.write_text("sku,name\nA,Pen\nB,\n", encoding="utf-8")
    report = json.loads(pos_ledger.run("import", "articles", source, "--dry-run", "--json"))
    assert (report["dry_run"], report["imported"], report["batch"], report["quarantined"]["rows"]) == (True, 1, None, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["goods.csv"]


def test_foreign_columns_are_mapped(pos_ledger: CommandLine, tmp_path: Path) -> None:
    source = tmp_path / "goods.csv"
    source.write_text("id;x,label,cost\n1,Pen,1\nPOST,Postage,2\n", encoding="utf-8")
    words = ("--map", "sku=id;x,name=label", "--map", "price=cost", "--without-stock", "POST", "--price-list", "web")
    report = json.loads(pos_ledger.run("import", "articles", source, *words, "--json"))
    assert report["columns"] == {"sku": "id;x", "name": "label", "price": "cost"}


def test_a_store_is_made_in_plain_words(pos_ledger: CommandLine) -> None:
    words = ("enroll-code", "--store", "B1", "--till", "T1", "--country", "de", "--currency", "eur")
    out = pos_ledger.run(*words)
    assert "Store B1 did not exist and was made: DE, currency EUR" in out
    assert "no tax" in out
    refused = pos_ledger.run("enroll-code", "--store", "B1", "--till", "T2", "--currency", "GBP", code=1)
    assert "keeps its books in EUR" in refused


def test_tampered_books_end_with_exit_code_1(pos_ledger: CommandLine, demo: Path) -> None:
    pos_ledger.run("import", "stores", demo / "stores.csv")
    (key,) = (pos_ledger.home / "keys").iterdir()
    key.rename(key.with_suffix(".away"))
    started = pos_ledger.start("verify")
    out, _ = started.communicate()
    assert started.returncode == 1
    assert "I7 every event holds the hash of the one before it and is signed by its device ... BROKEN 1 times" in out
    assert "THE BOOKS ARE NOT WHOLE." in out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("report", "totals"), 1, "There is no ledger in sqlite:///"),
        (("import", "articles", "nowhere.csv"), 1, "There is no such file: nowhere.csv"),
        (("import", "undo", "b1"), 1, "There is no ledger in sqlite:///"),
        (("serve", "--host", "0.0.0.0"), 2, "--i-know-plain-http"),  # noqa: S104 - it is refused
        (("serve", "--tls-cert", "x.pem"), 2, "belong together"),
        (("enroll-code", "--store", "S01", "--till", "t"), 1, "cannot be a till"),
        (("enroll-code", "--store", "S 1", "--till", "T"), 1, "bad store code"),
        (("enroll-code", "--store", "S01", "--till", "T", "--currency", "XYZ"), 1, "XYZ is no currency"),
        (("report", "totals", "--database", "nonsense"), 1, "nonsense is no database URL"),
        (("serve", "--database", "mysql://shop:secret@db/x"), 1, "mysql://***@db/x is no database URL"),
        (("verify", "--database", "postgresql://db:port/x"), 1, "is no database URL"),
        (("stock", "A", "--database", "sqlite:/x"), 1, "is no database URL"),
        (("serve", "--home", "/dev/null/x"), 1, "/dev/null/x cannot be written: Not a directory. What was booked"),
        (("serve", "--tls-cert", __file__, "--tls-key", __file__), 1, "cannot be used for HTTPS"),
        (("export", "journal", "--format", "pdf"), 2, "pdf"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    pos_ledger: CommandLine, words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert sentence in pos_ledger.run(*words, code=code)
    assert not pos_ledger.home.exists() or "enroll-code" in words


def test_a_port_that_is_taken_is_said_before_anything_is_made(pos_ledger: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        started = pos_ledger.start("serve", "--port", str(port))
        out, err = started.communicate(timeout=START_WITHIN_S)
    assert (started.returncode, out) == (1, "")
    assert err.startswith(f"Port {port} of 127.0.0.1 is taken by another program. Nothing was changed.")
    assert len(err.splitlines()) == 1
    assert not pos_ledger.home.exists()


def test_an_address_of_another_machine_is_said_so(pos_ledger: CommandLine) -> None:
    started = pos_ledger.start("serve", "--host", "203.0.113.7", "--i-know-plain-http")
    _, err = started.communicate(timeout=START_WITHIN_S)
    assert err.startswith("203.0.113.7 is no address of this machine. Nothing was changed.")
    assert (started.returncode, len(err.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    "words", [("serve", "--port", "0"), ("report", "totals"), ("enroll-code", "--store", "S1", "--till", "T1")]
)
def test_books_of_a_newer_program_are_left_alone(pos_ledger: CommandLine, words: tuple[str, ...]) -> None:
    last_line(pos_ledger, "S01", "T1")
    engine = database_engine(f"sqlite:///{pos_ledger.home}/ledger.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO schema_migration VALUES (99, 'later', 'later')")
    engine.dispose()
    said = pos_ledger.run(*words, code=1)
    assert f"of a newer version (99, known is {STEPS[-1].number}). Nothing was changed." in said


def test_keys_that_cannot_be_read_are_said_so(pos_ledger: CommandLine) -> None:
    last_line(pos_ledger, "S01", "T1")
    (key,) = (pos_ledger.home / "keys").iterdir()
    key.unlink()
    key.mkdir()
    assert "cannot be read" in pos_ledger.run("enroll-code", "--store", "S01", "--till", "T2", code=1)


def test_a_database_that_does_not_answer_is_named_without_its_password(pos_ledger: CommandLine) -> None:
    url = "postgresql://shop:secret@127.0.0.1:1/shop"
    said = pos_ledger.run("report", "totals", "--database", url, code=1)
    assert "postgresql://shop:***@127.0.0.1:1/shop does not answer" in said
    assert "secret" not in said


def test_the_journal_is_written_to_a_file_or_not_at_all(pos_ledger: CommandLine, demo: Path, tmp_path: Path) -> None:
    pos_ledger.run("import", "stores", demo / "stores.csv")
    target = tmp_path / "books.csv"
    assert pos_ledger.run("export", "journal", "--format", "csv", "--out", target) == f"Written: {target}\n"
    assert target.read_text(encoding="utf-8").startswith("pos,date,document,")
    assert "cannot be written" in pos_ledger.run(
        "export", "journal", "--format", "hledger", "--out", tmp_path / "no" / "x", code=1
    )


@pytest.mark.parametrize("words", [(), ("import", "articles"), ("report", "totals"), ("verify",), ("serve",)])
def test_every_command_explains_itself(pos_ledger: CommandLine, words: tuple[str, ...]) -> None:
    assert "Usage:" in pos_ledger.run(*words, "--help")

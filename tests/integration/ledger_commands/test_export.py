"""The money journal, as an accountant's program reads it."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_engine.ledger.export import CSV_COLUMNS, journal
from sync_engine.ledger.opening import open_ledger
from sync_engine.ledger.session import Place
from sync_engine.sql.engine import reading_engine
from tests.helpers.ledgers import KEYS, Item, changed, sale_body
from tests.integration.ledger_commands.conftest import join

HLEDGER = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")


def hledger(path: Path, *arguments: str) -> str:
    command = ["hledger", "-f", str(path), *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def exported(engine: sa.Engine, folder: Path) -> Path:
    path = folder / "books.journal"
    path.write_text("".join(journal(engine, "hledger")), encoding="utf-8")
    return path


def test_a_sale_is_one_balanced_transaction(traded: sa.Engine) -> None:
    first = "".join(journal(traded, "hledger")).split("\n\n")[2].splitlines()
    assert first[0].startswith("2026-11-21 * (S01-T1a-000001) S01 T1 ticket 1001  ; pos:")
    assert [line.split() for line in first[1:]] == [
        ["assets:cash:S01:T1", "4.50", "EUR"],
        ["revenues:sales:S01", "-3.75", "EUR"],
        ["liabilities:tax:S01:S20", "-0.75", "EUR"],
    ]


@HLEDGER
def test_hledger_accepts_the_journal_strictly(traded: sa.Engine, tmp_path: Path) -> None:
    path = exported(traded, tmp_path)
    hledger(path, "check", "--strict")
    hledger(path, "check", "ordereddates")
    assert hledger(path, "balance", "assets", "--flat", "-N", "-O", "csv").splitlines()[1:] == [
        '"assets:cash:S01:T1","34.00 EUR"',
        '"assets:cash:S02:T1","2.00 USD"',
    ]


@HLEDGER
@pytest.mark.parametrize("code", ["JPY", "BHD", "CLF"])
def test_currencies_of_any_digits_pass(place: Place, tmp_path: Path, code: str) -> None:
    ledger = open_ledger(place.url, place.home, KEYS)
    till = join(ledger, "S01", "T1")
    till.record(changed(sale_body(Item("A", 7, 12_345), Item("B", 1, 10_000_000)), currency=code))
    ledger.door.push(till.token, till.push())
    ledger.close()
    engine = reading_engine(place.url)
    hledger(exported(engine, tmp_path), "check", "--strict")
    engine.dispose()


@HLEDGER
def test_texts_of_tills_cannot_break_the_journal(place: Place, tmp_path: Path) -> None:
    ledger = open_ledger(place.url, place.home, KEYS)
    till = join(ledger, "S01", "T1")
    ugly = "1) x  ; 2026-01-01\n    assets:cash  1 EUR | \x1b\u2028(é"
    till.record(changed(sale_body(Item("A"), doc_no=ugly), ticket=ugly))
    ledger.door.push(till.token, till.push())
    ledger.close()
    engine = reading_engine(place.url)
    path = exported(engine, tmp_path)
    engine.dispose()
    hledger(path, "check", "--strict")
    assert hledger(path, "balance", "assets", "--flat", "-N", "-O", "csv").splitlines()[1:] == [
        '"assets:cash:S01:T1","1.00 EUR"'
    ]


def test_a_journal_of_nothing(place: Place) -> None:
    open_ledger(place.url, place.home, KEYS).close()
    engine = reading_engine(place.url)
    assert "".join(journal(engine, "csv")) == ",".join(CSV_COLUMNS) + "\n"
    engine.dispose()


def test_csv_has_a_row_per_posting(traded: sa.Engine) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(journal(traded, "csv")))))
    assert len(rows) == 12
    assert {name: rows[0][name] for name in CSV_COLUMNS[1:]} == {
        "date": "2026-11-21",
        "document": "S01-T1a-000001",
        "ticket": "1001",
        "store": "S01",
        "till": "T1",
        "account": "cash:S01:T1",
        "currency": "EUR",
        "amount": "4.50",
        "amount_minor": "450",
    }
    assert sum(int(row["amount_minor"]) for row in rows) == 0

"""Two tills replay a file at the same time, and the books are the file: to the unit and to the cent."""

import shutil
import subprocess
from pathlib import Path

import pytest

import resources
from tests.journeys.shop import Shop, ended, is_whole, replay, replayed
from tests.torture.from_file import FileTotals, totals_of
from tests.torture.outcome import counted

TICKETS = resources.path("demo/tickets.csv")


@pytest.mark.timeout(300)
def test_two_tills_replay_a_file_and_the_books_are_the_file(shop: Shop) -> None:
    shop.take_in("stores", "articles", "stock", "staff")
    with shop.serving() as served:
        homes = [shop.join(served, store, "T1") for store in ("S01", "S02")]
        parts = [(home, f"{number}/2") for number, home in enumerate(homes, 1)]
        for both in [replay(home, TICKETS, "--part", part) for home, part in parts]:
            ended(both)
        booked = [replayed(home, TICKETS, "--part", part) for home, part in parts]
        assert [(one["already_booked"], one["is_sent"]) for one in booked] == [(30, True), (30, True)]
        found = shop.asked("report", "totals")
        assert counted(found) == totals_of(TICKETS) == FileTotals(60, 189, 3_804, 1_012_181)
        assert (found["deferred"], found["currency"]) == (0, "GBP")
        assert [is_whole(home) for home in homes] == [True, True]
    assert "The books are whole." in shop.ledger("verify", "--full")
    check_with_hledger(shop, found["gross_minor"])


def check_with_hledger(shop: Shop, gross_minor: int) -> None:
    """An accountant's program accepts the journal, and finds the same cash in it."""
    if shutil.which("hledger") is None:
        pytest.skip("hledger is not installed: everything held but the export, which was not checked")
    journal = shop.folder / "books.journal"
    shop.ledger("export", "journal", "--format", "hledger", "--out", journal)
    hledger(journal, "check", "--strict")
    (total,) = hledger(journal, "balance", "assets:cash", "--depth", "1", "-N", "-O", "csv").splitlines()[1:]
    assert total == f'"assets","{gross_minor // 100}.{gross_minor % 100:02} GBP"'


def hledger(journal: Path, *words: str) -> str:
    ran = subprocess.run(["hledger", "-f", str(journal), *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout

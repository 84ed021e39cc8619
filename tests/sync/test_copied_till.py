"""A till's disk is copied and both copies sell on; a till is put back to an older state. Nothing is lost or doubled."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import resources
from pos_client.__main__ import app as client_app
from pos_client.app import SyncWatch, Wishes, open_till
from pos_client.app.watch import wait_until_sent
from sync_engine.ledger.__main__ import app as ledger_app
from sync_engine.ledger.cases import open_cases
from sync_engine.sql.engine import reading_engine

ROOT = Path(__file__).parents[2]
SERVE = (sys.executable, "-m", "sync_engine.ledger", "serve", "--port", "0", "--home")
TICKETS = resources.path("demo/tickets.csv")
PARTS = 6


class Shop:
    """A ledger in its own process, and one till that has sold the first part of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, ""

    def ledger(self, *words: object) -> str:
        result = CliRunner().invoke(ledger_app, [*map(str, words), "--home", str(self.folder / "ledger")])
        assert result.exit_code == 0, result.output
        return result.stdout

    def client(self, *words: object) -> dict[str, Any]:
        result = CliRunner().invoke(client_app, [*map(str, words), "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)  # type: ignore[no-any-return]

    def sell(self, home: Path, part: int) -> int:
        done = self.client("replay", "--home", home, TICKETS, "--part", f"{part}/{PARTS}")
        assert done["is_sent"], done
        return int(done["tickets"])

    def cases(self) -> list[str]:
        engine = reading_engine(f"sqlite:///{self.folder / 'ledger' / 'ledger.db'}")
        with engine.connect() as connection:
            found = [case.kind for case in open_cases(connection) if case.kind != "OVERSELL"]
        engine.dispose()
        return found

    def assert_whole(self, *homes: Path) -> None:
        assert "The books are whole." in self.ledger("verify", "--full")
        for home in homes:
            assert self.client("verify", "--home", home)["is_whole"]
            assert self.client("status", "--home", home)["unsent"] == 0


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    for kind in ("stores", "articles", "stock"):
        made.ledger("import", kind, resources.path(f"demo/{kind}.csv"))
    with subprocess.Popen([*SERVE, str(tmp_path / "ledger")], stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        ready = re.search(r"http://\S+", server.stdout.readline())
        assert ready is not None
        made.url = ready[0]
        yield made
        server.terminate()


@pytest.fixture
def till(shop: Shop) -> Path:
    code = shop.ledger("enroll-code", "--store", "S01", "--till", "T1").split()[-1]
    home = shop.folder / "till"
    shop.client("enroll", "--home", home, "--ledger", shop.url, "--code", code)
    return home


def incarnation(shop: Shop, home: Path) -> int:
    return int(shop.client("status", "--home", home)["incarnation"])


def tickets(shop: Shop) -> int:
    return int(json.loads(shop.ledger("report", "totals", "--json"))["tickets"])


def test_both_copies_of_a_till_sell_on_and_every_sale_is_booked_once(shop: Shop, till: Path) -> None:
    sold = shop.sell(till, 1)
    copy = Path(shutil.copytree(till, shop.folder / "copy"))
    sold += shop.sell(till, 2)
    sold += shop.sell(copy, 3)
    sold += shop.sell(till, 4)
    sold += shop.sell(copy, 5)
    assert (tickets(shop), shop.cases()) == (sold, ["TILL_COPIED"])
    assert (incarnation(shop, till), incarnation(shop, copy)) == (1, 2)
    shop.assert_whole(till, copy)


def test_a_till_put_back_to_an_older_state_goes_on_without_a_case(shop: Shop, till: Path) -> None:
    sold = shop.sell(till, 1)
    older = Path(shutil.copytree(till, shop.folder / "older"))
    sold += shop.sell(till, 2)
    watch = SyncWatch()
    with open_till(older, watch.post, Wishes(is_printing=False, is_copied=False)) as opened:
        assert watch.until(lambda: opened.file.device().incarnation == 2, lambda: watch.last)
        assert wait_until_sent(opened, watch)
    assert shop.cases() == []
    sold += shop.sell(older, 3)
    assert tickets(shop) == sold
    shop.assert_whole(older)


def test_copies_of_a_copy_each_find_a_chain_of_their_own(shop: Shop, till: Path) -> None:
    sold = shop.sell(till, 1)
    copies = [Path(shutil.copytree(till, shop.folder / f"copy{number}")) for number in (1, 2)]
    for part, home in enumerate((till, *copies), 2):
        sold += shop.sell(home, part)
    assert (tickets(shop), shop.cases()) == (sold, ["TILL_COPIED", "TILL_COPIED"])
    assert [incarnation(shop, home) for home in (till, *copies)] == [1, 2, 3]
    shop.assert_whole(till, *copies)

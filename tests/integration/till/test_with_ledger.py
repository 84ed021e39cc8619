"""Both programs as a shop starts them: a ledger, a till that joins, sells from a file and hears back."""

import json
import re
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

ROOT = Path(__file__).parents[3]
SERVE = (sys.executable, "-m", "sync_engine.ledger", "serve", "--port", "0", "--home")


class Shop:
    """A folder with a ledger of the demo shop in it; commands run in this process, only the service in its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""

    def ledger(self, *words: object) -> str:
        result = CliRunner().invoke(ledger_app, [*map(str, words), "--home", str(self.folder / "ledger")])
        assert result.exit_code == 0, result.output
        return result.stdout

    def client(self, *words: object) -> dict[str, Any]:
        result = CliRunner().invoke(client_app, [*map(str, words), "--json"])
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def enrolled(self, till_id: str) -> Path:
        code = self.ledger("enroll-code", "--store", "S01", "--till", till_id).split()[-1]
        home = self.folder / till_id
        self.client("enroll", "--home", home, "--ledger", self.url, "--code", code)
        return home


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    for kind in ("stores", "articles", "stock"):
        made.ledger("import", kind, resources.path(f"demo/{kind}.csv"))
    command = [*SERVE, str(tmp_path / "ledger")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        ready = re.search(r"http://\S+", server.stdout.readline())
        assert ready is not None
        made.url = ready[0]
        yield made
        server.terminate()


def test_two_tills_sell_a_file_and_both_see_what_the_other_sold(shop: Shop) -> None:
    homes = [shop.enrolled(till_id) for till_id in ("T1", "T2")]
    tickets = resources.path("demo/tickets.csv")
    booked = [
        shop.client("replay", "--home", home, tickets, "--part", f"{number}/2") for number, home in enumerate(homes, 1)
    ]
    assert [(one["tickets"], one["is_sent"]) for one in booked] == [(30, True), (30, True)]
    assert [shop.client("verify", "--home", home)["is_whole"] for home in homes] == [True, True]
    assert [shop.client("status", "--home", home)["unsent"] for home in homes] == [0, 0]
    assert "The books are whole." in shop.ledger("verify")
    watch = SyncWatch()
    with open_till(homes[0], watch.post, Wishes(is_printing=False, is_copied=False)) as till:
        assert watch.until(lambda: watch.last is not None and watch.last.state == "live", lambda: watch.last)
        assert wait_until_sent(till, watch)
        state = till.book.ack_state()
        assert state is not None
        assert state.feed_pos == state.feed_head

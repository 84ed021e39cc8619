"""The shop that is tortured: a ledger, two tills in two stores, and a file of tickets that they replay half each."""

import csv
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks.running import START_S, client_command, enroll_code, ledger_command
from tests.torture.from_file import read_rows
from tests.torture.processes import Revived

STORES = (("S01", "T1"), ("S02", "T1"))
MOST_REPLAYS = 5


@dataclass(frozen=True, slots=True)
class Shop:
    """The folders and addresses of one run."""

    folder: Path
    url: str
    port: int
    tickets: Path

    @property
    def ledger_home(self) -> Path:
        """Where the ledger keeps keys and file."""
        return self.folder / "ledger"

    def till_home(self, number: int) -> Path:
        """Where till `number` keeps its files."""
        return self.folder / f"till{number + 1}"

    def is_answering(self) -> bool:
        """Whether the ledger serves now."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/v1/health", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def trading(shop: Shop) -> Iterator[tuple[Revived, list[Revived]]]:
    """Catalogue, stores, enrolled tills; the ledger and the replays run, and are ended afterwards."""
    shop.ledger_home.mkdir(parents=True)
    ledger_command(shop.ledger_home, shop.url, "import", "articles", str(shop.tickets))
    codes = [enroll_code(shop.ledger_home, shop.url, *where) for where in STORES]
    with ExitStack() as running:
        ledger = _ledger(shop)
        ledger.start()
        running.callback(ledger.stop)
        for number, code in enumerate(codes):
            _enroll(shop, number, code)
        tills = [_replay(shop, number) for number in range(len(codes))]
        for till in tills:
            running.callback(till.stop)
            till.start()
        yield ledger, tills


def bring_home(shop: Shop) -> None:
    """Let every till send what it could not send before its replay ended: a replay waits for a ledger only so long."""
    for number in range(len(STORES)):
        for _ in range(MOST_REPLAYS):
            if not unsent(shop, number):
                break
            client_command(*_replay_words(shop, number))


def unsent(shop: Shop, number: int) -> int:
    """How many events of till `number` the ledger has not confirmed."""
    return int(json.loads(client_command("status", "--home", str(shop.till_home(number)), "--json"))["unsent"])


def write_repeated(source: Path, times: int, target: Path) -> None:
    """The tickets of `source` again and again, each time under other numbers."""
    rows = list(read_rows(source))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for time_number in range(times):
            writer.writerows(row | {"invoice_no": f"{row['invoice_no']}.{time_number}"} for row in rows)


def _ledger(shop: Shop) -> Revived:
    environment = os.environ | {"POS_LEDGER_HOME": str(shop.ledger_home), "POS_LEDGER_DATABASE": shop.url}
    serve = [sys.executable, "-m", "sync_engine.ledger", "serve", "--port", str(shop.port)]
    return Revived("ledger", serve, environment, shop.folder / "ledger.log", lambda _: shop.is_answering())


def _enroll(shop: Shop, number: int, code: str) -> None:
    """Enrol till `number`; the ledger may still be starting."""
    arguments = ("--home", str(shop.till_home(number)), "--ledger", f"http://127.0.0.1:{shop.port}", "--code", code)
    deadline = time.monotonic() + START_S
    while True:
        try:
            client_command("enroll", *arguments)
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return


def _replay(shop: Shop, number: int) -> Revived:
    """The replay of one half of the file."""
    command = [sys.executable, "-m", "pos_client", *_replay_words(shop, number)]
    log = shop.folder / f"till{number + 1}.log"
    return Revived(f"till {number + 1}", command, dict(os.environ), log, partial(_has_booked, shop, number))


def _replay_words(shop: Shop, number: int) -> tuple[str, ...]:
    home, part = str(shop.till_home(number)), f"{number + 1}/{len(STORES)}"
    return ("replay", "--home", home, str(shop.tickets), "--part", part)


def _has_booked(shop: Shop, number: int, since_s: float) -> bool:
    """Whether the till has written to its journal after that moment."""
    log = shop.till_home(number) / "journal.db-wal"
    return log.exists() and log.stat().st_mtime > since_s

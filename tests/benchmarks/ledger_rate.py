"""Sales per second through the ledger's HTTP door, beside the plain database under it.

On PostgreSQL the other side is pgbench writing a sale in one statement; both run on the same server with its
delivered durability settings, in turns, and the medians are compared. On the embedded file the other side is a plain
script on the same SQLite. The load generator shares the machine with the ledger, as pgbench does with its server.
"""

import random
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.benchmarks.figures import Figure, not_measured, per_second
from tests.benchmarks.ground import Ground
from tests.benchmarks.load import ARTICLES, LoadTill, push_all, refuse_unapplied
from tests.benchmarks.plain_sqlite import PER_COMMIT, plain_rate
from tests.benchmarks.running import founded_ledger, load_tills, served_ledger
from tests.helpers.postgres import debian_programs, fresh_database, running_server

ROUNDS, QUICK_ROUNDS = 3, 1
STORE, TILLS = "S01", 16
SALES_PER_TILL, QUICK_SALES_PER_TILL = 500, 200
BATCH = 100
PGBENCH_CLIENTS = 16
PGBENCH_S, QUICK_PGBENCH_S = 8, 3
LEAST_RATIO = 0.4
HERE = Path(__file__).parent
ON_POSTGRES = f"ledger on PostgreSQL: sales through HTTP, {TILLS} tills, {BATCH} a push, chain and signature checked"
ON_SQLITE = f"ledger on its own file: sales through HTTP, {TILLS} tills, {BATCH} a push, chain and signature checked"


def run(ground: Ground) -> list[Figure]:
    """A line for each database."""
    return [_on_sqlite(ground), _on_postgres(ground)]


def _on_sqlite(ground: Ground) -> Figure:
    home = ground.folder / "file"
    ground.say(f"a ledger on its own file, {TILLS} tills")
    with _loaded_ledger(f"sqlite:///{home}/ledger.db", home) as load:
        pairs = [
            (load.rate(ground), plain_rate(home / f"plain{turn}.db", TILLS * load.count(ground)))
            for turn in range(ground.count(ROUNDS, QUICK_ROUNDS))
        ]
    return _figure(ON_SQLITE, pairs, f"plain script on the same SQLite, {PER_COMMIT} sales a commit")


def _on_postgres(ground: Ground) -> Figure:
    programs = debian_programs()
    pgbench = (programs and shutil.which(programs / "pgbench")) or shutil.which("pgbench")
    if not pgbench:
        return not_measured(ON_POSTGRES, "no pgbench on this machine")
    ground.say(f"a ledger on PostgreSQL, {TILLS} tills")
    with (
        running_server() as server,
        fresh_database(server) as url,
        _loaded_ledger(url, ground.folder / "postgres") as load,
    ):
        pairs = [
            (load.rate(ground), _pgbench_rate(server, pgbench, ground))
            for _ in range(ground.count(ROUNDS, QUICK_ROUNDS))
        ]
    return _figure(ON_POSTGRES, pairs, f"pgbench, sale in one statement, {PGBENCH_CLIENTS} clients", LEAST_RATIO)


def _figure(name: str, pairs: list[tuple[float, float]], baseline: str, goal: float | None = None) -> Figure:
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Figure(
        name,
        per_second(ours),
        f"{baseline}: {per_second(theirs)}",
        f"{ours / theirs:.2f} x",
        f">= {goal} x" if goal else "",
        ours >= goal * theirs if goal else None,
        ours,
        "1/s",
    )


class Load:
    """Enrolled load tills before a running ledger."""

    def __init__(self, port: int, tills: list[LoadTill]) -> None:
        self._port, self._tills = port, tills
        self._source = random.Random(1)

    def count(self, ground: Ground) -> int:
        """Sales of one till in one round."""
        return ground.count(SALES_PER_TILL, QUICK_SALES_PER_TILL)

    def rate(self, ground: Ground) -> float:
        """Sales per second of one round. The pushes are signed and encoded before the clock starts."""
        count = self.count(ground)
        prepared = {till.token: list(till.pushes(count, BATCH, self._source)) for till in self._tills}
        start = time.perf_counter()
        answers = push_all(self._port, prepared)
        rate = len(self._tills) * count / (time.perf_counter() - start)
        refuse_unapplied(answers)
        ground.say(f"ledger: {per_second(rate)}")
        return rate


@contextmanager
def _loaded_ledger(url: str, home: Path) -> Iterator[Load]:
    founded_ledger(home, url, (STORE,), ARTICLES)
    with served_ledger(home, url) as ledger:
        yield Load(ledger.port, load_tills(ledger, STORE, TILLS, ARTICLES))


def _pgbench_rate(server: str, pgbench: str, ground: Ground) -> float:
    with fresh_database(server) as url:
        with psycopg.connect(url) as connection:
            connection.execute((HERE / "pgbench_init.sql").read_bytes())
        script = ("-f", str(HERE / "pgbench_sale.sql"))
        load = ("-c", str(PGBENCH_CLIENTS), "-j", "2", "-T", str(ground.count(PGBENCH_S, QUICK_PGBENCH_S)))
        command = [pgbench, "-n", "-M", "prepared", *script, *load, url]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found:
        raise RuntimeError(f"pgbench failed:\n{done.stdout}{done.stderr}")
    ground.say(f"pgbench: {per_second(float(found[1]))}")
    return float(found[1])

"""Sales per second through the ledger's HTTP door on PostgreSQL, beside pgbench writing a sale in one statement.

Both sides run on the same server with its delivered durability settings, one after the other in turns, three times;
the medians are compared. The load generator shares the machine with the ledger, as pgbench does with its server.
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

from tests.benchmarks.figures import Figure, per_second
from tests.benchmarks.load import LoadTill, push_all
from tests.benchmarks.running import enroll_code, ledger_server, seeded_articles
from tests.helpers.postgres import debian_programs, fresh_database, running_server

ROUNDS = 3
TILLS = 16
SALES_PER_TILL = 500
BATCH = 100
PGBENCH_CLIENTS = 16
PGBENCH_S = 8
HERE = Path(__file__).parent


def run(folder: Path) -> list[Figure]:
    """Both rates and their ratio."""
    programs = debian_programs()
    pgbench = (programs and shutil.which(programs / "pgbench")) or shutil.which("pgbench")
    if not pgbench:
        return [Figure("ledger sales through HTTP, PostgreSQL", "NOT MEASURED: no pgbench on this machine")]
    with running_server() as server:
        pairs = [
            (_ledger_rate(server, folder / str(turn), turn), _pgbench_rate(server, pgbench)) for turn in range(ROUNDS)
        ]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return [
        Figure(
            f"ledger sales through HTTP, PostgreSQL, {TILLS} tills, {BATCH} a push, signatures checked",
            per_second(ours),
            f"pgbench, sale in one statement, {PGBENCH_CLIENTS} clients: {per_second(theirs)}",
            f"{ours / theirs:.2f} x",
            ">= 0.4 x",
        )
    ]


def _ledger_rate(server: str, home: Path, turn: int) -> float:
    source = random.Random(turn)
    with fresh_database(server) as url, _loaded_ledger(url, home) as (port, tills):
        prepared = {till.token: list(till.pushes(SALES_PER_TILL, BATCH, source)) for till in tills}
        start = time.perf_counter()
        push_all(port, prepared)
        return TILLS * SALES_PER_TILL / (time.perf_counter() - start)


@contextmanager
def _loaded_ledger(url: str, home: Path) -> Iterator[tuple[int, list[LoadTill]]]:
    home.mkdir(parents=True, exist_ok=True)
    seeded_articles(home, url)
    tills = [LoadTill("S01", f"T{number}") for number in range(TILLS)]
    codes = [enroll_code(home, url, till.store, till.till) for till in tills]
    with ledger_server(home, url) as port:
        for till, code in zip(tills, codes, strict=True):
            till.enroll(port, code)
        yield port, tills


def _pgbench_rate(server: str, pgbench: str) -> float:
    with fresh_database(server) as url:
        _psql(url)
        script = ("-f", str(HERE / "pgbench_sale.sql"))
        load = ("-c", str(PGBENCH_CLIENTS), "-j", "2", "-T", str(PGBENCH_S))
        command = [pgbench, "-n", "-M", "prepared", *script, *load, url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def _psql(url: str) -> None:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is measured

    with psycopg.connect(url) as connection:
        connection.execute((HERE / "pgbench_init.sql").read_bytes())

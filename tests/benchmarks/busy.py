"""`python -m tests.benchmarks.busy WHAT [HOME]`: what else goes on at a till's machine, in a process of its own.

`work` keeps one processor at work. `sync` writes pages of stock and prices into the replica of HOME, as the sync
program does, and says a line for each. `sleep` does nothing but sleep for short whiles, and says at the end by how much
it overslept: what the machine alone costs. All end when their input does.
"""

import os
import random
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pos_client.events import Event, ReplicaChanged
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_rows import apply_rows
from tests.benchmarks.catalogue import PRICE_E4, STORE_ID, sku
from tests.helpers.till_home import REPLICA_KEY

PAGE_ROWS, PAGES_PER_S = 200, 10.0
NAP_S = 0.005


def _is_over() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0])


def work() -> None:
    """Count."""
    while not _is_over():
        sum(range(200_000))


def sync(home: Path, articles: int) -> None:
    """A page ten times a second; every tenth has prices too."""
    engine, source = sqlite_engine(home / "replica-1.db", key=REPLICA_KEY, synchronous="NORMAL"), random.Random(5)
    number = 0
    while not _is_over():
        number += 1
        picked = source.sample(range(articles), min(PAGE_ROWS, articles))
        rows = [_stock(sku(one), number) for one in picked]
        if number % 10 == 0:
            rows += [_price(sku(one), number) for one in picked]
        with engine.begin() as connection:
            topics = apply_rows(connection, rows, (1, number))
        print(",".join(sorted(topics)), flush=True)
        time.sleep(1 / PAGES_PER_S)
    engine.dispose()


def _stock(article: str, version: int) -> tuple[object, ...]:
    level = {"on_hand": 1000 + version, "reserved": 0, "scale": 0}
    return "stock", "*", f"{STORE_ID}/floor|{article}", version, False, level


def _price(article: str, version: int) -> tuple[object, ...]:
    body = {"sku": article, "list": "default", "store": None, "unit_e4": PRICE_E4, "from": "2010-01-01", "to": None}
    return "price", "*", f"default||{article}|2010-01-01", version, False, body


def sleep() -> None:
    """Say the longest oversleep, in seconds."""
    longest = 0.0
    while not _is_over():
        begun = time.perf_counter()
        time.sleep(NAP_S)
        longest = max(longest, time.perf_counter() - begun - NAP_S)
    print(longest, flush=True)


@contextmanager
def beside(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """One of these processes, until the block ends; its last words can be read then."""
    command = [sys.executable, "-m", "tests.benchmarks.busy", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()


@contextmanager
def busy_machine(home: Path, articles: int, post: Callable[[Event], None]) -> Iterator[None]:
    """Half the processors at work, and the replica written while the till is told of each page."""
    with ExitStack() as stack:
        for _ in range(max(1, (os.cpu_count() or 2) // 2)):
            stack.enter_context(beside("work"))
        syncing = stack.enter_context(beside("sync", str(home), str(articles)))
        teller = threading.Thread(target=_tell, args=(syncing, post), name="pages")
        teller.start()
        stack.callback(teller.join)
        stack.callback(syncing.stdin.close)  # type: ignore[union-attr]
        yield


def _tell(syncing: subprocess.Popen[str], post: Callable[[Event], None]) -> None:
    assert syncing.stdout is not None
    for line in syncing.stdout:
        post(ReplicaChanged(tuple(line.strip().split(","))))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["work"]:
            work()
        case ["sync", home, articles]:
            sync(Path(home), int(articles))
        case _:
            sleep()

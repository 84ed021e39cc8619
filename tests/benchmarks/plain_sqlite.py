"""The other side of the embedded ledger: a script that writes the sale of `pgbench_sale.sql` into a plain SQLite file,
and one that reads a file of articles.

The same tables as `pgbench_init.sql`, WAL with synchronous FULL as the ledger's own file has it, prepared statements,
one process without any network. No event, no chain, no signature, no postings, no feed.
"""

import csv
import random
import time
import uuid
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

ARTICLES, LINES = 10_000, 5
PER_COMMIT = 500
TABLES = """
CREATE TABLE bench_article (article_id INTEGER PRIMARY KEY, on_hand INTEGER NOT NULL);
CREATE TABLE bench_sale (sale_id TEXT PRIMARY KEY, till INTEGER NOT NULL, total INTEGER NOT NULL, made_at TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE bench_line (sale_id TEXT, line INTEGER, article_id INTEGER NOT NULL, qty INTEGER NOT NULL,
    amount INTEGER NOT NULL, PRIMARY KEY (sale_id, line)) WITHOUT ROWID;
CREATE TABLE bench_movement (sale_id TEXT, line INTEGER, article_id INTEGER NOT NULL, from_place TEXT NOT NULL,
    to_place TEXT NOT NULL, qty INTEGER NOT NULL, PRIMARY KEY (sale_id, line)) WITHOUT ROWID;
CREATE TABLE bench_payment (sale_id TEXT, line INTEGER, kind TEXT NOT NULL, amount INTEGER NOT NULL,
    PRIMARY KEY (sale_id, line)) WITHOUT ROWID;
"""


def plain_rate(path: Path, sales: int) -> float:
    """Sales per second."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(TABLES)
        stock = ((number, 1_000_000) for number in range(ARTICLES))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO bench_article VALUES (?, ?)", stock)
        connection.execute("COMMIT")
        start = time.perf_counter()
        _write(connection, sales)
        return sales / (time.perf_counter() - start)
    finally:
        connection.close()
        path.unlink()


def _write(connection: Any, sales: int) -> None:
    source = random.Random(1)
    for first in range(0, sales, PER_COMMIT):
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(min(PER_COMMIT, sales - first)):
            _sale(connection, source)
        connection.execute("COMMIT")


def _sale(connection: Any, source: random.Random) -> None:
    sale_id = str(uuid.UUID(int=source.getrandbits(128)))
    sold = list(enumerate(source.sample(range(ARTICLES), LINES), 1))
    connection.execute(
        "INSERT INTO bench_sale VALUES (?, ?, 2500, '2026-11-21T10:00:00.000Z')", (sale_id, source.randrange(16))
    )
    lines = [(sale_id, line, article) for line, article in sold]
    connection.executemany("INSERT INTO bench_line VALUES (?, ?, ?, 1, 500)", lines)
    connection.executemany("INSERT INTO bench_movement VALUES (?, ?, ?, 'S01/floor', 'S01/customer', 1)", lines)
    connection.execute("INSERT INTO bench_payment VALUES (?, 1, 'cash', 2500)", (sale_id,))
    moved = [(article,) for _, article in sold]
    connection.executemany("UPDATE bench_article SET on_hand = on_hand - 1 WHERE article_id = ?", moved)


def plain_import_s(source: Path, path: Path) -> float:
    """Seconds to read a file of articles and put its rows into one plain table with an index over the barcodes."""
    start = time.perf_counter()
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(
            "CREATE TABLE article (sku TEXT PRIMARY KEY, barcode TEXT, name TEXT, unit TEXT, price TEXT)"
        )
        connection.execute("BEGIN IMMEDIATE")
        with source.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            connection.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE UNIQUE INDEX article_barcode ON article (barcode)")
        connection.execute("COMMIT")
    finally:
        connection.close()
    return time.perf_counter() - start

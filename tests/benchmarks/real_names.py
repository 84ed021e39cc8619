"""A catalogue of real names: those of the demo shop, and of every catalogue in the folder that POS_CATALOGUES names
(`*.csv`, `*.csv.xz`, `*.tsv.xz` with a column `name`). When there are too few, the words of two names make a third.
The same files and count give the same articles.

`python -m tests.benchmarks.real_names HOME COUNT` lays them out as the replica of a till.
"""

import csv
import json
import lzma
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import resources
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_file import FeedState, put_feed_state
from sync_engine.sql.replica_rows import apply_rows
from tests.benchmarks.catalogue import PRICE_E4, STORE_ID, barcode, sku
from tests.helpers.till_home import EPOCH, REPLICA_KEY, STORE_BODY, article_body, article_rows

FOLDER = "POS_CATALOGUES"
FAVOURITES = 40
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Named:
    """What is known of an article; "" where the source says nothing."""

    name: str
    code: str = ""
    brand: str = ""
    category: str = ""


def sources() -> str:
    """Where the names come from, in words."""
    files = [path.name for path in _files()]
    return f"the demo shop and {', '.join(files)}" if files else "the demo shop, combined"


def articles(count: int) -> Iterator[Named]:
    """`count` articles, real ones first."""
    kept: list[Named] = []
    for article in islice(_real(), count):
        if len(kept) < 100_000:
            kept.append(article)
        yield article
        count -= 1
    chance = random.Random(7)
    for _ in range(count):
        first, second = chance.choice(kept), chance.choice(kept)
        words, more = first.name.split(), second.name.split()
        name = " ".join((*words[: len(words) // 2 + 1], *more[len(more) // 2 :]))
        yield Named(name, brand=second.brand, category=first.category)


def _real() -> Iterator[Named]:
    demo = csv.DictReader(resources.text("demo/articles.csv").splitlines())
    for row in demo:
        yield Named(row["name"], row["barcodes"].partition("|")[0].partition("*")[0], row["brand"], row["category"])
    for path in _files():
        with _opened(path) as file:
            tab = ".tsv" in path.suffixes
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tab else csv.DictReader(file)
            for row in rows:
                if row.get("name"):
                    category = (row.get("category") or "").replace(" (folder)", "").rpartition("/")[2]
                    yield Named(row["name"], row.get("barcode") or "", row.get("brand") or "", category)


def _files() -> list[Path]:
    folder = os.environ.get(FOLDER)
    if not folder:
        return []
    found = [path for ending in ("*.tsv.xz", "*.csv.xz", "*.csv") for path in Path(folder).glob(ending)]
    return sorted(found, key=lambda path: path.stat().st_size, reverse=True)


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        yield file


def replica_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Feed rows of one store, quick keys, and the articles with a barcode and a price each."""
    yield "store", "*", STORE_ID, 1, False, STORE_BODY
    for number in range(FAVOURITES):
        yield "favourite", STORE_ID, str(number), 1, False, {"sku": sku(number * 5)}
    for number, named in enumerate(articles(count)):
        codes = [{"code": named.code or barcode(number), "qty": 1}]
        body = article_body(named.name, barcodes=codes, brand=named.brand or None, category=named.category or None)
        yield from article_rows(sku(number), body, PRICE_E4)


def lay_out(home: Path, count: int) -> None:
    """The replica of `home`, as a ledger builds it for a download, and the pointer to it."""
    path = home / "replica-1.db"
    engine = sqlite_engine(path, key=REPLICA_KEY, synchronous="NORMAL")
    rows = replica_rows(count)
    with engine.begin() as connection:
        replica_schema.create_tables(connection)
        while chunk := list(islice(rows, _CHUNK)):
            apply_rows(connection, chunk, (1, 0))
        replica_schema.build_indexes(connection)
        put_feed_state(connection, FeedState(EPOCH, 7, 7, f"{EPOCH}:7:{replica_schema.SCHEMA}"))
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    pointer = {"file": path.name, "sha256": None, "generation": 1}
    (home / "replica.json").write_text(json.dumps(pointer), encoding="utf-8")


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), int(sys.argv[2]))

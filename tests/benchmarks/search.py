"""How long a cashier waits for the list after each keystroke, in a catalogue of a million real names.

Words of articles are typed letter by letter: in any order, with the wrong keyboard layout, barcodes, brands, and
words that nothing has. Every keystroke is the whole use case: code, words, prices. Beside it, on the same words: plain
LIKE over the names, and a bare prefix query of a word index (which finds neither parts nor other layouts and ranks
nothing).
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import sqlalchemy as sa

from pos_client.counter.catalog import Search
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_catalog import ReplicaCatalog
from pos_client.store.replica_file import ReplicaFile
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.fold import fold
from tests.benchmarks.catalogue import STORE_ID
from tests.benchmarks.figures import Figure, megabytes, milliseconds, percentile
from tests.benchmarks.ground import Ground
from tests.benchmarks.real_names import Named, articles, sources
from tests.benchmarks.windows import resident_bytes
from tests.helpers.till_home import REPLICA_KEY

ARTICLES, QUICK_ARTICLES = 1_000_000, 100_000
TYPED, QUICK_TYPED = 300, 60
SCANNED = 12
SHOWN = 30
TODAY = "2026-11-21"
GOAL_S = 0.030
EVERY = 37
"""Words are taken from every so-many-th article."""

_RU, _US = "йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_OTHER_LAYOUT = str.maketrans(_RU + _US, _US + _RU)


@dataclass(frozen=True, slots=True)
class Stroke:
    """What stands in the search field after a keystroke, how long the list took, and how long it is."""

    text: str
    taken_s: float
    found: int


def run(ground: Ground) -> list[Figure]:
    """The wait per keystroke beside the baselines, and the memory."""
    count = ground.count(ARTICLES, QUICK_ARTICLES)
    ground.say(f"laying out {count:,} articles of {sources()}")
    subprocess.run([sys.executable, "-m", "tests.benchmarks.real_names", str(ground.folder), str(count)], check=True)
    texts = typed_texts(count, ground.count(TYPED, QUICK_TYPED))
    file = ReplicaFile(ground.folder, REPLICA_KEY)
    catalog = ReplicaCatalog(file, ReplicaBook(file, STORE_ID, lambda *_: False))
    ground.say(f"typing {len(texts)} texts")
    search = Search(catalog, lambda: TODAY, SHOWN)
    _found(search, "warm")
    before = resident_bytes(os.getpid())
    strokes = [stroke for text in texts for stroke in _typed(text, partial(_found, search))]
    memory = resident_bytes(os.getpid())
    file.close()
    scans = _scans(ground, texts)
    prefixes = _prefixes(ground, texts)
    return _figures(count, strokes, scans, prefixes, (before, memory))


def _found(search: Search, text: str) -> int:
    answer = search.answer(search.begin(text))
    return len(answer.offers) if answer else 0


def typed_texts(count: int, most: int) -> list[str]:
    """What is typed: the same for the same catalogue."""
    chance = random.Random(11)
    return [_typing(chance, named) for named in islice(articles(count), 0, None, max(EVERY, count // most))][:most]


def _typing(chance: random.Random, named: Named) -> str:
    words = named.name.split() or ["x"]
    picked = chance.sample(words, min(len(words), chance.choice((1, 2, 2, 3))))
    text = " ".join(word[: chance.randint(2, 8)] for word in picked)
    kind = chance.random()
    if kind < 0.15:
        return text.lower().translate(_OTHER_LAYOUT)
    if kind < 0.25:
        return named.code or text
    if kind < 0.30:
        return named.brand or text
    if kind < 0.45:  # a slip of the finger, or nothing at all
        at = chance.randrange(len(text))
        return text[:at] + chance.choice("qzxъщ7") + text[at:]
    return text


def _typed(text: str, search: Callable[[str], int]) -> list[Stroke]:
    strokes: list[Stroke] = []
    for length in range(1, len(text) + 1):
        begun = time.perf_counter()
        found = search(text[:length])
        strokes.append(Stroke(text[:length], time.perf_counter() - begun, found))
    return strokes


# --- the other side ---


def _scans(ground: Ground, texts: Sequence[str]) -> list[Stroke]:
    """A LIKE for every word over the folded names of the same file; whole texts only, or it would take an hour."""
    ground.say("scanning")
    engine = sqlite_engine(ground.folder / "replica-1.db", key=REPLICA_KEY, read_only=True)
    with engine.connect() as connection:
        strokes = [_stroke(text, lambda words: _like(connection, words)) for text in texts[:: len(texts) // SCANNED]]
    engine.dispose()
    return strokes


def _like(connection: sa.Connection, words: Sequence[str]) -> int:
    where = " AND ".join("folded LIKE ?" for _ in words)
    sql = f"SELECT article_id FROM article WHERE {where} LIMIT {SHOWN}"  # noqa: S608 - placeholders and a constant
    return len(connection.exec_driver_sql(sql, tuple(f"%{word}%" for word in words)).all())


def _prefixes(ground: Ground, texts: Sequence[str]) -> list[Stroke]:
    """`word*` of SQLite's own word index with prefix tables, in a file of its own."""
    ground.say("building a bare word index")
    engine = sqlite_engine(ground.folder / "words.db", key=REPLICA_KEY, synchronous="NORMAL")
    source = f"ATTACH '{ground.folder / 'replica-1.db'}' AS replica KEY \"x'{REPLICA_KEY.hex()}'\""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.cursor()
        raw.execute(source)
        raw.execute("CREATE VIRTUAL TABLE words USING fts5(folded, prefix='1 2 3', tokenize='unicode61', content='')")
        raw.execute("INSERT INTO words(words, rank) VALUES ('hashsize', 67108864)")
        raw.execute("INSERT INTO words(rowid, folded) SELECT number, folded FROM replica.article")

        def prefixed(words: Sequence[str]) -> int:
            match = " ".join(f'"{word.replace(chr(34), "")}"*' for word in words)
            sql = f"SELECT rowid FROM words WHERE words MATCH ? LIMIT {SHOWN}"  # noqa: S608 - a constant
            return len(raw.execute(sql, (match,)).fetchall())

        strokes = [_stroke(text[:length], prefixed) for text in texts for length in range(1, len(text) + 1)]
    engine.dispose()
    return strokes


def _stroke(text: str, search: Callable[[Sequence[str]], int]) -> Stroke:
    words = fold(text).split()
    begun = time.perf_counter()
    found = search(words) if words else 0
    return Stroke(text, time.perf_counter() - begun, found)


# --- the table ---


def _figures(
    count: int, strokes: list[Stroke], scans: list[Stroke], prefixes: list[Stroke], memory: tuple[int, int]
) -> list[Figure]:
    parts = {
        "all keystrokes": strokes,
        "one or two letters": [stroke for stroke in strokes if len(stroke.text.strip()) < 3],
        "nothing found": [stroke for stroke in strokes if not stroke.found],
    }
    lines = [
        _line(f"{count:,} articles, {name} ({len(part)})", part, percent, scans, prefixes)
        for name, part in parts.items()
        for percent in (50, 99)
        if part
    ]
    slowest = max(strokes, key=lambda stroke: stroke.taken_s)
    lines.append(_line(f"{count:,} articles, the slowest: {slowest.text!r}", [slowest], 100, scans, prefixes))
    before, after = memory
    return [
        *lines,
        Figure(
            f"memory of the searching program after {len(strokes):,} searches",
            megabytes(after),
            f"before the first: {megabytes(before)}",
            f"{after / before:.2f} x",
            number=after,
            unit="bytes",
        ),
    ]


def _line(name: str, part: list[Stroke], percent: int, scans: list[Stroke], prefixes: list[Stroke]) -> Figure:
    taken_s, scan_s, prefix_s = (
        percentile([stroke.taken_s for stroke in strokes], percent) for strokes in (part, scans, prefixes)
    )
    is_goal = percent == 99
    return Figure(
        f"{name}, p{percent}",
        milliseconds(taken_s),
        f"LIKE: {milliseconds(scan_s)}, bare word prefix: {milliseconds(prefix_s)}",
        f"{taken_s / scan_s:.4f} x, {taken_s / prefix_s:.1f} x",
        f"<= {GOAL_S * 1000:.0f} ms" if is_goal else "",
        taken_s <= GOAL_S if is_goal else None,
        taken_s,
        "s",
    )

"""Decides over batches and commits them, and remembers what it decided.

What it remembers of the database is good for its own term, because nobody else can write in it, and is dropped at any
failure: then only the database knows. Deciding and committing may go on in two threads at once, one batch ahead of the
other; everything else belongs to the writer's thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import sqlalchemy as sa

from sync_engine.ledger.book import Arrival, Book, Stored
from sync_engine.ledger.core import Core
from sync_engine.ledger.effects import Effects, absorb
from sync_engine.ledger.store.bulk import Script
from sync_engine.ledger.store.locks import Lease, hand_out_positions
from sync_engine.ledger.store.reading import fill, without_transactions
from sync_engine.ledger.store.unit_of_work import commit, prepared

LEASE_MS = 15_000
MOST_LEVELS = 500_000
"""Stock levels that are remembered before starting over (some 150 MB)."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Databases:
    """One engine to write with, one to read with; the reader sees every earlier commit."""

    write: sa.Engine
    read: sa.Engine


@dataclass(frozen=True, slots=True)
class Decided:
    """A batch, what it comes to, and that as rows made ready for the database."""

    batch: Sequence[Arrival]
    effects: Effects
    script: Script


class Pen:
    """`now_ms` dates the lease, `on_commit` hears of every new last position."""

    def __init__(
        self, databases: Databases, lease: Lease, now_ms: Callable[[], int], on_commit: Callable[[int], None]
    ) -> None:
        self._writing, self._looking = databases.write, without_transactions(databases.read)
        self._lease, self._now_ms, self._on_commit = lease, now_ms, on_commit
        self._core, self._book = Core(), Book()
        self._connection: sa.Connection | None = None

    def decide(self, batch: Sequence[Arrival], under_way: Decided | None = None) -> Decided:
        """Decide over the batch, on top of one that is being committed meanwhile (`under_way`).

        Raises whatever databases raise, and bugs of appliers; `forget` must follow.
        """
        if under_way is None and len(self._book.levels) > MOST_LEVELS:
            self._book = Book()
        needs = self._core.needs(batch)
        self._book.clear_batch()
        with self._looking.connect() as connection:
            fill(connection, self._book, needs)
        if under_way is not None:
            _remember_events(self._book, under_way)
        effects = self._core.step(batch, self._book)
        absorb(self._book, effects)
        return Decided(batch, effects, prepared(effects, self._lease.term, self._writing.dialect.name))

    def commit(self, decided: Decided) -> None:
        """Commit what was decided. Raises SteppedDown, PositionsMoved, whatever databases raise; `forget` follows."""
        effects = decided.effects
        if effects.count:
            commit(self._connected(), effects, decided.script, self._renewed())
            self._on_commit(effects.last_pos)

    def fenced(self, work: Callable[[sa.Connection], _Result]) -> _Result:
        """Do something that takes no position, in a transaction of this term. Raises SteppedDown."""
        connection = self._connected()
        with connection.begin():
            hand_out_positions(connection, 0, self._renewed())
            return work(connection)

    def forget(self) -> None:
        """Drop everything that was remembered, and the connection."""
        self._book = Book()
        self.let_go()

    def let_go(self) -> None:
        """Close the connection; the next commit opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _renewed(self) -> Lease:
        self._lease = replace(self._lease, until_ms=self._now_ms() + LEASE_MS)
        return self._lease

    def _connected(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._writing.connect()
        return self._connection


def _remember_events(book: Book, under_way: Decided) -> None:
    """Events that the database may not show yet: a till that asks again must get the answer it is about to get."""
    for arrival, outcome in zip(under_way.batch, under_way.effects.outcomes, strict=True):
        if outcome.verdict == "new":
            event, header = arrival.event, arrival.event.header
            book.known_ids.add(header.event_id)
            stored = Stored(outcome.pos, event.hash, outcome.disposition, outcome.reason)
            book.stored[header.device_id, header.incarnation, header.seq] = stored

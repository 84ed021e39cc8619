"""Decides over one batch and commits it, and remembers what it wrote. Belongs to the writer's thread alone.

What it remembers of the database is good for its own term, because nobody else can write in it, and is dropped at any
failure: then only the database knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import sqlalchemy as sa

from sync_engine.ledger.book import Arrival, Book
from sync_engine.ledger.core import Core
from sync_engine.ledger.effects import Outcome, absorb
from sync_engine.ledger.store.locks import Lease, hand_out_positions
from sync_engine.ledger.store.reading import fill, without_transactions
from sync_engine.ledger.store.unit_of_work import commit

LEASE_MS = 15_000
MOST_LEVELS = 500_000
"""Stock levels that are remembered before starting over (some 150 MB)."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Databases:
    """One engine to write with, one to read with; the reader sees every earlier commit."""

    write: sa.Engine
    read: sa.Engine


class Pen:
    """`now_ms` dates the lease, `on_commit` hears of every new last position."""

    def __init__(
        self, databases: Databases, lease: Lease, now_ms: Callable[[], int], on_commit: Callable[[int], None]
    ) -> None:
        self._writing, self._looking = databases.write, without_transactions(databases.read)
        self._lease, self._now_ms, self._on_commit = lease, now_ms, on_commit
        self._core, self._book = Core(), Book()
        self._connection: sa.Connection | None = None

    def write(self, batch: Sequence[Arrival]) -> list[Outcome]:
        """Decide and commit. Raises SteppedDown, PositionsMoved, whatever databases raise, and bugs of appliers."""
        needs = self._core.needs(batch)
        self._book.clear_batch()
        with self._looking.connect() as connection:
            fill(connection, self._book, needs)
        effects = self._core.step(batch, self._book)
        if effects.count:
            commit(self._connected(), effects, self._renewed())
            absorb(self._book, effects)
            if len(self._book.levels) > MOST_LEVELS:
                self._book = Book()
            self._on_commit(effects.last_pos)
        return effects.outcomes

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

"""Proves the books: every invariant that the ledger's database can break is checked, and what breaks it is named.

Everything is read in one snapshot, so it can run beside the writer. The queries stand in `verify_checks`; what takes
a program is in `verify_chain` (I7) and `rebuild` (I25).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from sync_engine.ledger.store.tables import SHARD
from sync_engine.ledger.verify_chain import check_chain
from sync_engine.ledger.verify_checks import CHECKS, Check

SHOWN = 20
"""Breaches that are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to: rows looked at, and how much breaks it, the first by name."""

    invariant: str
    sentence: str
    rows: int
    breach_count: int
    breaches: tuple[str, ...]

    @property
    def is_ok(self) -> bool:
        """True when nothing breaks it."""
        return self.breach_count == 0


def verify(connection: sa.Connection, ledger_public_key: bytes | None) -> Iterator[Finding]:
    """Check everything but the rebuild, in the snapshot of the connection's transaction.

    Without the ledger's own public key, the signatures of its own events breach I7.
    """
    for check in CHECKS:
        if check.invariant == "I8":
            yield _chain(connection, ledger_public_key)
        yield _checked(connection, check)


def finding(invariant: str, sentence: str, rows: int, breaches: Iterable[str]) -> Finding:
    """Count the breaches and keep the first by name."""
    count, named = 0, []
    for breach in breaches:
        count += 1
        if count <= SHOWN:
            named.append(breach)
    return Finding(invariant, sentence, rows, count, tuple(named))


def _chain(connection: sa.Connection, ledger_public_key: bytes | None) -> Finding:
    rows, breaches = check_chain(connection, ledger_public_key)
    return finding("I7", "every event holds the hash of the one before it and is signed by its device", rows, breaches)


def _checked(connection: sa.Connection, check: Check) -> Finding:
    rows = connection.execute(sa.text(check.rows), {"shard": SHARD}).scalar_one_or_none()
    return finding(check.invariant, check.sentence, int(rows or 0), _breaches(connection, check))


def _breaches(connection: sa.Connection, check: Check) -> Iterator[str]:
    for query in check.breaches:
        for row in connection.execute(sa.text(query), {"shard": SHARD}):
            yield ", ".join("-" if value is None else str(value) for value in row)

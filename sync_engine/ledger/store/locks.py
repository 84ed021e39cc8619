"""The shard row: the one lock of the ledger, the giver of positions and the fence against a writer of an earlier term.

Every commit starts with `hand_out_positions`. The update waits for a writer that is still committing, and finds no row
once another writer has taken over. The lease columns only tell people and commands who writes; nothing relies on them.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.store.tables import SHARD, shard


class SteppedDown(Unavailable):
    """Another writer has taken over this ledger: the term of this one is gone, nothing was written."""

    def __init__(self, term: int) -> None:
        super().__init__(f"term {term} is over: another writer has taken over this ledger")
        self.term = term


@dataclass(frozen=True, slots=True)
class Lease:
    """Who writes, in which term, and until when (milliseconds since 1970) that is announced."""

    owner: str
    term: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class ShardState:
    """The shard row as it was read."""

    ledger_id: str
    epoch: str
    common_pos: int
    last_pos: int
    lease: Lease


def read_shard(connection: sa.Connection) -> ShardState | None:
    """The shard row; None in an empty database."""
    row = connection.execute(sa.select(shard).where(shard.c.shard_id == SHARD)).one_or_none()
    if row is None:
        return None
    lease = Lease(row.lease_owner, row.term, row.lease_until_ms)
    return ShardState(row.ledger_id, row.epoch, row.common_pos, row.last_pos, lease)


def create_shard(connection: sa.Connection, ledger_id: str, epoch: str) -> None:
    """Make the row of a new ledger: nothing written, nobody writing."""
    row = {"ledger_id": ledger_id, "epoch": epoch, "common_pos": 0, "last_pos": 0}
    lease = {"term": 0, "lease_owner": "", "lease_until_ms": 0}
    connection.execute(shard.insert().values(shard_id=SHARD, **row, **lease))


def take_lease(connection: sa.Connection, owner: str, until_ms: int) -> ShardState:
    """Begin a new term. Whoever wrote before steps down at the next commit."""
    connection.execute(
        shard.update()
        .where(shard.c.shard_id == SHARD)
        .values(term=shard.c.term + 1, lease_owner=owner, lease_until_ms=until_ms)
    )
    state = read_shard(connection)
    assert state is not None
    return state


def hand_out_positions(connection: sa.Connection, count: int, lease: Lease) -> int:
    """Take the next `count` positions (0 only renews the lease) and return the last. Raises SteppedDown.

    It must be a statement of its own before all others: a wait for the lock inside a larger statement would not
    refresh what that statement sees.
    """
    row = connection.exec_driver_sql(
        _FENCE[connection.dialect.name], (count, lease.until_ms, lease.owner, SHARD, lease.term)
    ).one_or_none()
    if row is None:
        raise SteppedDown(lease.term)
    return int(row[0])


def release_lease(connection: sa.Connection, term: int) -> None:
    """Announce that nobody writes; a term that is gone changes nothing."""
    connection.execute(
        shard.update().where(shard.c.shard_id == SHARD, shard.c.term == term).values(lease_owner="", lease_until_ms=0)
    )


_SQL = (
    "UPDATE shard SET last_pos = last_pos + ?, lease_until_ms = ?, lease_owner = ?"
    " WHERE shard_id = ? AND term = ? RETURNING last_pos"
)
_FENCE = {"sqlite": _SQL, "postgresql": _SQL.replace("?", "%s")}

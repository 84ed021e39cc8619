"""How much of this till's own the ledger's rows contain, and which own events the ledger stored without booking them.

Own acts behind that point, and those that were not booked, are shown beside the rows: nothing twice, nothing missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pos_client.store.subjects import Reached
from sync_engine.sql import replica_schema as replica

NOTHING: Reached = (0, 0)


@dataclass(frozen=True, slots=True)
class Contained:
    """`reached`: the last own event in the rows; `unbooked`: own events before it that no row will ever contain."""

    reached: Reached = NOTHING
    unbooked: Sequence[Reached] = ()


def contained(connection: sa.Connection) -> Contained:
    """As of this snapshot of the replica."""
    row = connection.execute(sa.select(replica.included.c.incarnation, replica.included.c.seq)).first()
    exception = replica.exception_.c
    query = sa.select(exception.incarnation, exception.seq).where(exception.disposition == "deferred")
    unbooked = tuple((one.incarnation, one.seq) for one in connection.execute(query))
    return Contained((row.incarnation, row.seq) if row is not None else NOTHING, unbooked)

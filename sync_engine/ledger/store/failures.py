"""Tells failures of the database that pass (try the same again) from those that the rows themselves cause."""

import psycopg
import sqlalchemy as sa

from sync_engine.ledger.store.unit_of_work import PositionsMoved

_PASSING_CLASSES = frozenset({"08", "40", "53", "55", "57", "58"})
"""SQLSTATE classes: connection, rollback (serialization, deadlock), resources, locks, operator, system."""


def is_database_error(error: BaseException) -> bool:
    """Tell whether the database, and not our code, raised this. COPY bypasses SQLAlchemy and its wrapping."""
    return isinstance(error, sa.exc.DBAPIError | psycopg.Error)


def is_passing(error: BaseException) -> bool:
    """Tell whether the same work may succeed when tried again: lost connection, serialization, deadlock, full disk."""
    if isinstance(error, PositionsMoved):
        return True
    state = getattr(error.orig if isinstance(error, sa.exc.DBAPIError) else error, "sqlstate", None)
    if state is not None:
        return str(state)[:2] in _PASSING_CLASSES
    return isinstance(
        error,
        sa.exc.OperationalError | sa.exc.InterfaceError | psycopg.OperationalError | psycopg.InterfaceError,
    )

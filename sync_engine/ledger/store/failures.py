"""Tells failures of the database that pass (try the same again) from those that the rows themselves cause."""

import psycopg
import sqlalchemy as sa
from sqlcipher3 import dbapi2

from sync_engine.ledger.store.unit_of_work import PositionsMoved

_PASSING_CLASSES = frozenset({"08", "40", "53", "55", "57", "58"})
"""SQLSTATE classes: connection, rollback (serialization, deadlock), resources, locks, operator, system."""


def is_database_error(error: BaseException) -> bool:
    """Tell whether the database, and not our code, raised this."""
    return isinstance(error, sa.exc.DBAPIError | psycopg.Error | dbapi2.Error)


def is_passing(error: BaseException) -> bool:
    """Tell whether the same work may succeed when tried again: lost connection, serialization, deadlock, full disk."""
    if isinstance(error, PositionsMoved):
        return True
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return state[:2] in _PASSING_CLASSES
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError | dbapi2.OperationalError)

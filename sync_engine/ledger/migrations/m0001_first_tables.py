"""Step 1: every table of the first version."""

import sqlalchemy as sa

from sync_engine.ledger.store import tables


def apply(connection: sa.Connection) -> None:
    """Create all tables and indexes in an empty database."""
    tables.metadata.create_all(connection)

"""Step 4: which copies of the ledger were proved, and its returns from one. A table that nothing ever used goes."""

import sqlalchemy as sa

from sync_engine.ledger.store import tables


def apply(connection: sa.Connection) -> None:
    """Make the tables where the first step of a fresh database has not made them."""
    tables.backup_mark.create(connection, checkfirst=True)
    tables.restored.create(connection, checkfirst=True)
    connection.exec_driver_sql("DROP TABLE IF EXISTS quarantine")

"""Step 2: which sales a customer made, so that a till can be told them."""

import sqlalchemy as sa

from sync_engine.ledger.store import tables


def apply(connection: sa.Connection) -> None:
    """Make the table where the first step of a fresh database has not made it. Older events name no customer."""
    tables.customer_sale.create(connection, checkfirst=True)

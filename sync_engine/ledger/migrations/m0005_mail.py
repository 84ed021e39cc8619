"""Step 5: which receipts are to be sent by mail, and how far that is."""

import sqlalchemy as sa

from sync_engine.ledger.store.mail_tables import mail, mail_sending


def apply(connection: sa.Connection) -> None:
    """Make the tables where the first step of a fresh database has not made them."""
    mail.create(connection, checkfirst=True)
    mail_sending.create(connection, checkfirst=True)

"""Tables of the journal, and the steps that bring an older file to them. Knows no rule of retail.

Only the till writes these tables; the sync process and every view read them.
"""

import sqlalchemy as sa

from sync_engine.sql.migrator import Migration

metadata = sa.MetaData()

# One row: which till this is, and where its chain ends. `next_seq` and `head_hash` move in the transaction of the
# events.
device = sa.Table(
    "device",
    metadata,
    sa.Column("device_id", sa.Text, primary_key=True),
    sa.Column("incarnation", sa.Integer, nullable=False),
    sa.Column("install_id", sa.Text, nullable=False),
    sa.Column("store_id", sa.Text, nullable=False),
    sa.Column("till_id", sa.Text, nullable=False),
    sa.Column("ledger_url", sa.Text, nullable=False),
    sa.Column("epoch", sa.Text, nullable=False),
    sa.Column("next_seq", sa.Integer, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
    sa.Column("next_doc", sa.Integer, nullable=False),
    sa.Column("ledger_public_key", sa.LargeBinary, nullable=False),
)
event = sa.Table(
    "event",
    metadata,
    sa.Column("incarnation", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("event_id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("ref_epoch", sa.Text, nullable=False),
    sa.Column("ref_pos", sa.Integer, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("prev_hash", sa.LargeBinary, nullable=False),
    sa.Column("sig", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("amount_minor", sa.Integer, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("incarnation", "seq"),
)
# What this till's events did to the places of its store; a view adds those that a delivered stock row does not
# contain yet.
own_move = sa.Table(
    "own_move",
    metadata,
    sa.Column("article_id", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("incarnation", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("delta", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("article_id", "place", "incarnation", "seq"),
    sqlite_with_rowid=False,
)
# Whom or what an own event is about (a customer, a parked sale): found again without reading all events.
own_subject = sa.Table(
    "own_subject",
    metadata,
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("incarnation", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("kind", "subject", "incarnation", "seq"),
    sa.Index("own_subject_seq", "kind", "incarnation", "seq"),
    sqlite_with_rowid=False,
)
shift = sa.Table(
    "shift",
    metadata,
    sa.Column("shift_id", sa.Text, primary_key=True),
    sa.Column("business_on", sa.Text, nullable=False),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("state", sa.Text, sa.CheckConstraint("state IN ('open', 'closed')"), nullable=False),
)
ticket = sa.Table(
    "ticket",
    metadata,
    sa.Column("ticket", sa.Text, primary_key=True),
    sa.Column("doc_no", sa.Text),
    sa.Column("incarnation", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("doc_no", sa.Text, primary_key=True),
    sa.Column("incarnation", sa.Integer, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
# `document` NULL: the job prints the stored receipt of `doc_no`.
print_job = sa.Table(
    "print_job",
    metadata,
    sa.Column("job_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("doc_no", sa.Text),
    sa.Column("printer", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("document", sa.Text),
    sa.Column("copy", sa.Integer, nullable=False),
    sa.Column("made_at", sa.Text, nullable=False),
    sa.Index("print_job_state", "state", "job_id"),
    sqlite_autoincrement=True,
)
# Sales that are being rung up: one, and while a completed one is still being recorded two. `body` as in `saved_sale`.
open_sale = sa.Table(
    "open_sale",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("sale_id", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
kv = sa.Table("kv", metadata, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))


def _initial(connection: sa.Connection) -> None:
    metadata.create_all(connection, checkfirst=False)


def _subjects(connection: sa.Connection) -> None:
    own_subject.create(connection, checkfirst=True)  # the first step of a fresh file has made it


def _open_sales(connection: sa.Connection) -> None:
    open_sale.create(connection, checkfirst=True)


STEPS: tuple[Migration, ...] = (
    Migration(1, "initial", _initial),
    Migration(2, "subjects", _subjects),
    Migration(3, "open sales", _open_sales),
)

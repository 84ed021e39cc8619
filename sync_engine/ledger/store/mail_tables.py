"""Tables of the outbox: which receipts customers asked for, and how far the sending is (which is no fact)."""

import sqlalchemy as sa

from sync_engine.ledger.store.tables import metadata

mail = sa.Table(
    "mail",
    metadata,
    sa.Column("shard_id", sa.Integer, nullable=False),
    sa.Column("pos", sa.BigInteger, nullable=False),
    sa.Column("store_id", sa.Text, nullable=False),
    sa.Column("doc_no", sa.Text, nullable=False),
    sa.Column("sale_ref", sa.Text, nullable=False),  # event id of the sale
    sa.Column("to_address", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("shard_id", "pos"),
    sa.Index("mail_sale", "shard_id", "sale_ref"),
)
mail_sending = sa.Table(
    "mail_sending",
    metadata,
    sa.Column("shard_id", sa.Integer, nullable=False),
    sa.Column("pos", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # waiting, sent, doubled, given_up
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_ms", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("shard_id", "pos"),
)

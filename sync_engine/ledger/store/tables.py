"""Tables of the ledger, the same on SQLite and PostgreSQL. Knows columns, no rule.

Every primary key starts with `shard_id`. No triggers, no sequences, no generated ids and no foreign keys: positions
are handed out by the writer inside its commit, ids are made by those who state a fact. Amounts are minor units,
quantities integers with a `scale`, instants milliseconds (`_ms`) or positions (`_pos`), flags 0 or 1.

Everything but `shard`, the tokens in `device` and `inbox` can be rebuilt from `inbox`.
"""

import sqlalchemy as sa

SHARD = 1
"""The only shard so far; the column is in every key so that a second one needs no new tables."""

metadata = sa.MetaData()

_BIG = sa.BigInteger
_TEXT = sa.Text
_BYTES = sa.LargeBinary


def _table(name: str, *columns: sa.Column[object] | sa.Index, key: tuple[str, ...] = ()) -> sa.Table:
    shard_id = sa.Column("shard_id", sa.Integer, nullable=False)
    return sa.Table(name, metadata, shard_id, *columns, sa.PrimaryKeyConstraint("shard_id", *key))


def _column(name: str, kind: type, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=null)


# --- the shard and who may write to it ---

shard = _table(
    "shard",
    _column("ledger_id", _TEXT),
    _column("epoch", _TEXT),
    _column("common_pos", _BIG),  # cursors of an earlier epoch are good up to here
    _column("term", _BIG),
    _column("last_pos", _BIG),
    _column("lease_owner", _TEXT),
    _column("lease_until_ms", _BIG),
)

# --- devices ---

device = _table(
    "device",
    _column("device_id", _TEXT),
    _column("store_id", _TEXT),
    _column("till_id", _TEXT),
    _column("public_key", _TEXT),  # hex
    _column("status", _TEXT),  # active, revoked
    _column("revoked_pos", _BIG, null=True),
    _column("app", _TEXT),
    _column("install_id", _TEXT),
    _column("token_sha256", _TEXT, null=True),
    _column("next_token_sha256", _TEXT, null=True),
    _column("enrolled_pos", _BIG),
    sa.Index("device_token", "shard_id", "token_sha256"),
    sa.Index("device_next_token", "shard_id", "next_token_sha256"),
    key=("device_id",),
)
device_head = _table(
    "device_head",
    _column("device_id", _TEXT),
    _column("incarnation", _BIG),
    _column("last_seq", _BIG),
    _column("last_hash", _BYTES),
    _column("last_pos", _BIG),
    key=("device_id", "incarnation"),
)
enroll_code = _table(
    "enroll_code",
    _column("code_sha256", _TEXT),
    _column("store_id", _TEXT),
    _column("till_id", _TEXT),
    _column("state", _TEXT),  # open, used
    _column("used_by", _TEXT, null=True),
    key=("code_sha256",),
)

# --- what arrived ---

# `copy_no` is 0, or the row's own position for an event whose id arrived before under another sequence number.
inbox = _table(
    "inbox",
    _column("pos", _BIG),
    _column("device_id", _TEXT),
    _column("incarnation", _BIG),
    _column("seq", _BIG),
    _column("event_id", _TEXT),
    _column("copy_no", _BIG),
    _column("kind", _TEXT),
    _column("version", _BIG),
    _column("ref_epoch", _TEXT),
    _column("ref_pos", _BIG),
    _column("hash", _BYTES),
    _column("prev_hash", _BYTES),
    _column("sig", _BYTES),
    _column("body", _BYTES),
    _column("received_ms", _BIG),
    _column("disposition", _TEXT),  # applied, applied_exception, deferred
    _column("reason", _TEXT, null=True),
    _column("term", _BIG),  # whose commit it was
    sa.Index("inbox_seq", "shard_id", "device_id", "incarnation", "seq", unique=True),
    sa.Index("inbox_event_id", "shard_id", "event_id", "copy_no", unique=True),
    key=("pos",),
)

# --- stock: movements between places, on hand as their sum ---
#
# Movements keep the scale of the fact, `stock` the finest that occurred: compare qty * 10^(3 - scale). A movement of 0
# says that a count confirmed what was there. No index on `stock.version`: a level changes only by a movement at the
# same position, so `movement` is that index, and PostgreSQL can update a level in place.

movement = _table(
    "movement",
    _column("pos", _BIG),
    _column("line", sa.Integer),
    _column("article_id", _TEXT),
    _column("from_place", _TEXT),
    _column("to_place", _TEXT),
    _column("qty", _BIG),
    _column("scale", sa.SmallInteger),
    key=("pos", "line"),
)
# `counted_pos`: the count that the level stands on; 0: never counted, so nobody knows how much there is.
# Only of real places: what went to customers or came from suppliers is the sum of its movements.
stock = _table(
    "stock",
    _column("place", _TEXT),
    _column("article_id", _TEXT),
    _column("on_hand", _BIG),
    _column("reserved", _BIG),
    _column("scale", sa.SmallInteger),
    _column("counted_pos", _BIG),
    _column("version", _BIG),
    key=("place", "article_id"),
)
# --- money: postings that sum to zero per event and currency, balances as their sum ---

posting = _table(
    "posting",
    _column("pos", _BIG),
    _column("line", sa.Integer),
    _column("account", _TEXT),
    _column("currency", _TEXT),
    _column("amount", _BIG),
    key=("pos", "line"),
)
balance = _table(
    "balance",
    _column("account", _TEXT),
    _column("currency", _TEXT),
    _column("amount", _BIG),
    _column("version", _BIG),
    key=("account", "currency"),
)

# --- sales as reports read them; figures are the ledger's own ---

sale = _table(
    "sale",
    _column("pos", _BIG),
    _column("store_id", _TEXT),
    _column("till_id", _TEXT),
    _column("business_on", _TEXT),
    _column("doc_no", _TEXT),
    _column("ticket", _TEXT, null=True),
    _column("currency", _TEXT),
    _column("line_count", sa.Integer),
    _column("units_e3", _BIG),  # quantity sold minus quantity returned, in thousandths
    _column("sales_minor", _BIG),  # amounts of sale lines
    _column("returns_minor", _BIG),  # amounts of return lines, zero or negative
    _column("total_minor", _BIG),
    _column("tax_minor", _BIG),
    sa.Index("sale_day", "shard_id", "business_on", "store_id"),
    key=("pos",),
)
sale_line = _table(
    "sale_line",
    _column("pos", _BIG),
    _column("line", sa.Integer),
    _column("article_id", _TEXT),
    _column("kind", _TEXT),  # sale, return
    _column("qty", _BIG),
    _column("scale", sa.SmallInteger),
    _column("amount_minor", _BIG),
    _column("tax_minor", _BIG),
    key=("pos", "line"),
)
customer_sale = _table("customer_sale", _column("customer_id", _TEXT), _column("pos", _BIG), key=("customer_id", "pos"))
not_booked = _table(
    "not_booked",
    _column("pos", _BIG),
    _column("line", sa.Integer),
    _column("ticket", _TEXT),
    _column("article_id", _TEXT),
    _column("name", _TEXT),
    _column("quantity", _TEXT),
    _column("unit_price", _TEXT),
    _column("amount_minor", _BIG, null=True),
    _column("reason", _TEXT),
    key=("pos", "line"),
)

# --- reference facts, imports and their undoing ---

ref_row = _table(
    "ref_row",
    _column("topic", _TEXT),
    _column("scope", _TEXT),
    _column("key", _TEXT),
    _column("version", _BIG),
    _column("deleted", sa.SmallInteger),
    _column("body", _TEXT, null=True),  # canonical JSON, NULL when deleted
    sa.Index("ref_row_version", "shard_id", "version"),
    key=("topic", "scope", "key"),
)
barcode = _table("barcode", _column("code", _TEXT), _column("article_id", _TEXT), key=("code", "article_id"))
import_batch = _table(
    "import_batch",
    _column("batch_id", _TEXT),
    _column("topic", _TEXT),
    _column("source", _TEXT),
    _column("row_count", _BIG),
    _column("first_pos", _BIG),
    _column("last_pos", _BIG),
    _column("state", _TEXT),  # booked, undone
    key=("batch_id",),
)
# What stood there before the batch, and what it wrote: the hash of the body, of a count its position. Topic `stock`:
# scope = place, key = article, body = see `appliers.counting`.
import_row = _table(
    "import_row",
    _column("batch_id", _TEXT),
    _column("topic", _TEXT),
    _column("scope", _TEXT),
    _column("key", _TEXT),
    _column("previous_body", _TEXT, null=True),
    _column("written", _TEXT),
    _column("is_undone", sa.SmallInteger),
    key=("batch_id", "topic", "scope", "key"),
)

# --- copies of the ledger ---

# Position of the fact -> how far the copy reaches.
backup_mark = _table(
    "backup_mark",
    _column("pos", _BIG),
    _column("up_to", _BIG),
    _column("digest", _TEXT),
    _column("file", _TEXT),
    key=("pos",),
)
restored = _table(
    "restored",
    _column("pos", _BIG),
    _column("old_epoch", _TEXT),
    _column("epoch", _TEXT),
    _column("common_pos", _BIG),
    _column("file", _TEXT),
    key=("pos",),
)

# --- cases: what a person has to look at ---

case_ = _table(
    "case_",
    _column("case_id", _TEXT),  # <opened_pos>-<number within the event>
    _column("kind", _TEXT),
    _column("subject", _TEXT),
    _column("state", _TEXT),  # open, resolved
    _column("opened_pos", _BIG),
    _column("resolved_pos", _BIG, null=True),
    _column("body", _TEXT),
    key=("case_id",),
)
sa.Index(
    "case_open",
    case_.c.shard_id,
    case_.c.kind,
    case_.c.subject,
    unique=True,
    sqlite_where=case_.c.state == "open",
    postgresql_where=case_.c.state == "open",
)

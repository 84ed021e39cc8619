"""The tables of the replica: what the ledger told a till, laid out so that a scan is one look-up.

The ledger builds files of this shape for bootstraps, the sync process writes them and the till reads them.
Everything in them can be fetched again. Knows no wire message and no rule of retail.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    inspect,
    text,
)
from sqlalchemy.schema import CreateIndex, CreateTable

SCHEMA = 2
"""Number of this layout; a file of another number is thrown away and fetched anew."""

metadata = MetaData()

# `number` is an explicit key because the search index refers to rows by it and it must survive VACUUM.
article = Table(
    "article",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("scale", Integer, nullable=False),
    Column("tax_code", Text),
    Column("is_stocked", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
barcode = Table(
    "barcode",
    metadata,
    Column("code", Text, primary_key=True),
    Column("article_id", Text, nullable=False),
    Column("qty", Integer, nullable=False),
    sqlite_with_rowid=False,
)
price = Table(
    "price",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article_id", Text, nullable=False),
    Column("price_list", Text, nullable=False),
    Column("store_id", Text),
    Column("unit_e4", Integer, nullable=False),
    Column("valid_from_on", Text, nullable=False),
    Column("valid_to_on", Text),
    sqlite_with_rowid=False,
)
# (included_incarnation, included_seq): the last own event that `on_hand` contains; both NULL in a fresh snapshot.
# Where nobody ever counted, `on_hand` is what moved, not what is there.
stock = Table(
    "stock",
    metadata,
    Column("place", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("on_hand", Integer, nullable=False),
    Column("reserved", Integer, nullable=False),
    Column("scale", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("included_incarnation", Integer),
    Column("included_seq", Integer),
    Column("is_counted", Integer, nullable=False, server_default="1"),
    PrimaryKeyConstraint("article_id", "place"),
    sqlite_with_rowid=False,
)
store = Table("store", metadata, Column("store_id", Text, primary_key=True), Column("body", Text, nullable=False))
till = Table("till", metadata, Column("key", Text, primary_key=True), Column("body", Text, nullable=False))
staff = Table("staff", metadata, Column("staff_id", Text, primary_key=True), Column("body", Text, nullable=False))
favourite = Table(
    "favourite", metadata, Column("position", Integer, primary_key=True), Column("article_id", Text, nullable=False)
)
# `folded` holds what a customer is looked for by any part of; `email` is folded; `code`: letters and digits of the id.
customer = Table(
    "customer",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("customer_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("phone_digits", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("group_id", Text, nullable=False),
    Column("body", Text, nullable=False),
)
customer_group = Table(
    "customer_group", metadata, Column("group_id", Text, primary_key=True), Column("body", Text, nullable=False)
)
parked = Table(
    "parked",
    metadata,
    Column("park_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
)
# The last own event that all rows contain, as of the last complete page: own acts behind it are shown beside the rows.
included = Table(
    "included",
    metadata,
    Column("row", Integer, CheckConstraint("row = 1"), primary_key=True),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)
feed_state = Table(
    "feed_state",
    metadata,
    Column("row", Integer, CheckConstraint("row = 1"), primary_key=True),
    Column("epoch", Text, nullable=False),
    Column("pos", Integer, nullable=False),
    Column("head", Integer, nullable=False),
    Column("cursor", Text, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("updated_at", Text, nullable=False),
)
ack = Table(
    "ack",
    metadata,
    Column("row", Integer, CheckConstraint("row = 1"), primary_key=True),
    Column("device_id", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("acked_seq", Integer, nullable=False),
    Column("archived_seq", Integer, nullable=False),
    Column("acked_at", Text),
    Column("server_offset_ms", Integer),
)
exception_ = Table(
    "exception_",
    metadata,
    Column("incarnation", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("disposition", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

# A handful among a million articles, found without an own column; bodies are compact JSON (see `many.body_text`).
IS_DEPARTMENT = """instr(body, '"department":true') > 0"""

INDEXES = (
    Index("barcode_article", barcode.c.article_id),
    Index("price_article", price.c.article_id),
    Index("article_department", article.c.article_id, sqlite_where=text(IS_DEPARTMENT)),
    Index("customer_folded", customer.c.folded),
    Index("customer_phone", customer.c.phone_digits),
    Index("customer_card", customer.c.card),
    Index("customer_code", customer.c.code),
    Index("customer_email", customer.c.email),
    Index("parked_code", parked.c.code),
)

# External content: the index keeps no second copy of the texts; writers hand it the old text when one goes. It keeps
# no positions either (half its size): what it finds is looked at once more, see `search_text`. A leaf of it must fit a
# page of an encrypted file, or it takes two. Collecting more before it is written makes building several times faster.
SEARCH = (
    "CREATE VIRTUAL TABLE article_fts USING fts5(folded, content='article', content_rowid='number', detail='none',"
    " tokenize='trigram case_sensitive 1')"
)
_LEAF_BYTES = 3_900
_BUILDING_BYTES, _WRITING_BYTES = 64 << 20, 1 << 20

CUSTOMER_SEARCH = (
    "CREATE VIRTUAL TABLE customer_fts"
    " USING fts5(folded, content='customer', content_rowid='number', tokenize='trigram')"
)


def create(connection: Connection) -> None:
    """Make all tables and indexes in an empty file."""
    create_tables(connection)
    build_indexes(connection)


def create_tables(connection: Connection) -> None:
    """Make the tables alone: rows load several times faster before `build_indexes` than after it."""
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table))
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def build_indexes(connection: Connection) -> None:
    """Make what `create_tables` left out, the search index over the names included."""
    for index in INDEXES:
        connection.execute(CreateIndex(index))
    _build_search(connection)
    connection.exec_driver_sql(CUSTOMER_SEARCH)
    connection.exec_driver_sql("INSERT INTO customer_fts(customer_fts) VALUES ('rebuild')")


def _build_search(connection: Connection) -> None:
    connection.exec_driver_sql(SEARCH)
    for option, value in (("pgsz", _LEAF_BYTES), ("hashsize", _BUILDING_BYTES)):
        connection.exec_driver_sql("INSERT INTO article_fts(article_fts, rank) VALUES (?, ?)", (option, value))
    connection.exec_driver_sql("INSERT INTO article_fts(article_fts) VALUES ('rebuild')")
    connection.exec_driver_sql("INSERT INTO article_fts(article_fts, rank) VALUES ('hashsize', ?)", (_WRITING_BYTES,))


def is_indexed(connection: Connection) -> bool:
    """Tell whether the search index is there (it is not while a snapshot is being loaded)."""
    return inspect(connection).has_table("article_fts")


def is_customer_indexed(connection: Connection) -> bool:
    """The same of the search index over customers."""
    return inspect(connection).has_table("customer_fts")

"""Short ways to push to an open ledger and to look into its books."""

import sqlalchemy as sa

from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.store import tables
from sync_engine.protocol.messages import PushAnswer
from tests.helpers.ledgers import FakeTill


def push(ledger: Ledger, till: FakeTill, first: int = 1, last: int | None = None) -> PushAnswer:
    return ledger.door.push(till.token, till.push(first, last))


def count(ledger: Ledger, table: sa.Table) -> int:
    with ledger.databases.read.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def on_hand(ledger: Ledger, place: str, sku: str) -> int:
    column = tables.stock.c
    query = sa.select(column.on_hand).where(column.place == place, column.article_id == sku)
    with ledger.databases.read.connect() as connection:
        return int(connection.scalar(query) or 0)


def assert_whole(ledger: Ledger) -> None:
    """Positions and sequences without gaps, postings at zero, and a rebuild that comes to the same."""
    with ledger.databases.read.connect() as connection:
        inbox, shard, posting = tables.inbox.c, tables.shard.c, tables.posting.c
        least, most, events = connection.execute(
            sa.select(sa.func.min(inbox.pos), sa.func.max(inbox.pos), sa.func.count())
        ).one()
        assert (least, most, events) == (1, connection.scalar(sa.select(shard.last_pos)), most)
        unbalanced = (
            sa.select(posting.pos).group_by(posting.pos, posting.currency).having(sa.func.sum(posting.amount) != 0)
        )
        assert connection.execute(unbalanced).all() == []
        assert check_rebuild(connection).breaches == ()


def url_of(ledger: Ledger) -> str:
    """The URL that opens the same database."""
    url = ledger.databases.read.url
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql").render_as_string(hide_password=False)
    with ledger.databases.read.connect() as connection:
        return f"sqlite:///{connection.exec_driver_sql('PRAGMA database_list').one()[2]}"

"""What lies where, as this till may believe it: the ledger's number plus this till's own movements that it does not
contain.

Every stock row says which of this till's events its number contains (incarnation and sequence, read in the same
snapshot as the number). Adding exactly the own movements behind that point counts none twice and none never,
however long the way to the ledger is. Only reads.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from pos_client.counter.ports import StockLevel
from pos_client.store import tables
from pos_client.store.journal_file import JournalFile
from pos_client.store.replica_book import AckState, read_ack
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.stock import place as place_of
from sync_engine.sql import replica_schema


class LocalStockView:
    """The port `StockView` over both files."""

    def __init__(self, journal: JournalFile, replica: ReplicaFile, store_id: str) -> None:
        self._journal, self._replica, self._own = journal, replica, place_of(store_id)

    def levels(self, article_id: str) -> Sequence[StockLevel]:
        """The own floor first (known or not), then the other places by name."""
        rows, ack = self._rows(article_id)
        as_of = parse_instant(ack.updated_at) if ack is not None and ack.updated_at else None
        levels = {row.place: self._level(row, article_id, ack, as_of) for row in rows}
        if self._own not in levels:
            moved = self._moved(article_id, self._own, 0, 0)
            levels[self._own] = StockLevel(self._own, moved, 0, 0, is_own=True, is_known=False, as_of=as_of)
        return tuple(sorted(levels.values(), key=lambda level: (not level.is_own, level.place)))

    def _rows(self, article_id: str) -> tuple[Sequence[sa.Row[tuple[object, ...]]], AckState | None]:
        columns = replica_schema.stock.c
        try:
            with self._replica.read() as connection:
                query = sa.select(replica_schema.stock).where(columns.article_id == article_id)
                return connection.execute(query).all(), read_ack(connection)
        except CatalogueMissing:
            return (), None

    def _level(
        self, row: sa.Row[tuple[object, ...]], article_id: str, ack: AckState | None, as_of: datetime | None
    ) -> StockLevel:
        found = row._asdict()
        incarnation, seq = found["included_incarnation"], found["included_seq"]
        if incarnation is None or seq is None:  # fresh from a snapshot: it was made after what was acknowledged then
            incarnation, seq = (ack.incarnation, ack.acked_seq) if ack else (0, 0)
        moved = self._moved(article_id, found["place"], incarnation, seq)
        is_own = found["place"] == self._own
        on_hand = found["on_hand"] + moved
        return StockLevel(
            found["place"], on_hand, found["reserved"], found["scale"], is_own=is_own, is_known=True, as_of=as_of
        )

    def _moved(self, article_id: str, place: str, incarnation: int, seq: int) -> int:
        """The sum of own movements behind (incarnation, seq). An incarnation before that one is contained as a
        whole.
        """
        columns = tables.own_move.c
        is_later = sa.or_(
            columns.incarnation > incarnation, sa.and_(columns.incarnation == incarnation, columns.seq > seq)
        )
        total = sa.func.coalesce(sa.func.sum(columns.delta), 0)
        query = sa.select(total).where(columns.article_id == article_id, columns.place == place, is_later)
        with self._journal.read() as connection:
            return int(connection.execute(query).scalar_one())

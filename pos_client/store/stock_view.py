"""What lies where, as this till may believe it: the ledger's number plus this till's own movements that it does not
contain.

Every stock row says which of this till's events its number contains (incarnation and sequence, read in the same
snapshot as the number). Adding exactly the own movements behind that point counts none twice and none never,
however long the way to the ledger is. Only reads.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pos_client.counter.ports import StockLevel
from pos_client.store import tables
from pos_client.store.journal_file import JournalFile
from pos_client.store.replica_book import AckState, read_ack
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.distance import Spot, metres_between
from sync_engine.domain.stock import place as place_of
from sync_engine.sql import replica_schema


@dataclass(frozen=True, slots=True)
class _Told:
    """What one snapshot of the replica says of an article. `stores` are bodies by id."""

    rows: Sequence[dict[str, Any]] = ()
    stores: dict[str, dict[str, Any]] | None = None
    scale: int = 0
    ack: AckState | None = None


class LocalStockView:
    """The port `StockView` over both files. `heard_at` says when the ledger spoke last, if that is known better than
    from the last page (None: it is not).
    """

    def __init__(
        self,
        journal: JournalFile,
        replica: ReplicaFile,
        store_id: str,
        heard_at: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._journal, self._replica, self._store_id = journal, replica, store_id
        self._own, self._heard_at = place_of(store_id), heard_at

    def levels(self, article_id: str) -> Sequence[StockLevel]:
        """The own floor first, then the nearest, then those without a known distance by name. Every store has a
        level; it is not known where nobody ever counted.
        """
        told = self._told(article_id)
        as_of = self._as_of(told.ack)
        stores = told.stores or {}
        levels = {row["place"]: self._level(row, article_id, told.ack, as_of) for row in told.rows}
        for place in (self._own, *map(place_of, stores)):
            if place not in levels:
                levels[place] = self._unknown(place, article_id, told.scale, as_of)
        named = (_named(level, stores, self._store_id) for level in levels.values())
        return tuple(sorted(named, key=_nearest_first))

    def here(self, article_ids: Sequence[str]) -> Mapping[str, StockLevel]:
        """See `ports.StockView`: one reading of the replica for all of them."""
        asked = json.dumps(list(article_ids))
        stock = replica_schema.stock.c
        wanted = sa.select(sa.func.json_each(asked).table_valued("value").c.value)
        query = sa.select(replica_schema.stock).where(stock.article_id.in_(wanted), stock.place == self._own)
        try:
            with self._replica.read() as connection:
                rows = {row.article_id: row._asdict() for row in connection.execute(query)}
                ack = read_ack(connection)
        except CatalogueMissing:
            rows, ack = {}, None
        as_of = self._as_of(ack)
        return {
            article_id: self._level(rows[article_id], article_id, ack, as_of)
            if article_id in rows
            else self._unknown(self._own, article_id, 0, as_of)
            for article_id in article_ids
        }

    def _told(self, article_id: str) -> _Told:
        stock, article, store = (replica_schema.stock.c, replica_schema.article.c, replica_schema.store.c)
        try:
            with self._replica.read() as connection:
                rows = connection.execute(sa.select(replica_schema.stock).where(stock.article_id == article_id)).all()
                scale = connection.execute(sa.select(article.scale).where(article.article_id == article_id)).scalar()
                stores = connection.execute(sa.select(store.store_id, store.body)).all()
                ack = read_ack(connection)
        except CatalogueMissing:
            return _Told()
        bodies = {row.store_id: json.loads(row.body) for row in stores}
        return _Told([row._asdict() for row in rows], bodies, scale or 0, ack)

    def _as_of(self, ack: AckState | None) -> datetime | None:
        if ack is None or ack.updated_at is None:
            return None
        applied_at, heard_at = parse_instant(ack.updated_at), self._heard_at()
        return applied_at if heard_at is None else max(applied_at, heard_at)

    def _unknown(self, place: str, article_id: str, scale: int, as_of: datetime | None) -> StockLevel:
        moved = self._moved(article_id, place, 0, 0) if place == self._own else 0
        return StockLevel(place, moved, 0, scale, is_own=place == self._own, is_known=False, as_of=as_of)

    def _level(self, row: dict[str, Any], article_id: str, ack: AckState | None, as_of: datetime | None) -> StockLevel:
        incarnation, seq = row["included_incarnation"], row["included_seq"]
        if incarnation is None or seq is None:  # fresh from a snapshot: it was made after what was acknowledged then
            incarnation, seq = (ack.incarnation, ack.acked_seq) if ack else (0, 0)
        moved = self._moved(article_id, row["place"], incarnation, seq)
        is_own = row["place"] == self._own
        on_hand = row["on_hand"] + moved
        is_known = bool(row["is_counted"])
        return StockLevel(row["place"], on_hand, row["reserved"], row["scale"], is_own, is_known, as_of)

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


def _named(level: StockLevel, stores: dict[str, dict[str, Any]], own_id: str) -> StockLevel:
    body, own = stores.get(level.store_id, {}), _spot(stores.get(own_id, {}))
    spot = _spot(body)
    distance_m = metres_between(own, spot) if own is not None and spot is not None else None
    return replace(level, store_name=str(body.get("name") or level.store_id), distance_m=distance_m)


def _spot(body: dict[str, Any]) -> Spot | None:
    return Spot.read(body.get("lat"), body.get("lon"))


def _nearest_first(level: StockLevel) -> tuple[bool, bool, int, str, str]:
    return not level.is_own, level.distance_m is None, level.distance_m or 0, level.store_name, level.place

"""Answers what an import asks of the ledger, from its tables. Reads only; each question is a snapshot of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sync_engine.ledger.importing.statements import Body, OnHand, RefKey
from sync_engine.ledger.store.bulk import fetch
from sync_engine.ledger.store.tables import SHARD, barcode, ref_row, stock


@dataclass(frozen=True, slots=True)
class LedgerKnown:
    """What the ledger knows at the moment it is asked; `engine` is a reading one."""

    engine: sa.Engine

    def tax_codes(self) -> frozenset[str] | None:
        stores = sa.select(ref_row.c.body).where(
            ref_row.c.shard_id == SHARD, ref_row.c.topic == "store", ref_row.c.deleted == 0
        )
        with self.engine.begin() as connection:
            bodies = [json.loads(body) for body in connection.execute(stores).scalars()]
        if not bodies:
            return None
        return frozenset(code for body in bodies for rules in body["rules"] for code in rules["taxes"])

    def bodies(self, topic: str, keys: Sequence[RefKey]) -> Mapping[RefKey, Body]:
        wanted = [(SHARD, topic, scope, key) for scope, key in keys]
        with self.engine.begin() as connection:
            rows = fetch(connection, ref_row, ("shard_id", "topic", "scope", "key"), wanted)
        return {(row.scope, row.key): json.loads(row.body) for row in rows if not row.deleted}

    def barcode_owners(self, codes: Sequence[str]) -> Mapping[str, frozenset[str]]:
        with self.engine.begin() as connection:
            rows = fetch(connection, barcode, ("shard_id", "code"), [(SHARD, code) for code in codes])
        owners: dict[str, frozenset[str]] = {}
        for row in rows:
            owners[row.code] = owners.get(row.code, frozenset()) | {row.article_id}
        return owners

    def on_hand(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], OnHand]:
        wanted = [(SHARD, place, sku) for place, sku in keys]
        with self.engine.begin() as connection:
            rows = fetch(connection, stock, ("shard_id", "place", "article_id"), wanted)
        return {(row.place, row.article_id): OnHand(row.on_hand, row.scale, row.counted_pos > 0) for row in rows}

"""The held sales of the store: what the feed brought, and this till's own that it does not contain yet. Only reads.

An own one is shown from the moment it is recorded, with or without a network, and hidden from the moment it is brought
back here; what another till brought back goes with the row.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from pos_client.counter.parking import Waits
from pos_client.store.journal_file import JournalFile
from pos_client.store.reached import Contained, contained
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.subjects import events_behind, subjects_of
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.dates import parse_instant
from sync_engine.protocol.facts import SaleParkedBody
from sync_engine.sql import replica_schema

LOG = logging.getLogger(__name__)
BODY_VERSION = 1
"""Rows of a later version are left out: only a newer till knows what they say."""


class LocalWaitingSales:
    """The port `WaitingSales` over both files."""

    def __init__(self, journal: JournalFile, replica: ReplicaFile, till_id: str) -> None:
        self._journal, self._replica, self._till = journal, replica, till_id

    @property
    def till(self) -> str:
        return self._till

    def waiting(self) -> Sequence[Waits]:
        rows, inside = self._rows()
        found = {row.park_id: row for row in rows}
        with self._journal.read() as connection:
            for body in events_behind(connection, "sale_parked", inside.reached, inside.unbooked):
                assert isinstance(body, SaleParkedBody)
                found.setdefault(body.park, _own(body))
            back = subjects_of(connection, "parked_resumed", found)
        return sorted((one for one in found.values() if one.park_id not in back), key=_latest, reverse=True)

    def _rows(self) -> tuple[list[Waits], Contained]:
        table = replica_schema.parked
        try:
            with self._replica.read() as connection:
                rows = connection.execute(sa.select(table.c.park_id, table.c.body)).all()
                inside = contained(connection)
        except CatalogueMissing:
            return [], Contained()
        return [one for one in (_read(row.park_id, row.body) for row in rows) if one is not None], inside


def _latest(waits: Waits) -> tuple[str, str]:
    return waits.at.isoformat(), waits.park_id


def _own(body: SaleParkedBody) -> Waits:
    return Waits(
        park_id=body.park,
        code=body.code,
        at=parse_instant(body.at),
        staff_id=body.staff,
        till=body.till,
        note=body.note,
        items=body.items,
        total_minor=body.total,
        currency_code=body.currency,
        sale_text=body.sale,
    )


def _read(park_id: str, text: str) -> Waits | None:
    try:
        body: Mapping[str, Any] = json.loads(text)
        if body["version"] != BODY_VERSION:
            return None
        return Waits(
            park_id=park_id,
            code=str(body["code"]),
            at=parse_instant(body["at"]),
            staff_id=str(body["staff"]),
            till=str(body["till"]),
            note=str(body["note"]),
            items=int(body["items"]),
            total_minor=int(body["total"]),
            currency_code=str(body["currency"]),
            sale_text=str(body["sale"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        LOG.info("left out the held sale %s: %r", park_id, error)
        return None

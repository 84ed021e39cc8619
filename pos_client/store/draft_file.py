"""The port `Drafts` over the journal: open sales survive a power cut and a killed program. Knows texts, no cart.

Goods are kept through a connection of its own that does not wait for the disk: a killed program loses nothing, a
power cut at most the last moments. Money is kept as a recorded sale is. Why: `docs/decisions/0007-open-sale.md`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from pos_client.counter.acts import Recorded
from pos_client.counter.completing import Completed
from pos_client.store import open_sales, tables
from pos_client.store.journal import TAG_DIGITS
from pos_client.store.journal_file import JournalFile, read_device
from pos_client.store.sale_bodies import sale_from
from pos_client.store.trouble import disk_trouble
from sync_engine.domain.dates import instant_text
from sync_engine.protocol.codec import BodyNotUnderstood, decode_body
from sync_engine.protocol.facts import SaleBody
from sync_engine.sql.engine import sqlite_engine

_PATIENCE_MS = 250
"""How long goods wait for another writer; longer would be felt at the counter."""


class DraftFile:
    """Drafts of one journal. Goods are to be kept from one thread only, the screen's."""

    def __init__(self, file: JournalFile, key: bytes, now: Callable[[], datetime]) -> None:
        self._file, self._now = file, now
        self._engine = sqlite_engine(file.path, key=key, synchronous="NORMAL")
        with disk_trouble(), self._engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE_MS}")

    def keep(self, sale_id: str, text: str, *, is_money: bool, instead_of: Sequence[str] = ()) -> None:
        """Keep an open sale. Raises JournalUnavailable."""
        at = instant_text(self._now())
        with self._file.write() if is_money else self._quickly() as connection:
            open_sales.put(connection, sale_id, text, at)
            for other in instead_of:
                open_sales.drop(connection, other)

    def drop(self, sale_id: str) -> None:
        """Forget an open sale. Raises JournalUnavailable."""
        with self._quickly() as connection:
            open_sales.drop(connection, sale_id)

    def kept(self) -> Sequence[str]:
        with self._file.read() as connection:
            return open_sales.unrecorded(connection)

    def last(self) -> Completed | None:
        """The last sale of this journal; None when it came from a file of tickets, or from a later release of this
        program whose sales this one cannot read.
        """
        columns = tables.event.c
        with self._file.read() as connection:
            incarnation = read_device(connection).incarnation
            query = (
                sa.select(columns.seq, columns.event_id, columns.version, columns.hash, columns.body)
                .where(columns.incarnation == incarnation, columns.kind == "sale")
                .order_by(columns.seq.desc())
                .limit(1)
            )
            row = connection.execute(query).first()
        if row is None:
            return None
        try:
            body = decode_body("sale", row.version, row.body)
        except BodyNotUnderstood:
            return None
        assert isinstance(body, SaleBody)
        recorded = Recorded(incarnation, row.seq, row.seq, body.doc_no, row.hash.hex()[:TAG_DIGITS])
        return Completed(sale_from(row.event_id, body), recorded) if body.ticket is None else None

    @contextmanager
    def _quickly(self) -> Iterator[sa.Connection]:
        with disk_trouble(), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

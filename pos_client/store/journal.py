"""Records completed acts: one transaction per act, committed to the disk before anything else may happen.

A transaction holds the events (chained and signed), the head of the chain, what the act moved, the ticket of a
replay, the number of the receipt and its print job. The page itself is made afterwards, from the event (see
`print_jobs`). Knows neither the ledger nor a printer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from pos_client.counter.acts import Act, Recorded, SaleCompleted, ShiftOpened
from pos_client.store import tables
from pos_client.store.bodies import Place, own_moves, statement
from pos_client.store.chain import Chained, Known, advanced, chained, store_event, store_head
from pos_client.store.disk import DiskGuard
from pos_client.store.journal_file import Device, JournalFile, read_device
from pos_client.store.open_sales import follow
from pos_client.store.print_jobs import NOT_MADE
from pos_client.store.subjects import note_subject
from pos_client.store.trouble import DiskBroken, DiskFull
from sync_engine.domain.dates import instant_text
from sync_engine.domain.errors import DuplicateTicket
from sync_engine.domain.identity import doc_no
from sync_engine.domain.shift import Shift
from sync_engine.protocol.signing import Signer

TAG_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Recorder:
    """What the journal asks while it records: the feed position known now.

    `printer` is where pages are queued; None on a till that has none, whose receipts can be made all the same.
    """

    known: Callable[[], Known]
    printer: str | None = "receipt"


class JournalStore:
    """The port `Journal` over the encrypted file."""

    def __init__(self, file: JournalFile, signer: Signer, recorder: Recorder, guard: DiskGuard) -> None:
        self._file, self._signer, self._recorder, self._guard = file, signer, recorder, guard

    def preflight(self) -> None:
        """Prove that a sale could be recorded now. Raises JournalUnavailable."""
        self._guard.check()
        with self._file.write() as connection:
            count = _kept_count(connection, "preflight") + 1
            put(connection, "preflight", str(count))

    def record(self, acts: Sequence[Act], ticket: str | None = None) -> Recorded:
        """Record `acts` whole or not at all; returns after the commit.

        A full disk is met once by releasing the reserve, so that a sale that is open can be completed.
        Raises DuplicateTicket, JournalUnavailable.
        """
        known = self._recorder.known()
        try:
            return self._record(acts, ticket, known)
        except (DiskFull, DiskBroken):
            if not self._guard.release():
                raise
        return self._record(acts, ticket, known)

    def open_shift(self) -> Shift | None:
        """The open shift of this till."""
        columns = tables.shift.c
        query = sa.select(tables.shift).where(columns.state == "open").order_by(columns.opened_at.desc())
        with self._file.read() as connection:
            row = connection.execute(query.limit(1)).first()
        return None if row is None else _shift(row)

    def is_recorded(self, ticket: str) -> bool:
        """Whether a ticket of this number stands in the journal."""
        with self._file.read() as connection:
            return _ticket_row(connection, ticket) is not None

    def _record(self, acts: Sequence[Act], ticket: str | None, known: Known) -> Recorded:
        with self._file.write() as connection:
            _refuse_duplicate(connection, ticket)
            device = read_device(connection)
            writing = _Writing(connection, self._signer, self._recorder, known, ticket)
            after = device
            for act in acts:
                after = writing.write(after, act)
            store_head(connection, after)
            if ticket is not None:
                writing.store_ticket(device)
        return Recorded(device.incarnation, device.next_seq, after.next_seq - 1, writing.doc_no, writing.tag)


class _Writing:
    """One transaction in progress."""

    def __init__(
        self, connection: sa.Connection, signer: Signer, recorder: Recorder, known: Known, ticket: str | None
    ) -> None:
        self._connection, self._signer, self._recorder = connection, signer, recorder
        self._known, self._ticket = known, ticket
        self.doc_no: str | None = None
        self.tag = ""

    def write(self, device: Device, act: Act) -> Device:
        act = self._numbered(device, act)
        place = Place(device.store_id, device.till_id, self._known.server_offset_ms)
        stated = statement(act, place, self._ticket)
        entry = chained(device, act.event_id, stated, self._known, self._signer)
        store_event(self._connection, entry, instant_text(act.context.at))
        note_subject(self._connection, entry.event.header, act)
        self._store_moves(device, entry, act)
        follow(self._connection, act)
        if isinstance(act, ShiftOpened):
            self._store_shift(act)
        if isinstance(act, SaleCompleted):
            self._finish_sale(act, entry)
        return advanced(device, entry.event, took_number=isinstance(act, SaleCompleted))

    def store_ticket(self, device: Device) -> None:
        self._connection.execute(
            tables.ticket.insert().values(
                ticket=self._ticket, doc_no=self.doc_no, incarnation=device.incarnation, seq=device.next_seq
            )
        )

    def _numbered(self, device: Device, act: Act) -> Act:
        if not isinstance(act, SaleCompleted):
            return act
        number = doc_no(device.store_id, device.till_id, device.incarnation, device.next_doc)
        return replace(act, sale=replace(act.sale, doc_no=number, ticket=self._ticket))

    def _store_moves(self, device: Device, entry: Chained, act: Act) -> None:
        header = entry.event.header
        rows = [
            {
                "article_id": article_id,
                "place": place,
                "incarnation": header.incarnation,
                "seq": header.seq,
                "delta": delta,
            }
            for (place, article_id), delta in own_moves(act, device.store_id).items()
        ]
        if rows:
            self._connection.execute(tables.own_move.insert(), rows)

    def _store_shift(self, act: ShiftOpened) -> None:
        columns = tables.shift.c
        self._connection.execute(tables.shift.update().where(columns.state == "open").values(state="closed"))
        self._connection.execute(
            tables.shift.insert().values(
                shift_id=act.shift.shift_id,
                business_on=act.shift.business_on,
                opened_at=act.shift.opened_at,
                state="open",
            )
        )

    def _finish_sale(self, act: SaleCompleted, entry: Chained) -> None:
        header = entry.event.header
        self.doc_no = act.sale.doc_no
        self.tag = entry.event.hash.hex()[:TAG_DIGITS]
        if not act.is_printed:
            return
        self._connection.execute(
            tables.receipt.insert().values(
                doc_no=act.sale.doc_no,
                incarnation=header.incarnation,
                seq=header.seq,
                document=NOT_MADE,
            )
        )
        if self._recorder.printer is None:
            return
        self._connection.execute(
            tables.print_job.insert().values(
                doc_no=act.sale.doc_no,
                printer=self._recorder.printer,
                state="queued",
                document=None,
                copy=0,
                made_at=instant_text(act.context.at),
            )
        )


def put(connection: sa.Connection, key: str, value: str) -> None:
    """Keep one small value."""
    connection.execute(tables.kv.insert().prefix_with("OR REPLACE").values(key=key, value=value))


def _kept_count(connection: sa.Connection, key: str) -> int:
    value = connection.execute(sa.select(tables.kv.c.value).where(tables.kv.c.key == key)).scalar_one_or_none()
    return int(value or 0)


def _ticket_row(connection: sa.Connection, ticket: str) -> sa.Row[tuple[str | None]] | None:
    return connection.execute(sa.select(tables.ticket.c.doc_no).where(tables.ticket.c.ticket == ticket)).first()


def _refuse_duplicate(connection: sa.Connection, ticket: str | None) -> None:
    if ticket is None:
        return
    row = _ticket_row(connection, ticket)
    if row is not None:
        raise DuplicateTicket(ticket, row.doc_no or "")


def _shift(row: sa.Row[tuple[str, str, str, str]]) -> Shift:
    found = row._asdict()
    return Shift(found["shift_id"], found["business_on"], found["opened_at"])

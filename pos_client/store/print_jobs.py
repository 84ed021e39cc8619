"""The durable queue of what is to be printed, and the pages of recorded sales. Knows states and documents, no printer.

    queued --> sent --> printed     the printer said so behind the page
       ^        |-----> failed      nothing left the till: it is queued again when the printer answers
       |        `-----> uncertain   something left, nobody knows: a person decides, and gets a copy
       `---- `sent` is committed before the first byte leaves, so what is still `queued` after a crash was not begun

The page of a sale is made from its event, outside the transaction that records the sale. It is kept with the mark
`sent` at the latest: what was printed once is printed the same for ever.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.journal_file import JournalFile

JobState = Literal["queued", "sent", "printed", "failed", "uncertain", "given_up"]
NOT_MADE = ""
"""The document of a receipt whose page nobody has made yet."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One page to print. `document` is its stored form, "" while the page of that sale is not made yet; `copy` counts
    reprints from 1, 0 is the original or a page of its own.
    """

    job_id: int
    doc_no: str
    printer: str
    state: JobState
    document: str
    copy: int
    made_at: str


@dataclass(frozen=True, slots=True)
class SoldEvent:
    """A recorded sale as its event has it: everything that its page is made from."""

    doc_no: str
    event_id: str
    version: int
    body: bytes
    hash: bytes
    signature: bytes


class PrintJobs:
    """Jobs in the journal."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    # --- the queue ---

    def waiting(self, printer: str, limit: int = 50) -> Sequence[PrintJob]:
        """Jobs that are to be sent, oldest first."""
        columns = tables.print_job.c
        return self._jobs(sa.and_(columns.state == "queued", columns.printer == printer), limit)

    def unfinished(self, limit: int = 50) -> Sequence[PrintJob]:
        """What a person may have to look at: waiting, failed and uncertain jobs, oldest first."""
        return self._jobs(tables.print_job.c.state.in_(("queued", "failed", "uncertain")), limit)

    def mark(self, job_id: int, state: JobState) -> None:
        """Set the state of a job."""
        with self._file.write() as connection:
            _mark(connection, job_id, state)

    def begin(self, job: PrintJob) -> None:
        """Commit that `job` leaves the till now, with its page if nobody kept it before."""
        with self._file.write() as connection:
            if job.doc_no and not job.copy:
                _keep(connection, job.doc_no, job.document)
            _mark(connection, job.job_id, "sent")

    def start(self, obsolete_before: str) -> None:
        """After a restart: what had begun is uncertain, what never left may be tried again.

        Pages made before `obsolete_before` (UTC text) are given up: nobody waits for yesterday's receipts.
        """
        columns, update = tables.print_job.c, tables.print_job.update()
        is_old = sa.and_(columns.state.in_(("queued", "failed")), columns.made_at < obsolete_before)
        with self._file.write() as connection:
            connection.execute(update.where(columns.state == "sent").values(state="uncertain"))
            connection.execute(update.where(is_old).values(state="given_up"))
            connection.execute(update.where(columns.state == "failed").values(state="queued"))

    def requeue_failed(self, printer: str) -> int:
        """The printer answers again: what never left the till is queued again. Returns how many."""
        columns = tables.print_job.c
        query = tables.print_job.update().where(columns.state == "failed", columns.printer == printer)
        with self._file.write() as connection:
            return connection.execute(query.values(state="queued")).rowcount

    def add_copy(self, doc_no: str, printer: str, render: Callable[[int], str], made_at: str) -> int:
        """Queue a reprint, rendered for its number; returns that number, from 1."""
        columns = tables.print_job.c
        with self._file.write() as connection:
            copies = sa.select(sa.func.coalesce(sa.func.max(columns.copy), 0)).where(columns.doc_no == doc_no)
            number = int(connection.execute(copies).scalar_one()) + 1
            _add(connection, PrintJob(0, doc_no, printer, "queued", render(number), number, made_at))
        return number

    def add_page(self, printer: str, documents: Sequence[str], made_at: str) -> None:
        """Queue pages of their own, in this order: a gift receipt, a slip."""
        with self._file.write() as connection:
            for document in documents:
                _add(connection, PrintJob(0, "", printer, "queued", document, 0, made_at))

    # --- pages of sales ---

    def receipt(self, doc_no: str) -> str | None:
        """The kept page of a sale, as JSON text; None when there is no such sale, "" when its page was not made yet."""
        query = sa.select(tables.receipt.c.document).where(tables.receipt.c.doc_no == doc_no)
        with self._file.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def keep(self, doc_no: str, document: str) -> str:
        """Keep the page of a sale unless one is kept; returns the one that is kept from now on."""
        with self._file.write() as connection:
            _keep(connection, doc_no, document)
            query = sa.select(tables.receipt.c.document).where(tables.receipt.c.doc_no == doc_no)
            return str(connection.execute(query).scalar_one())

    def sold(self, doc_no: str) -> SoldEvent | None:
        """The event of a sale; None when this journal has none of that number."""
        receipts, events = tables.receipt.c, tables.event.c
        is_its = sa.and_(receipts.incarnation == events.incarnation, receipts.seq == events.seq)
        query = (
            sa.select(events.event_id, events.version, events.body, events.hash, events.sig)
            .select_from(tables.receipt.join(tables.event, is_its))
            .where(receipts.doc_no == doc_no)
        )
        with self._file.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return SoldEvent(doc_no, row.event_id, row.version, bytes(row.body), bytes(row.hash), bytes(row.sig))

    def _jobs(self, where: sa.ColumnElement[bool], limit: int) -> Sequence[PrintJob]:
        jobs, receipts = tables.print_job.c, tables.receipt.c
        document = sa.func.coalesce(jobs.document, receipts.document).label("text")
        query = (
            sa.select(jobs.job_id, jobs.doc_no, jobs.printer, jobs.state, document, jobs.copy, jobs.made_at)
            .select_from(tables.print_job.outerjoin(tables.receipt, jobs.doc_no == receipts.doc_no))
            .where(where, document.is_not(None))
            .order_by(jobs.job_id)
            .limit(limit)
        )
        with self._file.read() as connection:
            return tuple(PrintJob(*row) for row in connection.execute(query))


def _mark(connection: sa.Connection, job_id: int, state: JobState) -> None:
    connection.execute(tables.print_job.update().where(tables.print_job.c.job_id == job_id).values(state=state))


def _keep(connection: sa.Connection, doc_no: str, document: str) -> None:
    columns = tables.receipt.c
    query = tables.receipt.update().where(columns.doc_no == doc_no, columns.document == NOT_MADE)
    connection.execute(query.values(document=document))


def _add(connection: sa.Connection, job: PrintJob) -> None:
    connection.execute(
        tables.print_job.insert().values(
            doc_no=job.doc_no,
            printer=job.printer,
            state=job.state,
            document=job.document,
            copy=job.copy,
            made_at=job.made_at,
        )
    )

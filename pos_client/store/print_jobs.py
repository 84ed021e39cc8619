"""The durable queue of what is to be printed. Knows states and documents, no printer.

queued --> sent --> printed
   ^         |----> failed     nothing left the till: it is queued again when the printer answers
   |         `----> uncertain  something left, nobody knows: a person decides
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from pos_client.store import tables
from pos_client.store.journal_file import JournalFile

JobState = Literal["queued", "sent", "printed", "failed", "uncertain", "given_up"]


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One page to print: the stored document as JSON text. `copy` counts reprints from 1; 0 is the original."""

    job_id: int
    doc_no: str
    printer: str
    state: JobState
    document: str
    copy: int
    made_at: str


class PrintJobs:
    """Jobs in the journal."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

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
            connection.execute(tables.print_job.update().where(tables.print_job.c.job_id == job_id).values(state=state))

    def start(self, obsolete_before: str) -> None:
        """After a restart: what had been handed to a printer is uncertain, what failed may be tried again.

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

    def receipt(self, doc_no: str) -> str | None:
        """The stored receipt of a document, as JSON text."""
        query = sa.select(tables.receipt.c.document).where(tables.receipt.c.doc_no == doc_no)
        with self._file.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def add_copy(self, doc_no: str, printer: str, render: Callable[[int], str], made_at: str) -> int:
        """Queue a reprint, rendered for its number; returns that number, from 1."""
        columns = tables.print_job.c
        with self._file.write() as connection:
            copies = sa.select(sa.func.coalesce(sa.func.max(columns.copy), 0)).where(columns.doc_no == doc_no)
            number = int(connection.execute(copies).scalar_one()) + 1
            connection.execute(
                tables.print_job.insert().values(
                    doc_no=doc_no,
                    printer=printer,
                    state="queued",
                    document=render(number),
                    copy=number,
                    made_at=made_at,
                )
            )
        return number

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

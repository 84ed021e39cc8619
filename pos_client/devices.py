"""Brings queued pages to the receipt printer and opens the drawer. A dead printer blocks nothing and loses nothing.

The queue itself is in the journal: a page is marked as sent before it is handed over, so after a crash it is at
worst uncertain and never printed twice by itself. What became of it comes back as an event on the printer's own
thread.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol

from hardware.errors import Busy, DeviceError
from hardware.events import Event as DeviceEvent
from hardware.events import JobFailed, JobPrinted, JobUncertain, State, StateChanged
from hardware.ports import ReceiptPrinter
from pos_client.events import DrawerChanged, JobChanged, Post, PrinterChanged
from pos_client.receipts.layout import copy_of, from_text, to_text
from pos_client.store.print_jobs import JobState, PrintJob
from sync_engine.domain.dates import instant_text

RETRY_S = 15.0
PRINTER = "receipt"
"""The name under which jobs are queued for the till's receipt printer."""

_DRAWER = "drawer-"


class Jobs(Protocol):
    """The durable queue, as `pos_client.store.print_jobs` keeps it."""

    def start(self, obsolete_before: str) -> None: ...
    def waiting(self, printer: str, limit: int = 50) -> Sequence[PrintJob]: ...
    def mark(self, job_id: int, state: JobState) -> None: ...
    def requeue_failed(self, printer: str) -> int: ...
    def receipt(self, doc_no: str) -> str | None: ...
    def add_copy(self, doc_no: str, printer: str, render: Callable[[int], str], made_at: str) -> int: ...


OpenPrinter = Callable[[Mapping[str, Any], Callable[[DeviceEvent], None]], ReceiptPrinter]
"""(settings, listener) -> a running printer."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How often pages that never left the till are tried again, how long closing may wait for the printer, and after
    how long a page that was left over from before is of no use to anybody.
    """

    retry_s: float = RETRY_S
    close_s: float = 3.0
    obsolete_s: float = 12 * 3600.0


class PrintQueue:
    """One receipt printer with its drawer. `None` for a till without one: pages wait in the journal."""

    def __init__(self, jobs: Jobs, post: Post, timing: Timing | None = None) -> None:
        self._jobs, self._post, self._timing = jobs, post, timing or Timing()
        self._printer: ReceiptPrinter | None = None
        self._documents: dict[str, PrintJob] = {}
        self._numbers = count(1)
        self._changed = threading.Condition()
        self._is_due = self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="print queue", daemon=True)

    def start(self, printer: ReceiptPrinter) -> None:
        """Begin to print, with what was left over first."""
        self._printer = printer
        obsolete = datetime.now(UTC) - timedelta(seconds=self._timing.obsolete_s)
        self._jobs.start(instant_text(obsolete))
        self._thread.start()
        self.wake()

    def sale_recorded(self, *, has_cash: bool) -> None:
        """A sale is in the journal: the drawer first, then the page. Returns at once."""
        if has_cash:
            self.open_drawer()
        self.wake()

    def open_drawer(self) -> None:
        """Open the drawer ahead of every page; what became of it comes as `DrawerChanged`."""
        if self._printer is None:
            return
        try:
            self._printer.open_drawer(f"{_DRAWER}{next(self._numbers)}")
        except DeviceError as error:
            self._post(DrawerChanged(is_open=False, reason=_code(error)))

    def reprint(self, doc_no: str, made_at: str) -> bool:
        """Queue a copy of a stored receipt; False when there is none of that number."""
        stored = self._jobs.receipt(doc_no)
        if stored is None:
            return False
        document = from_text(stored)
        self._jobs.add_copy(doc_no, PRINTER, lambda number: to_text(copy_of(document, number)), made_at)
        self.wake()
        return True

    def decide(self, job_id: int, *, is_printed_again: bool) -> None:
        """A person looked at the paper of an uncertain page."""
        self._jobs.mark(job_id, "queued" if is_printed_again else "given_up")
        self.wake()

    def wake(self) -> None:
        """There may be something to print."""
        with self._changed:
            self._is_due = True
            self._changed.notify_all()

    def close(self) -> None:
        """Stop handing pages over, then stop the printer; pages that were not begun stay queued."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()
        if self._printer is not None:
            self._printer.close(self._timing.close_s)

    def listen(self, event: DeviceEvent) -> None:
        """What the printer says; called on its thread."""
        match event:
            case StateChanged():
                troubles = tuple(sorted(trouble.name.lower() for trouble in event.troubles))
                self._post(PrinterChanged(event.state.value, troubles))
                if event.state is State.READY:
                    self.wake()
            case JobPrinted(job_id=job_id) | JobFailed(job_id=job_id) | JobUncertain(job_id=job_id):
                if job_id.startswith(_DRAWER):
                    self._drawer_ended(event)
                else:
                    self._job_ended(event)

    # --- inside ---

    def _run(self) -> None:
        while True:
            with self._changed:
                if not (self._is_due or self._is_stopping):
                    self._changed.wait(self._timing.retry_s)
                if self._is_stopping:
                    return
                self._is_due = False
            self._pump()

    def _pump(self) -> None:
        printer = self._printer
        if printer is None:
            return
        if printer.state is not State.BLOCKED:
            self._jobs.requeue_failed(PRINTER)
        for job in self._jobs.waiting(PRINTER):
            if not self._hand_over(printer, job):
                return

    def _hand_over(self, printer: ReceiptPrinter, job: PrintJob) -> bool:
        self._change(job, "sent")
        with self._changed:
            self._documents[str(job.job_id)] = job
        try:
            printer.print(str(job.job_id), from_text(job.document))
        except Busy:
            self._change(job, "queued")
            return False
        except DeviceError as error:
            self._change(job, "failed", _code(error))
            return False
        return True

    def _job_ended(self, event: JobPrinted | JobFailed | JobUncertain) -> None:
        with self._changed:
            job = self._documents.pop(event.job_id, None)
        if job is None:
            return
        match event:
            case JobPrinted():
                self._change(job, "printed")
            case JobFailed():
                self._change(job, "failed", _code(event.error))
            case JobUncertain():
                self._change(job, "uncertain", _code(event.error))

    def _drawer_ended(self, event: JobPrinted | JobFailed | JobUncertain) -> None:
        reason = "" if isinstance(event, JobPrinted) else _code(event.error)
        self._post(DrawerChanged(is_open=isinstance(event, JobPrinted), reason=reason))

    def _change(self, job: PrintJob, state: JobState, reason: str = "") -> None:
        self._jobs.mark(job.job_id, state)
        self._post(JobChanged(job.job_id, job.doc_no, state, reason))


def _code(error: DeviceError) -> str:
    return type(error).__name__.lower()

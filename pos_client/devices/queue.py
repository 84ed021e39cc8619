"""Brings queued pages to the receipt printer and opens the drawer. A dead printer blocks nothing and loses nothing.

The queue itself is in the journal: a page is marked as sent before its first byte leaves, so after a crash it is at
worst uncertain and never printed twice by itself. What became of it comes back as an event on the printer's own
thread. With several printers pages go to the chosen one; the drawer hangs on the first.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Protocol

from hardware.document import Document
from hardware.errors import Busy, Cancelled, DeviceError, Failure
from hardware.events import Event as DeviceEvent
from hardware.events import JobFailed, JobPrinted, JobUncertain, State, StateChanged
from hardware.ports import ReceiptPrinter
from pos_client.devices.pages import Pages
from pos_client.events import DrawerChanged, JobChanged, Post, PrinterChanged
from pos_client.receipts.layout import copy_of, from_text, to_text
from pos_client.store.print_jobs import JobState, PrintJob
from sync_engine.domain.dates import instant_text
from sync_engine.domain.errors import Unavailable

RETRY_S = 15.0
PRINTER = "receipt"
"""The name under which jobs are queued for the till's receipt printer, whichever device that is now."""

_DRAWER = "drawer-"
_log = logging.getLogger(__name__)


class Jobs(Protocol):
    """The durable queue, as `pos_client.store.print_jobs` keeps it."""

    def start(self, obsolete_before: str) -> None: ...
    def waiting(self, printer: str, limit: int = 50) -> Sequence[PrintJob]: ...
    def unfinished(self, limit: int = 50) -> Sequence[PrintJob]: ...
    def mark(self, job_id: int, state: JobState) -> None: ...
    def begin(self, job: PrintJob) -> None: ...
    def requeue_failed(self, printer: str) -> int: ...
    def add_copy(self, doc_no: str, printer: str, render: Callable[[int], str], made_at: str) -> int: ...
    def add_page(self, printer: str, documents: Sequence[str], made_at: str) -> None: ...


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


@dataclass(slots=True)
class _InHand:
    """A page that a device has; `has_begun` once its bytes may have left."""

    job: PrintJob
    device: str
    has_begun: bool = False


class PrintQueue:
    """The receipt printers of a till, the first with its drawer. A till without one lets its pages wait."""

    def __init__(self, jobs: Jobs, pages: Pages, post: Post, timing: Timing | None = None) -> None:
        self._jobs, self.pages, self._post, self._timing = jobs, pages, post, timing or Timing()
        self._printers: tuple[ReceiptPrinter, ...] = ()
        self._chosen = 0
        self._in_hand: dict[str, _InHand] = {}
        self._numbers = count(1)
        self._changed = threading.Condition()
        self._is_due = self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="print queue", daemon=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The printers that pages can go to."""
        return tuple(printer.name for printer in self._printers)

    def start(self, *printers: ReceiptPrinter) -> None:
        """Begin to print, with what was left over first."""
        self._printers = printers
        obsolete = datetime.now(UTC) - timedelta(seconds=self._timing.obsolete_s)
        self._jobs.start(instant_text(obsolete))
        for job in self._jobs.unfinished():
            if job.state == "uncertain":
                self._post(JobChanged(job.job_id, job.doc_no, "uncertain", "restarted"))
        self._thread.start()
        self.wake()

    def sale_recorded(self, *, has_cash: bool) -> None:
        """A sale is in the journal: the drawer first, then the page. Returns at once."""
        if has_cash:
            self.open_drawer()
        self.wake()

    def open_drawer(self) -> None:
        """Open the drawer ahead of every page; what became of it comes as `DrawerChanged`."""
        if not self._printers:
            return
        try:
            self._printers[0].open_drawer(f"{_DRAWER}{next(self._numbers)}")
        except DeviceError as error:
            self._post(DrawerChanged(is_open=False, reason=_code(error)))

    def reprint(self, doc_no: str, made_at: str) -> bool:
        """Queue a copy of a sale's receipt; False when this till sold nothing under that number."""
        document = self.pages.kept(doc_no)
        if document is None:
            return False
        self._jobs.add_copy(doc_no, PRINTER, lambda number: to_text(copy_of(document, number)), made_at)
        self.wake()
        return True

    def print_pages(self, documents: Sequence[Document], made_at: str) -> None:
        """Queue pages of their own, in this order: gift receipts, slips."""
        self._jobs.add_page(PRINTER, [to_text(document) for document in documents], made_at)
        self.wake()

    def decide(self, job_id: int, made_at: str, *, is_wanted_again: bool) -> None:
        """A person looked at the paper of an uncertain page: it is settled, and comes again as a copy if they want."""
        found = [job for job in self._jobs.unfinished() if job.job_id == job_id and job.state == "uncertain"]
        for job in found:
            self._change(job, "given_up")
            if not is_wanted_again:
                continue
            if not (job.doc_no and self.reprint(job.doc_no, made_at)):
                self.print_pages([copy_of(from_text(job.document), 1)], made_at)

    def choose_next(self) -> str:
        """Pages go to the next printer from now on, with those that none has begun; its name, "" without printers."""
        with self._changed:
            if not self._printers:
                return ""
            before = self._printers[self._chosen]
            self._chosen = (self._chosen + 1) % len(self._printers)
            idle = [job_id for job_id, held in self._in_hand.items() if not held.has_begun]
        for job_id in idle:
            before.cancel(job_id)
        self.wake()
        return self._printers[self._chosen].name

    def wake(self) -> None:
        """There may be something to print."""
        with self._changed:
            self._is_due = True
            self._changed.notify_all()

    def close(self) -> None:
        """Stop handing pages over, then stop the printers; pages that were not begun stay queued."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()
        for printer in self._printers:
            printer.close(self._timing.close_s)

    def listen(self, event: DeviceEvent) -> None:
        """What a printer says; called on its thread."""
        match event:
            case StateChanged():
                self._state_changed(event)
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
            try:
                self._pump()
            except Unavailable:  # the journal's disk: the screen says so at the next sale; pages wait
                _log.warning("the print queue cannot be read or written", exc_info=True)

    def _pump(self) -> None:
        printer = self._printers[self._chosen]
        if printer.state is not State.BLOCKED:
            self._jobs.requeue_failed(PRINTER)
        for job in self._jobs.waiting(PRINTER):
            with self._changed:
                is_taken = str(job.job_id) in self._in_hand
            if not (is_taken or self._hand_over(printer, job)):
                return

    def _hand_over(self, printer: ReceiptPrinter, job: PrintJob) -> bool:
        document = self._document(job)
        if document is None:
            return True
        job, page = document
        held = _InHand(job, printer.name)
        with self._changed:
            self._in_hand[str(job.job_id)] = held
        try:
            printer.print(str(job.job_id), page, partial(self._begin, held))
        except DeviceError as error:
            with self._changed:
                self._in_hand.pop(str(job.job_id))
            if not isinstance(error, Busy):
                self._change(job, "failed", _code(error))
            return False
        return True

    def _document(self, job: PrintJob) -> tuple[PrintJob, Document] | None:
        """The job with its page; a page that cannot be made is given up, it must not stop the next."""
        try:
            text = job.document or self.pages.text(job.doc_no) or ""
            return replace(job, document=text), from_text(text)
        except Unavailable:
            raise
        except Exception:  # a worker's loop: whatever is wrong with one page, the till goes on printing
            _log.exception("the page of job %s cannot be made", job.job_id)
            self._change(job, "given_up", "unusable")
            return None

    def _begin(self, held: _InHand) -> None:
        """Bytes leave now: say so in the journal first, or they stay here."""
        try:
            self._jobs.begin(held.job)
        except Unavailable as error:
            raise Failure(f"the journal does not take the mark: {error.code}") from error
        held.has_begun = True
        self._post(JobChanged(held.job.job_id, held.job.doc_no, "sent"))

    def _state_changed(self, event: StateChanged) -> None:
        if self._printers and event.device != self._printers[self._chosen].name:
            return
        troubles = tuple(sorted(trouble.name.lower() for trouble in event.troubles))
        self._post(PrinterChanged(event.state.value, troubles))
        if event.state is State.READY:
            self.wake()
        if event.state is State.BLOCKED:
            with self._changed:
                held = next((held for held in self._in_hand.values() if held.device == event.device), None)
            if held is not None:
                self._post(JobChanged(held.job.job_id, held.job.doc_no, "blocked", " ".join(troubles)))

    def _job_ended(self, event: JobPrinted | JobFailed | JobUncertain) -> None:
        with self._changed:
            held = self._in_hand.pop(event.job_id, None)
        if held is None:
            return
        match event:
            case JobPrinted():
                self._change(held.job, "printed")
            case JobFailed(error=Cancelled()):
                self._change(held.job, "queued")
                self.wake()
            case JobFailed():
                self._change(held.job, "failed", _code(event.error))
            case JobUncertain():
                self._change(held.job, "uncertain", _code(event.error))

    def _drawer_ended(self, event: JobPrinted | JobFailed | JobUncertain) -> None:
        reason = "" if isinstance(event, JobPrinted) else _code(event.error)
        self._post(DrawerChanged(is_open=isinstance(event, JobPrinted), reason=reason))

    def _change(self, job: PrintJob, state: JobState, reason: str = "") -> None:
        self._jobs.mark(job.job_id, state)
        self._post(JobChanged(job.job_id, job.doc_no, state, reason))


def _code(error: DeviceError) -> str:
    return type(error).__name__.lower()

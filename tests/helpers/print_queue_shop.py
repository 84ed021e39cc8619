"""A print queue over a journal in memory, and a printer that does what a test says."""

import queue
from collections.abc import Callable, Sequence
from dataclasses import replace

from hardware.document import Document, Text
from hardware.events import State
from pos_client.devices import PRINTER, Pages, PrintQueue, Timing
from pos_client.events import Event, JobChanged
from pos_client.store.print_jobs import JobState, PrintJob, SoldEvent
from pos_client.store.trouble import DiskFull

PAGE = Document((Text("Coffee"),))
WAIT_S = 5.0


class MemoryJobs:
    """The durable queue, in memory. A page `doc-N` that is "" is made from its event."""

    def __init__(self, *documents: str) -> None:
        self.jobs = {
            number: PrintJob(number, f"doc-{number}", PRINTER, "queued", document, 0, "")
            for number, document in enumerate(documents, 1)
        }
        self.has_started = False
        self.is_full = False
        self.kept: dict[str, str] = {}

    def start(self, obsolete_before: str) -> None:
        self.has_started = obsolete_before.endswith("Z")

    def waiting(self, printer: str, limit: int = 50) -> Sequence[PrintJob]:
        return [job for job in self.jobs.values() if job.state == "queued"][:limit]

    def unfinished(self, limit: int = 50) -> Sequence[PrintJob]:
        return [job for job in self.jobs.values() if job.state in {"queued", "failed", "uncertain"}][:limit]

    def mark(self, job_id: int, state: JobState) -> None:
        self.jobs[job_id] = replace(self.jobs[job_id], state=state)

    def begin(self, job: PrintJob) -> None:
        if self.is_full:
            raise DiskFull("journal.db")
        self.kept[job.doc_no] = job.document
        self.mark(job.job_id, "sent")

    def requeue_failed(self, printer: str) -> int:
        failed = [job for job in self.jobs.values() if job.state == "failed"]
        for job in failed:
            self.mark(job.job_id, "queued")
        return len(failed)

    def receipt(self, doc_no: str) -> str | None:
        return self.kept.get(doc_no, "") if doc_no == "doc-1" else None

    def keep(self, doc_no: str, document: str) -> str:
        return self.kept.setdefault(doc_no, document)

    def sold(self, doc_no: str) -> SoldEvent | None:
        return SoldEvent(doc_no, "event-1", 1, b"{}", bytes(32), bytes(64)) if doc_no == "doc-1" else None

    def add_copy(self, doc_no: str, printer: str, render: Callable[[int], str], made_at: str) -> int:
        number = len(self.jobs) + 1
        self.jobs[number] = PrintJob(number, doc_no, printer, "queued", render(1), 1, made_at)
        return 1

    def add_page(self, printer: str, documents: Sequence[str], made_at: str) -> None:
        for document in documents:
            number = len(self.jobs) + 1
            self.jobs[number] = PrintJob(number, "", printer, "queued", document, 0, made_at)


class ObedientPrinter:
    """Notes what it is asked for; a test says how it ends."""

    columns = 42

    def __init__(self, name: str = PRINTER) -> None:
        self.name = name
        self.cancelled: list[str] = []
        self.begins: dict[str, Callable[[], None]] = {}
        self.state = State.DISCONNECTED
        self.asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.documents: list[Document] = []
        self.refusal: Exception | None = None

    def print(self, job_id: str, document: Document, begin: Callable[[], None] = lambda: None) -> None:
        self.documents.append(document)
        self.begins[job_id] = begin
        refusal = self.refusal
        self.asked.put(job_id)
        if refusal is not None:
            raise refusal

    def open_drawer(self, job_id: str) -> None:
        self.asked.put(job_id)
        if self.refusal is not None:
            raise self.refusal

    def cancel(self, job_id: str) -> bool:
        self.cancelled.append(job_id)
        return True

    def close(self, timeout_s: float = 3.0) -> bool:
        return True


class Shop:
    """A running queue and everything it says."""

    def __init__(self, *documents: str) -> None:
        self.jobs = MemoryJobs(*documents)
        self.printer = ObedientPrinter()
        self.said: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.pages = Pages(self.jobs, lambda sold: PAGE)
        self.queue = PrintQueue(self.jobs, self.pages, self.said.put, Timing(retry_s=60.0, close_s=0.1))

    def asked(self) -> str:
        return self.printer.asked.get(timeout=WAIT_S)

    def begun(self) -> str:
        """The next page, of which bytes leave now."""
        job_id = self.asked()
        self.printer.begins[job_id]()
        return job_id

    def heard(self) -> Event:
        return self.said.get(timeout=WAIT_S)

    def states(self, *wanted: str) -> None:
        """Hear job changes until these states came, in this order."""
        for state in wanted:
            event = self.heard()
            assert isinstance(event, JobChanged)
            assert event.state == state

"""A till that only records and prints: a real journal, the real queue, a printer as the settings describe it."""

import queue
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import resources
from hardware.document import Document
from hardware.registry import Surroundings, open_printer
from pos_client.devices import PRINTER, Pages, PrintQueue, Timing
from pos_client.events import DrawerChanged, Event, JobChanged
from pos_client.receipts.layout import Heading, Mark
from pos_client.store import tables
from pos_client.store.print_jobs import PrintJobs, SoldEvent
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import SaleBody
from sync_engine.receipt.bodies import sale_of
from sync_engine.receipt.sale import sale_page
from tests.helpers.till_home import a_sale, open_till

FONTS = (Path(resources.path("fonts/Inter-Regular.ttf")),)
HEADING = Heading("Harbour", ("1 Demonstration Quay",), "T1", "Europe/London", "en-GB")
QUICK = {"patience_s": 0.3, "confirm_s": 0.5, "send_s": 1.0}
WAIT_S = 20.0


def page_of(sold: SoldEvent) -> Document:
    """The receipt of a recorded sale."""
    body = decode_body("sale", sold.version, sold.body)
    assert isinstance(body, SaleBody)
    return sale_page(sale_of(body, sold.event_id), HEADING, Mark(sold.doc_no, "now", "Cashier 1", sold.hash.hex()[:8]))


class PrintingTill:
    """Sells coffee for cash. `heard` keeps what the queue says."""

    def __init__(self, home: Path, *printers: Mapping[str, Any]) -> None:
        self.till = open_till(home)
        self.jobs = PrintJobs(self.till.file)
        self._said: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.heard: list[Event] = []
        self.queue = PrintQueue(
            self.jobs, Pages(self.jobs, page_of), self._said.put, Timing(retry_s=0.2, close_s=2.0, obsolete_s=1e9)
        )
        names = [PRINTER, *(f"printer {number}" for number in range(2, len(printers) + 1))]
        surroundings = Surroundings(self.queue.listen, FONTS)
        self.queue.start(
            *(
                open_printer({**QUICK, **wanted, "name": name}, surroundings)
                for name, wanted in zip(names, printers, strict=True)
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.queue.close()
        self.till.file.close()

    def sell(self, event_id: str = "event-1", lines: int = 1) -> str:
        """Record a sale and have it printed; its number."""
        doc_no = self.till.journal.record([a_sale(event_id, lines)]).doc_no or ""
        self.queue.sale_recorded(has_cash=True)
        return doc_no

    def until(self, state: str, *doc_nos: str) -> JobChanged:
        """Wait until a page of each of those sales came into that state, in any order; the last change."""
        missing = set(doc_nos)
        while True:
            event = self.next_event()
            if isinstance(event, JobChanged) and event.state == state and event.doc_no in missing:
                missing.remove(event.doc_no)
                if not missing:
                    return event

    def until_drawer(self) -> DrawerChanged:
        """Wait until the drawer says something."""
        while True:
            event = self.next_event()
            if isinstance(event, DrawerChanged):
                return event

    def states(self) -> list[tuple[str, int, str]]:
        """Number, copy and state of every page in the journal."""
        columns = tables.print_job.c
        with self.till.file.read() as connection:
            rows = connection.execute(tables.print_job.select().order_by(columns.job_id)).all()
        return [(row.doc_no, row.copy, row.state) for row in rows]

    def next_event(self) -> Event:
        """What the queue says next."""
        event = self._said.get(timeout=WAIT_S)
        self.heard.append(event)
        return event

"""Connects the queue of pages with the printers of the settings, the first of which has the drawer."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import resources
from hardware.errors import Illegal
from hardware.registry import Surroundings, open_printer
from pos_client.app.papers import COLUMNS, Papers
from pos_client.config import Settings
from pos_client.counter.acts import Act, DrawerOpened, SaleParked, SaleVoided
from pos_client.devices import PRINTER, Pages, PrintQueue
from pos_client.events import Post, PrinterChanged
from pos_client.store.journal_file import Device
from pos_client.store.print_jobs import PrintJobs
from pos_client.store.replica_book import ReplicaBook
from sync_engine.domain.dates import instant_text

_PATIENCE_S = 4.0
"""How long a printer may be out of reach before the cashier hears of it; the queue tries again by itself."""


def papers_of(book: ReplicaBook, device: Device, settings: Settings) -> Papers:
    """The pages of this till, as wide as its first printer's paper."""
    columns = int(settings.devices.get("printer", {}).get("columns", COLUMNS))
    return Papers(book, device, columns, book.language_of)


def queue_of(jobs: PrintJobs, papers: Papers, post: Post) -> PrintQueue:
    """The queue without printers: pages wait in the journal."""
    return PrintQueue(jobs, Pages(jobs, papers.sale), post)


def print_act(queue: PrintQueue, papers: Papers, act: Act) -> None:
    """What a recorded act that is no sale wants of the printer: the drawer, or a slip where the shop has it printed."""
    if isinstance(act, DrawerOpened):
        queue.open_drawer()
    elif isinstance(act, SaleParked | SaleVoided) and queue.names:
        pages = papers.slips(act)
        if pages:
            queue.print_pages(pages, instant_text(act.context.at))


def start_printers(queue: PrintQueue, settings: Settings, home: Path, post: Post, closing: ExitStack) -> None:
    """Open what `[devices.printer]` and every `[devices.printer_NAME]` describe, and begin to print.

    A setting that can never work is shown; the till sells on, and without any printer its pages wait.
    """
    printers = []
    for wanted in _tables(settings):
        try:
            printers.append(open_printer(wanted, _surroundings(queue, home)))
        except Illegal as error:
            post(PrinterChanged("unusable", (error.reason,)))
    if printers:
        queue.start(*printers)
        closing.callback(queue.close)


def _tables(settings: Settings) -> Iterator[Mapping[str, Any]]:
    for kind, table in settings.devices.items():
        if kind == "printer" and table:
            yield {"patience_s": _PATIENCE_S, **table, "name": PRINTER}
    for kind, table in settings.devices.items():
        if kind.startswith("printer_"):
            yield {"patience_s": _PATIENCE_S, **table, "name": kind.removeprefix("printer_")}


def _surroundings(queue: PrintQueue, home: Path) -> Surroundings:
    fonts: tuple[Any, ...] = tuple(resources.path(f"fonts/Inter-{weight}.ttf") for weight in ("Regular", "Bold"))
    return Surroundings(queue.listen, fonts, home / "cache")

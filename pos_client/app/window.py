"""Puts the window on top of a till: what the screens need, made from the till's parts. `run` is the till program."""

import logging
from contextlib import ExitStack
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pos_client import config
from pos_client.app.paying import open_card
from pos_client.app.receipts import TillReceipts
from pos_client.app.sales_book import StoredSales
from pos_client.app.scanner import wedge_settings
from pos_client.app.sounding import open_sounds
from pos_client.app.till import Till, open_till
from pos_client.config import Settings
from pos_client.counter.clock import SystemClock
from pos_client.i18n import tag_in, tr, use_language
from pos_client.presenters.ports import Tasks, Trade
from pos_client.qt.application import log_qt_messages
from pos_client.qt.program import Program, Screen, Wishes
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.trouble import CatalogueMissing

_LARGEST_LOG = 1_000_000


def run(home: Path, *, is_dark: bool = False) -> int:
    """Open the till of `home` in its window; the exit status when that is closed. Raises as `open_till`."""
    with ExitStack() as closing:
        closing.callback(keep_log(home).close)
        program = Program(wishes_of(config.load(home), is_dark=is_dark))
        closing.callback(program.close)
        open_window(program, home, closing)
        return program.run()


def wishes_of(settings: Settings, *, is_dark: bool = False, screen: Screen | None = None) -> Wishes:
    """How the settings want the window."""
    wedge = wedge_settings(settings.devices.get("scanner", {}))
    return Wishes(is_dark=is_dark, screen=screen, language=settings.language or "en", wedge=wedge)


def open_window(program: Program, home: Path, closing: ExitStack) -> Till:
    """Open the till of `home` below `program`; `closing` ends it when the store thread has finished what it began."""
    closing.callback(log_qt_messages())
    till = open_till(home, program.post)
    closing.callback(till.close)
    closing.callback(program.drain)
    speak_as(till)
    sounds = open_sounds(till.settings.devices.get("speaker", {}), home / "cache", closing)
    card = open_card(till, program.post, closing)
    program.open(replace(trade_of(till, program.tasks), play=sounds, card=card))
    return till


def trade_of(till: Till, tasks: Tasks) -> Trade:
    """What the screens need of a till."""
    return Trade(
        counter=till.counter,
        session=till.session,
        record=till.completing.record,
        check_journal=till.journal.preflight,
        catalog=till.catalog,
        book=till.book,
        stock=till.stock,
        receipts=TillReceipts(till, SystemClock()),
        clock=SystemClock(),
        customers=till.customers,
        parking=till.parking,
        sales=StoredSales(till.file, till.book),
        tasks=tasks,
        place_name=PlaceNames(till.book).name,
        till_name=tr("Till {till}", till=till.device.till_id.removeprefix("T")),
    )


def speak_as(till: Till) -> None:
    """The language of the settings, else the store's as its country writes it; English before the first download."""
    language = till.settings.language
    if not language:
        try:
            store = till.book.store()
            language = tag_in(store.language, store.country)
        except CatalogueMissing:
            language = "en"
    use_language(language)


def keep_log(home: Path) -> logging.Handler:
    """Write warnings and worse to `<home>/logs/till.log`, which never grows beyond two megabytes."""
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "till.log", maxBytes=_LARGEST_LOG, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


class PlaceNames:
    """Names of stock places, read once and again when a place is new."""

    def __init__(self, book: ReplicaBook) -> None:
        self._book = book
        self._names: dict[str, str] = {}

    def name(self, place: str) -> str:
        """The store of "S02/floor" in words; its id while the ledger has not told its name."""
        store_id = place.partition("/")[0]
        if store_id not in self._names:
            self._names = self._book.store_names()
        return self._names.get(store_id, store_id)

"""Builds a till from its parts and connects them: the only place that does. Qt-free; the window is put on top of
`Till`.

What must be closed is closed in order: sync, printing, the second copy, the files, last the lock.
"""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

import sync_engine
from pos_client import config
from pos_client.app.beside_selling import Files, customers_of, parking_of
from pos_client.app.lately import Heard, Sold
from pos_client.app.papers import Papers
from pos_client.app.printing import papers_of, print_act, queue_of, start_printers
from pos_client.app.recovery import Recovery
from pos_client.config import Settings
from pos_client.counter.acts import Act, Recorded, SaleCompleted
from pos_client.counter.clock import RandomIds, SystemClock
from pos_client.counter.completing import Completing
from pos_client.counter.customers import Customers
from pos_client.counter.parking import Parking
from pos_client.counter.ports import Journal
from pos_client.counter.selling import Counter, Desk
from pos_client.counter.session import Session
from pos_client.counter.shift import ShiftBook
from pos_client.devices import PRINTER, PrintQueue
from pos_client.errand import Errand
from pos_client.events import CopyMade, Event, Post, ReplicaChanged, SaleRecorded, SyncChanged
from pos_client.secrets import JOURNAL_KEY, TOKEN, Keys, Vault, keys_of, needed, open_vault, pin_matches
from pos_client.store.chain import check_tail
from pos_client.store.disk import DiskGuard
from pos_client.store.draft_file import DraftFile
from pos_client.store.journal import JournalStore, Recorder
from pos_client.store.journal_file import JOURNAL_NAME, Device, JournalFile, open_journal
from pos_client.store.lock import HomeLock
from pos_client.store.print_jobs import PrintJobs
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_catalog import ReplicaCatalog
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.second_copy import SecondCopy, copy_journal
from pos_client.store.stock_view import LocalStockView
from pos_client.store.trouble import JournalUnavailable, NotEnrolled
from pos_client.syncing import Syncing
from sync_engine.domain.shift import Shift
from sync_engine.protocol.signing import Signer
from sync_engine.till.status import Status

SYNC_STATE_NAME = "sync.json"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What of a till is wanted: a window wants all of it, a replay neither printer nor copies."""

    is_synced: bool = True
    is_printing: bool = True
    is_copied: bool = True


@dataclass(frozen=True, slots=True)
class Till:
    """A till that is open, part by part. `close` ends everything; nothing of it may be used afterwards."""

    home: Path
    settings: Settings
    device: Device
    vault: Vault
    file: JournalFile
    journal: Journal
    replica: ReplicaFile
    book: ReplicaBook
    catalog: ReplicaCatalog
    stock: LocalStockView
    session: Session
    completing: Completing
    counter: Counter
    parking: Parking
    customers: Customers
    jobs: PrintJobs
    papers: Papers
    printing: PrintQueue
    syncing: Syncing
    closing: ExitStack

    def close(self) -> None:
        """Close what was opened, in the opposite order."""
        self.closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_till(home: Path, post: Post, wishes: Wishes | None = None) -> Till:
    """Open the till of `home`: lock, journal with its tail checked, replica, sync, printer.

    `post` hears of everything that happens in the background, from several threads. Raises NotEnrolled, HomeInUse,
    SecretsUnavailable, NewerSchema, JournalDamaged, JournalUnavailable, ConfigUnreadable.
    """
    if not (home / JOURNAL_NAME).exists():
        raise NotEnrolled(home)
    closing = ExitStack()
    try:
        closing.enter_context(HomeLock(home))
        return _Building(home, post, wishes or Wishes(), closing).till()
    except BaseException:
        closing.close()
        raise


class _Building:
    """The parts in the order in which they need each other."""

    def __init__(self, home: Path, post: Post, wishes: Wishes, closing: ExitStack) -> None:
        self.home, self.post, self.wishes, self.closing = home, post, wishes, closing
        self.settings = config.load(home)
        self.vault = open_vault(home)
        self.file = open_journal(home, needed(self.vault, JOURNAL_KEY))
        closing.callback(self.file.close)
        self.keys = keys_of(self.vault)
        self.device = self.file.device()
        self.signer = Signer(self.keys.device_seed)
        with self.file.read() as connection:
            check_tail(connection, self.device, self.signer.public_key)
        self.replica = ReplicaFile(home, self.keys.replica_key)
        closing.callback(self.replica.close)
        self.book = ReplicaBook(self.replica, self.device.store_id, _pin_check(self.keys))
        self.jobs = PrintJobs(self.file)
        self.sold, self.heard = Sold(), Heard()

    def till(self) -> Till:
        """Connect and start."""
        catalog = ReplicaCatalog(self.replica, self.book, self.sold.ids)
        if self.wishes.is_copied and self.settings.second_copy is not None:
            self._start_copies(self.settings.second_copy)
        papers = papers_of(self.book, self.device, self.settings)
        printing = self._printing(papers)
        syncing = self._syncing()
        journal = NotifyingJournal(self._journal(), partial(self._recorded, syncing, printing, papers))
        session = Session(self.book, SystemClock())
        ids = RandomIds()
        completing = Completing(journal, ShiftBook(journal, ids), ids)
        drafts = DraftFile(self.file, self.keys.journal_key, SystemClock().now)
        self.closing.callback(drafts.close)
        desk = Desk(catalog, self.book, session, completing, SystemClock(), drafts)
        counter, files = Counter(desk), Files(self.file, self.replica, self.device.till_id)
        return Till(
            home=self.home,
            settings=self.settings,
            device=self.device,
            vault=self.vault,
            file=self.file,
            journal=journal,
            replica=self.replica,
            book=self.book,
            catalog=catalog,
            stock=LocalStockView(self.file, self.replica, self.device.store_id, self.heard.at),
            session=session,
            completing=completing,
            counter=counter,
            parking=parking_of(desk, counter, files),
            customers=customers_of(desk, files, syncing, self.post),
            jobs=self.jobs,
            papers=papers,
            printing=printing,
            syncing=syncing,
            closing=self.closing,
        )

    def _journal(self) -> JournalStore:
        printer = PRINTER if self.settings.devices.get("printer") else None
        recorder = Recorder(partial(self.book.known, self.device.epoch), printer)
        return JournalStore(self.file, self.signer, recorder, DiskGuard(self.home))

    def _recorded(
        self, syncing: Syncing, printing: PrintQueue, papers: Papers, acts: Sequence[Act], recorded: Recorded
    ) -> None:
        syncing.wake()
        self.sold.note(acts)
        for act in acts:
            if isinstance(act, SaleCompleted) and act.is_printed:
                has_cash = any(tender.kind == "cash" for tender in act.sale.tenders)
                printing.sale_recorded(has_cash=has_cash)
                self.post(SaleRecorded(recorded.doc_no or "", has_cash))
            else:
                print_act(printing, papers, act)

    def _printing(self, papers: Papers) -> PrintQueue:
        queue = queue_of(self.jobs, papers, self.post)
        if self.wishes.is_printing:
            start_printers(queue, self.settings, self.home, self.post, self.closing)
        return queue

    def _syncing(self) -> Syncing:
        known = partial(self.book.known, self.device.epoch)
        recovery = Recovery(self.file, self.signer, known, RandomIds().event_id, SystemClock().now)
        syncing = Syncing(self._errand, _SyncPost(self.home, self.vault, recovery.hearing(self.post), self.heard))
        recovery.attach(syncing)
        self.closing.callback(recovery.stop)
        if self.wishes.is_synced:
            syncing.start()
            self.closing.callback(syncing.stop)
        return syncing

    def _errand(self) -> Errand:
        return errand(self.home, self.device, self.vault, self.keys)

    def _start_copies(self, target: Path) -> None:
        copy = partial(copy_journal, self.home, self.keys.journal_key, target, self.device.device_id)
        copies = SecondCopy(copy, lambda made: self.post(_copy_event(made)))
        self.closing.callback(copies.stop)


def errand(home: Path, device: Device, vault: Vault, keys: Keys) -> Errand:
    """What the sync program of this till is told, with the credential stored last."""
    return Errand(
        home=home,
        ledger_url=device.ledger_url,
        device_id=device.device_id,
        install_id=device.install_id,
        token=needed(vault, TOKEN).decode(),
        journal_key=keys.journal_key,
        replica_key=keys.replica_key,
        device_seed=keys.device_seed,
        app=sync_engine.__version__,
    )


class NotifyingJournal:
    """The port `Journal` that tells of every record, after its commit."""

    def __init__(self, journal: Journal, recorded: Callable[[Sequence[Act], Recorded], None]) -> None:
        self._journal, self._recorded = journal, recorded

    def preflight(self) -> None:
        self._journal.preflight()

    def record(self, acts: Sequence[Act], ticket: str | None = None) -> Recorded:
        recorded = self._journal.record(acts, ticket)
        self._recorded(acts, recorded)
        return recorded

    def open_shift(self) -> Shift | None:
        return self._journal.open_shift()

    def is_recorded(self, ticket: str) -> bool:
        return self._journal.is_recorded(ticket)


class _SyncPost:
    """The listener of the sync program: stores credentials, passes the rest on."""

    def __init__(self, home: Path, vault: Vault, post: Post, heard: Heard) -> None:
        self._home, self._vault, self._post, self._heard = home, vault, post, heard

    def status(self, status: Status) -> None:
        self._heard.status(status)
        keep_sync_state(self._home, status)
        self._post(sync_event(status))

    def token(self, token: str) -> None:
        self._vault.put(TOKEN, token.encode())

    def changed(self, topics: frozenset[str]) -> None:
        self._post(ReplicaChanged(tuple(sorted(topics))))


def keep_sync_state(home: Path, status: Status) -> None:
    """Leave the state where `pos-client status` finds it. Only a hint: a disk that does not take it holds nothing
    up.
    """
    fresh = home / f".{SYNC_STATE_NAME}"
    with suppress(OSError):
        fresh.write_text(json.dumps({"state": status.state, "detail": status.detail}), encoding="utf-8")
        fresh.replace(home / SYNC_STATE_NAME)


def sync_event(status: Status) -> SyncChanged:
    """The sync program's status as an event."""
    contact_ms = status.last_contact_ms
    age_s = None if contact_ms is None else max(0.0, time.monotonic() - contact_ms / 1000)
    return SyncChanged(status.state, status.unsent, age_s, status.detail, status.progress)


def _copy_event(made: Path | JournalUnavailable) -> Event:
    return CopyMade(made.code if isinstance(made, JournalUnavailable) else "")


def _pin_check(keys: Keys) -> Callable[[str, str], bool]:
    return lambda verifier, pin: pin_matches(verifier, keys.pepper, pin)

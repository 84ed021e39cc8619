"""A till that finds out it was copied, or put back to an older state, goes on by itself under a new incarnation.

The sync tells that the ledger has another chain of this till. Where both agree is asked for, then the journal goes
on from there (see `store.incarnations`), and the sync begins anew. Selling never waits for any of it.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from pos_client.events import Event, Post, SyncChanged
from pos_client.store.chain import Known
from pos_client.store.incarnations import Branch, begin_incarnation, own_hash
from pos_client.store.journal_file import Device, JournalFile
from pos_client.syncing import Syncing
from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.questions import ChainAsked, ChainTold
from sync_engine.protocol.signing import Signer
from sync_engine.till.questions import WITHIN_S, NotAnswered

LOG = logging.getLogger(__name__)
RECOVERED = frozenset({"fork", "behind"})
"""What the sync may be blocked by that a till puts right by itself."""
AGAIN_S = 5.0


class Recovery:
    """`hearing` wraps a Post; what it does runs in a thread of its own, once at a time."""

    def __init__(
        self,
        file: JournalFile,
        signer: Signer,
        known: Callable[[], Known],
        event_id: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._file, self._signer, self._known = file, signer, known
        self._event_id, self._now = event_id, now
        self._syncing: Syncing | None = None
        self._is_stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def attach(self, syncing: Syncing) -> None:
        """Whom to ask, and what to begin anew."""
        self._syncing = syncing

    def hearing(self, post: Post) -> Post:
        """Pass every event on; one that says the chains differ also starts the recovery."""

        def hear(event: Event) -> None:
            post(event)
            if isinstance(event, SyncChanged) and event.state == "blocked" and event.detail in RECOVERED:
                self._start()

        return hear

    def stop(self) -> None:
        """Give up what is not done; it begins anew with the next start of the till."""
        self._is_stopping.set()
        thread = self._thread
        if thread is not None and thread.is_alive():
            thread.join(WITHIN_S * 2)

    def _start(self) -> None:
        with self._lock:
            if self._is_stopping.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, name="recovery")
            self._thread.start()

    def _run(self) -> None:
        while not self._is_stopping.is_set():
            try:
                self._recover()
            except Unavailable as trouble:
                LOG.info("the chain cannot be compared yet: %s", trouble)
                self._is_stopping.wait(AGAIN_S)
            else:
                return

    def _recover(self) -> None:
        assert self._syncing is not None
        device = self._file.device()
        common, free = self._agreed(device)
        head = device.next_seq - 1
        branch = Branch(max(free, device.incarnation + 1), common, "behind" if common == head else "fork", self._now())
        begin_incarnation(self._file, self._signer, self._known(), branch, self._event_id())
        LOG.info("the journal goes on as incarnation %s from %s of %s", branch.incarnation, common, head)
        self._syncing.restart()

    def _agreed(self, device: Device) -> tuple[int, int]:
        """The last event that both have alike, by halving: beyond a difference nothing is alike again."""
        agreed, differs = 0, device.next_seq
        free = device.incarnation + 1
        while differs - agreed > 1:
            middle = (agreed + differs) // 2
            told = self._asked(ChainAsked(incarnation=device.incarnation, from_seq=middle, limit=1))
            free = told.free_incarnation
            if told.hashes == (own_hash(self._file, device.incarnation, middle),):
                agreed = middle
            else:
                differs = middle
        return agreed, free

    def _asked(self, question: ChainAsked) -> ChainTold:
        assert self._syncing is not None
        try:
            told = self._syncing.ask(question).result(WITHIN_S)
        except TimeoutError as late:
            raise NotAnswered("timeout") from late
        assert isinstance(told, ChainTold)
        return told

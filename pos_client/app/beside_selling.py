"""What stands beside selling at a counter: held sales, and customers with what they bought everywhere. Built here once.

What the ledger tells of a customer's purchases is kept for a while with its age; it is asked through the sync program,
and nobody waits for it: the screens hear of the answer as of any other news.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

from pos_client.counter.customers import Customers, Heard, Purchase, line_words
from pos_client.counter.desk import Desk
from pos_client.counter.parking import OnCounter, Parking
from pos_client.events import Post, ReplicaChanged
from pos_client.store.customer_view import LocalCustomers
from pos_client.store.journal_file import JournalFile
from pos_client.store.parked_view import LocalWaitingSales
from pos_client.store.replica_file import ReplicaFile
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.money import format_scaled
from sync_engine.protocol.questions import PurchasesAsked, PurchasesTold, PurchaseTold, Question, Told
from sync_engine.till.questions import NotAnswered

FRESH_S = 20.0
"""So long nobody asks again."""
_MOST_KEPT = 200
TOPIC = "customer"
"""Under this topic the screens hear that an answer came."""


class Asks(Protocol):
    """Who asks the ledger."""

    def ask(self, question: Question) -> "Future[Told]":
        """Never waits."""


class AskedPurchases:
    """The port `PurchasesElsewhere` over the sync program."""

    def __init__(self, asks: Asks, told: Callable[[], None], monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._asks, self._told, self._monotonic_s = asks, told, monotonic_s
        self._lock = threading.Lock()
        self._asked_s: dict[str, float] = {}
        self._kept: OrderedDict[str, tuple[float, tuple[Purchase, ...]]] = OrderedDict()

    def refresh(self, customer_id: str) -> None:
        now_s = self._monotonic_s()
        with self._lock:
            if now_s - self._asked_s.get(customer_id, -FRESH_S) < FRESH_S:
                return
            if len(self._asked_s) >= _MOST_KEPT:
                self._asked_s.clear()
            self._asked_s[customer_id] = now_s
        future = self._asks.ask(PurchasesAsked(customer=customer_id))
        future.add_done_callback(lambda done: self._hear(customer_id, done))

    def heard(self, customer_id: str) -> Heard | None:
        with self._lock:
            kept = self._kept.get(customer_id)
        if kept is None:
            return None
        age_s = max(0.0, self._monotonic_s() - kept[0])
        return Heard(tuple(replace(one, age_s=age_s) for one in kept[1]), age_s)

    def _hear(self, customer_id: str, done: "Future[Told]") -> None:
        """Without an answer, what was told before stands, as old as it is."""
        trouble = done.exception()
        if isinstance(trouble, NotAnswered):
            return
        told = done.result()
        assert isinstance(told, PurchasesTold)
        with self._lock:
            self._kept[customer_id] = (self._monotonic_s(), tuple(map(_purchase, told.purchases)))
            self._kept.move_to_end(customer_id)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        self._told()


@dataclass(frozen=True, slots=True)
class Files:
    """The till's two files and which till it is."""

    journal: JournalFile
    replica: ReplicaFile
    till_id: str


def parking_of(desk: Desk, counter: OnCounter, files: Files) -> Parking:
    """Held sales for a counter."""
    return Parking(desk, counter, LocalWaitingSales(files.journal, files.replica, files.till_id))


def customers_of(desk: Desk, files: Files, asks: Asks, post: Post) -> Customers:
    """Customers for a counter; `post` hears when the ledger has told something of one."""
    elsewhere = AskedPurchases(asks, lambda: post(ReplicaChanged((TOPIC,))))
    return Customers(desk, LocalCustomers(files.journal, files.replica), elsewhere)


def _purchase(told: PurchaseTold) -> Purchase:
    lines = (
        line_words(line.name, format_scaled(line.qty, line.scale), is_return=line.kind == "return")
        for line in told.lines
    )
    return Purchase(told.doc_no, parse_instant(told.at), told.store, told.total, told.currency, ", ".join(lines), 0.0)

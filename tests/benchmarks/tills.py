"""Tills whose counter is driven by a benchmark: the product's own composition on a real home, without a window."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_client import secrets
from pos_client.app import Till, Wishes, open_till
from pos_client.events import Event, SyncChanged
from pos_client.store.journal_file import create_journal
from sync_engine.domain.staff import StaffMember
from tests.benchmarks.catalogue import replica_rows
from tests.benchmarks.ground import TooLong
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, REPLICA_KEY, SEED, make_replica

CASHIER = StaffMember("bench", "Benchmark", "cashier", ())
WITH_SYNC = Wishes(is_printing=False, is_copied=False)
ALONE = Wishes(is_synced=False, is_printing=False, is_copied=False)


class Ear:
    """Hears what a till's background work says, and when it began to download."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._count = 0
        self.sync: SyncChanged | None = None
        self.download_began_s: float | None = None

    def post(self, event: Event) -> None:
        """Take in an event of the till, from any thread."""
        with self._news:
            if isinstance(event, SyncChanged):
                self.sync = event
                if event.progress is not None and self.download_began_s is None:
                    self.download_began_s = time.perf_counter()
            self._count += 1
            self._news.notify_all()

    def wait_until(self, is_so: Callable[[], bool], what: str, within_s: float) -> float:
        """Look at `is_so` now and after every event; give the moment it was so. Raises TooLong."""
        deadline_s = time.perf_counter() + within_s
        while True:
            heard = self._count
            if is_so():
                return time.perf_counter()
            with self._news:
                left_s = deadline_s - time.perf_counter()
                if left_s <= 0 or not self._news.wait_for(lambda heard=heard: self._count > heard, left_s):  # type: ignore[misc]
                    raise TooLong(f"{what} did not come within {within_s:.0f} s; the sync says {self.sync}")


def make_home(home: Path, articles: int) -> None:
    """A home as enrolment and a first download leave it, with its secrets in files. No ledger knows it."""
    home.mkdir(parents=True)
    vault = secrets.open_vault(home, preferred="file")
    kept = {
        secrets.JOURNAL_KEY: JOURNAL_KEY,
        secrets.REPLICA_KEY: REPLICA_KEY,
        secrets.DEVICE_SEED: SEED,
        secrets.INSTALL_ID: A_DEVICE.install_id.encode(),
        secrets.PEPPER: bytes(32),
        secrets.TOKEN: b"no ledger knows it",
    }
    for name, secret in kept.items():
        vault.put(name, secret)
    create_journal(home, JOURNAL_KEY, A_DEVICE)
    make_replica(home, list(replica_rows(articles)))


@contextmanager
def selling_till(home: Path, ear: Ear, wishes: Wishes) -> Iterator[Till]:
    """An open till with somebody signed in."""
    with open_till(home, ear.post, wishes) as till:
        till.session.sign_in_without_pin(CASHIER)
        yield till

"""A shop of real processes on loopback: a ledger serving an SQLite file, and two enrolled tills, each with its sync
program. The counters are driven by the benchmark.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos_client.app import Till, enroll
from tests.benchmarks.ground import Ground
from tests.benchmarks.running import ServedLedger, founded_ledger, fresh_code, served_ledger
from tests.benchmarks.tills import WITH_SYNC, Ear, selling_till

STORES = ("S01", "S02")
CONNECTED_S = 30.0


@dataclass(frozen=True, slots=True)
class Counter:
    """An open till, what it hears, and how to close it before the shop closes."""

    till: Till
    ear: Ear
    closing: ExitStack

    @property
    def sync_pid(self) -> int:
        """The process id of its sync program."""
        pid = self.till.syncing.child_pid
        assert pid is not None
        return pid


@dataclass(frozen=True, slots=True)
class Shop:
    """What is open."""

    ledger: ServedLedger
    counters: tuple[Counter, ...]
    articles: int


@contextmanager
def open_shop(ground: Ground, articles: int) -> Iterator[Shop]:
    """One ledger and a till in each of two stores, caught up and live."""
    home = ground.folder / "ledger"
    url = f"sqlite:///{home}/ledger.db"
    ground.say(f"importing {articles} articles")
    founded_ledger(home, url, STORES, articles)
    with served_ledger(home, url) as ledger, ExitStack() as stack:
        ground.say(f"enrolling a till in each of {len(STORES)} stores")
        counters = [_counter(stack, ledger, ground.folder / f"till-{store}", store) for store in STORES]
        for counter in counters:
            counter.ear.wait_until(lambda one=counter: _is_live(one), "the live stream", CONNECTED_S)  # type: ignore[misc]
        yield Shop(ledger, tuple(counters), articles)


def _counter(stack: ExitStack, ledger: ServedLedger, home: Path, store: str) -> Counter:
    enroll(home, f"http://127.0.0.1:{ledger.port}", fresh_code(ledger, store, "T1"))
    closing, ear = stack.enter_context(ExitStack()), Ear()
    return Counter(closing.enter_context(selling_till(home, ear, WITH_SYNC)), ear, closing)


def _is_live(counter: Counter) -> bool:
    is_live = counter.ear.sync is not None and counter.ear.sync.state == "live"
    return is_live and counter.till.replica.is_there

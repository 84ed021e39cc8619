"""A catalogue that the disk has damaged, a real ledger, and what the till reads before and after."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pos_client.store.journal_file import create_journal, open_journal
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.stock_view import LocalStockView
from sync_engine.protocol.messages import EnrollAnswer
from sync_engine.sql.journal_events import JournalEvents
from sync_engine.till.credential import Credential
from sync_engine.till.generations import Generations, read_pointer
from sync_engine.till.http_client import LedgerClient
from sync_engine.till.runner import Runner, World
from sync_engine.till.status import Status
from sync_engine.till.upward import Introduction
from tests.helpers.ledgers import articles, counted
from tests.helpers.served_ledger import ServedLedger, served_ledger
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, SEED

PATIENCE_S = 30
SKUS = [f"SKU-{number}" for number in range(300)]


@dataclass
class Ear:
    """Lets a test wait for a new file that is live."""

    _news: threading.Condition = field(default_factory=threading.Condition)
    state: str = ""
    files: int = 0

    def status(self, status: Status) -> None:
        with self._news:
            self.state = status.state
            self._news.notify_all()

    def token(self, token: str) -> None:
        return

    def changed(self, topics: frozenset[str]) -> None:
        with self._news:
            self.files += "replica" in topics
            self._news.notify_all()

    def wait_for_file(self, number: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: (self.files, self.state) == (number, "live"), PATIENCE_S), self.state


@contextmanager
def syncing(served: ServedLedger, home: Path, answer: EnrollAnswer, ear: Ear) -> Iterator[None]:
    """What the sync program runs, in a thread; the look through the file begins at once."""
    credential = Credential(answer.token)
    ledger = LedgerClient(served.url, credential.current)
    journal = JournalEvents(home / "journal.db", JOURNAL_KEY)
    replica = Generations(home, bytes.fromhex(answer.replica_key), answer.device, journal.touched)
    runner = Runner(
        World(ledger, journal, replica, ear, credential, Introduction("i1", "test"), home), lambda: 0.0, check_after_s=0
    )
    thread = threading.Thread(target=runner.run)
    thread.start()
    try:
        yield
    finally:
        runner.stop()
        thread.join(PATIENCE_S)
        for part in (ledger, journal, replica):
            part.close()


def spoil(path: Path) -> None:
    """Damage the last third, which a till's first reads do not touch."""
    content = bytearray(path.read_bytes())
    for page_at in range(len(content) * 2 // 3 // 4_096 * 4_096, len(content), 4_096):
        content[page_at + 200] ^= 1
    path.write_bytes(content)


@pytest.mark.expects_log
def test_a_damaged_catalogue_is_replaced_while_the_till_is_open(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    home = tmp_path / "till"
    home.mkdir()
    with served_ledger(tmp_path / "ledger") as served:
        served.ledger.append("reference_changed", 1, articles(*SKUS))
        served.ledger.append("stock_counted", 1, counted(*(("S01/floor", sku, 100) for sku in SKUS)))
        answer = served.enrolled("S01", "T1", SEED)
        device = replace(A_DEVICE, device_id=answer.device, incarnation=answer.incarnation, epoch=answer.epoch)
        create_journal(home, JOURNAL_KEY, device)
        with syncing(served, home, answer, ear := Ear()):
            ear.wait_for_file(1)
        spoil(home / "replica-1.db")
        with syncing(served, home, answer, ear := Ear()):
            ear.wait_for_file(1)
        pointer = read_pointer(home)
        assert pointer is not None
        assert pointer.file == "replica-2.db"
        journal, file = open_journal(home, JOURNAL_KEY), ReplicaFile(home, bytes.fromhex(answer.replica_key))
        view = LocalStockView(journal, file, "S01")
        assert {view.levels(sku)[0].on_hand for sku in SKUS} == {100}
        file.close()
        journal.close()
        with syncing(served, home, answer, ear := Ear()):
            ear.wait_for_file(0)

"""The sync program as a process of its own, beside a real journal, against a real ledger over HTTP."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_client.errand import Errand
from pos_client.store.journal_file import create_journal
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.stock_view import LocalStockView
from pos_client.syncing import Syncing
from sync_engine.ledger.store import tables
from sync_engine.protocol.questions import PurchasesAsked, PurchasesTold
from sync_engine.till.questions import NotAnswered
from sync_engine.till.status import Status
from tests.helpers.ledgers import articles, counted
from tests.helpers.served_ledger import ServedLedger, served_ledger
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, SEED, OpenTill, a_sale, open_till

PATIENCE_S = 30


@dataclass
class Screen:
    """Listens as the till's window would and lets a test wait for what it hears."""

    vault: list[str]
    statuses: list[Status] = field(default_factory=list)
    topics: list[frozenset[str]] = field(default_factory=list)
    _heard: threading.Condition = field(default_factory=threading.Condition)

    def status(self, status: Status) -> None:
        with self._heard:
            self.statuses.append(status)
            self._heard.notify_all()

    def token(self, token: str) -> None:
        self.vault.append(token)

    def changed(self, topics: frozenset[str]) -> None:
        with self._heard:
            self.topics.append(topics)
            self._heard.notify_all()

    def wait_for(self, is_there: Callable[["Screen"], bool]) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: is_there(self), PATIENCE_S), self.statuses[-3:]


@dataclass(frozen=True, slots=True)
class Shop:
    """One till with its sync program, and the ledger."""

    served: ServedLedger
    till: OpenTill
    screen: Screen
    syncing: Syncing
    view: LocalStockView
    device_id: str

    def sell(self, event_id: str) -> None:
        self.till.journal.record([a_sale(event_id)])
        self.syncing.wake()

    def is_live(self, unsent: int = 0) -> Callable[[Screen], bool]:
        def check(screen: Screen) -> bool:
            return bool(screen.statuses) and (screen.statuses[-1].state, screen.statuses[-1].unsent) == ("live", unsent)

        return check

    def stored(self) -> list[int]:
        box = tables.inbox.c
        query = sa.select(box.seq).where(box.device_id == self.device_id).order_by(box.seq)
        with self.served.ledger.databases.read.connect() as connection:
            return list(connection.execute(query).scalars())

    def on_hand(self) -> int:
        return self.view.levels("COFFEE")[0].on_hand


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "ledger").mkdir()
    with served_ledger(tmp_path / "ledger") as served:
        served.ledger.append("reference_changed", 1, articles("COFFEE"))
        served.ledger.append("stock_counted", 1, counted(("S01/floor", "COFFEE", 100)))
        with opened(served, tmp_path / "till") as one:
            yield one


@contextmanager
def opened(served: ServedLedger, home: Path) -> Iterator[Shop]:
    home.mkdir()
    answer = served.enrolled("S01", "T1", SEED)
    device = replace(A_DEVICE, device_id=answer.device, incarnation=answer.incarnation, epoch=answer.epoch)
    create_journal(home, JOURNAL_KEY, device)
    till = open_till(home)
    screen = Screen([answer.token])
    replica_key = bytes.fromhex(answer.replica_key)
    replica = ReplicaFile(home, replica_key)

    def errand() -> Errand:
        token = screen.vault[-1]
        return Errand(home, served.url, answer.device, "i1", token, JOURNAL_KEY, replica_key, SEED, "test")

    syncing = Syncing(errand, screen, chance=lambda: 0.0)
    shop = Shop(served, till, screen, syncing, LocalStockView(till.file, replica, "S01"), answer.device)
    syncing.start()
    try:
        yield shop
    finally:
        syncing.stop()
        replica.close()
        till.file.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_new_till_fetches_the_shop_and_its_sales_arrive(shop: Shop) -> None:
    shop.screen.wait_for(shop.is_live())
    assert shop.on_hand() == 100
    for number in (1, 2, 3):
        shop.sell(f"event-{number}")
    shop.screen.wait_for(lambda _: shop.stored() == [1, 2, 3])
    assert shop.on_hand() == 94
    shop.screen.wait_for(lambda screen: frozenset({"stock"}) in screen.topics and shop.is_live()(screen))
    assert shop.on_hand() == 94
    assert len(shop.screen.vault) == 2


def test_a_killed_sync_program_is_started_again_and_goes_on(shop: Shop) -> None:
    shop.screen.wait_for(shop.is_live())
    killed = shop.syncing.child_pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    shop.sell("event-1")
    shop.screen.wait_for(lambda screen: any(status.detail == "sync_stopped" for status in screen.statuses))
    shop.screen.wait_for(lambda _: shop.stored() == [1])
    shop.screen.wait_for(shop.is_live())
    assert shop.syncing.child_pid != killed
    assert not is_running(killed)
    assert shop.on_hand() == 98
    shop.sell("event-2")
    shop.screen.wait_for(lambda _: shop.stored() == [1, 2])


def test_the_end_of_the_input_ends_the_program(shop: Shop) -> None:
    shop.screen.wait_for(shop.is_live())
    child = shop.syncing.child_pid
    assert child is not None
    shop.syncing.stop()
    assert not is_running(child)
    shop.sell("event-1")
    assert shop.stored() == []


def test_no_secret_is_on_the_command_line_or_in_the_environment(shop: Shop) -> None:
    shop.screen.wait_for(shop.is_live())
    folder = Path(f"/proc/{shop.syncing.child_pid}")
    if not folder.exists():
        pytest.skip("this system shows no /proc")
    shown = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
    for secret in (JOURNAL_KEY.hex(), shop.screen.vault[0], shop.screen.vault[-1]):
        assert secret.encode() not in shown


def test_a_ledger_that_goes_away_and_comes_back_gets_everything(tmp_path: Path) -> None:
    home = tmp_path / "ledger"
    home.mkdir()
    with ExitStack() as closing:
        with served_ledger(home) as first:
            first.ledger.append("reference_changed", 1, articles("COFFEE"))
            first.ledger.append("stock_counted", 1, counted(("S01/floor", "COFFEE", 100)))
            port = int(first.url.rpartition(":")[2])
            shop = closing.enter_context(opened(first, tmp_path / "till"))
            shop.screen.wait_for(shop.is_live())
        shop.sell("event-1")
        shop.screen.wait_for(lambda screen: screen.statuses[-1].state == "offline" and screen.statuses[-1].unsent == 1)
        assert shop.on_hand() == 98
        with served_ledger(home, port) as second:
            again = replace(shop, served=second)
            shop.screen.wait_for(lambda _: again.stored() == [1])
            shop.screen.wait_for(shop.is_live())
            assert shop.on_hand() == 98
            shop.syncing.stop()


def test_a_question_goes_through_the_sync_program_to_the_ledger_and_back(shop: Shop) -> None:
    shop.screen.wait_for(shop.is_live())
    told = shop.syncing.ask(PurchasesAsked(customer="k1")).result(PATIENCE_S)
    assert isinstance(told, PurchasesTold)
    assert (told.purchases, told.pos) == ((), shop.served.ledger.hub.head)


def test_a_question_without_a_ledger_is_answered_in_time(tmp_path: Path) -> None:
    home = tmp_path / "ledger"
    home.mkdir()
    with ExitStack() as closing:
        with served_ledger(home) as served:
            shop = closing.enter_context(opened(served, tmp_path / "till"))
            shop.screen.wait_for(shop.is_live())
        with pytest.raises(NotAnswered) as nothing:
            shop.syncing.ask(PurchasesAsked(customer="k1")).result(PATIENCE_S)
        assert nothing.value.reason in {"unreachable", "interrupted"}
        shop.syncing.stop()
        with pytest.raises(NotAnswered) as stopped:
            shop.syncing.ask(PurchasesAsked(customer="k1")).result(PATIENCE_S)
        assert stopped.value.reason == "sync_stopped"

"""The real till below the real window: journal, receipts, stock and catalogue on the disk, no ledger in reach."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from pos_client import config
from pos_client.app.window import keep_log, open_window, wishes_of
from pos_client.events import ReplicaChanged
from pos_client.i18n import use_language
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import ChangeView
from pos_client.qt.program import Program, Screen
from pos_client.qt.robot import Robot
from pos_client.secrets import pin_verifier
from tests.helpers.till_home import enrolled_home, make_replica, small_catalogue

COFFEE = "4006381333931"
CASHIER: tuple[Any, ...] = (
    "staff", "S01", "C1", 5, False,
    {"name": "Cashier 1", "role": "cashier", "pin_hash": pin_verifier(bytes(32), "1111"), "active": True},
)  # fmt: skip


class RealTill:
    """A till that sells for real into a folder."""

    def __init__(self, home: Path, closing: ExitStack) -> None:
        self.home = home
        self.program = Program(wishes_of(config.load(home), screen=Screen(1366, 768, 3.95)))
        closing.callback(use_language, "en")
        closing.callback(self.program.close)
        self.till = open_window(self.program, home, closing)
        assert self.program.window is not None
        assert self.program.shell is not None
        self.shell = self.program.shell
        self.robot = Robot(self.program.window)

    @property
    def sale(self) -> SalePresenter:
        assert self.shell.sale is not None
        return self.shell.sale

    def sign_in(self) -> None:
        self.robot.type_text("1111")
        assert self.robot.wait_until(lambda: self.shell.view.value.place == "sale")

    def sell_coffee(self) -> ChangeView:
        self.sale.scan(COFFEE)
        self.sale.pay(500)
        assert self.robot.wait_until(lambda: self.sale.change.value is not None)
        assert self.sale.change.value is not None
        return self.sale.change.value


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return enrolled_home(tmp_path, [*small_catalogue(), CASHIER])


def test_a_sale_at_the_window_is_in_the_journal_with_its_receipt(qtbot: QtBot, home: Path, closing: ExitStack) -> None:
    till = RealTill(home, closing)
    till.sign_in()
    change = till.sell_coffee()
    assert (change.change, change.doc_no) == ("2.45", "S01-T1a-000001")
    assert change.paper is not None
    assert till.till.jobs.receipt("S01-T1a-000001") is not None
    assert till.shell.status.view.value.kind == "offline"


def test_stock_counts_what_this_till_sold_a_moment_ago(qtbot: QtBot, home: Path, closing: ExitStack) -> None:
    till = RealTill(home, closing)
    till.sign_in()
    till.sale.watch_stock(is_watched=True)
    till.sale.scan(COFFEE)
    assert [place.on_hand for place in till.sale.stock.value.places] == ["10", "4"]
    till.sale.pay(500)
    assert till.robot.wait_until(lambda: till.sale.change.value is not None)
    till.sale.scan(COFFEE)
    assert [place.on_hand for place in till.sale.stock.value.places] == ["9", "4"]
    assert [place.name for place in till.sale.stock.value.places] == ["Harbour", "S02"]


def test_a_reprint_is_queued_as_a_copy(qtbot: QtBot, home: Path, closing: ExitStack) -> None:
    till = RealTill(home, closing)
    till.sign_in()
    till.sell_coffee()
    till.sale.reprint()
    assert till.robot.wait_until(lambda: [job.copy for job in till.till.jobs.unfinished()] == [1])


def test_after_a_restart_the_numbers_go_on(qtbot: QtBot, home: Path) -> None:
    for number in ("S01-T1a-000001", "S01-T1a-000002"):
        with ExitStack() as closing:
            till = RealTill(home, closing)
            till.sign_in()
            assert till.sell_coffee().doc_no == number


def test_a_till_without_articles_waits_and_opens_by_itself(qtbot: QtBot, home: Path, closing: ExitStack) -> None:
    (home / "replica.json").unlink()
    till = RealTill(home, closing)
    assert till.shell.view.value.waiting == (
        "The articles have not arrived yet. Nothing is lost. Wait for the first download."
    )
    make_replica(home, [*small_catalogue(), CASHIER], generation=2)
    till.program.post(ReplicaChanged(("store",)))
    assert till.robot.wait_until(lambda: till.shell.view.value.place == "sign_in")


def test_a_wrong_pin_does_not_open_the_till(qtbot: QtBot, home: Path, closing: ExitStack) -> None:
    till = RealTill(home, closing)
    till.robot.type_text("9999")
    assert till.shell.sign_in is not None
    sign_in = till.shell.sign_in.view
    assert till.robot.wait_until(lambda: sign_in.value.is_wrong)
    assert sign_in.value.message == "That PIN is not right. 4 tries left."
    assert till.shell.view.value.place == "sign_in"


@pytest.mark.expects_log
def test_the_log_of_the_window_is_kept_in_the_home(tmp_path: Path) -> None:
    handler = keep_log(tmp_path)
    try:
        logging.getLogger("till").warning("paper low")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    assert (tmp_path / "logs" / "till.log").read_text(encoding="utf-8").endswith("WARNING till paper low\n")

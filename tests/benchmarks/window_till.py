"""The till with its window in this process, over a large replica: scans and keys go in at the glass, and the moment is
taken when what they change is painted. Beside it the least that the library can do: a bare list, and one durable row.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from sqlcipher3 import dbapi2

from pos_client.app import Till, open_till
from pos_client.app.window import trade_of
from pos_client.presenters.sale import SalePresenter
from pos_client.qt.application import log_qt_messages
from pos_client.qt.main_window import MainWindow
from pos_client.qt.program import Program, Screen, Wishes
from pos_client.qt.scan_filter import now_ms
from pos_client.qt.screens.sale_screen import SaleScreen
from pos_client.secrets import pin_verifier
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_rows import apply_rows
from tests.benchmarks.catalogue import STORE_ID
from tests.benchmarks.ground import Ground, TooLong
from tests.benchmarks.tills import ALONE, make_home
from tests.benchmarks.windows import FOR_WINDOWS
from tests.helpers.till_home import REPLICA_KEY
from tests.qt.scan_layouts import CODES, ENTER

PIN = "1111"
CASHIER = {"name": "Cashier 1", "role": "cashier", "pin_hash": pin_verifier(bytes(32), PIN), "active": True}
GAP_MS = 2
"""Between two bytes of a fast scanner."""
LONGEST_S = 20.0
SIZE = Screen(1366, 768, 3.95)


class Paints(QObject):
    """Notes which of some widgets were painted since it was last cleared."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.seen: set[QObject] = set()
        self.watched: set[QObject] = set(watched)
        for one in watched:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.seen.add(watched)
        return False


def wait_painted(paints: Paints, is_so: Callable[[], bool], what: str) -> float:
    """Let the program run until `is_so` and all of `paints` were painted; the moment. Raises TooLong."""
    deadline_s = time.perf_counter() + LONGEST_S
    while not (is_so() and paints.seen >= paints.watched):
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if time.perf_counter() > deadline_s:
            raise TooLong(f"{what} was not painted within {LONGEST_S:.0f} s")
    return time.perf_counter()


@dataclass(frozen=True, slots=True, order=True)
class Took:
    """How long something took, and for how much of it this program was at work; the rest it waited, for a disk or
    for its turn on a busy machine.
    """

    s: float
    worked_s: float


def send_scan(glass: QWindow, code: str) -> float:
    """The bytes of a scan, each at its own time; the moment at which the last one is delivered."""
    begun_ms = now_ms() - GAP_MS * (len(code) + 1)
    for place, mark in enumerate(code):
        _send(glass, Qt.Key(ord(mark.upper())), CODES[mark][0], mark, begun_ms + place * GAP_MS)
    delivered_s = time.perf_counter()
    _send(glass, Qt.Key.Key_Return, ENTER, "\r", begun_ms + len(code) * GAP_MS)
    return delivered_s


def _send(glass: QWindow, key: Qt.Key, scan_code: int, text: str, at_ms: int) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, scan_code, 0, 0, text)
        event.setTimestamp(at_ms)
        QCoreApplication.sendEvent(glass, event)


@dataclass
class WindowTill:
    """An open till with somebody signed in. `codes` are barcodes of its catalogue, each once, in a fixed order."""

    program: Program
    till: Till
    codes: list[str]
    articles: int
    paints: Paints = field(init=False)

    def __post_init__(self) -> None:
        self.paints = Paints(self.screen.cart.cart.viewport(), self.screen.pay.pay.due)

    @property
    def window(self) -> MainWindow:
        assert self.program.window is not None
        return self.program.window

    @property
    def screen(self) -> SaleScreen:
        assert self.window.sale is not None
        return self.window.sale

    @property
    def sale(self) -> SalePresenter:
        return self.screen.presenter

    @property
    def glass(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    @property
    def rows(self) -> int:
        """How many lines the cart has."""
        return len(self.sale.sale.value.lines)

    def scan(self, code: str) -> "Took":
        """From the last byte of a scan until its line and the total are painted."""
        sale, bump = self.sale.sale, self.sale.sale.value.bump
        self.paints.seen.clear()
        worked_s = time.thread_time()
        begun_s = send_scan(self.glass, code)
        ended_s = wait_painted(self.paints, lambda: sale.value.bump > bump, f"the line of {code}")
        return Took(ended_s - begun_s, time.thread_time() - worked_s)

    def activate(self) -> None:
        """Have the keyboard again: a window that opens takes it."""
        self.window.activateWindow()
        run_until(self.window.isActiveWindow, "the keyboard")

    def pay(self) -> None:
        """The sale is paid exactly, in cash, and recorded."""
        self.sale.pay(None)
        run_until(lambda: self.sale.change.value is not None, "the end of the sale")


def run_until(is_so: Callable[[], bool], what: str) -> None:
    """Let the program run until something is so. Raises TooLong."""
    deadline_s = time.perf_counter() + LONGEST_S
    while not is_so():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if time.perf_counter() > deadline_s:
            raise TooLong(f"{what} did not come within {LONGEST_S:.0f} s")


@contextmanager
def window_till(ground: Ground, articles: int) -> Iterator[WindowTill]:
    """The product's own composition on a home of `articles` articles; no ledger is in reach, no printer is set up."""
    os.environ.update(FOR_WINDOWS)
    home = ground.folder / "till"
    ground.say(f"laying out {articles:,} articles")
    _lay_out(home, articles)
    with ExitStack() as closing:
        program = Program(Wishes(screen=SIZE, language="en-GB"))
        closing.callback(program.close)
        closing.callback(log_qt_messages())
        till = closing.enter_context(open_till(home, program.post, ALONE))
        closing.callback(program.drain)
        program.open(trade_of(till, program.tasks))
        _sign_in(program)
        ground.say("the window is open")
        yield WindowTill(program, till, _codes(home, articles), articles)


def _lay_out(home: Path, articles: int) -> None:
    make_home(home, 1)
    for path in home.glob("replica-1.db*"):
        path.unlink()
    subprocess.run([sys.executable, "-m", "tests.benchmarks.real_names", str(home), str(articles)], check=True)
    engine = sqlite_engine(home / "replica-1.db", key=REPLICA_KEY, synchronous="NORMAL")
    with engine.begin() as connection:
        apply_rows(connection, [("staff", STORE_ID, "C1", 5, False, CASHIER)], (1, 0))
    engine.dispose()


def _codes(home: Path, articles: int) -> list[str]:
    """Digits only: what every scanner of every shop reads."""
    engine = sqlite_engine(home / "replica-1.db", key=REPLICA_KEY, read_only=True)
    with engine.connect() as connection:
        found = connection.execute(sa.select(replica_schema.barcode.c.code)).scalars()
        codes = sorted(code for code in found if code.isascii() and code.isdigit() and len(code) in {8, 12, 13})
    engine.dispose()
    random.Random(3).shuffle(codes)
    return codes[: min(articles, 20_000)]


def _sign_in(program: Program) -> None:
    shell = program.shell
    assert shell is not None
    assert shell.sign_in is not None
    for digit in PIN:
        shell.sign_in.strike(digit)
    run_until(lambda: shell.view.value.place == "sale", "the sell screen")


class BareList:
    """The other side: a list, a label and a line of text of the library in a window of the same size, and a plain
    SQLite file that waits for the disk at every row.
    """

    def __init__(self, folder: Path) -> None:
        self.window = QWidget()
        self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.model, self.view, self.total = QStringListModel(), QListView(), QLabel("0.00")
        self.line = QLineEdit()
        self.view.setModel(self.model)
        box = QVBoxLayout(self.window)
        for part in (self.view, self.line, self.total):
            box.addWidget(part)
        self.window.resize(SIZE.width_px, SIZE.height_px)
        self.window.show()
        self.paints, self.keys = Paints(self.view.viewport(), self.total), Paints(self.line)
        self._rows: Any = dbapi2.connect(str(folder / "bare.db"), isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")

    def close(self) -> None:
        """Take the window and the file away."""
        self.window.close()
        self.window.deleteLater()
        self._rows.close()

    def show_rows(self, count: int) -> None:
        """As many rows as the cart has."""
        self.model.setStringList([f"{number}  Article {number}  5.00" for number in range(1, count + 1)])
        self.view.scrollToBottom()

    def add(self) -> float:
        """Seconds until one more row is durable, and painted with the new total."""
        self.paints.seen.clear()
        begun_s, number = time.perf_counter(), self.model.rowCount()
        text = f"{number + 1}  Article {number + 1}  5.00"
        self._rows.execute("INSERT INTO line (text) VALUES (?)", (text,))
        self.model.insertRow(number)
        self.model.setData(self.model.index(number), text)
        self.view.scrollToBottom()
        self.total.setText(f"{(number + 1) * 5}.00")
        return wait_painted(self.paints, lambda: True, "a bare row") - begun_s

    def key(self) -> float:
        """Seconds until a key is painted in a bare line of text."""
        self.keys.seen.clear()
        begun_s = time.perf_counter()
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, Qt.KeyboardModifier.NoModifier, "7")
        QCoreApplication.sendEvent(self.line, press)
        return wait_painted(self.keys, lambda: True, "a bare key") - begun_s


def strike(till: WindowTill, key: Qt.Key, paints: Paints, is_so: Callable[[], bool]) -> float:
    """Seconds from a key at the glass until what it changes is painted."""
    paints.seen.clear()
    begun_s = time.perf_counter()
    QTest.keyClick(till.glass, key)
    return wait_painted(paints, is_so, f"the key {key.name}") - begun_s


def in_turns(till: WindowTill, bare: BareList, codes: list[str], per_sale: int) -> list[tuple[Took, float]]:
    """(scan to paint, bare row to paint) of each code; the sale is paid after every `per_sale` of them (0: never)."""
    pairs: list[tuple[Took, float]] = []
    for number, code in enumerate(codes, start=1):
        if bare.model.rowCount() != till.rows:
            bare.show_rows(till.rows)
        pairs.append((till.scan(code), bare.add()))
        if per_sale and number % per_sale == 0:
            till.pay()
    return pairs

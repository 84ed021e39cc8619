"""What happens around a till without its cashier, and where everything that can be touched is before and after.

A thing that can be touched may appear where nothing could be touched before. It may not move, change its size, or go.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QWidget

from pos_client.counter.parking import Waits
from pos_client.events import CopyMade, DrawerChanged, JobChanged, PrinterChanged, ReplicaChanged, SaleRecorded
from pos_client.events import SyncChanged as Sync
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.shell import Shell
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.pieces import Choices

TARGETS = (QAbstractButton, QLineEdit, QListView, Choices)
TOPICS = ("article", "price", "favourite", "stock", "customer", "parked", "staff", "store")
RECEIPT = "S01-T1a-000042"
SOME_SECONDS = 7.0
"""Less than a minute over all happenings: a till that is left alone locks itself, and that is meant."""


class Standing(Protocol):
    """A till with a window over the shop in memory."""

    @property
    def shop(self) -> PretendShop: ...
    @property
    def shell(self) -> Shell: ...
    @property
    def window(self) -> QWidget: ...


@dataclass
class Found:
    """What was looked at, and what was wrong."""

    states: int = 0
    targets: int = 0
    wrong: list[str] = field(default_factory=list)


Happening = Callable[[Standing], None]


def happenings() -> Iterator[tuple[str, Happening]]:
    """Everything that devices, the ledger, other tills and the clock do by themselves."""
    for state, troubles in (("blocked", ("paper_out",)), ("unusable", ("model",)), ("ready", ())):
        yield f"printer {state}", _told(PrinterChanged(state, troubles))
    for job in ("queued", "sent", "blocked", "failed", "uncertain", "printed"):
        yield f"page {job}", _told(JobChanged(1, RECEIPT, job, "paper_out" if job == "blocked" else ""))
    yield "drawer open", _told(DrawerChanged(is_open=True))
    yield "drawer stuck", _told(DrawerChanged(is_open=False, reason="no answer"))
    yield "sale recorded", _told(SaleRecorded(RECEIPT, has_cash=True))
    yield "second disk full", _told(CopyMade("disk_full"))
    for state, unsent, age_s in (("offline", 12, 400.0), ("catching_up", 3, 0.5), ("blocked", 3, 90_000.0)):
        yield f"ledger {state}", _told(Sync(state, unsent, age_s, progress=40 if state == "catching_up" else None))
    yield "ledger live", _told(Sync("live", 0, 0.2))
    yield "goods sold elsewhere", _sold_elsewhere
    yield "a sale held at another till", _held_elsewhere
    for topic in TOPICS:
        yield f"new {topic}", _told(ReplicaChanged((topic,)))
    yield "time passes", _time_passes


def _told(event: object) -> Happening:
    return lambda till: till.shell.on_event(event)


def _sold_elsewhere(till: Standing) -> None:
    stock = till.shop.stock
    stock.on_hand = dict.fromkeys(stock.on_hand, "1")
    stock.as_of = till.shop.clock.at
    till.shell.on_event(ReplicaChanged(("stock",)))


def _held_elsewhere(till: Standing) -> None:
    at = till.shop.clock.at + timedelta(seconds=1)  # the latest: it comes first in the book
    number = len(till.shop.held.others)
    held = Waits(f"other {number}", f"XCPOTHER{number}", at, "C2", "T2", "", 3, 1250, "GBP", "")
    till.shop.held.others.append(held)
    till.shell.on_event(ReplicaChanged(("parked",)))


def _time_passes(till: Standing) -> None:
    till.shop.clock.move(SOME_SECONDS)
    till.shell.tick()


def look_around(till: Standing, state: str, found: Found) -> None:
    """Let everything happen, one after the other, and compare what can be touched before and after each."""
    for name, happen in happenings():
        _compare(till, f"{state}, {name}", [happen], found)
    found.states += 1


def glance(till: Standing, state: str, found: Found) -> None:
    """The same in one go: let everything happen, and compare once."""
    _compare(till, state, [happen for _, happen in happenings()], found)
    found.states += 1


def _compare(till: Standing, where: str, happen: Sequence[Happening], found: Found) -> None:
    till.shell.stir()
    QCoreApplication.processEvents()
    before = targets(till.window)
    found.targets += len(before)
    for one in happen:
        one(till)
        QCoreApplication.processEvents()
        found.wrong += [f"{where}: {what}" for what in stands_before(till)]
    found.wrong += [f"{where}: {what}" for what in moved(before, targets(till.window))]


def stands_before(till: Standing) -> Iterator[str]:
    """Whatever is not the till's own window."""
    yield from (f"{one} is modal" for one in (QApplication.activeModalWidget(),) if one is not None)
    yield from (f"{one} is a popup" for one in (QApplication.activePopupWidget(),) if one is not None)
    for other in QApplication.topLevelWidgets():
        if other.isVisible() and other is not till.window:
            yield f"{type(other).__name__} {other.windowTitle()!r} is another window"


def targets(window: QWidget) -> dict[str, QRect]:
    """Everything in sight that can be touched, by a name of its own: its place on the window."""
    places: dict[str, QRect] = {}
    for one in window.findChildren(QWidget):
        if isinstance(one, TARGETS) and one.isVisible() and not one.visibleRegion().isEmpty():
            places[f"{type(one).__name__} {one.accessibleName()!r} {id(one)}"] = _place(window, one, one.rect())
            if isinstance(one, RowList):
                rows = enumerate(one.rows.rows)
                places |= {
                    f"row {row.key}": _place(window, one.viewport(), one.visualRect(one.rows.index(n)))
                    for n, row in rows
                }
    return places


def _place(window: QWidget, control: QWidget, part: QRect) -> QRect:
    return QRect(control.mapTo(window, part.topLeft()), part.size())


def moved(before: dict[str, QRect], after: dict[str, QRect]) -> Iterator[str]:
    """What is no longer where it was, and what came where something else was."""
    names = {_identity(name): name for name in after}
    for name, box in before.items():
        now = names.get(_identity(name))
        if now is None:
            yield f"{name} at {_text(box)} went away"
        elif after[now] != box:
            yield f"{name} went from {_text(box)} to {_text(after[now])}"


def _identity(name: str) -> str:
    """Words may change in place: the control is the same."""
    return name if name.startswith("row ") else name.rpartition(" ")[2]


def _text(box: QRect) -> str:
    return f"{box.x()},{box.y()} {box.width()}x{box.height()}"

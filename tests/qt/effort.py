"""What selling costs a hand: each task from the last scan on, by keyboard alone and by touch alone, as data.

`./pos bench effort` walks the same table and prints it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent

from pos_client.counter.acts import Act, SaleCompleted, SaleParked
from tests.qt.hands import Effort, Hands
from tests.qt.scan_states import MILK, NUTELLA, UNKNOWN, Till, open_till, sign_in

Side = Literal["keyboard", "touch"]
THREE = (NUTELLA, MILK, NUTELLA)


@dataclass(frozen=True)
class Way:
    """How one kind of hand does a task: its steps, the moves they come to, the most that was promised, and how many
    characters of an amount or a number are typed besides.
    """

    steps: tuple[str, ...]
    moves: int
    goal: int
    typed: int = 0


@dataclass(frozen=True)
class Task:
    """`scans` go before, and `is_done` looks at the till afterwards. What `can_undo` is taken back by one more move.

    `elsewhere`: the steps that other systems' own documents ask for.
    """

    goal_id: str
    name: str
    keyboard: Way
    touch: Way
    is_done: Callable[[Till], bool]
    scans: tuple[str, ...] = THREE
    before: str = ""
    has_terminal: bool = True
    can_undo: bool = False
    elsewhere: str = ""

    def way(self, side: Side) -> Way:
        """The way of that kind of hand."""
        return self.keyboard if side == "keyboard" else self.touch


def _paid(*tenders: tuple[str, int]) -> Callable[[Till], bool]:
    """Sold, paid in these ways (minor units), and the change is on the screen."""
    return lambda till: (
        isinstance(act := _last(till), SaleCompleted)
        and tuple((one.kind, one.amount_minor) for one in act.sale.tenders) == tenders
        and till.sale.change.value is not None
    )


def _last(till: Till) -> Act:
    return till.shop.journal.acts[-1]


def _lines(*lines: tuple[str, str, str]) -> Callable[[Till], bool]:
    """The cart holds these lines: code, what it is made of, amount."""
    return lambda till: tuple((one.code, one.detail, one.amount) for one in till.sale.sale.value.lines) == lines


def _back(till: Till) -> bool:
    is_held = any(isinstance(act, SaleParked) for act in till.shop.journal.acts)
    return is_held and [one.code for one in till.sale.sale.value.lines] == [NUTELLA, MILK]


TASKS = (
    Task(
        "GE1",
        "three articles, exact cash",
        Way(("F10",), 1, 1),
        Way(("exact",), 1, 1),
        _paid(("cash", 707)),
        elsewhere="Shopify 4, Odoo 4, Square 3 to 4",
    ),
    Task(
        "GE2",
        "three articles, the note handed over",
        Way(("+", "Enter"), 2, 2),
        Way(("next note",), 1, 1),
        _paid(("cash", 1000)),
        elsewhere="Shopify 5, Odoo 4 and digits",
    ),
    Task(
        "GE2",
        "three articles, a note that is typed",
        Way(("Enter", "type 50", "Enter"), 2, 2, typed=2),
        Way(("keypad", "type 50", "exact"), 2, 2, typed=2),
        _paid(("cash", 5000)),
        elsewhere="Shopify 5, Odoo 4 and digits",
    ),
    Task(
        "GE3",
        "card, with a terminal",
        Way(("F11", "customer pays"), 1, 1),
        Way(("card", "customer pays"), 1, 1),
        _paid(("card", 707)),
        elsewhere="Shopify 2 and the receipt's choice",
    ),
    Task(
        "GE3",
        "card, the number of the slip typed",
        Way(("F11", "type 4711", "Enter"), 2, 2, typed=4),
        Way(("card", "type 4711", "slip taken"), 2, 2, typed=4),
        _paid(("card", 707)),
        has_terminal=False,
    ),
    Task(
        "GE4",
        "a part in cash, the rest by card",
        Way(("type 2", "F10", "F11", "customer pays"), 2, 2, typed=1),
        Way(("keypad", "type 2", "exact", "card", "customer pays"), 3, 2, typed=1),
        _paid(("cash", 200), ("card", 507)),
    ),
    Task(
        "GE5",
        "hold, and resume",
        Way(("F4", "F5"), 2, 2),
        Way(("hold", "resume"), 2, 2),
        _back,
        elsewhere="Shopify 3 to 4, and 4",
    ),
    Task(
        "GE5",
        "hold, and resume by the slip",
        Way(("F4", "scan the slip"), 1, 1),
        Way(("hold", "scan the slip"), 1, 1),
        _back,
        elsewhere="Shopify 3 to 4, and 4",
    ),
    Task(
        "GE10",
        "two of the next article",
        Way(("2", "*", f"scan {MILK}"), 2, 2),
        Way((f"scan {MILK}", "line one_more"), 1, 2),
        _lines((NUTELLA, "1 × 1.99", "1.99"), (MILK, "2 × 3.09", "6.18")),
        scans=(NUTELLA,),
        can_undo=True,
    ),
    Task(
        "GE10",
        "two of the article just scanned",
        Way(("*", "2", "Enter"), 3, 2),
        Way(("line one_more",), 1, 2),
        _lines((NUTELLA, "2 × 1.99", "3.98")),
        scans=(NUTELLA,),
        can_undo=True,
    ),
    Task(
        "GE10",
        "a line away",
        Way(("-",), 1, 1),
        Way(("line remove",), 1, 1),
        _lines((NUTELLA, "1 × 1.99", "1.99")),
        scans=(NUTELLA, MILK),
        can_undo=True,
    ),
    Task(
        "GE10",
        "10 % off a line, with its reason",
        Way(("F8", "2", "1"), 3, 3),
        Way(("line discount", "panel 2", "panel damaged"), 3, 3),
        _lines((NUTELLA, "1 × 1.99", "1.79")),
        scans=(NUTELLA,),
        can_undo=True,
    ),
    Task(
        "GE12",
        "the last receipt again",
        Way(("Ctrl+P",), 1, 1),
        Way(("reprint",), 1, 1),
        lambda till: till.shop.receipts.reprinted == ["S01-T1a-000042"],
        before="exact",
        elsewhere="menu, list, pick, print: 4",
    ),
    Task(
        "GE12",
        "a gift receipt of it",
        Way(("Ctrl+G",), 1, 1),
        Way(("gift",), 1, 1),
        lambda till: till.shop.receipts.gifts == [("S01-T1a-000042", False)],
        before="exact",
        elsewhere="menu, list, pick, print: 4",
    ),
    Task(
        "GE14",
        "an unknown code, sold at a price",
        Way(("F8", "1", "type 2.50", "Enter"), 3, 3, typed=4),
        Way(("line price_it", "panel 1", "type 2.50", "pad enter"), 3, 3, typed=4),
        _lines((UNKNOWN, "1 × 2.50", "2.50")),
        scans=(UNKNOWN,),
        can_undo=True,
    ),
)


@dataclass(frozen=True)
class Walked:
    """What a hand really did, whether the till is where it should be, and whether one move took it back."""

    effort: Effort
    is_done: bool
    is_undone: bool


def walk(task: Task, side: Side) -> Walked:
    """Do a task at a till of its own."""
    till = open_till()
    sign_in(till)
    hands = Hands(till)
    try:
        return _walk(task, side, till, hands)
    finally:
        hands.close()
        till.program.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _walk(task: Task, side: Side, till: Till, hands: Hands) -> Walked:
    till.shop.terminal.is_attended = not task.has_terminal
    till.shop.terminal.hear = till.sale.payment.on_report
    step = hands.key if side == "keyboard" else hands.touch
    for code in task.scans:
        hands.scan(code)
    till.shop.clock.move(1)  # keys that close a sale are deaf for a moment after a scan
    if task.before:
        till.sale.strike(task.before)
    before = till.sale.sale.value.lines
    for one in task.way(side).steps:
        step(f"scan {_slip(till)}" if one == "scan the slip" else one)
    effort, is_done = hands.effort, task.is_done(till)
    if not task.can_undo:
        return Walked(effort, is_done, is_undone=True)
    step("Ctrl+Z" if side == "keyboard" else "undo")
    return Walked(effort, is_done, is_undone=_same(before, till, task))


def _same(before: object, till: Till, task: Task) -> bool:
    """As it was before the task; where goods were scanned within it, what was done with them is gone."""
    is_same = till.sale.sale.value.lines == before
    return is_same or (not task.is_done(till) and any(step.startswith("scan") for step in task.touch.steps))


def _slip(till: Till) -> str:
    held = _last(till)
    assert isinstance(held, SaleParked)
    return held.code

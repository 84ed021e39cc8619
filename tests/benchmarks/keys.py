"""How long a cashier waits for a key: from the key at the glass until what it changes is painted, on a busy machine.

Digits are held for a moment, for they may be the beginning of a scan; that moment is part of the wait. Beside it a key
in a bare line of text of the same library.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from tests.benchmarks.busy import busy_machine
from tests.benchmarks.figures import Figure, milliseconds, percentile
from tests.benchmarks.ground import Ground
from tests.benchmarks.window_till import BareList, Paints, WindowTill, run_until, strike, window_till

ARTICLES, QUICK_ARTICLES = 100_000, 10_000
ROUNDS, QUICK_ROUNDS = 200, 30
LINES = 12
GOAL_S = 0.033


@dataclass(frozen=True)
class Stroke:
    """A key, what is painted for it, and what is so then."""

    key: Qt.Key
    paints: Paints
    is_so: Callable[[], bool]
    kind: str


def run(ground: Ground) -> list[Figure]:
    """The 99th percentile of each kind of key."""
    articles, rounds = ground.count(ARTICLES, QUICK_ARTICLES), ground.count(ROUNDS, QUICK_ROUNDS)
    with window_till(ground, articles) as till:
        bare = BareList(ground.folder)
        till.activate()
        took: dict[str, list[float]] = {}
        for code in till.codes[:LINES]:
            till.scan(code)
        strokes, bare_s = _strokes(till), []
        with busy_machine(till.till.home, articles, till.program.post):
            ground.say(f"{rounds} rounds of {len(strokes)} keys")
            for _ in range(rounds):
                for one in strokes:
                    took.setdefault(one.kind, []).append(strike(till, one.key, one.paints, one.is_so))
                    run_until(lambda: till.program.tasks.is_idle, "what the key began")
                bare_s.append(bare.key())
        bare.close()
    return [_figure(kind, waits, bare_s, percent) for kind, waits in took.items() for percent in (50, 99)]


def _strokes(till: WindowTill) -> list[Stroke]:
    """One round ends where it began."""
    screen, sale = till.screen, till.sale
    cart, entry = Paints(screen.cart.cart.viewport()), Paints(screen.cart.entry.field)
    dock, pages = Paints(screen.pay.dock), Paints(screen.pay.pages)
    chosen = sale.sale.value.lines[-2].key
    newest = sale.sale.value.lines[-1].key
    return [
        Stroke(Qt.Key.Key_Up, cart, lambda: sale.sale.value.selected == chosen, "a line chosen"),
        Stroke(Qt.Key.Key_Down, cart, lambda: sale.sale.value.selected == newest, "a line chosen"),
        Stroke(Qt.Key.Key_F2, dock, lambda: sale.panels.word == "find", "a panel opened or closed"),
        Stroke(Qt.Key.Key_Escape, pages, lambda: sale.panels.word == "", "a panel opened or closed"),
        Stroke(Qt.Key.Key_7, entry, lambda: sale.sale.value.entry == "7", "a digit, which may begin a scan"),
        Stroke(Qt.Key.Key_Backspace, entry, lambda: sale.sale.value.entry == "", "a character deleted"),
    ]


def _figure(kind: str, waits: list[float], bare_s: list[float], percent: int) -> Figure:
    ours, bare, is_goal = percentile(waits, percent), percentile(bare_s, percent), percent == 99
    return Figure(
        f"busy machine, key to paint: {kind}, p{percent} of {len(waits)}",
        milliseconds(ours),
        f"a key in a bare line of text: {milliseconds(bare)}",
        f"{ours / bare:.1f} x",
        f"<= {GOAL_S * 1000:.0f} ms" if is_goal else "",
        ours <= GOAL_S if is_goal else None,
        ours,
        "s",
    )

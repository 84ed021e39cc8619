"""How long a cashier waits after a double click: from the start of the process until the sign-in is painted.

The home has 10,000 articles and no ledger answers, so the till starts from its files alone; its sync program starts
beside it. Beside it a window with one label from the same library, in turns. The first start of each, which writes
bytecode and fills the disk's cache, is not counted.
"""

from pathlib import Path

from tests.benchmarks.figures import Figure, seconds_text
from tests.benchmarks.ground import Ground
from tests.benchmarks.tills import make_home
from tests.benchmarks.windows import Painted, painted_window

ARTICLES = 10_000
STARTS, QUICK_STARTS = 7, 2
GOAL_S = 2.0


def run(ground: Ground) -> list[Figure]:
    """The median, and the slowest."""
    home = ground.folder / "till"
    make_home(home, ARTICLES)
    ground.say("a first start of each")
    _pair(ground, home)
    pairs = [_pair(ground, home) for _ in range(ground.count(STARTS, QUICK_STARTS))]
    pairs.sort(key=lambda pair: pair[0].taken_s)
    name = f"cold start to sign-in, {ARTICLES:,} articles"
    return [
        _figure(f"{name}, median of {len(pairs)}", *pairs[len(pairs) // 2], GOAL_S),
        _figure(f"{name}, slowest of {len(pairs)}", *pairs[-1]),
    ]


def _pair(ground: Ground, home: Path) -> tuple[Painted, Painted]:
    log = ground.folder / "window.log"
    with painted_window(log, str(home)) as ours:
        pass
    with painted_window(log) as bare:
        pass
    ground.say(f"sign-in after {_text(ours)}, bare window after {_text(bare)}")
    return ours, bare


def _figure(name: str, ours: Painted, bare: Painted, goal_s: float | None = None) -> Figure:
    return Figure(
        name,
        _text(ours),
        f"bare PySide6 window after it: {_text(bare)}",
        f"{ours.taken_s / bare.taken_s:.1f} x",
        f"<= {goal_s:.0f} s" if goal_s else "",
        ours.taken_s <= goal_s if goal_s else None,
        ours.taken_s,
        "s",
    )


def _text(window: Painted) -> str:
    return f"{seconds_text(window.taken_s)}, {seconds_text(window.worked_s)} at work"

"""How long a cashier waits after a double click: from the start of the process until the sign-in is painted.

The home has 10,000 articles and no ledger answers, so the till starts from its files alone; its sync program starts
beside it. Beside it a window with one label from the same library, in turns. The first start of each, which writes
bytecode and fills the disk's cache, is not counted.
"""

import statistics
from pathlib import Path

from tests.benchmarks.figures import Figure, seconds_text
from tests.benchmarks.ground import Ground
from tests.benchmarks.tills import make_home
from tests.benchmarks.windows import painted_window

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
    ours, bare = zip(*pairs, strict=True)
    return [
        _figure(
            f"cold start to sign-in, {ARTICLES:,} articles, median of {len(ours)}",
            *map(statistics.median, (ours, bare)),
        ),
        _figure(f"cold start to sign-in, {ARTICLES:,} articles, slowest of {len(ours)}", max(ours), max(bare)),
    ]


def _pair(ground: Ground, home: Path) -> tuple[float, float]:
    log = ground.folder / "window.log"
    with painted_window(log, str(home)) as window:
        ours = window.taken_s
    with painted_window(log) as window:
        bare = window.taken_s
    ground.say(f"sign-in after {seconds_text(ours)}, bare window after {seconds_text(bare)}")
    return ours, bare


def _figure(name: str, ours: float, bare: float) -> Figure:
    return Figure(
        name,
        seconds_text(ours),
        f"bare PySide6 window: {seconds_text(bare)}",
        f"{ours / bare:.1f} x",
        f"<= {GOAL_S:.0f} s",
        ours <= GOAL_S,
        ours,
        "s",
    )

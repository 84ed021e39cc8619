"""How long a cashier waits for a scan: from the last byte of the scanner until the line and the total are painted.

Half a million articles are in the replica; half the processors are at work; the replica is written all the while, and
the window is told of every page. Every sale is kept, line by line, and recorded. Beside it, in turns, what no program
could do without: one more row in a bare list of the same library, and one durable row in a plain SQLite file.
"""

from tests.benchmarks.busy import busy_machine
from tests.benchmarks.figures import Figure, milliseconds, percentile
from tests.benchmarks.ground import Ground
from tests.benchmarks.window_till import BareList, Took, in_turns, window_till

ARTICLES, QUICK_ARTICLES = 500_000, 20_000
SCANS, QUICK_SCANS = 2_000, 200
PER_SALE = 25
WARM_UP = 10
GOAL_S = 0.050


def run(ground: Ground) -> list[Figure]:
    """The middle, the 99th percentile and the slowest."""
    articles = ground.count(ARTICLES, QUICK_ARTICLES)
    with window_till(ground, articles) as till:
        bare = BareList(ground.folder)
        count = WARM_UP + ground.count(SCANS, QUICK_SCANS)
        codes = [till.codes[number % len(till.codes)] for number in range(count)]
        with busy_machine(till.till.home, articles, till.program.post):
            ground.say(f"{count} scans on a busy machine")
            pairs = in_turns(till, bare, codes, PER_SALE)[WARM_UP:]
        bare.close()
    name = f"{articles:,} articles, busy machine, scan to painted line and total"
    return [scan_figure(name, pairs, percent) for percent in (50, 99, 100)]


def scan_figure(name: str, pairs: list[tuple[Took, float]], percent: int) -> Figure:
    """One percentile of scans beside that of bare rows; the goal is for the 99th."""
    scans, rows = sorted(scan for scan, _ in pairs), [row for _, row in pairs]
    ours, bare = scans[max(0, -(-len(scans) * percent // 100) - 1)], percentile(rows, percent)
    is_goal = percent == 99
    return Figure(
        f"{name}, {f'p{percent}' if percent < 100 else 'slowest'} of {len(pairs)}",
        f"{milliseconds(ours.s)}, {milliseconds(ours.worked_s)} at work",
        f"a row in a bare list and in SQLite: {milliseconds(bare)}",
        f"{ours.s / bare:.1f} x",
        f"<= {GOAL_S * 1000:.0f} ms" if is_goal else "",
        ours.s <= GOAL_S if is_goal else None,
        ours.s,
        "s",
    )

"""Whether a scan stays as quick in a sale of hundreds of lines: the last lines of 500, and of the 2,000 that a sale may
have, each different from all before. Beside them a bare list with as many rows.
"""

from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.scan import scan_figure
from tests.benchmarks.window_till import BareList, Took, WindowTill, in_turns, window_till

ARTICLES = 5_000
SIZES = (500, 2_000)
SCANS, QUICK_SCANS = 100, 40


def run(ground: Ground) -> list[Figure]:
    """Middle and 99th percentile of each size."""
    count = ground.count(SCANS, QUICK_SCANS)
    with window_till(ground, ARTICLES) as till:
        bare = BareList(ground.folder)
        measured = [(size, _last_scans(ground, till, bare, (size, count))) for size in SIZES]
        bare.close()
    return [
        scan_figure(f"sale of {size:,} lines, scan to painted line and total", pairs, percent)
        for size, pairs in measured
        for percent in (50, 99)
    ]


def _last_scans(ground: Ground, till: WindowTill, bare: BareList, wanted: tuple[int, int]) -> list[tuple[Took, float]]:
    """Fill the cart without the screen, then scan the last lines of `wanted`: the size of the cart, and how many."""
    size, count = wanted
    counter = till.till.counter
    done = len(counter.sale.cart.lines)
    for code in till.codes[done : size - count - 1]:
        counter.scan(code)
    ground.say(f"the last {count} lines of {size:,}")
    codes = till.codes[size - count - 1 : size]
    return in_turns(till, bare, codes, per_sale=0)[1:]  # the first paints all lines that came without the screen

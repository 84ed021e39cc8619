"""How long a sale of twelve lines takes to be durable, beside the disk's own append and wait.

The sale goes through the counter's use case into the encrypted journal of a real home (FULL, one transaction with
receipt and print job). Each sale is followed by one append of the disk, so both see the same disk at the same moment.
"""

import random
import time

from pos_client.app import Till
from tests.benchmarks.catalogue import barcode
from tests.benchmarks.disk import SyncedFile
from tests.benchmarks.figures import Figure, milliseconds, percentile
from tests.benchmarks.ground import Ground
from tests.benchmarks.tills import ALONE, Ear, make_home, selling_till

LINES = 12
ARTICLES = 10_000
SALES, QUICK_SALES = 500, 100
WARM_UP = 20
ALLOWANCE_S = 0.015


def run(ground: Ground) -> list[Figure]:
    """Median and 99th percentile of the commit, each beside the disk's."""
    articles = ground.count(ARTICLES, ARTICLES // 10)
    ground.say(f"a till with {articles} articles")
    make_home(ground.folder / "till", articles)
    with selling_till(ground.folder / "till", Ear(), ALONE) as till, SyncedFile(ground.folder) as disk:
        source = random.Random(1)
        count = ground.count(SALES, QUICK_SALES)
        ground.say(f"{count} sales of {LINES} lines, each followed by an append of the disk")
        pairs = [(_sale_s(till, source, articles), disk.append()) for _ in range(WARM_UP + count)][WARM_UP:]
    commits, appends = zip(*pairs, strict=True)
    return [_figure(commits, appends, 50), _figure(commits, appends, 99, ALLOWANCE_S)]


def _sale_s(till: Till, source: random.Random, articles: int) -> float:
    for number in source.sample(range(articles), LINES):
        till.counter.scan(barcode(number))
    till.counter.take_cash()
    start = time.perf_counter()
    till.counter.complete_sale()
    return time.perf_counter() - start


def _figure(
    commits: tuple[float, ...], appends: tuple[float, ...], percent: int, allowance_s: float | None = None
) -> Figure:
    ours, disks = percentile(commits, percent), percentile(appends, percent)
    return Figure(
        f"sale of {LINES} lines recorded, p{percent} of {len(commits)}",
        milliseconds(ours),
        f"append of 4 KiB with fdatasync, p{percent}: {milliseconds(disks)}",
        f"{(ours - disks) * 1000:+.2f} ms",
        f"<= the disk's + {allowance_s * 1000:.0f} ms" if allowance_s else "",
        ours <= disks + allowance_s if allowance_s else None,
        ours,
        "s",
    )

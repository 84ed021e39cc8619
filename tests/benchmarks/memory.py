"""What the programs of a shop keep in memory after they have traded for a while: resident sets, in megabytes.

The ledger and the sync program are looked at after the sales of the latency figure, the window at the sign-in of a
till that took part. Beside them what the platform takes before anything of the product is loaded.
"""

import subprocess
import sys

from tests.benchmarks import latency
from tests.benchmarks.figures import Figure, megabytes
from tests.benchmarks.ground import Ground
from tests.benchmarks.shop import open_shop
from tests.benchmarks.windows import painted_window, resident_bytes

ARTICLES = 10_000
SALES, QUICK_SALES = 200, 40


def run(ground: Ground) -> list[Figure]:
    """A line for each program."""
    log = ground.folder / "window.log"
    with painted_window(log) as window:
        bare_window = resident_bytes(window.pid)
    bare_python = _bare_python_bytes()
    with open_shop(ground, ARTICLES) as shop:
        count = ground.count(SALES, QUICK_SALES)
        ground.say(f"{count} sales")
        latency.sales(ground, shop, count)
        ledger, sync = resident_bytes(shop.ledger.pid), resident_bytes(shop.counters[0].sync_pid)
        shop.counters[0].closing.close()
        with painted_window(log, str(shop.counters[0].till.home)) as window:
            till = resident_bytes(window.pid)
    when = f"{ARTICLES:,} articles, {count} sales"
    return [
        _figure(f"till's window, {when}", till, f"bare PySide6 window: {megabytes(bare_window)}", bare_window),
        _figure(f"sync program, {when}", sync, f"bare Python: {megabytes(bare_python)}", bare_python),
        _figure(f"ledger on its own file, {when}", ledger, f"bare Python: {megabytes(bare_python)}", bare_python),
    ]


def _bare_python_bytes() -> int:
    command = [sys.executable, "-c", "print('ready', flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        size = resident_bytes(bare.pid)
        bare.communicate(b"\n")
    return size


def _figure(name: str, size: int, baseline: str, baseline_size: int) -> Figure:
    return Figure(
        f"memory: {name}", megabytes(size), baseline, f"{size / baseline_size:.1f} x", number=size, unit="bytes"
    )

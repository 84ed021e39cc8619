"""Ten scans within a second, again and again, while the machine is busy: whether one is lost, or comes out of its turn.

Each scan comes at its own time, whatever the window is doing. Beside it the same bytes at the same times in a bare line
of text.
"""

import time

from PySide6.QtCore import QCoreApplication, QEventLoop

from tests.benchmarks.busy import busy_machine
from tests.benchmarks.figures import Figure, milliseconds
from tests.benchmarks.ground import Ground
from tests.benchmarks.window_till import WindowTill, run_until, send_scan, window_till

ARTICLES, QUICK_ARTICLES = 100_000, 10_000
BURSTS, QUICK_BURSTS = 60, 10
SCANS, WITHIN_S = 10, 1.0


def run(ground: Ground) -> list[Figure]:
    """What was lost, what changed places, and how long after its last scan a burst was all in the cart."""
    articles, bursts = ground.count(ARTICLES, QUICK_ARTICLES), ground.count(BURSTS, QUICK_BURSTS)
    lost = moved = 0
    behind_s: list[float] = []
    with window_till(ground, articles) as till, busy_machine(till.till.home, articles, till.program.post):
        ground.say(f"{bursts} bursts of {SCANS} scans")
        for number in range(bursts):
            start = number * SCANS % (len(till.codes) - SCANS)
            codes = till.codes[start : start + SCANS]
            behind_s.append(_burst(till, codes))
            rung = [line.code for line in till.sale.sale.value.lines]
            lost += len(set(codes) - set(rung))
            moved += [code for code in codes if code in rung] != rung
            till.pay()
    return [
        _counted("scans lost", lost, bursts * SCANS),
        _counted("bursts out of order", moved, bursts),
        Figure(
            "the slowest burst: last byte to all lines in the cart",
            milliseconds(max(behind_s)),
            f"the whole burst: {milliseconds(WITHIN_S)}",
            number=max(behind_s),
            unit="s",
        ),
    ]


def _burst(till: WindowTill, codes: list[str]) -> float:
    """Ten scans at their times; seconds from the last of them until all are lines or to be sorted out."""
    begun_s = time.perf_counter()
    for place, code in enumerate(codes):
        while time.perf_counter() < begun_s + place * WITHIN_S / SCANS:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        sent_s = send_scan(till.glass, code)
    run_until(lambda: till.program.tasks.is_idle, "the end of the burst")
    return time.perf_counter() - sent_s


def _counted(name: str, count: int, of: int) -> Figure:
    text = f"10 scans in a second, busy machine: {name}"
    return Figure(text, f"{count} of {of}", "none may be", "", "0", count == 0, float(count), "count")

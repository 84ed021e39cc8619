"""Whether the window ever stands still: half an hour of selling on a busy machine, with a clock inside that ticks every
five milliseconds. A tick that comes late was held up by something on the screen's thread.

Beside it a program that only sleeps, at the same time on the same machine: what the machine alone costs. The memory of
the window at the end stands beside that at the beginning.
"""

import os
import time

from PySide6.QtCore import QEventLoop, Qt, QTimer

from tests.benchmarks.busy import beside, busy_machine
from tests.benchmarks.figures import Figure, megabytes, milliseconds, percentile
from tests.benchmarks.ground import Ground
from tests.benchmarks.window_till import WindowTill, send_scan, window_till
from tests.benchmarks.windows import resident_bytes

ARTICLES, QUICK_ARTICLES = 100_000, 10_000
SOAK_S, QUICK_SOAK_S = 1_800, 60
TICK_MS = 5
EVERY_S = 0.4
PER_SALE = 12
GOAL_S = 0.050


class Pulse:
    """Ticks on the screen's thread and notes by how much each tick was late, in seconds."""

    def __init__(self) -> None:
        self.late_s: list[float] = []
        self._last_s = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now_s = time.perf_counter()
        self.late_s.append(max(0.0, now_s - self._last_s - TICK_MS / 1000))
        self._last_s = now_s

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()


def run(ground: Ground) -> list[Figure]:
    """The longest stall, how many were longer than the goal, and the memory."""
    articles, soak_s = ground.count(ARTICLES, QUICK_ARTICLES), ground.count(SOAK_S, QUICK_SOAK_S)
    with window_till(ground, articles) as till, beside("sleep") as sleeper:
        _sell(till, 5.0)  # what is made once is made
        before = resident_bytes(os.getpid())
        with busy_machine(till.till.home, articles, till.program.post):
            ground.say(f"selling for {soak_s} s")
            pulse = Pulse()
            sales = _sell(till, float(soak_s))
            pulse.stop()
        after = resident_bytes(os.getpid())
        assert sleeper.stdin is not None
        assert sleeper.stdout is not None
        sleeper.stdin.close()
        overslept_s = float(sleeper.stdout.readline())
    return _figures(f"{soak_s} s, {sales} sales, busy machine", pulse.late_s, overslept_s, (before, after))


def _sell(till: WindowTill, seconds: float) -> int:
    """Scan in an even rhythm, pay every twelfth time; how many sales were paid."""
    ends_s, number, sales = time.perf_counter() + seconds, 0, 0
    while time.perf_counter() < ends_s:
        number += 1
        send_scan(till.glass, till.codes[number % len(till.codes)])
        if number % PER_SALE == 0:
            till.sale.pay(None)
            sales += 1
        _let_it_run(EVERY_S)
    return sales


def _let_it_run(seconds: float) -> None:
    """The program's own loop, for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _figures(when: str, late_s: list[float], overslept_s: float, memory: tuple[int, int]) -> list[Figure]:
    longest, (before, after) = max(late_s), memory
    many = sum(one > GOAL_S for one in late_s)
    return [
        Figure(
            f"longest stall of the window in {when}",
            milliseconds(longest),
            f"a program that only sleeps, at the same time: {milliseconds(overslept_s)}",
            f"{longest / max(overslept_s, 1e-6):.1f} x",
            f"<= {GOAL_S * 1000:.0f} ms",
            longest <= GOAL_S,
            longest,
            "s",
        ),
        Figure(
            f"stalls longer than {GOAL_S * 1000:.0f} ms",
            f"{many} of {len(late_s):,} ticks, p99 {milliseconds(percentile(late_s, 99))}",
            number=float(many),
            unit="count",
        ),
        Figure(
            "memory of the window after it",
            megabytes(after),
            f"before: {megabytes(before)}",
            f"{after / before:.2f} x",
            number=after,
            unit="bytes",
        ),
    ]

"""One virtual clock: what is to be done when, in an order that never differs between two runs. Knows nothing else."""

import heapq
import itertools
from collections.abc import Callable

Act = Callable[[], None]


class Agenda:
    """`now_ms` jumps from one moment to the next."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._items: list[tuple[int, int, Act]] = []
        self._order = itertools.count()

    def at(self, moment_ms: int, act: Act) -> None:
        """Do something at a moment; now, when that has passed."""
        heapq.heappush(self._items, (max(moment_ms, self.now_ms), next(self._order), act))

    def after(self, delay_ms: int, act: Act) -> None:
        """Do something later."""
        self.at(self.now_ms + delay_ms, act)

    def advance(self) -> None:
        """Do what comes next."""
        self.now_ms, _, act = heapq.heappop(self._items)
        act()

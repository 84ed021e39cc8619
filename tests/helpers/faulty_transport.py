"""A network in virtual time that loses, doubles, delays, reorders and garbles under a seed, until it is healed."""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sync_engine.till.signals import Broken, Input

Perform = Callable[[], Input]
Deliver = Callable[[Input], None]


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances of each fault, each from 0 to 1."""

    lost_request: float = 0.0
    lost_answer: float = 0.0
    doubled: float = 0.0
    garbled: float = 0.0
    broken_stream: float = 0.0
    slow: float = 0.0


FAIR = Weather()


class FaultyTransport:
    """Carries requests to `perform` and answers to `deliver`; `now_ms` jumps from one moment to the next."""

    def __init__(self, seed: int, weather: Weather) -> None:
        self.now_ms = 0
        self.weather = weather
        self.seen: Counter[str] = Counter()
        self.random = random.Random(seed)
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def heal(self) -> None:
        """No more faults; what is under way still arrives."""
        self.weather = FAIR

    def at(self, moment_ms: int, act: Callable[[], None]) -> None:
        """Do something at a moment of the virtual clock."""
        heapq.heappush(self._agenda, (max(moment_ms, self.now_ms), next(self._order), act))

    def after(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Do something later."""
        self.at(self.now_ms + delay_ms, act)

    def advance(self) -> bool:
        """Do what comes next; False when nothing does."""
        if not self._agenda:
            return False
        self.now_ms, _, act = heapq.heappop(self._agenda)
        act()
        return True

    def send(self, request_id: int, perform: Perform, deliver: Deliver) -> None:
        """One request with its answer, or what the weather makes of it."""
        if self._strikes("lost_request"):
            self.after(self._patience_ms(), lambda: deliver(Broken(request_id, "timeout")))
            return
        self.after(self._delay_ms(), lambda: self._arrive(request_id, perform, deliver))
        if self._strikes("doubled"):
            self.after(self._delay_ms() * 7, lambda: deliver(perform()))

    def _arrive(self, request_id: int, perform: Perform, deliver: Deliver) -> None:
        answer = perform()
        if self._strikes("lost_answer"):
            self.after(self._patience_ms(), lambda: deliver(Broken(request_id, "timeout")))
            self.after(self._patience_ms() * 2, lambda: deliver(answer))
        elif self._strikes("garbled"):
            self.after(self._delay_ms(), lambda: deliver(Broken(request_id, "not_the_ledger")))
        else:
            self.after(self._delay_ms(), lambda: deliver(answer))

    def does_stream_break(self) -> bool:
        """Ask the weather before each page of a stream."""
        return self._strikes("broken_stream")

    def _strikes(self, fault: str) -> bool:
        is_struck = bool(self.random.random() < getattr(self.weather, fault))
        self.seen[fault] += is_struck
        return is_struck

    def _delay_ms(self) -> int:
        return self.random.randint(200, 3_000) if self._strikes("slow") else self.random.randint(1, 20)

    def _patience_ms(self) -> int:
        return self.random.randint(500, 15_000)

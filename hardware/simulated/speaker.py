"""A player made of code: it remembers what was played and when, and fails when it is told to."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hardware.speaker import Playing, length_s


@dataclass(frozen=True, slots=True)
class Played:
    """A sound that was started, and on which `time.perf_counter_ns`."""

    name: str
    at_ns: int


@dataclass
class SimulatedPlayer:
    """Plays in silence: as long as the file lasts, or (`is_instant`) no time at all. `trouble` is raised instead."""

    is_instant: bool = False
    trouble: OSError | None = None
    fails: bool = False
    played: list[Played] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    _started: threading.Condition = field(default_factory=threading.Condition)

    def start(self, file: Path) -> Playing:
        """Begin to play; raises `trouble` when it is set."""
        with self._started:
            self.played.append(Played(file.stem, time.perf_counter_ns()))
            self._started.notify_all()
        if self.trouble is not None:
            raise self.trouble
        seconds = 0.0 if self.is_instant else length_s(file)
        return _Silence(seconds, not self.fails, lambda: self.cut_off.append(file.stem))

    def wait_for(self, count: int, timeout_s: float = 5.0) -> list[str]:
        """The names of what was started, when there are `count` of them or the time is over."""
        with self._started:
            self._started.wait_for(lambda: len(self.played) >= count, timeout_s)
            return [one.name for one in self.played]


class _Silence:
    def __init__(self, seconds: float, is_good: bool, was_cut: Callable[[], None]) -> None:  # noqa: FBT001 - a fact
        self._seconds, self._is_good, self._was_cut = seconds, is_good, was_cut
        self._stopped = threading.Event()

    def wait(self, timeout_s: float) -> bool:
        if self._stopped.wait(min(self._seconds, timeout_s)):
            self._was_cut()
        return self._is_good

    def stop(self) -> None:
        self._stopped.set()

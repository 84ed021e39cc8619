"""Where a benchmark runs: a folder that is removed afterwards, how much time there is, and a voice for progress."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class TooLong(Exception):
    """The time of a benchmark is up."""


class NotMeasurable(Exception):
    """Something the benchmark needs is not here."""


@dataclass(frozen=True, slots=True)
class Ground:
    """`folder` is the benchmark's own. A quick run takes fewer samples of smaller things."""

    folder: Path
    is_quick: bool
    say: Callable[[str], None]

    def count(self, whole: int, quick: int) -> int:
        """The number that fits the run."""
        return quick if self.is_quick else whole


def voice(name: str) -> Callable[[str], None]:
    """Progress lines of the benchmark `name` on standard error, with the seconds since its beginning."""
    begun = time.monotonic()

    def say(text: str) -> None:
        print(f"[{name} {time.monotonic() - begun:5.1f} s] {text}", file=sys.stderr, flush=True)

    return say


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block when `seconds` are over. In the main thread only."""

    def ring(signal_number: int, frame: object) -> None:
        raise TooLong(f"more than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    left_s, every_s = signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left_s, every_s)
        signal.signal(signal.SIGALRM, before)


def wait_until(condition: Callable[[], bool], what: str, within_s: float, pause_s: float = 0.02) -> None:
    """Return when `condition` holds. Raises TooLong, saying `what` was waited for."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            raise TooLong(f"{what} did not come within {within_s:.0f} s")
        time.sleep(pause_s)

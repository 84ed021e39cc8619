"""How long to wait before trying again: full jitter, without a last try. Knows no clock and no network."""

from collections.abc import Callable

Chance = Callable[[], float]
"""A number in [0, 1); injected, so that a run can be repeated."""

SHORTEST_MS = 100
LONGEST_MS = 10_000


class Backoff:
    """Doubles the window from which the wait is drawn, up to `longest_ms`; `reset` after a success."""

    def __init__(self, chance: Chance, longest_ms: int = LONGEST_MS) -> None:
        self._chance = chance
        self._longest_ms = longest_ms
        self._failures = 0

    def next_ms(self) -> int:
        """Milliseconds to wait after one more failure, drawn evenly so that many tills do not come back at once."""
        self._failures = min(self._failures + 1, 16)
        window = min(self._longest_ms, SHORTEST_MS * 2**self._failures) - SHORTEST_MS
        return SHORTEST_MS + int(self._chance() * window)

    def reset(self) -> None:
        """Begin again with the shortest window."""
        self._failures = 0

    @property
    def is_waiting(self) -> bool:
        """True between a failure and the next success."""
        return self._failures > 0

"""A point in time after which waiting is over; it must not know what is waited for.

Counted on the monotonic clock, in seconds. Waiting happens in slices, so that a stopped worker or a cancelled job
ends any wait within a tenth of a second.
"""

import time
from collections.abc import Callable

SLICE_S = 0.1


def _never() -> bool:
    return False


class Deadline:
    """So many seconds from now, or earlier when `is_cut_short` says so."""

    __slots__ = ("_ends_at", "_is_cut_short")

    def __init__(self, seconds: float, is_cut_short: Callable[[], bool] = _never) -> None:
        self._ends_at = time.monotonic() + seconds
        self._is_cut_short = is_cut_short

    @property
    def left_s(self) -> float:
        """Seconds that remain, 0 when it is over."""
        if self._is_cut_short():
            return 0.0
        return max(0.0, self._ends_at - time.monotonic())

    @property
    def is_over(self) -> bool:
        return self.left_s <= 0.0

    @property
    def slice_s(self) -> float:
        """How long one wait may take before the deadline is looked at again."""
        return min(SLICE_S, self.left_s)

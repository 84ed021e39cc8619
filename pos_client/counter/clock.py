"""The machine's own clock and random ids, as the ports want them. Knows no rule."""

import os
import time
from datetime import UTC, datetime

from sync_engine.domain.identity import new_event_id


class SystemClock:
    """The operating system's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        return time.monotonic()


class RandomIds:
    """UUIDv7 from the system's time and randomness."""

    def event_id(self) -> str:
        return new_event_id(time.time_ns() // 1_000_000, os.urandom(10))

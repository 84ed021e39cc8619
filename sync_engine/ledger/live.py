"""Wakes whoever follows the feed the moment a commit is durable. A wake-up is only a hint: it says that the head moved,
never what changed, so a lost or doubled one does no harm.

The writer's thread rings; followers wait on an event loop. Knows no feed and no HTTP.
"""

import asyncio
import threading


class Hub:
    """Bells of the followers; `ring` may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bells: set[Bell] = set()
        self.head = 0

    def follow(self) -> "Bell":
        """A bell for the running event loop; give it back with `leave`."""
        bell = Bell(asyncio.get_running_loop())
        with self._lock:
            self._bells.add(bell)
        return bell

    def leave(self, bell: "Bell") -> None:
        """Ring this bell no more."""
        with self._lock:
            self._bells.discard(bell)

    def ring(self, head: int) -> None:
        """Tell everybody that the head has moved."""
        with self._lock:
            self.head = max(self.head, head)
            bells = list(self._bells)
        for bell in bells:
            bell.ring()

    def close(self) -> None:
        """Wake everybody for the last time."""
        with self._lock:
            bells = list(self._bells)
        for bell in bells:
            bell.is_over = True
            bell.ring()


class Bell:
    """Waits for the next ring on one event loop. A ring while nobody waits is kept."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._rung = asyncio.Event()
        self.is_over = False

    def ring(self) -> None:
        """From any thread. A loop that has ended has nobody to wake."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, timeout_s: float) -> bool:
        """True when it rang, False when it did not within the time."""
        try:
            await asyncio.wait_for(self._rung.wait(), timeout_s)
        except TimeoutError:
            return False
        self._rung.clear()
        return True

"""The ledger's writer in one thread: what it decides and commits is the product's code, only its threads are gone.

Runs wait until `turn` is called and are then worked through as the writer's thread would. The commit that the product
makes in a second thread is made here when it is waited for: after the next batch was decided, which is the order that
a busy ledger has. Not covered by this: the thread's own loop (`Writer._live`, its wait for work and its end) and what
two threads at once might do to shared memory; `tests/integration/ledger/test_one_ahead.py` runs those.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from sync_engine.ledger.book import Arrival
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.pen import Databases
from sync_engine.ledger.store.locks import Lease, SteppedDown
from sync_engine.ledger.turns import Limits
from sync_engine.ledger.writer import Writer
from sync_engine.protocol.facts import LEDGER_DEVICE


class Killed(BaseException):
    """The ledger's program is dead: nothing of it runs on."""


class _Later(Future[None]):
    """The commit of the other thread: made when somebody asks how it ended."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work: Callable[[], None] | None = work

    def exception(self, timeout: float | None = None) -> BaseException | None:
        work, self._work = self._work, None
        if work is not None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the border that the executor of the product has too
                self.set_exception(error)
            else:
                self.set_result(None)
        return super().exception(timeout)


class _LaterExecutor:
    """Stands for the second thread."""

    def submit(self, work: Callable[..., None], *args: Any) -> Future[None]:
        return _Later(lambda: work(*args))

    def shutdown(self) -> None:
        return


class _NoPause(threading.Event):
    """A wait that takes no time; a program that is dead does not come back from it."""

    def __init__(self, is_dead: Callable[[], bool]) -> None:
        super().__init__()
        self._is_dead = is_dead

    def wait(self, timeout: float | None = None) -> bool:
        if self._is_dead():
            raise Killed
        return self.is_set()


class SingleWriter(Writer):
    """`submit` lets runs of tills wait for `turn`; what the ledger states itself is written at once."""

    def __init__(
        self,
        databases: Databases,
        lease: Lease,
        now_ms: Callable[[], int],
        on_commit: Callable[[int], None],
        *,
        is_dead: Callable[[], bool],
        limits: Limits,
        seen: Counter[str],
    ) -> None:
        super().__init__(databases, lease, now_ms, on_commit, limits)
        self._committing.shutdown()
        self._committing = _LaterExecutor()  # type: ignore[assignment]
        self._closing = _NoPause(is_dead)
        self._is_dead, self._seen = is_dead, seen

    def start(self) -> None:
        """There is no thread to start."""

    def submit(self, device_id: str, arrivals: Sequence[Arrival]) -> Future[list[Outcome]]:
        future = super().submit(device_id, arrivals)
        if device_id == LEDGER_DEVICE:
            self.turn()
        return future

    def chore(self, work: Callable[..., Any]) -> Future[Any]:
        future = super().chore(work)
        self.turn()
        return future

    def turn(self) -> None:
        """Write all that waits. Raises Killed when the program died over it."""
        try:
            while self._turns.depth or self._chores or self._flight is not None:
                work = self._next()
                if work is None or not any(work):
                    break
                self._turn(*work)
            if self._flight is not None:
                self._land()
        except SteppedDown as over:
            self._step_down(over)
        if self._is_dead():
            raise Killed

    def close(self) -> None:
        with self._changed:
            self._closing.set()
        self._pen.let_go()

    # --- what is counted ---

    def _take_on(self, shares: Any) -> None:
        if self._flight is not None:
            self._seen["one_ahead"] += 1
            under_way = {_key(arrival) for arrival in self._flight.decided.batch}
            is_again = any(_key(arrival) in under_way for share in shares for arrival in share.arrivals)
            self._seen["asked_while_committing"] += is_again
        super()._take_on(shares)

    def _land_well(self, done: Any) -> bool:
        is_well = super()._land_well(done)
        self._seen["one_ahead_failed"] += not is_well
        return is_well

    def _halved(self, batch: Sequence[Arrival], error: Exception) -> list[Outcome]:
        self._seen["batch_halved"] += len(batch) > 1
        return super()._halved(batch, error)


def _key(arrival: Arrival) -> tuple[str, int, int]:
    header = arrival.event.header
    return header.device_id, header.incarnation, header.seq


def drawn_limits(chance: random.Random) -> Limits:
    """Small commits in most runs, so that there are several of them to one line of waiting runs."""
    events = chance.choice((2, 3, 5, 500))
    return Limits(events=events, per_device=chance.choice((1, 2, events)))

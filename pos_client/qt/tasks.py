"""Work away from the screen, in order, on one thread: the only one of the window that writes the till's files.

The thread is no daemon: closing waits for what was begun, so a sale that was paid is recorded.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from pos_client.qt.bridge import Bridge
from sync_engine.domain.errors import Refusal, Unavailable

Result = TypeVar("Result")


class UnexpectedFailure(Unavailable):
    """Stands for a bug in work that was given away; the bug itself goes to the log."""


@dataclass(frozen=True, slots=True)
class _Ended:
    number: int
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _Wanted:
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]


class StoreTasks:
    """Keeps to the port `Tasks`. Call it from the screen's thread only."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._numbers = count(1)
        self._waiting: dict[int, _Wanted] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        bridge.listen(self._on_event)

    def run(
        self, work: Callable[[], Result], done: Callable[[Result], None], failed: Callable[[Exception], None]
    ) -> None:
        """Start `work` after all that was started before."""
        number = next(self._numbers)
        self._waiting[number] = _Wanted(done, failed)
        self._thread.submit(work).add_done_callback(partial(self._post, number))

    @property
    def is_idle(self) -> bool:
        """Whether every result has come back to the screen."""
        return not self._waiting

    def stop(self) -> None:
        """Finish what was begun and end the thread."""
        self._thread.shutdown(wait=True)

    def _post(self, number: int, future: Future[Any]) -> None:
        self._bridge.post(_Ended(number, future))

    def _on_event(self, event: object) -> None:
        if not isinstance(event, _Ended):
            return
        wanted = self._waiting.pop(event.number)
        error = event.future.exception()
        if error is None:
            wanted.done(event.future.result())
        elif isinstance(error, Refusal | Unavailable):
            wanted.failed(error)
        else:
            wanted.failed(UnexpectedFailure())
            raise error

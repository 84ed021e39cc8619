"""One thread that does jobs in their order. Knows nothing of what they are."""

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class Worker(Generic[_Job]):
    """`crashed` is called from the thread when a job raised; the exception then goes the way of all of a thread."""

    def __init__(self, name: str, do: Callable[[_Job], None], crashed: Callable[[], None]) -> None:
        self._do, self._crashed = do, crashed
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def put(self, job: _Job) -> None:
        """Queue a job."""
        self._jobs.put(job)

    def end(self) -> None:
        """Do what is queued, then end."""
        self._jobs.put(None)

    def join(self, timeout_s: float) -> None:
        """Wait for the end; a job that hangs on the network is left to die with the program."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        is_whole = False
        try:
            while (job := self._jobs.get()) is not None:
                self._do(job)
            is_whole = True
        finally:
            if not is_whole:
                self._crashed()

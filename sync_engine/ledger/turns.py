"""Whose events are next: runs wait per device and are taken in turn, so that a till with a week to send does not keep
the others waiting. Knows neither database nor threads.
"""

from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from sync_engine.ledger.book import Arrival
from sync_engine.ledger.effects import Outcome


@dataclass(slots=True)
class Run:
    """Consecutive events of one device that came in one request; `future` has an outcome for each when all are in."""

    device_id: str
    arrivals: Sequence[Arrival]
    future: Future[list[Outcome]] = field(default_factory=Future)
    taken: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.future.set_running_or_notify_cancel()  # who asked may go away; what was sent is written all the same


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a run that goes into one commit."""

    run: Run
    arrivals: Sequence[Arrival]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one commit takes: events and bytes in all, events of one device."""

    events: int = 500
    bytes: int = 1_048_576
    per_device: int = 200


class Turns:
    """Runs by device, in the order in which the devices came."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: OrderedDict[str, deque[Run]] = OrderedDict()
        self.depth = 0

    def put(self, run: Run) -> None:
        """Let the run wait behind what its device sent before."""
        self._waiting.setdefault(run.device_id, deque()).append(run)
        self.depth += len(run.arrivals)

    def take(self) -> list[Share]:
        """What goes into the next commit; each device gives at most its part, then goes to the end of the line."""
        events, size = self._limits.events, self._limits.bytes
        shares: list[Share] = []
        for _ in range(len(self._waiting)):
            if events <= 0 or size <= 0:
                break
            device_id, runs = self._waiting.popitem(last=False)
            part = self._taken_of(runs, min(events, self._limits.per_device), size)
            shares.extend(part)
            events -= sum(len(share.arrivals) for share in part)
            size -= sum(len(arrival.event.body) for share in part for arrival in share.arrivals)
            if runs:
                self._waiting[device_id] = runs
        return shares

    def drop(self, run: Run) -> None:
        """Take the rest of a run out of the line."""
        runs = self._waiting.get(run.device_id)
        if runs and runs[0] is run:
            runs.popleft()
            self.depth -= len(run.arrivals) - run.taken
            if not runs:
                del self._waiting[run.device_id]

    def clear(self) -> list[Run]:
        """Everything that waits; nothing waits any more."""
        left = [run for runs in self._waiting.values() for run in runs]
        self._waiting.clear()
        self.depth = 0
        return left

    def _taken_of(self, runs: deque[Run], events: int, size: int) -> list[Share]:
        shares: list[Share] = []
        while runs and events > 0 and size > 0:
            run = runs[0]
            start = run.taken
            while run.taken < len(run.arrivals) and events > 0 and size > 0:
                events -= 1
                size -= len(run.arrivals[run.taken].event.body)
                run.taken += 1
            shares.append(Share(run, run.arrivals[start : run.taken]))
            self.depth -= run.taken - start
            if run.taken == len(run.arrivals):
                runs.popleft()
        return shares

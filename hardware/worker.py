"""One thread for one printer: a bounded queue of jobs, each of which ends in exactly one event.

It must not know pages or lines (`courier` and the composed bytes do). Nothing here ever blocks the caller, whatever
the printer does, and one dead printer stops no other.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hardware.courier import Courier, Timings
from hardware.errors import Busy, Cancelled, Closed, DeviceError, Failure, Illegal, TimedOut
from hardware.escpos.status import Trouble
from hardware.events import Event, JobFailed, JobPrinted, JobUncertain, Proof, State, StateChanged
from hardware.ports import Listener, Transport

_log = logging.getLogger(__name__)
_NO_TROUBLE: frozenset[Trouble] = frozenset()


def _nothing() -> None:
    """A job that nobody has to be told of."""


@dataclass(frozen=True, slots=True)
class Job:
    """Bytes for a printer. `compose` makes them on the worker's thread (drawing takes its time).

    With `when_stopped` the job is urgent: it overtakes all others, needs no paper, and those bytes are sent instead
    when the printer is stopped. A job that is not begun `expires_s` after `submit` fails rather than act late.

    `begin` is called on the worker's thread right before the first byte of the job leaves, again at every attempt; if
    it raises a `DeviceError`, nothing leaves.
    """

    id: str
    compose: Callable[[], bytes]
    when_stopped: bytes = b""
    expires_s: float | None = None
    begin: Callable[[], None] = _nothing


class _Ticket:
    """A job in the queue or under way; the courier's `Errand`."""

    def __init__(self, job: Job, worker: "PrinterWorker") -> None:
        self.job = job
        self.submitted_s = time.monotonic()
        self.is_cancelled = False
        self._worker = worker

    @property
    def end(self) -> DeviceError | None:
        if self.is_cancelled:
            return Cancelled("given up at the counter")
        if self._worker.is_stopping:
            return Closed("the till stops")
        if self.job.expires_s is not None and time.monotonic() > self.submitted_s + self.job.expires_s:
            return TimedOut("too late to act")
        return None

    def begin(self) -> None:
        self.job.begin()

    def pause(self, seconds: float) -> None:
        self._worker.pause(self, seconds)


class PrinterWorker:
    """Start it by making it; `stop` ends it. `listener` is called on this worker's thread."""

    def __init__(
        self,
        name: str,
        transport: Transport,
        listener: Listener,
        *,
        timings: Timings | None = None,
        confirms: bool = True,
        capacity: int = 64,
    ) -> None:
        self.name = name
        self.is_stopping = False
        self._listener, self._capacity = listener, capacity
        self._timings = timings or Timings()
        self._courier = Courier(transport, self._timings, self._report, confirms=confirms)
        self._state = StateChanged(name, State.DISCONNECTED)
        self._changed = threading.Condition()
        self._waiting: deque[_Ticket] = deque()
        self._urgent: deque[_Ticket] = deque()
        self._current: _Ticket | None = None
        self._thread = threading.Thread(target=self._run, name=f"printer {name}", daemon=True)
        self._thread.start()

    @property
    def state(self) -> StateChanged:
        """The last state it reported."""
        return self._state

    def submit(self, job: Job) -> None:
        """Queue `job` and return. Raises `Closed`, `Busy` (queue full), `Illegal` (that id is queued already)."""
        with self._changed:
            if self.is_stopping:
                raise Closed(f"{self.name} is stopped")
            if any(ticket.job.id == job.id for ticket in self._tickets()):
                raise Illegal(f"job {job.id} is queued already")
            if len(self._waiting) + len(self._urgent) >= self._capacity:
                raise Busy(f"{self._capacity} jobs wait for {self.name}")
            (self._urgent if job.when_stopped else self._waiting).append(_Ticket(job, self))
            self._changed.notify_all()

    def cancel(self, job_id: str) -> bool:
        """Give a job up; false when it is not queued (any more). Its end comes as an event all the same."""
        with self._changed:
            found = [ticket for ticket in self._tickets() if ticket.job.id == job_id]
            for ticket in found:
                ticket.is_cancelled = True
            self._changed.notify_all()
        return bool(found)

    def stop(self, timeout_s: float = 3.0) -> bool:
        """End every job with an event, then the thread; false when it still hangs in the system after `timeout_s`."""
        with self._changed:
            self.is_stopping = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def pause(self, current: _Ticket, seconds: float) -> None:
        """Wait on behalf of `current`, ended early by its end; urgent jobs are done meanwhile where the line allows."""
        ends_at = time.monotonic() + seconds
        while True:
            if self._courier.is_connected:
                self._do_urgent_between()
            self._drop_ended()
            with self._changed:
                left = ends_at - time.monotonic()
                if left <= 0 or current.end is not None:
                    return
                self._changed.wait(min(left, 0.25))

    def _tickets(self) -> list[_Ticket]:
        return [*([self._current] if self._current else []), *self._urgent, *self._waiting]

    def _run(self) -> None:
        while not self.is_stopping:
            self._drop_ended()
            ticket = self._take()
            if ticket is not None:
                self._finish(ticket, partial(self._attempt, ticket))
            elif self._courier.is_connected:
                self._courier.disconnect()
                self._report(State.DISCONNECTED, _NO_TROUBLE, None)
        self._courier.disconnect()
        self._drop_ended()
        self._report(State.DISCONNECTED, _NO_TROUBLE, None)

    def _take(self) -> _Ticket | None:
        """The next job; None when the worker stops or its line has been idle long enough."""
        with self._changed:
            if not (self._urgent or self._waiting or self.is_stopping):
                self._changed.wait(self._timings.grace_s if self._courier.is_connected else None)
            if self.is_stopping or not (self._urgent or self._waiting):
                return None
            self._current = (self._urgent or self._waiting).popleft()
            return self._current

    def _attempt(self, ticket: _Ticket) -> Proof:
        job = ticket.job
        payload = self._composed(job)
        if job.when_stopped:
            return self._courier.pulse(payload, job.when_stopped, ticket)
        return self._courier.deliver(payload, ticket)

    def _composed(self, job: Job) -> bytes:
        try:
            return job.compose()
        except DeviceError:
            raise
        except Exception as error:  # the worker's border: a page that cannot be drawn must not stop the next
            _log.exception("composing job %s for %s", job.id, self.name)
            raise _BadPage(f"the page could not be made: {error!r}") from error

    def _do_urgent_between(self) -> None:
        while (ticket := self._take_urgent()) is not None:
            self._finish(ticket, partial(self._pulse_between, ticket))

    def _take_urgent(self) -> _Ticket | None:
        with self._changed:
            return self._urgent.popleft() if self._urgent else None

    def _pulse_between(self, ticket: _Ticket) -> Proof:
        if (end := ticket.end) is not None:
            raise end
        return self._courier.pulse_between(self._composed(ticket.job), ticket.job.when_stopped, ticket)

    def _finish(self, ticket: _Ticket, act: Callable[[], Proof]) -> None:
        """Do `act` and tell how `ticket` ended, whatever happens."""
        device, job_id = self.name, ticket.job.id
        try:
            ended: Event = JobPrinted(device, job_id, act())
        except DeviceError as error:
            ended = self._failed(ticket, error)
        except Exception as error:  # the worker's border: a fault of ours must not leave a job without an end
            _log.exception("job %s on %s", job_id, device)
            ended = self._failed(ticket, Failure(repr(error), bytes_sent=1))
        with self._changed:
            self._current = None if self._current is ticket else self._current
        self._tell(ended)

    def _failed(self, ticket: _Ticket, error: DeviceError) -> Event:
        if ticket is self._current and not isinstance(error, _BadPage):
            self._report(_state_after(error), _NO_TROUBLE, error)
        kind = JobUncertain if error.bytes_sent else JobFailed
        return kind(self.name, ticket.job.id, error)

    def _drop_ended(self) -> None:
        """Tell the end of jobs that were given up, expired or stopped while they waited."""
        with self._changed:
            ended = [(ticket, end) for ticket in (*self._urgent, *self._waiting) if (end := ticket.end) is not None]
            for ticket, _ in ended:
                (self._urgent if ticket in self._urgent else self._waiting).remove(ticket)
        for ticket, end in ended:
            self._tell(JobFailed(self.name, ticket.job.id, end))

    def _report(self, state: State, troubles: frozenset[Trouble], error: DeviceError | None) -> None:
        changed = StateChanged(self.name, state, troubles, error)
        if (changed.state, changed.troubles) != (self._state.state, self._state.troubles):
            self._state = changed
            self._tell(changed)

    def _tell(self, event: Event) -> None:
        try:
            self._listener(event)
        except Exception:  # the worker's border: a listener's fault must not cost the next receipt
            _log.exception("telling %s", event)


class _BadPage(Failure):
    """The page, not the printer, is at fault."""


def _state_after(error: DeviceError) -> State:
    if error.bytes_sent:
        return State.UNCERTAIN
    return State.DISCONNECTED if isinstance(error, Closed | Cancelled) else State.DEAD

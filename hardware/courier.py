"""Brings one job to one printer and finds out what became of it; it must not know threads, queues or pages.

A successful write proves nothing: a pulled cable swallows pages that come out when it is back. So a job ends with a
question that the printer answers in its turn (`GS r 1`), and only that answer means printed. While paper is out or
the cover is open the courier waits without sending anything again, because the printer will finish by itself.

Every failure is a `DeviceError`. `bytes_sent == 0`: nothing of the job left, it may be tried again. Otherwise nobody
knows what is on paper; the line is cut hard, so that nothing prints later when nobody expects it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.deadline import Deadline
from hardware.errors import DeviceError, Illegal, TimedOut
from hardware.escpos.commands import CONFIRM, QUERIES
from hardware.escpos.status import UNKNOWN, PrinterStatus, Replies, Trouble
from hardware.events import Proof, State
from hardware.ports import Transport


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds. `patience_s` is how long a job is kept for a printer that cannot be reached, counted from `submit`.

    `send_s` is for any job, plus what its length takes at `bytes_per_s`; `grace_s` keeps an idle connection, because
    most printers serve one till at a time.
    """

    connect_s: float = 2.0
    status_s: float = 0.5
    send_s: float = 10.0
    bytes_per_s: float = 20_000.0
    confirm_s: float = 8.0
    poll_s: float = 1.0
    patience_s: float = 15.0
    grace_s: float = 1.5
    first_pause_s: float = 0.2
    longest_pause_s: float = 2.0


class Errand(Protocol):
    """One job under way, as the worker sees it."""

    @property
    def end(self) -> DeviceError | None:
        """Why the job has to be given up now: `Closed`, `Cancelled`, expired; None to go on."""
        ...

    @property
    def submitted_s(self) -> float:
        """When it was submitted, on the monotonic clock."""
        ...

    def begin(self) -> None:
        """Bytes of the job leave now; a `DeviceError` keeps them."""
        ...

    def pause(self, seconds: float) -> None:
        """Wait so long, or until something happens that the courier should look at."""
        ...


Report = Callable[[State, frozenset[Trouble], DeviceError | None], None]
_NO_TROUBLE: frozenset[Trouble] = frozenset()


class Courier:
    """One printer's line. `confirms` is false for printers known not to answer."""

    def __init__(self, transport: Transport, timings: Timings, report: Report, *, confirms: bool) -> None:
        self._transport, self._timings, self._report = transport, timings, report
        self._asks = confirms and transport.proof is Proof.ANSWERED
        self._replies = Replies()
        self._status = UNKNOWN

    @property
    def is_connected(self) -> bool:
        return self._transport.is_open

    def disconnect(self) -> None:
        """Let go of the line; what was sent still arrives."""
        self._transport.close()

    def deliver(self, payload: bytes, errand: Errand) -> Proof:
        """Print `payload` and say what proves it. Raises `DeviceError`, see the module's words on `bytes_sent`."""
        self._insist(lambda: self._send(payload, errand), errand)
        try:
            return self._confirm(errand)
        except DeviceError as error:
            self._transport.abort()
            error.bytes_sent = max(1, error.bytes_sent)
            raise

    def pulse(self, payload: bytes, when_stopped: bytes, errand: Errand) -> Proof:
        """Send a short command without waiting for paper: `when_stopped` if the printer says it is stopped."""

        def send() -> None:
            self._connect(errand)
            stopped = self._asks and self._ask().stops
            self._hand_over(when_stopped if stopped else payload, errand)

        self._insist(send, errand)
        self._ready()
        return Proof.WRITTEN

    def pulse_between(self, payload: bytes, when_stopped: bytes, errand: Errand) -> Proof:
        """The same on the line of a job that waits for paper or for its confirmation, which is not disturbed."""
        self._hand_over(when_stopped if self._status.stops else payload, errand)
        return Proof.WRITTEN

    def _insist(self, attempt: Callable[[], None], errand: Errand) -> None:
        """Do `attempt` until it succeeds, fails with bytes sent, or the patience for this job is over."""
        pause = self._timings.first_pause_s
        last = errand.submitted_s + self._timings.patience_s
        while True:
            self._check(errand)
            try:
                attempt()
                return
            except _WasStopped:
                self._transport.abort()
                last = time.monotonic() + self._timings.patience_s
            except DeviceError as error:
                self._transport.abort()
                self._check(errand, error.bytes_sent)
                if error.bytes_sent or isinstance(error, Illegal) or time.monotonic() + pause > last:
                    raise
                self._report(State.CONNECTING, _NO_TROUBLE, error)
                errand.pause(pause)
                pause = min(2 * pause, self._timings.longest_pause_s)

    def _send(self, payload: bytes, errand: Errand) -> None:
        self._connect(errand)
        self._wait_until_able(errand)
        errand.begin()
        self._report(State.SENDING, _NO_TROUBLE, None)
        self._replies.confirmations = 0
        self._hand_over(payload + CONFIRM if self._asks else payload, errand)

    def _connect(self, errand: Errand) -> None:
        if self._transport.is_open and self._is_alive():
            return
        self._report(State.CONNECTING, _NO_TROUBLE, None)
        self._replies, self._status = Replies(), UNKNOWN
        self._transport.open(self._deadline(self._timings.connect_s, errand))

    def _is_alive(self) -> bool:
        """Whether an idle line still stands: a peer that hung up is noticed here, before a write is lost on it."""
        try:
            self._drain()
        except DeviceError:
            self._transport.abort()
            return False
        return True

    def _wait_until_able(self, errand: Errand) -> None:
        """Return when the printer can print or does not say. Waits as long as it says it cannot."""
        was_stopped = False
        while self._asks:
            try:
                status = self._ask()
            except DeviceError as error:
                # Switched off to change the paper: that is no reason to give the job up as unreachable.
                raise _WasStopped(error.reason) if was_stopped else _unsent(error) from error
            if not status.stops:
                return
            was_stopped = True
            self._report(State.BLOCKED, status.troubles, None)
            errand.pause(self._timings.poll_s)
            self._check(errand)

    def _hand_over(self, payload: bytes, errand: Errand) -> None:
        seconds = self._timings.send_s + len(payload) / self._timings.bytes_per_s
        self._transport.send(payload, self._deadline(seconds, errand))

    def _confirm(self, errand: Errand) -> Proof:
        if not self._asks:
            proof = self._transport.sync()
            self._ready()
            return proof
        self._report(State.CONFIRMING, _NO_TROUBLE, None)
        limit = Deadline(self._timings.confirm_s)
        while not self._hears_confirmation(errand):
            self._check(errand, bytes_sent=1)
            if self._ask().stops:
                self._report(State.BLOCKED, self._status.troubles, None)
                limit = Deadline(self._timings.confirm_s)
            elif limit.is_over:
                raise TimedOut("the printer did not confirm the page", bytes_sent=1)
            errand.pause(0)
        self._ready()
        return Proof.ANSWERED

    def _ready(self) -> None:
        self._report(State.READY, self._status.troubles - self._status.stops, None)

    def _hears_confirmation(self, errand: Errand) -> bool:
        deadline = self._deadline(self._timings.poll_s, errand)
        while not self._replies.confirmations and not deadline.is_over:
            self._replies.feed(self._transport.receive(deadline))
        return self._replies.confirmations > 0

    def _ask(self) -> PrinterStatus:
        """The printer's status; `UNKNOWN` when it does not answer in time, which is no answer of "fine"."""
        self._drain()
        self._replies.asked(4)
        deadline = Deadline(self._timings.status_s)
        self._transport.send(QUERIES, deadline)
        while (status := self._replies.status()) is None and not deadline.is_over:
            self._replies.feed(self._transport.receive(deadline))
        self._status = status or UNKNOWN
        return self._status

    def _drain(self) -> None:
        while received := self._transport.receive(Deadline(0)):
            self._replies.feed(received)

    def _check(self, errand: Errand, bytes_sent: int = 0) -> None:
        if (end := errand.end) is not None:
            self._transport.abort()
            raise type(end)(end.reason, bytes_sent=bytes_sent)

    def _deadline(self, seconds: float, errand: Errand) -> Deadline:
        return Deadline(seconds, lambda: errand.end is not None)


class _WasStopped(Exception):
    """The line broke while the printer waited for a person: connect again, with new patience."""


def _unsent(error: DeviceError) -> DeviceError:
    """`error` of a status question: its bytes are not bytes of the job."""
    return type(error)(error.reason)

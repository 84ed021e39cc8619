"""One thread for one terminal: asks, waits with a deadline, and asks for the outcome until it is known.

It must not know any make of terminal (`TerminalLine` does). Nothing here ever blocks the caller, and nothing here ever
asks for the same money twice: after a request only its outcome is asked for.
"""

import logging
import threading
import time
from dataclasses import dataclass

from hardware.deadline import Deadline
from hardware.errors import Busy, Closed, DeviceError
from hardware.payment.model import Answer, Listener, Report, Request, Stage, TerminalLine

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds: how long an answer may take, how long a status may, and the pauses between two of them."""

    answer_s: float = 120.0
    status_s: float = 10.0
    first_pause_s: float = 2.0
    longest_pause_s: float = 15.0


class TerminalWorker:
    """Start it by making it; `close` ends it. `listener` is called on this worker's thread."""

    is_attended = False

    def __init__(self, line: TerminalLine, listener: Listener, timings: Timings | None = None) -> None:
        self._line, self._listener = line, listener
        self._timings = timings or Timings()
        self._news = threading.Condition()
        self._request: Request | None = None  # to be asked for once
        self._open_id: str | None = None  # what the thread works on
        self._is_asked = False
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="payment terminal", daemon=True)
        self._thread.start()

    def start(self, request: Request) -> None:
        with self._news:
            self._take(request.request_id)
            if self._open_id is None:
                self._request, self._open_id = request, request.request_id
                self._news.notify_all()

    def ask(self, request_id: str) -> None:
        with self._news:
            self._take(request_id)
            self._open_id, self._is_asked = request_id, True
            self._news.notify_all()

    def cancel(self, request_id: str) -> None:
        if self._open_id == request_id:
            self._line.abort(request_id)

    def leave(self, request_id: str) -> None:
        with self._news:
            if self._open_id == request_id:
                self._open_id = self._request = None
                self._news.notify_all()

    def close(self, timeout_s: float = 3.0) -> bool:
        with self._news:
            self._is_closed = True
            self._news.notify_all()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _take(self, request_id: str) -> None:
        if self._is_closed:
            raise Closed("the terminal's worker is stopped")
        if self._open_id not in {None, request_id}:
            raise Busy(f"request {self._open_id} is under way")

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._is_closed or self._open_id is not None)
                if self._is_closed:
                    return
                request, request_id = self._request, self._open_id
                self._request = None
            assert request_id is not None
            self._answer(request_id, request)

    def _answer(self, request_id: str, request: Request | None) -> None:
        """Find out how a request ends, and tell it; the worker is free again then."""
        try:
            ended = self._paid(request) if request is not None else None
            ended = ended or self._found_out(request_id)
        except Exception:  # the worker's border: a driver's fault must not hide that money may have been taken
            _log.exception("request %s", request_id)
            ended = self._unanswered(request_id, self._timings.longest_pause_s)
        with self._news:
            is_ours = self._open_id == request_id
            self._open_id = None if is_ours else self._open_id
        if ended is not None and is_ours:
            self._tell(ended)

    def _paid(self, request: Request) -> Report | None:
        """The end of a request; None when it has to be found out."""
        request_id = request.request_id
        deadline = Deadline(self._timings.answer_s, lambda: self._is_left(request_id))
        try:
            return _report(
                request_id, self._line.pay(request, lambda stage: self._on_stage(request_id, stage), deadline)
            )
        except DeviceError as error:
            if error.bytes_sent == 0:
                return Report(request_id, Stage.OFFLINE, allowance=self._line.allowance)
            return None

    def _found_out(self, request_id: str) -> Report | None:
        """Ask for the outcome until it is known; None when nobody wants to know any more."""
        pause_s = 0.0 if self._is_asked else self._timings.first_pause_s
        while not self._is_left(request_id):
            self._tell(self._unanswered(request_id, pause_s))
            self._pause(request_id, pause_s)
            answer = self._outcome(request_id)
            if answer is not None:
                return _report(request_id, answer)
            pause_s = min(max(2 * pause_s, self._timings.first_pause_s), self._timings.longest_pause_s)
        return None

    def _outcome(self, request_id: str) -> Answer | None:
        if self._is_left(request_id):
            return None
        try:
            return self._line.outcome(request_id, Deadline(self._timings.status_s, lambda: self._is_left(request_id)))
        except DeviceError:
            return None

    def _pause(self, request_id: str, seconds: float) -> None:
        """Wait, until somebody asks or nobody wants to know."""
        ends_at = time.monotonic() + seconds
        with self._news:
            self._news.wait_for(
                lambda: self._is_asked or self._is_left(request_id), max(0.0, ends_at - time.monotonic())
            )
            self._is_asked = False

    def _is_left(self, request_id: str) -> bool:
        return self._is_closed or self._open_id != request_id

    def _on_stage(self, request_id: str, stage: Stage) -> None:
        if not self._is_left(request_id):
            self._tell(Report(request_id, stage))

    def _unanswered(self, request_id: str, pause_s: float) -> Report:
        return Report(request_id, Stage.NO_ANSWER, asks_again_s=pause_s)

    def _tell(self, report: Report) -> None:
        try:
            self._listener(report)
        except Exception:  # the worker's border: a listener's fault must not cost the outcome of a payment
            _log.exception("telling %s", report)


def _report(request_id: str, answer: Answer) -> Report:
    stage = Stage.APPROVED if answer.is_approved else Stage.DECLINED
    return Report(request_id, stage, answer.reference, answer.card)

"""A payment terminal made of code, with its customer and its bank: what it does with each request stands in a script.

It remembers every request by its id, as a real one does, so that a till that was killed can ask for it, and it counts
what it charged. It must not know the till.
"""

import threading
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Final, Literal

from hardware.deadline import Deadline
from hardware.errors import Cancelled, Offline, TimedOut
from hardware.payment.model import Allowance, Answer, Request, Stage

Deed = Literal["approve", "decline", "slow", "silent", "lost_approved", "lost_declined", "offline"]

DEEDS: Final[tuple[Deed, ...]] = ("approve", "decline", "slow", "silent", "lost_approved", "lost_declined", "offline")
"""`slow`: approves just before the till gives up waiting. `silent`: neither pays nor answers until it is `healed`.
`lost_...`: the bank decides, its answer is lost, and asking finds it. `offline`: cannot be reached at all.
"""

SLOW_TIMES = 20  # times the usual time for a tap


class SimulatedTerminal:
    """Does one deed after the other, from the start again at the end. `tap_s`: how long a customer takes."""

    def __init__(self, script: Sequence[Deed] = ("approve",), *, tap_s: float = 0.0) -> None:
        self._script = cycle(script)
        self._tap_s = tap_s
        self._aborted: set[str] = set()
        self._is_silent = False
        self._changed = threading.Condition()
        self.answers: dict[str, Answer] = {}
        self.charged: list[Request] = []
        self.asked: list[str] = []
        self.allowance: Allowance | None = None

    def heal(self) -> None:
        """The line is there again; what was asked for while it was silent was never decided."""
        self._is_silent = False

    def pay(self, request: Request, tell: Callable[[Stage], None], deadline: Deadline) -> Answer:
        if request.request_id in self.answers:
            return self.answers[request.request_id]
        deed = "approve" if request.may_go_offline and self.allowance else next(self._script)
        if deed == "offline":
            raise Offline("no network")
        tell(Stage.WAITING)
        self._tap(request.request_id, self._tap_s * (SLOW_TIMES if deed == "slow" else 1), deadline)
        tell(Stage.WORKING)
        if deed == "silent":
            self._is_silent = True
            raise TimedOut("no answer", bytes_sent=1)
        answer = self._decide(request, is_approved=deed in {"approve", "slow", "lost_approved"})
        if deed in {"lost_approved", "lost_declined"}:
            raise TimedOut("the answer was lost", bytes_sent=1)
        return answer

    def outcome(self, request_id: str, deadline: Deadline) -> Answer | None:  # noqa: ARG002 - answers at once
        self.asked.append(request_id)
        if self._is_silent:
            raise TimedOut("no answer", bytes_sent=1)
        return self.answers.get(request_id, Answer(is_approved=False))

    def abort(self, request_id: str) -> None:
        with self._changed:
            self._aborted.add(request_id)
            self._changed.notify_all()

    def _tap(self, request_id: str, seconds: float, deadline: Deadline) -> None:
        with self._changed:
            self._changed.wait_for(lambda: request_id in self._aborted, min(seconds, deadline.left_s))
        if request_id in self._aborted:
            self.answers[request_id] = Answer(is_approved=False)
            raise Cancelled("given up at the counter", bytes_sent=1)

    def _decide(self, request: Request, *, is_approved: bool) -> Answer:
        if is_approved:
            self.charged.append(request)
        answer = Answer(is_approved, f"{len(self.charged):06}" if is_approved else "", "Visa 4242")
        self.answers[request.request_id] = answer
        return answer

"""Answers to those who wait for their events to be written. Knows runs and outcomes, no database.

Safe in any thread: what is shared with the line of waiting runs is changed under its lock.
"""

import threading
from collections.abc import Sequence

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.turns import Share, Turns


class Busy(Unavailable):
    """The ledger cannot take this now; nothing was lost by asking. `after_ms` is when to ask again."""

    def __init__(self, after_ms: int) -> None:
        super().__init__(after_ms)
        self.after_ms = after_ms


class Answers:
    """`turns` is the line of waiting runs, `lock` guards it."""

    def __init__(self, turns: Turns, lock: threading.Condition) -> None:
        self._turns, self._lock = turns, lock

    def give(self, shares: Sequence[Share], outcomes: Sequence[Outcome]) -> None:
        """Every run whose last outcome this is gets its answer; one with a gap or a fork gets it at once."""
        start = 0
        for share in shares:
            end = start + len(share.arrivals)
            run, own = share.run, outcomes[start:end]
            start = end
            if run.future.done():
                continue
            run.outcomes.extend(own)
            broken = next((outcome for outcome in own if outcome.verdict in {"gap", "fork"}), None)
            if broken is not None:
                with self._lock:
                    self._turns.drop(run)
                run.future.set_result([*run.outcomes])
            elif len(run.outcomes) == len(run.arrivals):
                run.future.set_result(run.outcomes)

    def put_off(self, shares: Sequence[Share]) -> None:
        """Ask everybody in these shares to come back later."""
        for share in shares:
            with self._lock:
                self._turns.drop(share.run)
        fail(shares, Busy(2_000))


def fail(shares: Sequence[Share], error: BaseException) -> None:
    """Everybody who still waits in these shares gets the error."""
    for share in shares:
        if not share.run.future.done():
            share.run.future.set_exception(error)

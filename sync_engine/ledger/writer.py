"""The one writer of a shard: a thread that takes what waits, decides, commits once for all of it, then answers.

While more waits than one commit takes, the next batch is decided while the one before commits in a thread of its own:
decisions cost the interpreter, commits the database. They stay in one line: a commit begins when the one before has
ended well, and when it has not, what was decided on top of it is decided again.

A commit whose outcome is unknown is decided again from what the database says: what is in already comes out as a
replay. An event that cannot be written, or that an applier stumbles over, is isolated by halving the batch and stored
as deferred.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import sqlalchemy as sa

from sync_engine.ledger.answers import Answers, Busy, fail
from sync_engine.ledger.book import Arrival
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.pen import Databases, Decided, Pen
from sync_engine.ledger.store.failures import is_database_error, is_passing
from sync_engine.ledger.store.locks import Lease, SteppedDown
from sync_engine.ledger.turns import Limits, Run, Share, Turns

RENEW_S = 5.0
MOST_WAITING = 20_000
"""Events that may wait; beyond it a till is asked to come back later."""
PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 2.0)
"""Waits between attempts at a commit that failed for a passing reason."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


@dataclass(slots=True)
class _Chore:
    work: Callable[[sa.Connection], Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class _Flight:
    """A commit in the other thread."""

    shares: list[Share]
    decided: Decided
    end: Future[None]


class Writer:
    """Start it with `start`, give it runs with `submit`, end it with `close`."""

    def __init__(
        self,
        databases: Databases,
        lease: Lease,
        now_ms: Callable[[], int],
        on_commit: Callable[[int], None],
        limits: Limits | None = None,
    ) -> None:
        self._pen = Pen(databases, lease, now_ms, on_commit)
        self._turns, self._chores = Turns(limits or Limits()), deque[_Chore]()
        self._changed = threading.Condition()
        self._answers = Answers(self._turns, self._changed)
        self._closing = threading.Event()
        self._failure: SteppedDown | None = None
        self._thread = threading.Thread(target=self._live, name="ledger-writer")
        self._committing = ThreadPoolExecutor(1, "ledger-commit")
        self._flight: _Flight | None = None

    @property
    def failure(self) -> SteppedDown | None:
        """Why this writer writes no more; None while it does."""
        return self._failure

    @property
    def waiting(self) -> int:
        """How many events wait."""
        return self._turns.depth

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def submit(self, device_id: str, arrivals: Sequence[Arrival]) -> Future[list[Outcome]]:
        """Have the events written; the future has an outcome each once they are durable. A gap or a fork ends the run.

        Raises Busy, SteppedDown; the future fails with the same.
        """
        run = Run(device_id, arrivals)
        with self._changed:
            self._refuse_when_over()
            if self._turns.depth > MOST_WAITING:
                raise Busy(1_000)
            self._turns.put(run)
            self._changed.notify()
        return run.future

    def chore(self, work: Callable[[sa.Connection], _Result]) -> Future[_Result]:
        """Do something small that is no fact (tokens) in a fenced transaction between two commits."""
        future: Future[_Result] = Future()
        future.set_running_or_notify_cancel()
        with self._changed:
            self._refuse_when_over()
            self._chores.append(_Chore(work, future))
            self._changed.notify()
        return future

    def close(self) -> None:
        """Write what waits, then end."""
        with self._changed:
            self._closing.set()
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _refuse_when_over(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._closing.is_set():
            raise Busy(1_000)

    # --- the thread ---

    def _live(self) -> None:
        try:
            while (work := self._next()) is not None:
                self._turn(*work)
        except SteppedDown as over:
            self._step_down(over)
        finally:
            self._committing.shutdown()
            self._pen.let_go()

    def _next(self) -> tuple[list[Share], list[_Chore]] | None:
        """What to do next; nothing at all means that the lease is due. None ends the thread."""
        if self._flight is not None and self._is_idle():
            self._land()
        with self._changed:
            if not (self._turns.depth or self._chores or self._closing.is_set()):
                self._changed.wait(RENEW_S)
            chores = list(self._chores)
            self._chores.clear()
            shares = self._turns.take()
            if self._closing.is_set() and not shares and not chores:
                return None
            return shares, chores

    def _is_idle(self) -> bool:
        with self._changed:
            return not (self._turns.depth or self._chores)

    def _turn(self, shares: list[Share], chores: list[_Chore]) -> None:
        try:
            if chores:
                self._land()
            for chore in chores:
                self._settle(chore)
            if shares:
                self._take_on(shares)
            elif not chores:
                self._pen.fenced(lambda _: None)
        except SteppedDown as over:
            fail(shares, over)
            raise
        except Exception as error:  # the border of the writer: one bad turn must not end all trade
            self._pen.forget()
            if not isinstance(error, Busy):
                _log.exception("a turn of the writer failed")
            self._answers.put_off(shares)

    def _settle(self, chore: _Chore) -> None:
        try:
            result = self._pen.fenced(chore.work)
        except SteppedDown as over:
            chore.future.set_exception(over)
            raise
        except Exception as error:  # the border of a chore: its caller gets the error
            self._pen.forget()
            chore.future.set_exception(error)
        else:
            chore.future.set_result(result)

    def _step_down(self, over: SteppedDown) -> None:
        _log.error("%s", over)
        with self._changed:
            self._failure = over
            left, chores = self._turns.clear(), list(self._chores)
            self._chores.clear()
        for future in [*(run.future for run in left), *(chore.future for chore in chores)]:
            if not future.done():
                future.set_exception(over)

    # --- one commit ahead ---

    def _take_on(self, shares: list[Share]) -> None:
        """Decide while the commit before goes on; then commit: in the other thread when more is waiting."""
        batch = [arrival for share in shares for arrival in share.arrivals]
        first = self._tried_to_decide(batch)
        done = first if self._flight is None or self._land_well(first) else None
        if isinstance(done, Decided) and done.effects.is_remembered and not self._is_idle():
            end = self._committing.submit(self._fly, shares, done)
            self._flight = _Flight(shares, done, end)
        else:
            self._answers.give(shares, self._written(batch, done))

    def _land_well(self, done: Decided | Exception) -> bool:
        """Tell whether `done` still stands once the commit before has ended."""
        if self._land() and not isinstance(done, Exception):
            return True
        self._pen.forget()
        return False

    def _fly(self, shares: list[Share], decided: Decided) -> None:
        self._pen.commit(decided)
        self._answers.give(shares, decided.effects.outcomes)

    def _land(self) -> bool:
        """Wait for the commit in the other thread. False: it failed, was made good, and nothing is remembered."""
        flight, self._flight = self._flight, None
        if flight is None or (error := flight.end.exception()) is None:
            return True
        if not isinstance(error, Exception) or isinstance(error, SteppedDown):
            fail(flight.shares, error)
            raise error
        self._pen.forget()
        try:
            self._answers.give(flight.shares, self._written(flight.decided.batch, error))
        except Busy:
            self._answers.put_off(flight.shares)
        return False

    # --- writing ---

    def _written(self, batch: Sequence[Arrival], done: Decided | Exception | None = None) -> list[Outcome]:
        """Commit the batch and return its outcomes; halve it when something in it cannot be written.

        `done` is how far a first attempt has come.
        """
        for pause in (*PAUSES_S, None):
            outcomes = self._tried(batch, done)
            if not isinstance(outcomes, Exception):
                return outcomes
            done = None
            if not is_passing(outcomes):
                return self._halved(batch, outcomes)
            if pause is None:
                raise Busy(2_000) from outcomes
            self._closing.wait(pause)
        raise AssertionError

    def _tried(self, batch: Sequence[Arrival], done: Decided | Exception | None) -> list[Outcome] | Exception:
        decided = done or self._tried_to_decide(batch)
        if isinstance(decided, Exception):
            return decided
        try:
            self._pen.commit(decided)
        except SteppedDown:
            raise
        except Exception as error:  # the border of the writer: a poisonous event must not stop the others
            self._pen.forget()
            return error
        return decided.effects.outcomes

    def _tried_to_decide(self, batch: Sequence[Arrival]) -> Decided | Exception:
        try:
            return self._pen.decide(batch, self._flight.decided if self._flight else None)
        except Exception as error:  # the border of the writer: a poisonous event must not stop the others
            if self._flight is None:
                self._pen.forget()
            return error

    def _halved(self, batch: Sequence[Arrival], error: Exception) -> list[Outcome]:
        if len(batch) > 1:
            middle = len(batch) // 2
            return self._written(batch[:middle]) + self._written(batch[middle:])
        if batch[0].fault is not None:
            raise error  # not even the mere storing of it works: nothing that halving could isolate
        reason = "not_storable" if is_database_error(error) or isinstance(error, OverflowError) else "applier_bug"
        _log.error("an event is deferred as %s: %s", reason, batch[0].event.header, exc_info=error)
        return self._written([replace(batch[0], fact=None, fault=reason)])

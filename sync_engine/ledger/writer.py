"""The one writer of a shard: a thread that takes what waits, decides, commits once for all of it, then answers.

A commit whose outcome is unknown is decided again from what the database says: what is in already comes out as a
replay. An event that cannot be written, or that an applier stumbles over, is isolated by halving the batch and stored
as deferred.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import sqlalchemy as sa

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.book import Arrival
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.pen import Databases, Pen
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


class Busy(Unavailable):
    """The ledger cannot take this now; nothing was lost by asking. `after_ms` is when to ask again."""

    def __init__(self, after_ms: int) -> None:
        super().__init__(after_ms)
        self.after_ms = after_ms


@dataclass(slots=True)
class _Chore:
    work: Callable[[sa.Connection], Any]
    future: Future[Any]


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
        self._closing = threading.Event()
        self._failure: SteppedDown | None = None
        self._thread = threading.Thread(target=self._live, name="ledger-writer")

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
            self._pen.let_go()

    def _next(self) -> tuple[list[Share], list[_Chore]] | None:
        """What to do next; nothing at all means that the lease is due. None ends the thread."""
        with self._changed:
            if not (self._turns.depth or self._chores or self._closing.is_set()):
                self._changed.wait(RENEW_S)
            chores = list(self._chores)
            self._chores.clear()
            shares = self._turns.take()
            if self._closing.is_set() and not shares and not chores:
                return None
            return shares, chores

    def _turn(self, shares: list[Share], chores: list[_Chore]) -> None:
        try:
            for chore in chores:
                self._settle(chore)
            if shares:
                self._answer(shares, self._written([a for share in shares for a in share.arrivals]))
            elif not chores:
                self._pen.fenced(lambda _: None)
        except SteppedDown as over:
            _fail(shares, over)
            raise
        except Exception as error:  # the border of the writer: one bad turn must not end all trade
            self._pen.forget()
            if not isinstance(error, Busy):
                _log.exception("a turn of the writer failed")
            self._give_up(shares)

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

    # --- writing ---

    def _written(self, batch: Sequence[Arrival]) -> list[Outcome]:
        """Commit the batch and return its outcomes; halve it when something in it cannot be written."""
        for pause in (*PAUSES_S, None):
            done = self._tried(batch)
            if not isinstance(done, Exception):
                return done
            if not is_passing(done):
                return self._halved(batch, done)
            if pause is None:
                raise Busy(2_000) from done
            self._closing.wait(pause)
        raise AssertionError

    def _tried(self, batch: Sequence[Arrival]) -> list[Outcome] | Exception:
        try:
            return self._pen.write(batch)
        except SteppedDown:
            raise
        except Exception as error:  # the border of the writer: a poisonous event must not stop the others
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

    # --- answering ---

    def _answer(self, shares: list[Share], outcomes: list[Outcome]) -> None:
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
                with self._changed:
                    self._turns.drop(run)
                run.future.set_result([*run.outcomes])
            elif len(run.outcomes) == len(run.arrivals):
                run.future.set_result(run.outcomes)

    def _give_up(self, shares: list[Share]) -> None:
        for share in shares:
            with self._changed:
                self._turns.drop(share.run)
            if not share.run.future.done():
                share.run.future.set_exception(Busy(2_000))


def _fail(shares: list[Share], error: Exception) -> None:
    for share in shares:
        if not share.run.future.done():
            share.run.future.set_exception(error)

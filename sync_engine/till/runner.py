"""Drives the engine with real threads: one loop that thinks, and one worker each for the way up, the way down, the
stream, the replica and the look through it, so that none waits for another.

Knows ports only. A worker that dies of a bug ends the whole run: whoever started it starts it anew.
"""

import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sync_engine.sql.replica_check import give_way
from sync_engine.till.credential import Credential
from sync_engine.till.downward import Downward, Stage, listen
from sync_engine.till.engine import Engine
from sync_engine.till.ports import Journal, Ledger, Listener, Replica, Stream
from sync_engine.till.renewal import Identity
from sync_engine.till.signals import (
    Apply,
    ApplyFailed,
    CloseLive,
    FetchSnapshot,
    Input,
    JournalGrew,
    LiveOpened,
    LivePaged,
    OpenLive,
    Output,
    Report,
    RetryNow,
    SaveAck,
    SaveToken,
    SendFeed,
    SendHello,
    SendPush,
    Tick,
)
from sync_engine.till.upward import Introduction, Upward, answer_to
from sync_engine.till.worker import Worker
from sync_engine.till.writing import Writing

LOG = logging.getLogger(__name__)
LONGEST_SLEEP_S = 60.0
CHECK_AFTER_S = 20.0
"""How long after the start the replica is looked through: the first sales shall not wait for the disk."""
GRACE_S = 5.0
MOST_LIVE_PAGES = 8
"""Pages of the stream that may wait for the replica; beyond it the stream is not read, which slows its sender."""

_Call = Literal["wake", "stop", "crash"]


@dataclass(frozen=True, slots=True)
class World:
    """Everything outside that a run needs. `folder` takes the downloads."""

    ledger: Ledger
    journal: Journal
    replica: Replica
    listener: Listener
    credential: Credential
    introduction: Introduction
    folder: Path
    identity: Identity | None = None


class Runner:
    """`run` in one thread; `wake`, `retry`, `token_saved` and `stop` from any."""

    def __init__(
        self, world: World, chance: Callable[[], float] = random.random, check_after_s: float = CHECK_AFTER_S
    ) -> None:
        self._world = world
        self._check_after_s, self._is_ending = check_after_s, threading.Event()
        self._engine = Engine(chance)
        self._inbox: queue.SimpleQueue[Input | _Call] = queue.SimpleQueue()
        self._is_woken = threading.Event()
        self._upward = Upward(world.ledger, world.journal, world.introduction, identity=world.identity)
        self._downward = Downward(world.ledger, world.folder, self._inbox.put)
        self._writing = Writing(world.replica, world.listener)
        self._live = _Live(world.ledger, self._inbox.put)
        self._up = Worker[SendHello | SendPush]("sync-up", self._do_up, self._crash)
        self._down = Worker[SendFeed | FetchSnapshot]("sync-down", self._do_down, self._crash)
        self._stream = Worker[OpenLive]("sync-live", self._live.follow, self._crash)
        self._write = Worker[Apply | SaveAck | Stage]("sync-write", self._do_write, self._crash)
        self._check = Worker[float]("sync-check", self._do_check, self._crash)

    def run(self) -> bool:
        """Sync until `stop`; True when it ended because of that, False when a worker crashed.

        Raises Unavailable when the journal cannot be read at the start.
        """
        started = self._world.replica.started(self._world.journal.head())
        workers = (self._up, self._down, self._stream, self._write, self._check)
        for worker in workers:
            worker.start()
        self._check.put(self._check_after_s)
        try:
            self._step(started)
            return self._loop()
        finally:
            self._live.close_all()
            self._is_ending.set()
            for worker in workers:
                worker.end()
            ends_s = time.monotonic() + GRACE_S
            for worker in workers:
                worker.join(max(0.0, ends_s - time.monotonic()))

    def wake(self) -> None:
        """The journal grew. Many calls before the journal is looked at count as one."""
        if not self._is_woken.is_set():
            self._is_woken.set()
            self._inbox.put("wake")

    def retry(self) -> None:
        """Do not wait out a backoff."""
        self._inbox.put(RetryNow())

    def token_saved(self) -> None:
        """The credential reported last is stored."""
        self._world.credential.saved()

    def stop(self) -> None:
        """End the run after what is in flight."""
        self._inbox.put("stop")

    # --- the loop that thinks ---

    def _loop(self) -> bool:
        ends_s: float | None = None
        while ends_s is None or (not self._engine.is_quiet and time.monotonic() < ends_s):
            told = self._next(ends_s)
            if told == "crash":
                return False
            if told == "stop":
                ends_s = time.monotonic() + GRACE_S
                self._engine.stop()
            elif told == "wake":
                self._is_woken.clear()
                self._look_at_journal()
            elif not isinstance(told, str):
                self._step(told)
        return True

    def _next(self, ends_s: float | None) -> Input | _Call:
        wake_ms = self._engine.wake_at_ms
        sleep_s = LONGEST_SLEEP_S if wake_ms is None else max(0.0, wake_ms / 1000 - time.monotonic())
        if ends_s is not None:
            sleep_s = min(sleep_s, max(0.0, ends_s - time.monotonic()))
        try:
            return self._inbox.get(timeout=min(sleep_s, LONGEST_SLEEP_S))
        except queue.Empty:
            return Tick()

    def _look_at_journal(self) -> None:
        told = answer_to(0, lambda: JournalGrew(self._world.journal.head().seq))
        self._step(told)  # an unreadable journal is a Broken of no request: left aside, the next wake looks again

    def _step(self, told: Input) -> None:
        orders = self._engine.step(time.monotonic_ns() // 1_000_000, told)
        for order in orders:
            self._carry_out(order)
        if isinstance(told, LivePaged) and not any(isinstance(order, Apply) for order in orders):
            self._live.page_done()

    def _carry_out(self, order: Output) -> None:
        match order:
            case SendHello() | SendPush():
                self._up.put(order)
            case SendFeed() | FetchSnapshot():
                self._down.put(order)
            case Apply() | SaveAck():
                self._write.put(order)
            case OpenLive():
                self._stream.put(order)
            case CloseLive():
                self._live.close(order.request_id)
            case SaveToken():
                if self._world.credential.offer(order.token):
                    self._world.listener.token(order.token)
            case Report():
                self._world.listener.status(order.status)

    # --- the workers ---

    def _do_up(self, order: SendHello | SendPush) -> None:
        self._inbox.put(self._upward.perform(order))

    def _do_down(self, order: SendFeed | FetchSnapshot) -> None:
        answer = self._downward.perform(order)
        if isinstance(answer, Stage):
            self._write.put(answer)
        else:
            self._inbox.put(answer)

    def _do_write(self, order: Apply | SaveAck | Stage) -> None:
        told = self._writing.perform(order)
        if told is not None:
            self._inbox.put(told)
        if isinstance(order, Apply):
            self._live.page_done()

    def _do_check(self, after_s: float) -> None:
        """Once, when the till has settled: a file that the disk has damaged is fetched anew, the way a new till gets
        its first. Until it is here the old one is read as far as it can be.
        """
        give_way()
        if self._is_ending.wait(after_s):
            return
        found = self._world.replica.damage(lambda: not self._is_ending.is_set())
        if found is not None:
            LOG.warning("the catalogue is damaged and will be fetched anew: %s", found)
            self._inbox.put(ApplyFailed("replica_damaged", None))

    def _crash(self) -> None:
        self._inbox.put("crash")


class _Live:
    """The one open stream, and how many of its pages are under way."""

    def __init__(self, ledger: Ledger, post: Callable[[Input], None]) -> None:
        self._ledger, self._post = ledger, post
        self._lock = threading.Lock()
        self._streams: dict[int, Stream] = {}
        self._closed_up_to = 0
        self._room = threading.Condition()
        self._under_way = 0

    def follow(self, order: OpenLive) -> None:
        """Open the stream and pass on what it says until it ends."""
        self._post(answer_to(order.request_id, lambda: self._follow(order)))

    def _follow(self, order: OpenLive) -> Input:
        stream = self._ledger.live(order.cursor)
        with self._lock:
            if order.request_id <= self._closed_up_to:
                stream.close()
            self._streams[order.request_id] = stream
        try:
            self._post(LiveOpened(order.request_id))
            listen(order.request_id, stream, self._post_page)
        finally:
            with self._lock:
                del self._streams[order.request_id]
        return Tick()

    def _post_page(self, told: Input) -> None:
        if isinstance(told, LivePaged):
            with self._room:
                self._room.wait_for(lambda: self._under_way < MOST_LIVE_PAGES, timeout=GRACE_S)
                self._under_way += 1
        self._post(told)

    def page_done(self) -> None:
        """One page less is under way (pages that were asked for count too, which does no harm)."""
        with self._room:
            self._under_way = max(0, self._under_way - 1)
            self._room.notify()

    def close(self, request_id: int) -> None:
        """Close the stream of that request, and do not open it if it is still to come."""
        with self._lock:
            self._closed_up_to = max(self._closed_up_to, request_id)
            stream = self._streams.get(request_id)
        if stream is not None:
            stream.close()

    def close_all(self) -> None:
        """The end."""
        with self._lock:
            streams = list(self._streams)
        for request_id in streams:
            self.close(request_id)

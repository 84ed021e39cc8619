"""Starts the sync program beside the till and keeps it running; passes on what it says. Knows no network and no SQL.

The till sells on whether it runs or not. Keys reach it through its standard input alone; the end of that input is what
tells it that the till is gone, so a till that was killed leaves no sync program behind, on any platform.
"""

import json
import logging
import queue
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import fields, replace
from pathlib import Path
from typing import IO, Any, Protocol

from pos_client.errand import Errand
from sync_engine.domain.errors import Unavailable
from sync_engine.protocol.questions import Question, Told
from sync_engine.till.backoff import Backoff
from sync_engine.till.questions import WITHIN_S, PendingQuestions
from sync_engine.till.status import Status

LOG = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "pos_client.sync_main")
LONGEST_RESTART_MS = 30_000
LONG_RUN_S = 60.0
STOP_S = 8.0
LARGEST_LOG = 1_000_000

_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


class SyncListener(Protocol):
    """Who is told, from a thread of this module: be brief or pass it on."""

    def status(self, status: Status) -> None:
        """How fresh this till is."""

    def token(self, token: str) -> None:
        """Store this credential durably; it is used once this returns."""

    def changed(self, topics: frozenset[str]) -> None:
        """The replica has new rows of these topics; `replica`: open it anew, `ack`: acknowledgements moved."""


class Syncing:
    """`errand` is asked at each start, so that it holds the credential stored last."""

    def __init__(
        self,
        errand: Callable[[], Errand],
        listener: SyncListener,
        *,
        command: Sequence[str] = COMMAND,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._errand, self._listener, self._command = errand, listener, tuple(command)
        self._backoff = Backoff(chance, LONGEST_RESTART_MS)
        self._is_stopping = threading.Event()
        self._said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._is_waking = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._status = Status()
        self._questions = PendingQuestions()
        self._thread = threading.Thread(target=self._supervise, name="syncing", daemon=True)
        self._speaker = threading.Thread(target=self._speak, name="syncing-speaker", daemon=True)

    @property
    def status(self) -> Status:
        """What was reported last."""
        return self._status

    @property
    def child_pid(self) -> int | None:
        """The process id of the running program."""
        child = self._child
        return child.pid if child else None

    def start(self) -> None:
        """Start the program and watch it."""
        self._thread.start()
        self._speaker.start()

    def wake(self) -> None:
        """Something was recorded. Never waits; calls that meet an unsent wake-up count as one."""
        if not self._is_waking.is_set():
            self._is_waking.set()
            self._said.put('{"wake":true}\n')

    def retry(self) -> None:
        """Try the connection now."""
        self._said.put('{"retry":true}\n')

    def ask(self, question: Question, within_s: float = WITHIN_S) -> "Future[Told]":
        """Ask the ledger. Never waits: the answer comes to the future, or NotAnswered does.

        A future that nothing was heard of within `within_s` stays open until the next question is asked; who waits
        for it gives `within_s` as its own limit too.
        """
        said, told = self._questions.ask(question, within_s)
        if self._child is None:
            self._questions.give_up("sync_stopped")
        else:
            self._said.put(json.dumps(said) + "\n")
        return told

    def restart(self) -> None:
        """End the program and start it anew, with an errand of then."""
        with self._lock:
            child = self._child
        if child is not None:
            _close_quietly(child.stdin)

    def stop(self, timeout_s: float = STOP_S) -> None:
        """End the program after what it has in flight, at the latest after `timeout_s`, and the threads with it."""
        self._is_stopping.set()
        self._said.put(None)
        with self._lock:
            child = self._child
        if child is not None:
            _close_quietly(child.stdin)
            _end(child, timeout_s)
        for thread in (self._thread, self._speaker):
            if thread.is_alive():
                thread.join(timeout_s)

    # --- watching ---

    def _supervise(self) -> None:
        while not self._is_stopping.is_set():
            began_s = time.monotonic()
            status = self._run_once()
            if self._is_stopping.is_set():
                return
            LOG.info("the sync program ended with status %s", status)
            if time.monotonic() - began_s > LONG_RUN_S:
                self._backoff.reset()
            self._report(replace(self._status, state="offline", detail="sync_stopped", progress=None))
            self._is_stopping.wait(self._backoff.next_ms() / 1000)

    def _run_once(self) -> int | None:
        """Start the program and hear it out. None: it did not come to that."""
        try:
            child = self._started(self._errand())
        except (Unavailable, OSError) as trouble:
            LOG.info("the sync program cannot be started: %s", trouble)
            return None
        if child is None:
            return None
        try:
            assert child.stdout is not None
            for line in child.stdout:
                self._hear(line)
        finally:
            _close_quietly(child.stdin)
            status: int = child.wait()
            _close_quietly(child.stdout)
            with self._lock:
                self._child = None
            self._questions.give_up("sync_stopped")
        return status

    def _started(self, errand: Errand) -> subprocess.Popen[str] | None:
        """The errand is the first thing said: whoever speaks meanwhile waits for the lock."""
        with _log_file(errand.home) as log, self._lock:
            if self._is_stopping.is_set():
                return None
            child = subprocess.Popen(  # noqa: S603 - our own program, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                creationflags=_NO_WINDOW,
            )
            _write(child, errand.line())
            self._child = child
        return child

    def _hear(self, line: str) -> None:
        try:
            told = json.loads(line)
        except ValueError:
            LOG.info("the sync program said something that is no JSON")
            return
        if "status" in told:
            self._report(_status(told["status"]))
        if "token" in told:
            self._store(told["token"])
        if "changed" in told:
            self._listener.changed(frozenset(told["changed"]))
        if "answer" in told:
            self._questions.answered(told["answer"])

    def _store(self, token: str) -> None:
        try:
            self._listener.token(token)
        except Unavailable as trouble:
            LOG.info("the credential was not stored, so the old one stays in use: %s", trouble)
            return
        self._said.put('{"token_saved":true}\n')

    def _report(self, status: Status) -> None:
        self._status = status
        self._listener.status(status)

    # --- speaking: a program that does not read must not hold up the till ---

    def _speak(self) -> None:
        while (line := self._said.get()) is not None:
            if line.startswith('{"wake"'):
                self._is_waking.clear()
            with self._lock:
                child = self._child
            if child is not None:
                _write(child, line)


def _write(child: subprocess.Popen[str], line: str) -> None:
    assert child.stdin is not None
    try:
        child.stdin.write(line)
        child.stdin.flush()
    except (OSError, ValueError):
        LOG.info("the sync program does not listen any more")


def _status(told: Mapping[str, Any]) -> Status:
    known = {field.name for field in fields(Status)}
    return Status(**{key: value for key, value in told.items() if key in known})


def _log_file(home: Path) -> IO[bytes]:
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sync.log"
    is_long = path.exists() and path.stat().st_size > LARGEST_LOG
    return path.open("wb" if is_long else "ab")


def _close_quietly(stream: IO[str] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except (OSError, ValueError):
        LOG.debug("a pipe was closed with something left in it")


def _end(child: subprocess.Popen[str], timeout_s: float) -> None:
    for act in (child.terminate, child.kill):
        try:
            child.wait(timeout_s)
            return
        except subprocess.TimeoutExpired:
            act()
            timeout_s = 2.0

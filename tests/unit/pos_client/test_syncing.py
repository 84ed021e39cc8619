"""The parent of the sync program: starts it, feeds it, restarts it, stores its credentials, ends it."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pos_client.errand import Errand
from pos_client.syncing import Syncing
from sync_engine.domain.errors import Unavailable
from sync_engine.till.status import Status

PATIENCE_S = 20

# A stand-in that speaks the same lines: it tells its errand back, answers wake-ups and dies or hangs when told to.
STAND_IN = """
import json, sys
def say(**what): print(json.dumps(what), flush=True)
errand = json.loads(sys.stdin.readline())
say(status={"state": "live", "unsent": 0, "detail": errand["token"], "head": 3, "newer_field": 1})
say(token=errand["token"] + "+")
print("no JSON", flush=True)
for line in sys.stdin:
    told = json.loads(line)
    if "wake" in told:
        say(changed=["stock", "ack"])
    if "retry" in told:
        sys.exit(3)
    if "token_saved" in told:
        say(status={"state": "live", "unsent": 0, "detail": "saved", "head": 3})
"""
DEAF = "import time\ntime.sleep(60)\n"


@dataclass
class Screen:
    tokens: list[str] = field(default_factory=lambda: ["t"])
    statuses: list[Status] = field(default_factory=list)
    topics: list[frozenset[str]] = field(default_factory=list)
    is_vault_open: bool = True
    _heard: threading.Condition = field(default_factory=threading.Condition)

    def status(self, status: Status) -> None:
        with self._heard:
            self.statuses.append(status)
            self._heard.notify_all()

    def token(self, token: str) -> None:
        if not self.is_vault_open:
            raise Unavailable("vault")
        self.tokens.append(token)

    def changed(self, topics: frozenset[str]) -> None:
        with self._heard:
            self.topics.append(topics)
            self._heard.notify_all()

    def wait_for(self, is_there: Callable[[], bool]) -> None:
        with self._heard:
            assert self._heard.wait_for(is_there, PATIENCE_S), self.statuses

    def details(self) -> list[str]:
        return [status.detail for status in self.statuses]


@contextmanager
def syncing(home: Path, screen: Screen, program: str = STAND_IN) -> Iterator[Syncing]:
    def errand() -> Errand:
        return Errand(home, "http://127.0.0.1:1", "d_1", "i1", screen.tokens[-1], bytes(32), bytes(32), bytes(32))

    one = Syncing(errand, screen, command=(sys.executable, "-c", program), chance=lambda: 0.0)
    one.start()
    try:
        yield one
    finally:
        one.stop(0.3 if program == DEAF else PATIENCE_S)


def test_what_the_program_says_is_passed_on(tmp_path: Path) -> None:
    screen = Screen()
    with syncing(tmp_path, screen) as one:
        screen.wait_for(lambda: "saved" in screen.details())
        assert one.status == Status("live", head=3, detail="saved")
    assert screen.tokens == ["t", "t+"]


def test_a_wake_up_reaches_the_program(tmp_path: Path) -> None:
    screen = Screen()
    with syncing(tmp_path, screen) as one:
        screen.wait_for(lambda: "saved" in screen.details())
        one.wake()
        screen.wait_for(lambda: screen.topics == [frozenset({"stock", "ack"})])


def test_a_program_that_ends_is_started_again_with_the_credential_stored_last(tmp_path: Path) -> None:
    screen = Screen()
    with syncing(tmp_path, screen) as one:
        screen.wait_for(lambda: "saved" in screen.details())
        first = one.child_pid
        one.retry()
        screen.wait_for(lambda: "sync_stopped" in screen.details())
        screen.wait_for(lambda: "t+" in screen.details())
        assert one.child_pid != first


def test_a_credential_that_could_not_be_stored_is_not_confirmed(tmp_path: Path) -> None:
    screen = Screen(is_vault_open=False)
    with syncing(tmp_path, screen) as one:
        screen.wait_for(lambda: "t" in screen.details())
        one.wake()
        screen.wait_for(lambda: bool(screen.topics))
        assert "saved" not in screen.details()


def test_a_program_that_does_not_listen_is_ended_all_the_same(tmp_path: Path) -> None:
    screen = Screen()
    with syncing(tmp_path, screen, DEAF) as one:
        for _ in range(1_000):
            one.wake()
    assert one.child_pid is None


def test_a_program_that_cannot_be_started_does_not_stop_the_till(tmp_path: Path) -> None:
    screen = Screen()
    one = Syncing(
        lambda: Errand(tmp_path, "", "d", "i", "t", b"", b"", b""),
        screen,
        command=("./no-such-program",),
        chance=lambda: 0.0,
    )
    one.start()
    screen.wait_for(lambda: screen.details().count("sync_stopped") >= 2)
    one.wake()
    one.stop()


def test_an_errand_travels_in_one_line_and_shows_no_secret_when_printed() -> None:
    keys = (b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)
    errand = Errand(Path("h"), "http://127.0.0.1:1", "d_1", "i1", "token-7", *keys, "1.0")
    assert errand.line().count("\n") == 1
    assert Errand.read(errand.line()) == errand
    assert "token-7" not in repr(errand)
    assert "01" * 32 not in repr(errand)


@pytest.mark.parametrize("line", ["", "{}", "[]", "no", '{"home": "h", "journal_key": "zz"}'])
def test_a_line_that_is_no_errand_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Errand.read(line)

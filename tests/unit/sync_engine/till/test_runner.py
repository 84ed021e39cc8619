"""Threads around the engine: what is ordered is done, what crashes ends the run, what is in flight may finish."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sync_engine.protocol.messages import (
    Beat,
    FeedPage,
    HelloAnswer,
    HelloRequest,
    PushAnswer,
    PushRequest,
    RenewAnswer,
    RenewRequest,
    SnapshotAnswer,
    SnapshotWait,
)
from sync_engine.sql.journal_events import JournalHead, StoredEvent
from sync_engine.till.credential import Credential
from sync_engine.till.ports import Download, NoAnswer
from sync_engine.till.runner import Runner, World
from sync_engine.till.signals import SaveAck, Started
from sync_engine.till.status import Status
from sync_engine.till.upward import Introduction
from tests.helpers.sync_words import beat, hello_answer, page, push_answer

PATIENCE_S = 10


@dataclass
class QuietStream:
    """Says what a test puts in; None ends it."""

    words: "queue.SimpleQueue[FeedPage | Beat | None]" = field(default_factory=queue.SimpleQueue)

    def __iter__(self) -> Iterator[FeedPage | Beat]:
        while (said := self.words.get()) is not None:
            yield said

    def close(self) -> None:
        self.words.put(None)


@dataclass
class FakeLedger:
    """Acknowledges everything; a test may hold back pushes or make them fail."""

    stream: QuietStream = field(default_factory=QuietStream)
    may_push: threading.Event = field(default_factory=threading.Event)
    pushed: list[int] = field(default_factory=list)
    bug: Exception | None = None
    snapshots_asked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def renew(self, request: RenewRequest) -> RenewAnswer:
        raise NotImplementedError

    def hello(self, request: HelloRequest) -> HelloAnswer:
        return hello_answer(0)

    def push(self, request: PushRequest) -> PushAnswer:
        if self.bug is not None:
            raise self.bug
        assert self.may_push.wait(PATIENCE_S)
        self.pushed += [event.seq for event in request.events]
        return push_answer(request.events[-1].seq)

    def feed(self, cursor: str) -> FeedPage:
        return page(7, 7)

    def live(self, cursor: str) -> QuietStream:
        return self.stream

    def snapshot(self) -> SnapshotAnswer | SnapshotWait:
        self.snapshots_asked.release()
        raise NoAnswer("unreachable")

    def download(self, file: str, offset: int) -> AbstractContextManager[Download]:
        raise NotImplementedError

    def close(self) -> None:
        return


@dataclass
class FakeJournal:
    """Events without content."""

    seqs: list[int] = field(default_factory=list)

    def head(self) -> JournalHead:
        return JournalHead(1, len(self.seqs), bytes(32))

    def read(self, incarnation: int, from_seq: int, max_events: int, max_bytes: int) -> list[StoredEvent]:
        run = self.seqs[from_seq - 1 : from_seq - 1 + max_events]
        return [StoredEvent(seq, f"e{seq}", "sale", 1, "e1", 7, b"h", b"p", b"s", b"{}") for seq in run]


@dataclass
class FakeReplica:
    """Keeps what it is told."""

    applied: list[int] = field(default_factory=list)
    acks: list[int] = field(default_factory=list)
    checks: int = 0
    damaged: str | None = None

    def started(self, head: JournalHead) -> Started:
        return Started(head.incarnation, head.seq, "e1:7:1", 0)

    def apply(self, said: FeedPage) -> frozenset[str]:
        self.applied.append(said.to_pos)
        return frozenset({"stock"})

    def cursor(self) -> str | None:
        return "e1:7:1"

    def acknowledge(self, ack: SaveAck) -> None:
        self.acks.append(ack.acked_seq)

    def stage(self, answer: SnapshotAnswer) -> str:
        raise NotImplementedError

    def damage(self, is_wanted: Callable[[], bool]) -> str | None:
        self.checks += 1
        return self.damaged

    def sweep(self) -> None:
        return


@dataclass
class Ear:
    """Hears and lets a test wait."""

    heard: list[Status] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    topics: list[frozenset[str]] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def status(self, status: Status) -> None:
        with self._news:
            self.heard.append(status)
            self._news.notify_all()

    def token(self, token: str) -> None:
        self.tokens.append(token)

    def changed(self, topics: frozenset[str]) -> None:
        with self._news:
            self.topics.append(topics)
            self._news.notify_all()

    def wait_for_state(self, state: str, unsent: int = 0) -> None:
        with self._news:
            assert self._news.wait_for(
                lambda: bool(self.heard) and (self.heard[-1].state, self.heard[-1].unsent) == (state, unsent),
                PATIENCE_S,
            ), self.heard

    def wait_for_topics(self, count: int) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self.topics.count(frozenset({"stock"})) >= count, PATIENCE_S)


@dataclass
class Till:
    """A runner in a thread, with its fakes."""

    ledger: FakeLedger
    journal: FakeJournal
    replica: FakeReplica
    ear: Ear
    credential: Credential
    runner: Runner
    ends: list[bool] = field(default_factory=list)

    def sell(self) -> None:
        self.journal.seqs.append(len(self.journal.seqs) + 1)
        self.runner.wake()


@contextmanager
def running(tmp_path: Path, damaged: str | None = None, check_after_s: float = 3_600) -> Iterator[Till]:
    ledger, journal, replica, ear = FakeLedger(), FakeJournal(), FakeReplica(damaged=damaged), Ear()
    ledger.may_push.set()
    credential = Credential("t1")
    world = World(ledger, journal, replica, ear, credential, Introduction("i1", "test"), tmp_path)
    till = Till(ledger, journal, replica, ear, credential, Runner(world, lambda: 0.0, check_after_s))
    thread = threading.Thread(target=lambda: till.ends.append(till.runner.run()))
    thread.start()
    try:
        yield till
    finally:
        till.runner.stop()
        thread.join(PATIENCE_S)


def test_a_sale_goes_up_and_its_acknowledgement_is_kept(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        till.sell()
        till.ear.wait_for_state("live", 0)
    assert till.ledger.pushed == [1]
    assert till.replica.acks == [0, 1]
    assert till.ends == [True]


def test_pages_of_the_stream_are_applied_while_a_push_hangs(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        till.ledger.may_push.clear()
        till.sell()
        till.ear.wait_for_state("live", 1)
        for pos in range(8, 40):
            till.ledger.stream.words.put(page(pos - 1, pos))
        till.ear.wait_for_topics(33)
        assert till.replica.applied == list(range(7, 40))
        till.ledger.may_push.set()
        till.ear.wait_for_state("live", 0)


def test_pages_that_are_left_aside_do_not_stop_the_stream(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        for _ in range(30):
            till.ledger.stream.words.put(page(5, 6))
        till.ledger.stream.words.put(beat(7))
        till.ledger.stream.words.put(page(7, 8))
        till.ear.wait_for_topics(2)
        assert till.replica.applied == [7, 8]


def test_what_is_in_flight_at_the_end_is_still_acknowledged(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        till.ledger.may_push.clear()
        till.sell()
        till.ear.wait_for_state("live", 1)
        till.runner.stop()
        till.ledger.may_push.set()
    assert till.replica.acks == [0, 1]


def test_a_credential_is_offered_and_used_after_the_word_that_it_is_stored(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        assert (till.ear.tokens, till.credential.current()) == (["t2"], "t1")
        till.runner.token_saved()
        assert till.credential.current() == "t2"


def test_an_outage_is_said_and_a_retry_is_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        till.ledger.bug = NoAnswer("unreachable")
        till.ledger.stream.close()
        till.sell()
        till.ear.wait_for_state("live", 1)
        till.ledger.bug = None
        till.runner.retry()
        till.ear.wait_for_state("live", 0)


@pytest.mark.expects_log
def test_a_damaged_catalogue_is_fetched_anew_while_sales_go_up(tmp_path: Path) -> None:
    with running(tmp_path, damaged="page 7", check_after_s=0) as till:
        assert till.ledger.snapshots_asked.acquire(timeout=PATIENCE_S)
        till.sell()
        till.ear.wait_for_state("catching_up")
    assert (till.ends, till.ledger.pushed) == ([True], [1])


def test_a_whole_catalogue_stays_and_is_looked_through_once(tmp_path: Path) -> None:
    with running(tmp_path, check_after_s=0) as till:
        till.ear.wait_for_state("live")
        till.sell()
        till.ear.wait_for_state("live", 0)
    assert (till.replica.checks, till.ledger.snapshots_asked.acquire(blocking=False)) == (1, False)


def test_the_end_does_not_wait_for_a_look_that_was_not_begun(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
    assert (till.ends, till.replica.checks) == ([True], 0)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_a_worker_ends_the_run(tmp_path: Path) -> None:
    with running(tmp_path) as till:
        till.ear.wait_for_state("live")
        till.ledger.bug = ZeroDivisionError()
        till.sell()
    assert till.ends == [False]

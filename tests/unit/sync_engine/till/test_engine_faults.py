"""Whatever a network does to requests and answers: once it stops, all is acknowledged once and every page is in."""

import heapq
import itertools
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from sync_engine.protocol.messages import FeedPage
from sync_engine.till import signals as s
from sync_engine.till.engine import Engine
from tests.helpers.sync_words import error, hello_answer, page, push_answer

FAULTS = ("none", "lost_request", "lost_answer", "doubled", "delayed", "declined", "garbled")


@dataclass
class ModelLedger:
    """Takes runs in sequence; each event makes one feed position."""

    booked: list[int] = field(default_factory=list)

    def push(self, order: s.SendPush, journal: int) -> s.Input:
        expected = len(self.booked) + 1
        last = min(journal, order.from_seq + order.max_events - 1)
        if order.from_seq > expected:
            return s.Declined(order.request_id, 409, error("seq_gap", expected=expected))
        self.booked += range(expected, last + 1)
        return s.PushAnswered(order.request_id, push_answer(max(last, expected - 1)), last)

    def page_after(self, cursor: str) -> FeedPage:
        pos = int(cursor.split(":")[1])
        to_pos = min(pos + 3, len(self.booked))
        return page(pos, to_pos, head=len(self.booked), included=len(self.booked))


class Simulation:
    """Engine, model ledger and a network with a tape of faults, in virtual time."""

    def __init__(self, tape: list[str], growth: list[int]) -> None:
        self.ledger = ModelLedger()
        self.engine = Engine(lambda: 0.5)
        self.tape, self.growth = iter(tape), list(growth)
        self.now_ms, self.journal = 0, 0
        self.acks: list[int] = []
        self.applied: list[tuple[int, int]] = []
        self.stream: tuple[int, int] | None = None
        self._agenda: list[tuple[int, int, s.Input]] = []
        self._count = itertools.count()

    def run(self) -> None:
        self.tell(s.Started(1, 0, "e1:0:1", 0))
        for _ in range(3_000):
            self._grow()
            if self._is_done():
                return
            self.tell(self._next())
        raise AssertionError(f"no end: {self.engine.status} {self.ledger}")

    def _next(self) -> s.Input:
        """What comes first: something on its way, or the moment the engine waits for."""
        wake_ms = self.engine.wake_at_ms
        if self._agenda and (wake_ms is None or self._agenda[0][0] <= wake_ms):
            self.now_ms, _, told = heapq.heappop(self._agenda)
            return told
        assert wake_ms is not None, "the engine sleeps for ever"
        self.now_ms = max(self.now_ms, wake_ms)
        return s.Tick()

    def _grow(self) -> None:
        if self.growth:
            self.journal += self.growth.pop()
            self.tell(s.JournalGrew(self.journal))

    def _is_done(self) -> bool:
        done = self.engine.status
        is_whole = done.unsent == 0 and done.pos == self.journal and done.state == "live"
        return is_whole and self.engine.is_quiet and not self.engine.wants_to_push and not self.growth

    def tell(self, told: s.Input) -> None:
        for order in self.engine.step(self.now_ms, told):
            match order:
                case s.SendHello() | s.SendPush() | s.SendFeed():
                    self._transport(order)
                case s.OpenLive(request_id=request_id, cursor=cursor):
                    self.stream = (request_id, int(cursor.split(":")[1]))
                    self._later(1, s.LiveOpened(request_id))
                case s.CloseLive():
                    self.stream = None
                case s.Apply(page=said):
                    self.applied.append((said.from_pos, said.to_pos))
                    self._later(0, s.Applied(said.to_pos))
                case s.SaveAck(acked_seq=acked):
                    self.acks.append(acked)
        self._follow()

    def _follow(self) -> None:
        """The stream tells what is new, unless the tape says that it loses, doubles or breaks there."""
        if self.stream is None or self.stream[1] >= len(self.ledger.booked):
            return
        request_id, pos = self.stream
        said = self.ledger.page_after(f"e1:{pos}:1")
        self.stream = (request_id, said.to_pos)
        match next(self.tape, "none"):
            case "lost_answer" | "garbled":
                self._later(2_000, s.LiveBeat(request_id, said.to_pos))
                self._later(4_000, s.LiveBeat(request_id, said.to_pos))
            case "lost_request":
                self.stream = None
                self._later(5, s.Broken(request_id, "interrupted"))
            case "doubled":
                self._later(1, s.LivePaged(request_id, said))
                self._later(2, s.LivePaged(request_id, said))
            case "delayed":
                self._later(900, s.LivePaged(request_id, said))
            case _:
                self._later(1, s.LivePaged(request_id, said))

    def _transport(self, order: s.SendHello | s.SendPush | s.SendFeed) -> None:
        fault = next(self.tape, "none")
        if fault == "lost_request":
            self._later(5_000, s.Broken(order.request_id, "timeout"))
            return
        if fault == "declined":
            self._later(1, s.Declined(order.request_id, 503, error("busy", after_ms=10)))
            return
        answer = self._answer(order)
        if fault == "doubled":
            self._answer(order)
            self._later(3, answer)
        if fault == "lost_answer":
            self._later(5_000, s.Broken(order.request_id, "timeout"))
            self._later(9_000, answer)
        elif fault == "garbled":
            self._later(1, s.Broken(order.request_id, "not_the_ledger"))
        else:
            self._later(700 if fault == "delayed" else 1, answer)

    def _answer(self, order: s.SendHello | s.SendPush | s.SendFeed) -> s.Input:
        match order:
            case s.SendHello():
                return s.HelloAnswered(order.request_id, hello_answer(len(self.ledger.booked)))
            case s.SendPush():
                return self.ledger.push(order, self.journal)
            case s.SendFeed():
                return s.FeedAnswered(order.request_id, self.ledger.page_after(order.cursor))

    def _later(self, after_ms: int, told: s.Input) -> None:
        heapq.heappush(self._agenda, (self.now_ms + after_ms, next(self._count), told))


@settings(max_examples=300, deadline=None)
@given(
    tape=st.lists(st.sampled_from(FAULTS), max_size=60),
    growth=st.lists(st.integers(0, 4), min_size=1, max_size=40).filter(any),
)
def test_when_the_faults_stop_everything_is_there_once(tape: list[str], growth: list[int]) -> None:
    run = Simulation(tape, growth)
    run.run()
    assert run.ledger.booked == list(range(1, run.journal + 1))
    assert run.acks[-1] == run.journal
    assert all(before <= after for before, after in itertools.pairwise(run.acks))
    assert [to for _, to in run.applied][-1] == run.journal
    steps = [step for step in run.applied if step[0] != step[1]]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(steps))

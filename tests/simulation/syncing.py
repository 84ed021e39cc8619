"""The sync program of a till in virtual time: the product's engine, its hands and its files; only `Runner`, which gives
each of them a thread, is replaced by this. A program that dies at a write is started anew a little later.
"""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sync_engine.protocol import endpoints
from sync_engine.protocol.codec import encode_message
from sync_engine.protocol.signing import Signer
from sync_engine.sql.journal_events import JournalEvents, JournalUnreadable
from sync_engine.till import signals as s
from sync_engine.till.credential import Credential
from sync_engine.till.downward import Downward, Stage
from sync_engine.till.engine import Engine
from sync_engine.till.generations import Generations
from sync_engine.till.http_client import LedgerClient
from sync_engine.till.renewal import Identity
from sync_engine.till.status import Status
from sync_engine.till.upward import Introduction, Upward, answer_to
from sync_engine.till.writing import Writing
from tests.helpers.till_home import JOURNAL_KEY
from tests.simulation.agenda import Agenda
from tests.simulation.disk import Program
from tests.simulation.following import Following
from tests.simulation.papers import Papers
from tests.simulation.wire import Wire


class SyncProgram:
    """`tell` steps the engine and carries out its orders."""

    def __init__(self, home: Path, papers: Papers, wire: Wire, program: Program) -> None:
        self.home, self.papers, self.wire, self.program = home, papers, wire, program
        self._agenda: Agenda = wire._agenda  # noqa: SLF001 - one clock for both
        self._chance: random.Random = wire._chance  # noqa: SLF001
        self.seen: Counter[str] = wire._seen  # noqa: SLF001
        self.life = 0
        self.is_up = False
        self.has_news = True
        self.wall_skew_ms = 0
        self.blocked: Callable[[], None] = lambda: None

    # --- the program ---

    def start(self) -> None:
        """Begin on the files as they are."""
        papers = self.papers
        self.program.revive()
        self.life += 1
        self.is_up, self.has_news = True, True
        self.credential = Credential(papers.token)
        self.client: LedgerClient = self.wire.client(self.credential)
        self.events = JournalEvents(self.home / "journal.db", JOURNAL_KEY)
        self.replica = Generations(self.home, papers.replica_key, papers.device_id, self.events.touched)
        self.writing = Writing(self.replica, self, lambda: self._agenda.now_ms / 1000)
        identity = Identity(papers.device_id, Signer(papers.seed).sign, self._renewed)
        self.upward = Upward(self.client, self.events, Introduction("i1", "test"), self._wall_ms, identity)
        self.downward = Downward(self.client, self.home, self._during)
        self.following = Following(self, self.wire)
        self._wakes_ms: int | None = None
        self.engine = Engine(self._chance.random)
        try:
            self.tell(self.replica.started(self.events.head()))
        except JournalUnreadable:
            self.crash(1_000)

    def _wall_ms(self) -> int:
        return self._agenda.now_ms + self.wall_skew_ms

    def stop(self) -> None:
        """The program is gone; its files stay as they are."""
        if self.is_up:
            self.is_up = False
            self.life += 1
            self.program.is_dead = True
            self.client.close()
            self.events.close()
            self.replica.close()

    def rung(self) -> None:
        """The ledger committed something."""
        if self.is_up:
            self.following.rung()

    def crash(self, down_ms: int) -> None:
        """Killed, and started again by the till after a while."""
        self.stop()
        life = self.life
        self._agenda.after(down_ms, lambda: self.start() if self.life == life and not self.is_up else None)

    def _renewed(self, token: str) -> None:
        self.seen["credential_renewed"] += 1
        self.credential.adopt(token)

    # --- the engine ---

    def tell(self, told: s.Input) -> None:
        """One step. A program that died over it is started again."""
        if isinstance(told, s.Broken) and self._awaits(told.request_id):
            self.seen[f"broken_{told.code}"] += 1
        before = self.engine._downlink.cursor is not None  # noqa: SLF001 - what is counted
        for order in self.engine.step(self._agenda.now_ms, told):
            self._carry_out(order)
            if self.program.is_dead:
                self.seen["sync_killed_in_a_write"] += 1
                self.crash(self._chance.randint(100, 5_000))
                return
        if before and self.engine._downlink.cursor is None:  # noqa: SLF001
            self.seen["bootstrap_again"] += 1
        self._sleep()

    def _awaits(self, request_id: int) -> bool:
        engine = self.engine
        return any(part.is_mine(request_id) for part in (engine._greeting, engine._uplink, engine._downlink))  # noqa: SLF001

    def _during(self, told: s.Input) -> None:
        """What comes while a file is fetched."""
        life = self.life
        self._agenda.after(0, lambda: self.tell(told) if life == self.life else None)

    def _sleep(self) -> None:
        wake_ms = self.engine.wake_at_ms
        if wake_ms is not None and (self._wakes_ms is None or wake_ms < self._wakes_ms):
            self._wakes_ms = wake_ms
            self._at(wake_ms, lambda: self._wake(wake_ms))

    def _wake(self, wake_ms: int) -> None:
        if self._wakes_ms == wake_ms:
            self._wakes_ms = None
            self.tell(s.Tick())

    def grew(self) -> None:
        """The till says that its journal grew."""
        if self.is_up:
            self.has_news = True
            self.tell(answer_to(0, lambda: s.JournalGrew(self.events.head().seq)))

    # --- the listener ---

    def status(self, status: Status) -> None:
        """Nobody looks."""

    def token(self, token: str) -> None:
        """See `_save`."""

    def changed(self, topics: frozenset[str]) -> None:
        """Rows are new."""
        self.has_news = True

    # --- orders ---

    def _carry_out(self, order: s.Output) -> None:
        match order:
            case s.SendHello():
                self._send_hello(order)
            case s.SendPush():
                self._send_push(order)
            case s.SendFeed():
                raw = order.cursor.encode()
                self._send(endpoints.FEED, raw, lambda: self._told(order))
            case s.FetchSnapshot():
                self.later(self._chance.randint(1, 50), lambda: self._fetch(order))
            case s.OpenLive():
                self.following.open(order)
            case s.CloseLive():
                self.following.close()
            case s.Apply() | s.SaveAck():
                self._write(order)
            case s.SaveToken():
                self._save(order.token)
            case s.Report() if order.status.state == "blocked":
                self.blocked()

    def _send_hello(self, order: s.SendHello) -> None:
        try:
            hello = self.upward.hello_request(order)
        except JournalUnreadable:
            self.later(10, lambda: self.tell(s.Broken(order.request_id, "journal_unreadable")))
            return

        def answered() -> s.Input:
            answer = self.upward.greeted(hello)
            self.seen[f"verdict_{answer.verdict}"] += 1
            return s.HelloAnswered(order.request_id, answer, self.wall_skew_ms)

        self._send(endpoints.HELLO, encode_message(hello), lambda: self.tell(answer_to(order.request_id, answered)))

    def _send_push(self, order: s.SendPush) -> None:
        try:
            push = self.upward.push_request(order)
        except JournalUnreadable:
            push = None
        if push is None:
            self.later(10, lambda: self.tell(s.Broken(order.request_id, "journal_short")))
            return
        last_seq = push.events[-1].seq

        def answered() -> s.Input:
            return s.PushAnswered(order.request_id, self.client.push(push), last_seq)

        self._send(endpoints.PUSH, encode_message(push), lambda: self.tell(answer_to(order.request_id, answered)))

    def _told(self, order: s.SendFeed) -> None:
        answer = self.downward.perform(order)
        assert not isinstance(answer, Stage)
        if isinstance(answer, s.Declined) and answer.status == 410:
            self.seen["cursor_gone"] += 1
        self.tell(answer)

    def _fetch(self, order: s.FetchSnapshot) -> None:
        answer = self.downward.perform(order)
        if not isinstance(answer, Stage):
            self.tell(answer)
            return
        told = self.writing.perform(answer)
        self.seen["bootstrap"] += 1
        if told is not None and not self.program.is_dead:
            self.tell(told)

    def _write(self, order: s.Apply | s.SaveAck) -> None:
        is_staged = self.replica._staged is not None  # noqa: SLF001 - what is counted
        told = self.writing.perform(order)
        if is_staged and isinstance(order, s.Apply) and order.page.rows:
            self.seen["bootstrap_mid_feed"] += 1
        if isinstance(told, s.ApplyFailed):
            self.seen[f"apply_failed_{told.code}"] += 1
        if told is not None and not self.program.is_dead:
            self.later(self._chance.choice((0, 0, 3, 40)), lambda: self.tell(told))

    def _save(self, token: str) -> None:
        """The vault takes a moment; a crash meanwhile leaves the old credential."""
        if self.credential.offer(token):
            credential = self.credential

            def saved() -> None:
                self.papers.token = token
                credential.saved()

            self.later(5, saved)

    def _send(self, path: str, raw: bytes, arrived: Callable[[], None]) -> None:
        life = self.life
        self.wire.send(path, self.credential.current(), raw, lambda: arrived() if life == self.life else None)

    def later(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Do something in this life of the program."""
        self._at(self._agenda.now_ms + delay_ms, act)

    def _at(self, moment_ms: int, act: Callable[[], None]) -> None:
        life = self.life
        self._agenda.at(moment_ms, lambda: act() if life == self.life else None)

"""The ledger as a program that can die: opened on its files, asked over its door, killed at any write, put back.

Everything behind the door is the product's. What `opening` starts as threads is taken in turns here: the writer (see
`writer`) and the building of replica files, which is done a moment after it was asked for.
"""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from sync_engine.ledger import backup, opening, restore
from sync_engine.ledger.auth import Caller
from sync_engine.ledger.door import Door, Rooms, Secrets, instant_text
from sync_engine.ledger.effects import Outcome
from sync_engine.ledger.live import Hub
from sync_engine.ledger.migrations import STEPS
from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.own_facts import OwnFacts
from sync_engine.ledger.pen import Databases
from sync_engine.ledger.problems import PROBLEMS
from sync_engine.ledger.snapshot import Snapshots
from sync_engine.ledger.turns import Limits
from sync_engine.protocol import endpoints
from sync_engine.protocol.codec import decode_message
from sync_engine.protocol.messages import FeedPage, PushAnswer, PushRequest
from sync_engine.sql.engine import database_engine, reading_engine
from sync_engine.sql.migrator import migrate
from tests.helpers.ledgers import KEYS
from tests.simulation.agenda import Agenda
from tests.simulation.asked import Reply, answered, said, told_of
from tests.simulation.disk import Disk, Program
from tests.simulation.writer import Killed, SingleWriter

Tell = Callable[[Reply | None], None]
"""Called with status and body, or with None when the connection broke without an answer."""

STARTED_MS = 1_800_000_000_000


@dataclass(slots=True)
class _Waiting:
    """A push whose events wait for the writer."""

    caller: Caller
    request: PushRequest
    future: Future[list[Outcome]]
    tell: Tell


class _SoonExecutor:
    """Stands for the thread that builds replica files: does the work a moment later."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda, self._is_over = agenda, False

    def submit(self, work: Callable[..., None], *args: Any) -> None:
        self._agenda.after(250, lambda: None if self._is_over else work(*args))

    def shutdown(self, *, cancel_futures: bool = False) -> None:
        self._is_over = cancel_futures


class House:
    """`ledger` is None while the program is down. `rung` is called after every commit that was seen."""

    def __init__(self, home: Path, disk: Disk, agenda: Agenda, chance: random.Random, seen: Counter[str]) -> None:
        self.home, self.program, self.seen = home, Program("ledger"), seen
        self._disk, self._agenda, self._chance = disk, agenda, chance
        disk.give(home / "ledger", self.program)
        self.file = home / "ledger.db"
        self.ledger: Ledger | None = None
        self.rung: Callable[[], None] = lambda: None
        self.died: Callable[[], None] = lambda: None
        self.answered: Callable[[str, PushRequest, PushAnswer], None] = lambda *_: None
        self.refused: Callable[[str, PushRequest, Exception], None] = lambda *_: None
        self.limits = Limits()
        self.life = 0
        self.lives_of_data = 0
        self.clock_skew_ms = 0
        self.page_rows = 3
        self.dies_at_commit = False
        self.loses_commit = False
        self.refuses_commit = 0
        self.is_full = self.power_fails = False
        self.armed: list[Callable[[], None]] = []
        self.program.is_full = lambda: self.is_full
        self._waiting: list[_Waiting] = []
        self._has_turn = False

    def clock_ms(self) -> int:
        """The machine's clock, which may be wrong and jump."""
        return STARTED_MS + self._agenda.now_ms + self.clock_skew_ms

    # --- the program ---

    def open(self) -> None:
        """Start it on its files."""
        url = f"sqlite:///{self.file}"
        databases = Databases(database_engine(url), reading_engine(url))
        migrate(databases.write, STEPS, "ledger")
        state = opening._new_term(databases.write, KEYS.ledger_id, self.clock_ms())  # noqa: SLF001 - as `open_ledger`
        hub = Hub()
        hub.head = state.last_pos
        dead = lambda: self.program.is_dead  # noqa: E731
        writer = SingleWriter(
            databases, state.lease, self.clock_ms, self._committed, is_dead=dead, limits=self.limits, seen=self.seen
        )
        own_facts = OwnFacts(writer, databases.read, KEYS.signer, state.epoch, self.clock_ms)
        snapshots = Snapshots(
            self.home / "snapshots", databases.read, KEYS.replica_key, lambda: instant_text(self.clock_ms())
        )
        snapshots._workers.shutdown()  # noqa: SLF001 - the one thread that is taken away
        snapshots._workers = _SoonExecutor(self._agenda)  # type: ignore[assignment]  # noqa: SLF001
        given = Secrets(KEYS.signer.public_key, KEYS.sealing_public_key, KEYS.store_pepper, KEYS.replica_key)
        door = Door(Rooms(writer, databases.read, own_facts, snapshots, given, state.epoch, self.clock_ms))
        self._hub = hub
        self.ledger = Ledger(databases, state, writer, hub, door, snapshots, own_facts)
        sa.event.listen(databases.write, "commit", self._at_commit)
        sa.event.listen(databases.write, "before_cursor_execute", self._at_statement)
        self.life += 1

    def _committed(self, head: int) -> None:
        self._hub.ring(head)
        if self.dies_at_commit:
            self.dies_at_commit = False
            self.program.is_dead = True
            self.seen["ledger_killed_between_commit_and_answer"] += 1
            raise Killed

    def _at_commit(self, connection: sa.Connection) -> None:
        if self.loses_commit:
            self.loses_commit = False
            self.seen["commit_unknown"] += 1
            connection.connection.driver_connection.commit()  # type: ignore[union-attr]
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    def _at_statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if self.refuses_commit and statement.startswith("UPDATE shard"):
            self.refuses_commit -= 1
            self.seen["commit_refused"] += 1
            raise psycopg.errors.SerializationFailure("could not serialize access")

    def kill(self) -> None:
        """The program is gone; what it wrote stays, in doubt or not."""
        self.program.is_dead = True
        ledger, self.ledger = self.ledger, None
        waiting, self._waiting = self._waiting, []
        if ledger is not None:
            ledger.snapshots.close()
            ledger.writer.close()
            ledger.databases.write.dispose()
            ledger.databases.read.dispose()
        for one in waiting:
            one.tell(None)

    def _died(self) -> None:
        if self.power_fails:
            self.power_fails = False
            self.seen["ledger_lost_power"] += self.lose_power() > 0
        else:
            self.kill()
        self.died()

    def lose_power(self) -> int:
        """As `kill`, and the disk decides over what was in doubt. Returns how many writes were lost."""
        self.kill()
        return self._disk.lose_power(self.home / "ledger", self._chance)

    def revive(self) -> None:
        """Start the program again."""
        self.program.revive()
        self.open()

    # --- copies ---

    def back_up(self) -> Path:
        """Keep a copy that was proved, as `pos-ledger backup` does."""
        assert self.ledger is not None
        path = self.home / f"copy-{self._agenda.now_ms}.backup"
        backup.write_copy(self.ledger.databases.read, path, lambda *_: None)
        held = backup.contents(path)
        findings = [one for one in backup.proofs(path, KEYS.signer.public_key) if not one.is_ok]
        assert not findings, findings
        at = datetime.fromtimestamp(self.clock_ms() / 1000, UTC)
        backup.note_backup(self.ledger.own_facts, held, path.name, at)
        return path

    def restore(self, path: Path) -> restore.Restored:
        """The database is lost: fill another one from the copy, as `pos-ledger restore` does."""
        self.kill()
        self.program.revive()
        self.file = self.home / f"ledger-{self._agenda.now_ms}.db"
        done = restore.restore(path, f"sqlite:///{self.file}", lambda *_: None)
        self.open()
        assert self.ledger is not None
        self.lives_of_data += 1
        at = datetime.fromtimestamp(self.clock_ms() / 1000, UTC)
        restore.note_restored(self.ledger.own_facts, done, path.name, at)
        return done

    # --- requests ---

    def serve(self, path: str, token: str, raw: bytes, tell: Tell) -> None:
        """One request. `tell` is called at once, for a push when its events are written."""
        if self.ledger is None:
            tell(None)
            return
        try:
            if path == endpoints.PUSH:
                self._begin_push(self.ledger.door, token, raw, tell)
                return
            reply = answered(self.ledger, path, token, raw, self.page_rows)
        except PROBLEMS as error:
            reply = told_of(error)
        except Killed:
            self._died()
            tell(None)
            return
        tell(reply)

    def _begin_push(self, door: Door, token: str, raw: bytes, tell: Tell) -> None:
        request = decode_message(PushRequest, raw)
        caller = door.caller(token)
        self._waiting.append(_Waiting(caller, request, door.begin_push(caller, request), tell))
        if not self._has_turn:
            self._has_turn = True
            self._agenda.after(self._chance.choice((1, 5, 30, 120)), self._turn)

    def _turn(self) -> None:
        """The writer writes what waits; who gets an answer hears it."""
        self._has_turn = False
        if self.ledger is None:
            return
        writer = self.ledger.writer
        assert isinstance(writer, SingleWriter)
        armed, self.armed = self.armed, []
        for arm in armed:
            arm()
        try:
            writer.turn()
        except Killed:
            self.seen["ledger_killed_in_a_write"] += 1
            self._tell_done()  # who was answered before the program died has left with the answer
            self._died()
            return
        finally:
            self.disarm()
        self.hear()

    def disarm(self) -> None:
        """Faults that were meant for the writer's turn and did not strike are over."""
        self.seen["ledger_disk_full"] += self.is_full and self.program.met_full > 0
        self.program.met_full, self.armed = 0, []
        self.program.dies_in, self.refuses_commit, self.is_full = None, 0, False
        self.dies_at_commit = self.loses_commit = self.power_fails = False

    def hear(self) -> None:
        """Answer whoever's events are written."""
        self._tell_done()
        self.rung()

    def _tell_done(self) -> None:
        done = [one for one in self._waiting if one.future.done()]
        self._waiting = [one for one in self._waiting if not one.future.done()]
        for one in done:
            one.tell(self._push_answer(one))

    def _push_answer(self, one: _Waiting) -> Reply:
        assert self.ledger is not None
        try:
            outcomes = one.future.result()
            self.seen["replay"] += any(outcome.verdict == "replay" for outcome in outcomes)
            self.seen["deferred"] += any(outcome.disposition == "deferred" for outcome in outcomes)
            self.seen["seq_gap"] += any(outcome.verdict == "gap" for outcome in outcomes)
            self.seen["fork"] += any(outcome.verdict == "fork" for outcome in outcomes)
            answer = self.ledger.door.pushed(one.caller, one.request, outcomes)
            self.answered(one.caller.device_id, one.request, answer)
            return said(answer)
        except PROBLEMS as error:
            self.refused(one.caller.device_id, one.request, error)
            return told_of(error)

    def page(self, token: str, cursor: str) -> FeedPage | None:
        """What the stream says next; None when it has nothing to say or breaks."""
        if self.ledger is None:
            return None
        try:
            return self.ledger.door.feed(token, cursor, self.page_rows)
        except PROBLEMS:
            return None

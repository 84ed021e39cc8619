"""The counter program of a till: the product's use cases and journal store over its files, without a window.

What a simulated cashier does with it stands in `cashier`, what comes of it in `truth`.
"""

import json
import random
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from pos_client.app.recovery import RECOVERED, Recovery
from pos_client.counter.completing import Completing
from pos_client.counter.desk import Desk
from pos_client.counter.selling import Counter
from pos_client.counter.session import Session
from pos_client.counter.shift import ShiftBook
from pos_client.store.chain import Known
from pos_client.store.disk import RESERVE_NAME, DiskGuard
from pos_client.store.draft_file import DraftFile
from pos_client.store.journal import JournalStore, Recorder
from pos_client.store.journal_file import open_journal
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_catalog import ReplicaCatalog
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.stock_view import LocalStockView
from sync_engine.domain.errors import Unavailable
from sync_engine.domain.identity import new_event_id
from sync_engine.domain.staff import StaffMember
from sync_engine.protocol.questions import ChainAsked, Told
from sync_engine.protocol.signing import Signer
from tests.helpers.till_home import JOURNAL_KEY
from tests.simulation.agenda import Agenda
from tests.simulation.disk import Disk, Program
from tests.simulation.house import STARTED_MS, House
from tests.simulation.papers import Papers
from tests.simulation.syncing import SyncProgram
from tests.simulation.wire import Wire

RESERVE_BYTES = 65_536


class TillClock:
    """The till's own clock, which may be wrong and jump."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda, self.skew_ms = agenda, 0

    def now(self) -> datetime:
        at_ms = STARTED_MS + self._agenda.now_ms + self.skew_ms
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)

    def monotonic_s(self) -> float:
        return self._agenda.now_ms / 1000


class Ids:
    """Ids that the seed decides."""

    def __init__(self, agenda: Agenda, chance: random.Random) -> None:
        self._agenda, self._chance = agenda, chance

    def event_id(self) -> str:
        return new_event_id(STARTED_MS + self._agenda.now_ms, self._chance.randbytes(10))


class CounterProgram:
    """Open from `start` to `stop`. `counter` rings, `view` is what the screen says of stock."""

    def __init__(self, home: Path, papers: Papers, agenda: Agenda, ids: Ids) -> None:
        self.home, self.papers, self.program = home, papers, Program(f"{papers.store_id}-{papers.till_id}")
        self.clock, self.ids = TillClock(agenda), ids
        self.is_up = False

    def start(self) -> None:
        """Begin on the files as they are. Raises what opening raises."""
        self.program.revive()
        papers = self.papers
        self.file = open_journal(self.home, JOURNAL_KEY)
        self.replica = ReplicaFile(self.home, papers.replica_key)
        book = ReplicaBook(self.replica, papers.store_id, lambda verifier, pin: verifier == pin)
        guard = DiskGuard(self.home, reserve_bytes=RESERVE_BYTES, needed_bytes=65_536)
        recorder = Recorder(lambda: book.known(papers.epoch), "receipt")
        journal = JournalStore(self.file, Signer(papers.seed), recorder, guard)
        self.drafts = DraftFile(self.file, JOURNAL_KEY, self.clock.now)
        session = Session(book, self.clock)
        session.sign_in_without_pin(StaffMember("C1", "Cashier 1", "cashier", (papers.store_id,)))
        completing = Completing(journal, ShiftBook(journal, self.ids), self.ids)
        desk = Desk(ReplicaCatalog(self.replica, book), book, session, completing, self.clock, self.drafts)
        self.counter = Counter(desk)
        self.view = LocalStockView(self.file, self.replica, papers.store_id)
        self.is_up = True

    def stop(self) -> None:
        """The program is gone; its files stay as they are."""
        if self.is_up:
            self.is_up = False
            self.program.is_dead = True
            self.drafts.close()
            self.file.close()
            self.replica.close()

    def head(self) -> tuple[int, int]:
        """(incarnation, last seq) of the journal."""
        device = self.file.device()
        return device.incarnation, device.next_seq - 1

    def stock_rows(self) -> tuple[str, int, dict[tuple[str, str], int]] | None:
        """Epoch and position of the replica, and the version of each stock row; None before there is one."""
        with self.replica.read() as connection:
            state = connection.exec_driver_sql("SELECT epoch, pos FROM feed_state").first()
            rows = connection.execute(sa.text("SELECT place, article_id, version FROM stock")).all()
        return None if state is None else (state[0], state[1], {(row[0], row[1]): row[2] for row in rows})


class Box:
    """One till: two programs over one folder on one disk, and its way to the ledger."""

    def __init__(self, home: Path, papers: Papers, house: House, disk: Disk, tools: "Tools", name: str = "") -> None:
        self.home, self.papers, self.seen = home, papers, tools.seen
        self.name = name or f"{papers.store_id}-{papers.till_id}"
        self.wire = Wire(house, tools.agenda, tools.chance, tools.seen)
        self.till = CounterProgram(home, papers, tools.agenda, Ids(tools.agenda, tools.hidden))
        self.sync_program = Program(f"{self.till.program.name} sync")
        disk.give(home / "journal.db", self.till.program)
        disk.give(home / "replica-", self.sync_program)
        self.sync = SyncProgram(home, papers, self.wire, self.sync_program)
        self._disk, self._chance = disk, tools.chance
        self.power_fails = False
        self.fills_at_record: bool | None = None
        self.lost_power: Callable[[], None] = lambda: None
        self.died: Callable[[], None] = lambda: None
        self.has_twin = False
        self._agenda = tools.agenda
        self.sync.blocked = self.look_after_copies

    def fill_disk(self, *, reserve_helps: bool) -> None:
        """No room for the journal; giving up the reserve makes some, unless the disk is worse than that."""
        reserve = self.home / RESERVE_NAME
        self.till.program.is_full = lambda: not reserve_helps or reserve.exists()

    def fill_if_due(self) -> bool:
        """The worst moment: after a sale was found to be possible, before it is recorded. True when it was now, and
        the reserve is enough.
        """
        if self.fills_at_record is None:
            return False
        reserve_helps, self.fills_at_record = self.fills_at_record, None
        self.fill_disk(reserve_helps=reserve_helps)
        return reserve_helps

    def free_disk(self) -> None:
        """There is room again."""
        self.till.program.is_full = lambda: False

    def lose_power(self) -> int:
        """Both programs end at once, and the disk decides over what was in doubt. Returns how many writes were lost."""
        self.sync.stop()
        self.till.stop()
        self.sync_program.is_dead = self.till.program.is_dead = True
        self.lost_power()
        return sum(self._disk.lose_power(self.home / name, self._chance) for name in ("journal.db", "replica-"))

    # --- copies of this box ---

    def look_after_copies(self) -> None:
        """As the till does when its sync says that the ledger has another chain of it."""
        if self.till.is_up and self.sync.is_up and self.sync.engine.status.detail in RECOVERED:
            self._agenda.after(20, self._recover)

    def _recover(self) -> None:
        if not (self.till.is_up and self.sync.is_up and self.sync.engine.status.detail in RECOVERED):
            return
        till, papers = self.till, self.papers
        known = lambda: Known(papers.epoch, 0)  # noqa: E731
        recovery = Recovery(till.file, Signer(papers.seed), known, till.ids.event_id, till.clock.now)
        recovery.attach(self)  # type: ignore[arg-type]
        try:
            recovery._recover()  # noqa: SLF001 - its thread is what is taken away
        except Unavailable:
            if till.program.is_dead:
                self.died()
            else:
                self._agenda.after(5_000, self._recover)
        else:
            self.seen["went_on_as_another_incarnation"] += 1

    def ask(self, question: ChainAsked) -> "Future[Told]":
        """Stands for the pipe between till and sync program."""
        answer: Future[Told] = Future()
        try:
            answer.set_result(self.sync.client.ask(question))
        except Unavailable as trouble:
            answer.set_exception(trouble)
        return answer

    def restart(self) -> None:
        """The sync program is started anew."""
        self.sync.crash(200)

    def recorded(self) -> dict[bytes, str]:
        """Hash of every event in the journal, and where it stands."""
        with self.till.file.read() as connection:
            rows = connection.exec_driver_sql("SELECT incarnation, seq, hash, kind FROM event").all()
        return {bytes(row[2]): f"{row[0]}/{row[1]} {row[3]}" for row in rows}

    def restated(self) -> set[bytes]:
        """Hashes of events of closed incarnations that a later one states again, and of what opened those."""
        sql = "SELECT hash, body FROM event WHERE kind = 'reissued'"
        opened = "SELECT hash FROM event WHERE kind = 'incarnation_opened' AND incarnation < ?"
        with self.till.file.read() as connection:
            bodies = [(bytes(row[0]), json.loads(row[1])) for row in connection.exec_driver_sql(sql)]
            incarnation = self.till.head()[0]
            found = {bytes(row[0]) for row in connection.exec_driver_sql(opened, (incarnation,))}
        last = {body["id"]: digest for digest, body in bodies}
        found |= {bytes.fromhex(body["hash"]) for _, body in bodies}
        return found | {digest for digest, body in bodies if last[body["id"]] != digest}

    def close(self) -> None:
        """The end."""
        self.sync.stop()
        self.till.stop()


class Tools:
    """What every part of a run shares. `hidden` draws what must not shift the run's own chances."""

    def __init__(self, agenda: Agenda, chance: random.Random, seen: "Tally[str]") -> None:
        self.agenda, self.chance, self.seen = agenda, chance, seen
        self.hidden = random.Random(chance.random())

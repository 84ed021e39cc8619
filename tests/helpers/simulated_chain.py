"""A chain of shops for simulations: three tills of two stores, the real ledger, one bad network, and an auditor.

The view of an article is checked after every step: it is what the ledger's row of that version says about the others,
plus every own movement exactly once, whether sent, acknowledged, included or not. That is what "no flicker" means.
"""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger, open_ledger
from sync_engine.ledger.store import tables
from tests.helpers.faulty_transport import FaultyTransport, Weather
from tests.helpers.ledgers import KEYS, FakeTill, articles, counted
from tests.helpers.simulated_till import MemoryJournal, SimulatedTill

SKUS = ("A", "B", "C")
TASTED = "D"
"""Moved by events that the ledger stores without booking them: seen here until it says so, and by nobody after it."""
FLOORS = ("S01/floor", "S02/floor")
OPENING = 100


class SimulatedChain:
    """Three tills of two stores, one ledger, one network."""

    def __init__(self, home: Path, seed: int, weather: Weather) -> None:
        self.transport = FaultyTransport(seed, weather)
        self.home = home
        self.ledger = self._opened()
        self.ledger.append("reference_changed", 1, articles(*SKUS, TASTED))
        places = [(floor, sku, OPENING) for floor in FLOORS for sku in (*SKUS, TASTED)]
        self.ledger.append("stock_counted", 1, counted(*places))
        self.tills = [self._till(home, store, till) for store, till in (("S01", "T1"), ("S01", "T2"), ("S02", "T1"))]
        self._movements: list[tuple[int, str, str, str, int]] = []
        self._read_up_to = 0

    def _opened(self) -> Ledger:
        return open_ledger(f"sqlite:///{self.home}/ledger.db", self.home, KEYS, clock=self.clock_ms)

    def back_up(self) -> None:
        """Keep a copy of the ledger as it is now."""
        connection = self.ledger.databases.read.raw_connection()
        connection.cursor().execute("VACUUM INTO ?", (str(self.home / "backup.db"),))
        connection.close()

    def restore(self) -> None:
        """Put the copy back in place of a ledger that was lost, and open it."""
        self.ledger.close()
        for suffix in ("", "-wal", "-shm"):
            (self.home / f"ledger.db{suffix}").unlink(missing_ok=True)
        (self.home / "backup.db").rename(self.home / "ledger.db")
        self.ledger = self._opened()
        shard = tables.shard
        with self.ledger.databases.write.begin() as connection:
            connection.execute(sa.update(shard).values(epoch="restored", common_pos=shard.c.last_pos))
        self.ledger.close()
        self.ledger = self._opened()
        self._movements, self._read_up_to = [], 0
        for till in self.tills:
            till.meet(self.ledger)

    def clock_ms(self) -> int:
        return 1_800_000_000_000 + self.transport.now_ms

    def _till(self, home: Path, store: str, name: str) -> SimulatedTill:
        code = issue_code(self.ledger.own_facts, store, name, datetime.fromtimestamp(1_800_000_000, UTC))
        till = FakeTill(seed=f"{store}{name}".encode().ljust(32))
        answer = self.ledger.door.enroll(till.enroll_request(code))
        till.device_id, till.token, till.epoch = answer.device, answer.token, answer.epoch
        folder = home / f"{store}-{name}"
        folder.mkdir()
        return SimulatedTill(self.ledger, MemoryJournal(till, store, name), folder, self.transport)

    def trade(self, till: SimulatedTill) -> None:
        """One act at a till, now."""
        chance = self.transport.random
        if chance.random() < 0.1:
            till.journal.move_unknown(TASTED, -1)
        else:
            till.journal.move(chance.choice(SKUS), chance.choice((-3, -2, -1, 1)))
        till.grew()

    def step(self) -> None:
        before = self.ledger.hub.head
        assert self.transport.advance(), "nothing is under way any more"
        if self.ledger.hub.head != before:
            for till in self.tills:
                till.rung()
        self.check_views()

    # --- the auditor ---

    def others(self, till: SimulatedTill, place: str, sku: str, up_to: int) -> int:
        """What everybody but that till moved, by the ledger's own books, up to a position."""
        if self._read_up_to < self.ledger.hub.head:
            self._read_movements()
        own = till.journal.till.device_id
        return sum(
            delta
            for pos, device, where, what, delta in self._movements
            if pos <= up_to and device != own and (where, what) == (place, sku)
        )

    def _read_movements(self) -> None:
        move, box, head = tables.movement.c, tables.inbox.c, self.ledger.hub.head
        query = (
            sa.select(move.pos, box.device_id, move.article_id, move.from_place, move.to_place, move.qty)
            .join(tables.inbox, sa.and_(box.shard_id == move.shard_id, box.pos == move.pos))
            .where(move.pos > self._read_up_to)
        )
        with self.ledger.databases.read.connect() as connection:
            for row in connection.execute(query):
                self._movements.append((row.pos, row.device_id, row.from_place, row.article_id, -row.qty))
                self._movements.append((row.pos, row.device_id, row.to_place, row.article_id, row.qty))
        self._read_up_to = head

    def check_views(self) -> None:
        """Tills whose replica is of an earlier epoch still show what the lost ledger said."""
        for till in self.tills:
            if till.has_news() and till.epoch() in {None, self.ledger.state.epoch}:
                self._check_view(till)

    def _check_view(self, till: SimulatedTill) -> None:
        for (place, sku), seen in (till.seen(SKUS, FLOORS) or {}).items():
            is_own = place.startswith(till.journal.store_id)
            own = till.journal.moved(sku) if is_own else 0
            where = till.journal.till.device_id, place, sku
            assert seen.view == self.others(till, place, sku, seen.version) + own, where

    def on_hand(self) -> dict[tuple[str, str], int]:
        level = tables.stock.c
        query = sa.select(level.place, level.article_id, level.on_hand).where(level.place.in_(FLOORS))
        with self.ledger.databases.read.connect() as connection:
            return {(row.place, row.article_id): row.on_hand for row in connection.execute(query)}

    def stored(self, till: SimulatedTill) -> list[tuple[int, bytes]]:
        box = tables.inbox.c
        query = sa.select(box.seq, box.body).where(box.device_id == till.journal.till.device_id).order_by(box.seq)
        with self.ledger.databases.read.connect() as connection:
            return [(row.seq, bytes(row.body)) for row in connection.execute(query)]

    def is_quiet(self) -> bool:
        head = self.ledger.hub.head
        engines = [till.engine for till in self.tills]
        states = [engine.status for engine in engines if engine.is_quiet and not engine.wants_to_push]
        whole = [state for state in states if state.state == "live" and state.pos == head and not state.unsent]
        return len(whole) == len(engines)

    def close(self) -> None:
        for till in self.tills:
            till.end()
        self.ledger.close()


def run(world: SimulatedChain, *, acts: int, crashes: int, over_ms: int = 60_000) -> None:
    """Trade and crash at random moments under the weather, then heal and wait for quiet."""
    chance = world.transport.random
    for till in world.tills:
        world.transport.at(chance.randint(0, 5_000), till.start)
        for _ in range(acts):
            world.transport.at(chance.randint(0, over_ms), partial(world.trade, till))
        for _ in range(crashes):
            world.transport.at(chance.randint(5_000, over_ms), till.crash)
    world.transport.at(over_ms, world.transport.heal)
    while world.transport.now_ms < over_ms + 1 or not world.is_quiet():
        assert world.transport.now_ms < over_ms + 900_000, [till.engine.status for till in world.tills]
        world.step()


def audit(world: SimulatedChain) -> None:
    on_hand = world.on_hand()
    for till in world.tills:
        events = [(event.header.seq, event.body) for event in till.journal.till.events]
        assert world.stored(till) == events
        seen = till.seen((*SKUS, TASTED), FLOORS)
        assert seen is not None
        assert {key: one.view for key, one in seen.items()} == on_hand

"""Decides over facts with an empty book that knows every key: what the core says, without any database."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sync_engine.ledger.book import Arrival, Book, DeviceState
from sync_engine.ledger.core import Core
from sync_engine.ledger.effects import Effects, Outcome, absorb
from sync_engine.ledger.intake import arrivals_of
from sync_engine.protocol.facts import LEDGER_DEVICE, Body
from tests.helpers.ledgers import FakeTill, articles


def till(device_id: str = "d_1") -> FakeTill:
    return FakeTill(device_id=device_id)


@dataclass(slots=True)
class Steps:
    """A core with its book; whatever was decided is remembered at once."""

    book: Book = field(default_factory=lambda: Book(is_complete=True))
    own: FakeTill = field(default_factory=lambda: FakeTill(device_id=LEDGER_DEVICE))
    effects: list[Effects] = field(default_factory=list)

    def know(self, fake: FakeTill, store: str = "S01", till_id: str = "T1") -> FakeTill:
        """Enrol a till beforehand."""
        self.book.devices[fake.device_id] = DeviceState(store, till_id, "", "active")
        return fake

    def step(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        """Decide and remember."""
        effects = Core().step(arrivals, self.book)
        absorb(self.book, effects)
        self.book.refs.update(effects.refs)
        self.book.codes.update(effects.codes)
        self.book.batches.update(effects.batches)
        self.book.import_rows.update(effects.import_rows)
        self.effects.append(effects)
        return effects.outcomes

    def push(self, fake: FakeTill, first: int = 1, last: int | None = None) -> list[Outcome]:
        """A run of a till's events."""
        return self.step(arrivals_of(fake.push(first, last), fake.device_id, fake.signer.public_key, 0))

    def state(self, body: Body) -> Outcome:
        """A fact of the ledger's own."""
        seq = self.own.record(body).header.seq
        return self.push(self.own, seq)[0]

    def on_hand(self, place: str, sku: str) -> int:
        """What lies there."""
        level = self.book.levels.get((place, sku))
        return level.on_hand if level else 0

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """Rows inserted so far, without shard and position."""
        return [row[2:] for effects in self.effects for row in effects.inserts.get(table, ())]

    def cases(self) -> list[tuple[str, str]]:
        """(kind, subject) of all cases that were opened."""
        return [key for effects in self.effects for key in effects.cases]


def shop() -> tuple[Steps, FakeTill]:
    """A shop with the articles A and B, and its till."""
    steps = Steps()
    steps.state(articles("A", "B"))
    return steps, steps.know(till())


def sell(steps: Steps, fake: FakeTill, body: Body) -> tuple[str, str | None]:
    """What became of one more event of a till."""
    seq = fake.record(body).header.seq
    outcome = steps.push(fake, seq)[0]
    return outcome.disposition, outcome.reason

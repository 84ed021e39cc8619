"""What deciding comes to: for one event (`Booked`), and for a batch (`Effects`: rows per table, an answer per event).

Knows no database and no rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sync_engine.ledger.book import (
    BatchState,
    Book,
    Case,
    CaseState,
    CodeState,
    DeviceState,
    Disposition,
    HeadState,
    ImportKey,
    ImportRow,
    Level,
    LevelKey,
    RefKey,
    RefState,
)

Row = tuple[Any, ...]


class Outcome(NamedTuple):
    """What became of one arrival. `seq` is its own; for a gap the one expected, for a fork the one that differs."""

    verdict: Literal["new", "replay", "gap", "fork"]
    seq: int
    pos: int = 0
    disposition: Disposition = "applied"
    reason: str | None = None


class NewDevice(NamedTuple):
    """A till as its enrolment states it."""

    device_id: str
    state: DeviceState
    install_id: str


@dataclass(slots=True)
class Booked:
    """What one event does, as its applier says; nothing of it has happened yet.

    `movements`: (article, from place, to place, qty >= 0, scale). `postings`: (account, currency, minor units),
    together zero per currency. `rows`: further whole rows by table. `reasons` make it an exception, each of `cases` is
    (kind, subject, facts) and is opened unless one of its kind and subject is open.
    """

    movements: list[tuple[str, str, str, int, int]] = field(default_factory=list)
    postings: list[tuple[str, str, int]] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    cases: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)


@dataclass(slots=True)
class BookedChanges(Booked):
    """What an event does that also changes what the ledger knows: reference rows, imports, codes, devices, and on which
    count stock stands (only together with a movement of that stock).
    """

    counted: dict[LevelKey, int] = field(default_factory=dict)
    refs: dict[RefKey, str | None] = field(default_factory=dict)
    barcodes: dict[tuple[str, str], bool] = field(default_factory=dict)
    devices: list[NewDevice] = field(default_factory=list)
    codes: dict[str, CodeState] = field(default_factory=dict)
    batches: dict[str, BatchState] = field(default_factory=dict)
    import_rows: dict[ImportKey, ImportRow] = field(default_factory=dict)
    resolved: dict[str, CaseState] = field(default_factory=dict)


@dataclass(slots=True)
class Effects:
    """Changes of a batch over the book. `inserts` are whole rows by table name; the other shelves hold the last state
    of each key.
    """

    first_pos: int
    last_pos: int
    outcomes: list[Outcome] = field(default_factory=list)
    inserts: dict[str, list[Row]] = field(default_factory=dict)
    heads: dict[tuple[str, int], HeadState] = field(default_factory=dict)
    levels: dict[LevelKey, Level] = field(default_factory=dict)
    balances: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)  # -> amount, version
    refs: dict[RefKey, RefState] = field(default_factory=dict)
    barcodes: dict[tuple[str, str], bool] = field(default_factory=dict)  # (code, article) -> is there
    devices: dict[str, tuple[NewDevice, int]] = field(default_factory=dict)  # -> device, position
    codes: dict[str, CodeState] = field(default_factory=dict)
    batches: dict[str, BatchState] = field(default_factory=dict)
    import_rows: dict[ImportKey, ImportRow] = field(default_factory=dict)
    cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    resolved: dict[str, tuple[CaseState, int]] = field(default_factory=dict)  # case -> as it was, position
    settled: list[Case] = field(default_factory=list)  # opened and resolved by this batch

    @property
    def count(self) -> int:
        """How many positions the batch takes."""
        return self.last_pos - self.first_pos + 1

    @property
    def is_remembered(self) -> bool:
        """Tell whether `absorb` keeps everything that a later decision could look up: nothing has to be read anew."""
        changed = (self.refs, self.barcodes, self.devices, self.codes, self.batches, self.import_rows, self.resolved)
        return not any(changed)


def absorb(book: Book, effects: Effects) -> None:
    """Let the book remember what was committed."""
    book.last_pos = effects.last_pos
    book.heads.update(effects.heads)
    book.levels.update(effects.levels)
    book.balances.update((key, amount) for key, (amount, _) in effects.balances.items())
    book.open_cases.difference_update((state.kind, state.subject) for state, _ in effects.resolved.values())
    book.open_cases.update(effects.cases)
    book.devices.update((device_id, device.state) for device_id, (device, _) in effects.devices.items())
    for (topic, _, key), state in effects.refs.items():
        if topic == "article":
            book.articles[key] = state.body is not None

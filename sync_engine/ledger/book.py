"""What the ledger knows while it decides: the state a batch needs, read beforehand, and what the batch changes in it.

`Book` is the writer's memory of its own term; `Draft` lies over it and collects changes, so that deciding is pure: a
draft that is thrown away leaves the book as it was. Knows no database and no clock.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sync_engine.protocol.envelope import GENESIS, SignedEvent
from sync_engine.protocol.facts import Body

Disposition = Literal["applied", "applied_exception", "deferred"]
LevelKey = tuple[str, str]
"""(place, article)."""
RefKey = tuple[str, str, str]
"""(topic, scope, key)."""
ImportKey = tuple[str, str, str, str]
"""(batch, topic, scope, key)."""


class Level(NamedTuple):
    """Stock of an article in a real place at `scale` decimals; `version` is the position that changed it last.

    `counted_pos` is the position of the count it stands on; 0 says that it is uncontrolled.
    """

    on_hand: int
    reserved: int
    scale: int
    counted_pos: int
    version: int


class HeadState(NamedTuple):
    """Where the chain of a device and incarnation ends."""

    seq: int
    hash: bytes
    pos: int


class DeviceState(NamedTuple):
    """A till that was enrolled."""

    store_id: str
    till_id: str
    public_key: str
    status: str


class Stored(NamedTuple):
    """An event that is in the inbox already."""

    pos: int
    hash: bytes
    disposition: Disposition
    reason: str | None


class RefState(NamedTuple):
    """A reference row: canonical JSON text, None when deleted."""

    body: str | None
    version: int


class CodeState(NamedTuple):
    """A one-time code for a till."""

    store_id: str
    till_id: str
    state: str
    used_by: str | None


class BatchState(NamedTuple):
    """An import as it was booked so far; `source` is the name of its file."""

    topic: str
    source: str
    row_count: int
    first_pos: int
    last_pos: int
    state: str


class ImportRow(NamedTuple):
    """A key that an import changed: what it was before (None: deleted or never there), and by what it is known that
    nothing has changed it since: the hash of the new body, of a count its position.
    """

    previous_body: str | None
    written: str
    is_undone: int = 0


class CaseState(NamedTuple):
    """A case that was opened before."""

    kind: str
    subject: str
    is_open: bool


class Case(NamedTuple):
    """Something a person has to look at."""

    case_id: str
    kind: str
    subject: str
    opened_pos: int
    body: str
    resolved_pos: int | None = None


_new = tuple.__new__
NO_HEAD = HeadState(0, GENESIS, 0)


@dataclass(slots=True)
class Arrival:
    """An event at the ledger's border: exact bytes, what they say (`fact`), or why they cannot be booked (`fault`)."""

    event: SignedEvent
    fact: Body | None
    fault: str | None
    received_ms: int


@dataclass(slots=True)
class Needs:
    """Keys of everything that deciding over a batch may look up."""

    heads: set[tuple[str, int]] = field(default_factory=set)
    devices: set[str] = field(default_factory=set)
    events: dict[tuple[str, int, int], str] = field(default_factory=dict)  # -> event id
    ids: set[str] = field(default_factory=set)  # of other events than these
    levels: set[LevelKey] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    refs: set[RefKey] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    batches: set[str] = field(default_factory=set)
    import_rows: set[ImportKey] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Book:
    """State as of `last_pos`. None in a shelf means: looked up, not there.

    The upper shelves are kept between batches (`balances` and `open_cases` are complete), the lower ones hold what
    the batch at hand needs and are cleared before the next.
    """

    last_pos: int = 0
    heads: dict[tuple[str, int], HeadState | None] = field(default_factory=dict)
    devices: dict[str, DeviceState | None] = field(default_factory=dict)
    levels: dict[LevelKey, Level | None] = field(default_factory=dict)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    articles: dict[str, bool] = field(default_factory=dict)
    open_cases: set[tuple[str, str]] = field(default_factory=set)
    is_complete: bool = False  # balances and open cases have been read

    known_ids: set[str] = field(default_factory=set)
    stored: dict[tuple[str, int, int], Stored] = field(default_factory=dict)
    refs: dict[RefKey, RefState | None] = field(default_factory=dict)
    codes: dict[str, CodeState | None] = field(default_factory=dict)
    batches: dict[str, BatchState | None] = field(default_factory=dict)
    import_rows: dict[ImportKey, ImportRow | None] = field(default_factory=dict)
    cases: dict[str, CaseState | None] = field(default_factory=dict)

    def clear_batch(self) -> None:
        """Forget what only the last batch needed."""
        for shelf in (self.refs, self.codes, self.batches, self.import_rows, self.cases, self.stored):
            shelf.clear()
        self.known_ids.clear()


def moved(level: Level, delta: int, scale: int, version: int) -> Level:
    """The level after `delta` at `scale`; the finer of both scales is kept."""
    on_hand, reserved, own, counted_pos, _ = level
    if scale == own:  # nearly always, and this is called for every line of a sale
        return _new(Level, (on_hand + delta, reserved, own, counted_pos, version))
    if scale > own:
        factor = 10 ** (scale - own)
        on_hand, reserved, own = on_hand * factor, reserved * factor, scale
    else:
        delta *= 10 ** (own - scale)
    return Level(on_hand + delta, reserved, own, counted_pos, version)

"""Compares statements with what the ledger has, and appends the differences as facts of one batch.

At most 1,000 rows to a fact (decision 4). Knows the bodies of facts; how they get into the ledger is given in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from sync_engine.domain.dates import instant_text
from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.admin import Appender
from sync_engine.ledger.importing.statements import Count, Known, Part, Rejected, Statement
from sync_engine.ledger.importing.values import RowRefused
from sync_engine.protocol.facts import CountedRow, ReferenceChangedBody, ReferenceRow, StockCountedBody

MAX_ROWS: Final = 1_000
MAX_BYTES: Final = 1_000_000
"""Of the rows in one fact: half of what the protocol allows a body."""


class BatchNotBooked(Unavailable):
    """The ledger took a fact of the import without booking it; what was booked before it can be undone by `batch`."""

    def __init__(self, batch: str, reason: str) -> None:
        super().__init__(f"{batch}: {reason}")
        self.batch, self.reason = batch, reason


@dataclass(slots=True)
class Tally:
    """What became of the statements about one topic."""

    added: int = 0
    changed: int = 0
    same: int = 0


@dataclass(slots=True)
class Outcome:
    """What comparing and booking came to."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    blank_tax: int = 0
    called_by_code: int = 0
    """Articles of which neither the file nor the ledger knows a name."""
    facts: int = 0


@dataclass(slots=True)
class Booker:
    """Books one batch from the file called `source`; without an appender (a dry run) it only counts."""

    batch: str
    known: Known
    appender: Appender | None
    source: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    outcome: Outcome = field(default_factory=Outcome)
    _rows: list[ReferenceRow] = field(default_factory=list)
    _bytes: int = 0

    def book(self, part: Part, chunk: Sequence[Statement]) -> None:
        """Compare a chunk of statements and append what differs."""
        tally = self.outcome.tallies.setdefault(part.topic, Tally())
        refused = dict(part.refused(chunk, self.known))
        before = self.known.bodies(part.topic, [(statement.scope, statement.key) for statement in chunk])
        for statement in chunk:
            if statement.line in refused:
                self._reject(statement.line, refused[statement.line])
                continue
            try:
                body = part.body(statement, old := before.get((statement.scope, statement.key)))
            except RowRefused as refusal:
                self._reject(statement.line, refusal)
                continue
            if part.topic == "article":
                self.outcome.blank_tax += not body["tax"]
                self.outcome.called_by_code += statement.row.is_nameless and body["name"] == statement.key
            if body == old:
                tally.same += 1
                continue
            tally.changed += old is not None
            tally.added += old is None
            self._put(part.topic, ReferenceRow(scope=statement.scope, key=statement.key, body=dict(body)))

    def book_counts(self, chunk: Sequence[Count]) -> None:
        """Append the counts that differ from what is on hand, and those of articles not under control yet."""
        tally = self.outcome.tallies.setdefault("stock", Tally())
        on_hand = self.known.on_hand([(count.place, count.sku) for count in chunk])
        rows = []
        for count in chunk:
            level = on_hand.get((count.place, count.sku))
            is_known = level is not None and level.is_controlled
            if level is not None and is_known and level.qty * 10**count.scale == count.qty * 10**level.scale:
                tally.same += 1
                continue
            tally.changed += is_known
            tally.added += not is_known
            rows.append(CountedRow(place=count.place, sku=count.sku, qty=count.qty, scale=count.scale))
        if rows:
            body = StockCountedBody(**self._context(), batch=self.batch, source=self._named(), rows=tuple(rows))
            self._append("stock_counted", body)

    def flush(self, topic: str) -> None:
        """Append what is still waiting of this topic."""
        if self._rows:
            rows, self._rows, self._bytes = tuple(self._rows), [], 0
            named = self._named()
            body = ReferenceChangedBody(**self._context(), topic=topic, batch=self.batch, source=named, rows=rows)
            self._append("reference_changed", body)

    def _put(self, topic: str, row: ReferenceRow) -> None:
        self._rows.append(row)
        self._bytes += len(msgspec.json.encode(row))
        if len(self._rows) == MAX_ROWS or self._bytes >= MAX_BYTES:
            self.flush(topic)

    def _append(self, kind: str, body: ReferenceChangedBody | StockCountedBody) -> None:
        self.outcome.facts += 1
        if self.appender is not None:
            appended = self.appender.append(kind, 1, body)
            if appended.disposition == "deferred":
                raise BatchNotBooked(self.batch, appended.reason or "")

    def _reject(self, line: int, refusal: RowRefused) -> None:
        self.outcome.rejected.append(Rejected(line, refusal.reason, refusal.detail))

    def _named(self) -> str | None:
        """The source, for the first fact alone."""
        return self.source if self.outcome.facts == 0 else None

    def _context(self) -> dict[str, Any]:
        return ledger_context(self.now())


def ledger_context(at: datetime, store: str = "", till: str = "") -> dict[str, Any]:
    """The context of what the ledger itself states."""
    return {
        "store": store,
        "till": till,
        "shift": "",
        "business_on": "",
        "staff": "",
        "at": instant_text(at),
    }

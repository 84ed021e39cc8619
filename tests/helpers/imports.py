"""What tests of imports need: a ledger that is asked, a ledger that is told, and one call that imports text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync_engine.ledger.admin import Appended
from sync_engine.ledger.importing.run import Imported, Request, Surroundings, run_import
from sync_engine.ledger.importing.statements import Body as RowBody
from sync_engine.ledger.importing.statements import OnHand, RefKey
from sync_engine.protocol.facts import Body, ReferenceChangedBody, StockCountedBody

APPLIED = Appended(1, "applied")


@dataclass
class FakeKnown:
    """A ledger in memory: reference rows by topic, barcodes, stock."""

    rows: dict[str, dict[RefKey, RowBody]] = field(default_factory=dict)
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    stock: dict[tuple[str, str], OnHand] = field(default_factory=dict)
    taxes: frozenset[str] | None = None

    def tax_codes(self) -> frozenset[str] | None:
        return self.taxes

    def bodies(self, topic: str, keys: Sequence[RefKey]) -> Mapping[RefKey, RowBody]:
        return {key: body for key, body in self.rows.get(topic, {}).items() if key in keys}

    def barcode_owners(self, codes: Sequence[str]) -> Mapping[str, frozenset[str]]:
        return {code: owners for code, owners in self.codes.items() if code in codes}

    def on_hand(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], OnHand]:
        return {key: level for key, level in self.stock.items() if key in keys}

    def with_store(self, store: str, **changes: Any) -> "FakeKnown":
        """The same, and a store."""
        body = {"name": store, "currency": "GBP", "rules": [], **changes}
        self.rows.setdefault("store", {})["*", store] = body
        return self

    def with_article(self, sku: str, **changes: Any) -> "FakeKnown":
        """The same, and an article of pieces."""
        body = {"name": sku, "scale": 0, "stocked": True, **changes}
        self.rows.setdefault("article", {})["*", sku] = body
        return self


@dataclass
class FakeLedger:
    """An appender that keeps what it is told."""

    facts: list[Body] = field(default_factory=list)
    answer: Appended = APPLIED

    def append(self, kind: str, version: int, body: Body) -> Appended:
        self.facts.append(body)
        return self.answer

    def rows(self, topic: str) -> dict[tuple[str, str], Any]:
        """Bodies of all rows that were stated about a topic."""
        return {
            (row.scope, row.key): row.body
            for fact in self.facts
            if isinstance(fact, ReferenceChangedBody) and fact.topic == topic
            for row in fact.rows
        }

    def counts(self) -> list[tuple[str, str, int, int]]:
        """Everything that was counted."""
        counted = [fact for fact in self.facts if isinstance(fact, StockCountedBody)]
        return [(row.place, row.sku, row.qty, row.scale) for fact in counted for row in fact.rows]


class PlainPins:
    """Verifiers that can be read: tests of imports are no tests of argon2."""

    def verifier(self, store_id: str, pin: str) -> str:
        return f"hash of {pin} in {store_id}"

    def matches(self, store_id: str, pin: str, verifier: str) -> bool:
        return verifier == self.verifier(store_id, pin)


@dataclass
class Importing:
    """Imports text files into a fake ledger."""

    folder: Path
    known: FakeKnown = field(default_factory=FakeKnown)
    ledger: FakeLedger = field(default_factory=FakeLedger)

    def take(self, kind: str, text: str, **options: Any) -> Imported:
        """Import `text` as a CSV file."""
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return run_import(Request(kind, path, batch="b", **options), Surroundings(self.known, self.ledger, PlainPins()))


def reasons(imported: Imported) -> list[tuple[int, str, str]]:
    """What was set aside: line, reason, detail."""
    return [(rejected.line, rejected.reason, rejected.detail) for rejected in imported.quarantine.first(1_000)]

"""The statements of each kind of import, topic by topic, and what of the ledger can contradict them.

Knows the rows that were read and the bodies of reference facts; reads no file and writes nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sync_engine.ledger.importing.article_rows import ArticleRow
from sync_engine.ledger.importing.articles import ArticleCollector
from sync_engine.ledger.importing.statements import Body, Known, Statement
from sync_engine.ledger.importing.stores import FROM_THE_START, with_rules_of
from sync_engine.ledger.importing.values import RowRefused

EVERYWHERE = "*"
"""Scope of what every store sees."""


@dataclass(slots=True)
class Articles:
    """Articles of a file. `left_out` collects those that the ledger contradicts."""

    collector: ArticleCollector
    topic: str = "article"
    left_out: set[str] = field(default_factory=set)

    def statements(self) -> Iterator[Statement]:
        for row in self.collector.articles():
            yield Statement(EVERYWHERE, row.sku, row, row.line)

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:
        owners = known.barcode_owners([code for statement in chunk for code, _ in statement.row.barcodes])
        found: dict[int, RowRefused] = {}
        for statement in chunk if owners else ():
            for code, _ in statement.row.barcodes:
                others = owners.get(code, frozenset()) - {statement.key}
                if others:
                    found[statement.line] = RowRefused("duplicate_barcode", f"{code}: {min(others)} in the ledger")
                    self.left_out.add(statement.key)
        return found

    def body(self, statement: Statement, before: Body | None) -> Body:
        row: ArticleRow = statement.row
        return row.body(before)


@dataclass(frozen=True, slots=True)
class ArticlePrices:
    """The prices that stand in an article file, for one price list."""

    articles: Articles
    price_list: str
    topic: str = "price"

    def statements(self) -> Iterator[Statement]:
        for row in self.articles.collector.articles():
            if row.price_e4 is not None and row.sku not in self.articles.left_out:
                begins = row.valid_from_on or FROM_THE_START
                price = PriceRow(row.sku, row.price_e4, self.price_list, None, begins, None)
                yield Statement(EVERYWHERE, price.key, price, row.line)

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:  # noqa: ARG002 - checked as articles
        return {}

    def body(self, statement: Statement, before: Body | None) -> Body:  # noqa: ARG002 - a price replaces a price
        row: PriceRow = statement.row
        return row.body()


class PriceRow(NamedTuple):
    """A price of one article from a day on, in a price list or (store) in one store alone."""

    sku: str
    unit_e4: int
    price_list: str
    store: str | None
    valid_from_on: str
    valid_to_on: str | None

    @property
    def key(self) -> str:
        """The key of its reference row."""
        return f"{self.price_list}|{self.store or ''}|{self.sku}|{self.valid_from_on}"

    def body(self) -> dict[str, Any]:
        """The body of its reference row."""
        return {
            "sku": self.sku,
            "list": self.price_list,
            "store": self.store,
            "unit_e4": self.unit_e4,
            "from": self.valid_from_on,
            "to": self.valid_to_on,
        }


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of a price file: article and store must be known."""

    rows: Mapping[str, Statement]
    topic: str = "price"

    def statements(self) -> Iterator[Statement]:
        yield from self.rows.values()

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:
        named = {s.line: (s.row.sku, s.row.store) for s in chunk}
        return unknown_articles(named, known) | unknown_stores({line: s for line, (_, s) in named.items()}, known)

    def body(self, statement: Statement, before: Body | None) -> Body:  # noqa: ARG002 - a price replaces a price
        row: PriceRow = statement.row
        return row.body()


@dataclass(frozen=True, slots=True)
class Stores:
    """Stores; the rules of other dates stay."""

    rows: Mapping[str, Statement]
    topic: str = "store"

    def statements(self) -> Iterator[Statement]:
        yield from self.rows.values()

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:  # noqa: ARG002 - nothing to know
        return {}

    def body(self, statement: Statement, before: Body | None) -> Body:
        return with_rules_of(statement.row, before)


@dataclass(frozen=True, slots=True)
class Favourites:
    """Which article is on which quick key of a store."""

    rows: Mapping[str, Statement]
    topic: str = "favourite"

    def statements(self) -> Iterator[Statement]:
        yield from self.rows.values()

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:
        stores = unknown_stores({statement.line: statement.scope for statement in chunk}, known)
        return unknown_articles({statement.line: (statement.row["sku"], None) for statement in chunk}, known) | stores

    def body(self, statement: Statement, before: Body | None) -> Body:  # noqa: ARG002 - nothing is kept
        row: Body = statement.row
        return row


class Pins(Protocol):
    """Makes and checks PIN verifiers; no PIN itself enters a fact."""

    def verifier(self, store_id: str, pin: str) -> str:
        """Argon2id over the PIN, peppered for the store."""

    def matches(self, store_id: str, pin: str, verifier: str) -> bool:
        """True when the verifier was made from this PIN for this store."""


class StaffRow(NamedTuple):
    """A member of staff as the file has it; an empty PIN or badge keeps the one there is."""

    name: str
    role: str
    pin: str
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff, one row per person and store."""

    rows: Mapping[str, Statement]
    pins: Pins
    topic: str = "staff"

    def statements(self) -> Iterator[Statement]:
        yield from self.rows.values()

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:
        return unknown_stores({statement.line: statement.scope for statement in chunk}, known)

    def body(self, statement: Statement, before: Body | None) -> Body:
        row: StaffRow = statement.row
        verifier = (before or {}).get("pin_hash") or ""
        if row.pin and not (verifier and self.pins.matches(statement.scope, row.pin, verifier)):
            verifier = self.pins.verifier(statement.scope, row.pin)
        body = {**(before or {}), "name": row.name, "role": row.role, "pin_hash": verifier or None, "active": True}
        return body | {"badge_sha256": badge_sha256(row.badge)} if row.badge else body


def badge_sha256(code: str) -> str:
    """What is kept of a badge's code (hex), as the till makes it of what is scanned."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def unknown_articles(named: Mapping[int, tuple[str, Any]], known: Known) -> dict[int, RowRefused]:
    """By line, the rows whose article the ledger does not have."""
    there = known.bodies("article", [(EVERYWHERE, sku) for sku in {sku for sku, _ in named.values()}])
    return {
        line: RowRefused("unknown_article", sku) for line, (sku, _) in named.items() if (EVERYWHERE, sku) not in there
    }


def unknown_stores(named: Mapping[int, str | None], known: Known) -> dict[int, RowRefused]:
    """By line, the rows that name a store which the ledger does not have."""
    there = known.bodies("store", [(EVERYWHERE, store) for store in {store for store in named.values() if store}])
    return {
        line: RowRefused("unknown_store", store)
        for line, store in named.items()
        if store and (EVERYWHERE, store) not in there
    }

"""The kinds of import: each takes the rows of its file and gives parts to state, or counts. Knows no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sync_engine.domain.errors import UnusablePin
from sync_engine.domain.staff import check_pin
from sync_engine.ledger.importing import parts, values
from sync_engine.ledger.importing.articles import ArticleCollector
from sync_engine.ledger.importing.columns import Columns
from sync_engine.ledger.importing.parts import EVERYWHERE, PriceRow, StaffRow
from sync_engine.ledger.importing.reading import Record
from sync_engine.ledger.importing.statements import Count, Known, Part, Rejected, Statement
from sync_engine.ledger.importing.stores import FROM_THE_START, store_body, with_rules_of
from sync_engine.ledger.importing.values import RowRefused


class Import(Protocol):
    """Takes the rows of one file."""

    @property
    def repeated(self) -> int:
        """Rows that said what an earlier row had said."""

    def take(self, record: Record) -> None:
        """Raises RowRefused when the row cannot be taken."""

    def rejected(self) -> list[Rejected]:
        """Rows that turned out bad only at the end."""

    def parts(self) -> Sequence[Part]:
        """What to state, in the order to state it in."""


@dataclass(slots=True)
class ArticleImport:
    """Articles, with their prices when the file has a price column."""

    columns: Columns
    collector: ArticleCollector
    price_list: str

    @property
    def repeated(self) -> int:
        return self.collector.repeated

    def take(self, record: Record) -> None:
        self.collector.take(record)

    def rejected(self) -> list[Rejected]:
        return self.collector.rejected()

    def parts(self) -> Sequence[Part]:
        articles = parts.Articles(self.collector)
        return (articles, parts.ArticlePrices(articles, self.price_list)) if self.columns.has("price") else (articles,)


@dataclass(slots=True)
class Keyed:
    """Rows by their key: one that says the same again is counted, one that says otherwise is refused."""

    columns: Columns
    repeated: int = 0
    _rows: dict[str, Statement] = field(default_factory=dict)

    def _text(self, record: Record, name: str) -> str:
        return values.clean(self.columns.cell(record.cells, name))

    def _keep(self, statement: Statement) -> None:
        key = f"{statement.scope}|{statement.key}"
        earlier = self._rows.setdefault(key, statement)
        if earlier is statement:
            return
        if earlier.row != statement.row:
            raise RowRefused("duplicate_row", f"line {earlier.line} says otherwise")
        self.repeated += 1

    def rejected(self) -> list[Rejected]:
        return []


@dataclass(slots=True)
class PriceImport(Keyed):
    """Prices of articles by list or store."""

    price_list: str = "default"

    def take(self, record: Record) -> None:
        store = self._text(record, "store")
        first, last = (values.day(self.columns.cell(record.cells, name)) for name in ("valid_from", "valid_to"))
        if first and last and last < first:
            raise RowRefused("not_a_date", f"{first} to {last}")
        row = PriceRow(
            values.code(self.columns.cell(record.cells, "sku")),
            values.unit_price_e4(self.columns.cell(record.cells, "price")),
            self._text(record, "price_list") or self.price_list,
            store or None,
            first or FROM_THE_START,
            last,
        )
        self._keep(Statement(EVERYWHERE, row.key, row, record.line))

    def parts(self) -> Sequence[Part]:
        return (parts.Prices(self._rows),)


@dataclass(slots=True)
class StoreImport(Keyed):
    """Stores; several rows of one store are its rules of several dates."""

    def take(self, record: Record) -> None:
        key = values.place_code(self.columns.cell(record.cells, "store"), "bad_store_code")
        body = store_body(self.columns, record.cells)
        earlier = self._rows.pop(f"{EVERYWHERE}|{key}", None)
        if earlier is not None and earlier.row == body:
            self.repeated += 1
        merged = with_rules_of(body, earlier.row if earlier is not None else None)
        self._keep(Statement(EVERYWHERE, key, merged, record.line))

    def parts(self) -> Sequence[Part]:
        return (parts.Stores(self._rows),)


@dataclass(slots=True)
class StaffImport(Keyed):
    """Staff; `stores` is a list with `|` between."""

    pins: parts.Pins = field(kw_only=True)

    def take(self, record: Record) -> None:
        staff_id = values.place_code(self.columns.cell(record.cells, "staff"), "blank_code")
        role, pin = self._text(record, "role"), self._text(record, "pin")
        if not role:
            raise RowRefused("blank_role")
        badge = self._text(record, "badge")
        row = StaffRow(values.name(self.columns.cell(record.cells, "name")), role, _sound(pin, role), badge)
        stores = [store.strip() for store in self._text(record, "stores").split("|") if store.strip()]
        if not stores:
            raise RowRefused("unknown_store")
        for store in stores:
            self._keep(Statement(store, staff_id, row, record.line))

    def parts(self) -> Sequence[Part]:
        return (parts.Staff(self._rows, self.pins),)


@dataclass(slots=True)
class FavouriteImport(Keyed):
    """Quick keys of a store, by position from 1."""

    def take(self, record: Record) -> None:
        store = values.place_code(self.columns.cell(record.cells, "store"), "unknown_store")
        position = values.number(self.columns.cell(record.cells, "position"), 0)
        if position < 1:
            raise RowRefused("out_of_range", str(position))
        body: dict[str, Any] = {"sku": values.code(self.columns.cell(record.cells, "sku"))}
        self._keep(Statement(store, str(position), body, record.line))

    def parts(self) -> Sequence[Part]:
        return (parts.Favourites(self._rows),)


@dataclass(slots=True)
class StockImport(Keyed):
    """What was counted on the floors of stores."""

    def take(self, record: Record) -> None:
        store = values.place_code(self.columns.cell(record.cells, "store"), "unknown_store")
        sku = values.code(self.columns.cell(record.cells, "sku"))
        counted = self._text(record, "quantity")
        values.quantity(counted, values.decimals(counted))
        self._keep(Statement(store, sku, counted, record.line))

    def parts(self) -> Sequence[Part]:
        return ()

    def statements(self) -> Iterator[Statement]:
        """Every count once, quantity as text."""
        yield from self._rows.values()


def counts(chunk: Sequence[Statement], known: Known) -> tuple[list[Count], list[Rejected]]:
    """Statements of a stock file at the scale of their articles, and what contradicts the ledger."""
    stores = parts.unknown_stores({statement.line: statement.scope for statement in chunk}, known)
    articles = known.bodies("article", [(EVERYWHERE, statement.key) for statement in chunk])
    good, bad = [], []
    for statement in chunk:
        try:
            if statement.line in stores:
                raise stores[statement.line]
            good.append(_count(statement, articles.get((EVERYWHERE, statement.key))))
        except RowRefused as refusal:
            bad.append(Rejected(statement.line, refusal.reason, refusal.detail))
    return good, bad


def _count(statement: Statement, article: Any) -> Count:
    if article is None:
        raise RowRefused("unknown_article", statement.key)
    if not article["stocked"]:
        raise RowRefused("not_stocked", statement.key)
    scale = article["scale"]
    return Count(
        f"{statement.scope}/floor", statement.key, values.quantity(statement.row, scale), scale, statement.line
    )


def _sound(pin: str, role: str) -> str:
    """The PIN, if there is one. Reason: bad_pin, with the number of digits it needs."""
    if pin:
        try:
            check_pin(pin, role)
        except UnusablePin as refusal:
            raise RowRefused("bad_pin", f"{refusal.digits} digits") from None
    return pin

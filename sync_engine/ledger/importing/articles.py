"""From the rows of a file to one statement per article, in one of three ways.

A catalogue has one row per article: a second one that says something else is refused, and so is a barcode that an
earlier article carries. A file of transactions repeats its articles: the most frequent name and the most frequent
price win, the earlier of two that are equally frequent; one that is never named is called by its code. A file with a
language column has one row per article and language. Knows the file, not the ledger.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sync_engine.ledger.importing import values
from sync_engine.ledger.importing.article_rows import UNSTATED, ArticleParser, ArticleRow
from sync_engine.ledger.importing.reading import Record
from sync_engine.ledger.importing.statements import Rejected
from sync_engine.ledger.importing.values import RowRefused

_Choice = TypeVar("_Choice", str, int)

WEIGHED_SCALE = 3


class ArticleCollector(Protocol):
    """Takes the rows of a file and gives the articles."""

    repeated: int
    """Rows that said what an earlier row had said."""

    def take(self, record: Record) -> None:
        """Raises RowRefused when the row cannot be taken."""

    def articles(self) -> Iterator[ArticleRow]:
        """Every article once, in the order of the file; to be asked after the last row."""

    def rejected(self) -> list[Rejected]:
        """Rows that turned out bad only at the end."""


def collector_for(parser: ArticleParser) -> ArticleCollector:
    """The way that fits the columns of the file."""
    if parser.columns.is_of_transactions:
        return Votes(parser)
    return Languages(parser) if parser.columns.has("lang") else Catalogue(parser)


@dataclass(slots=True)
class Catalogue:
    """One row per article."""

    parser: ArticleParser
    repeated: int = 0
    _rows: dict[str, ArticleRow] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)  # barcode -> article

    def take(self, record: Record) -> None:
        row = self.parser.row(record.line, record.cells, self.parser.name(record.cells))
        earlier = self._rows.get(row.sku)
        if earlier is not None:
            if earlier != row:
                raise RowRefused("duplicate_article", f"{row.sku}: line {earlier.line} says otherwise")
            self.repeated += 1
            return
        self.keep(row)

    def keep(self, row: ArticleRow) -> None:
        """Take the row unless another article has one of its barcodes."""
        for code, _ in row.barcodes:
            owner = self._owners.get(code, row.sku)
            if owner != row.sku:
                raise RowRefused("duplicate_barcode", f"{code}: line {self._rows[owner].line}, {owner}")
        self._rows[row.sku] = row
        self._owners.update((code, row.sku) for code, _ in row.barcodes)

    def articles(self) -> Iterator[ArticleRow]:
        yield from self._rows.values()

    def rejected(self) -> list[Rejected]:
        return []


@dataclass(slots=True)
class Languages:
    """One row per article and language; the English name is the plain one, else that of the first row."""

    parser: ArticleParser
    repeated: int = 0
    _catalogue: Catalogue = field(init=False)
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._catalogue = Catalogue(self.parser)

    def take(self, record: Record) -> None:
        name = values.name(self.parser.columns.cell(record.cells, "name"))
        lang = self.parser.columns.cell(record.cells, "lang").strip().lower()
        row = self.parser.row(record.line, record.cells, name)
        known = self._names.get(row.sku)
        if known is None:
            self._catalogue.keep(row)
            self._names[row.sku] = {lang: name}
        elif known.setdefault(lang, name) != name:
            raise RowRefused("duplicate_article", f"{row.sku}: another name in {lang or 'no language'}")

    def articles(self) -> Iterator[ArticleRow]:
        for row in self._catalogue.articles():
            names = self._names[row.sku]
            plain = names.get("en") or next(iter(names.values()))
            yield row.renamed(plain, {lang: name for lang, name in names.items() if lang not in {"", "und"}})

    def rejected(self) -> list[Rejected]:
        return []


@dataclass(slots=True)
class _Voted:
    """All rows of one article in a file of transactions."""

    line: int
    cells: list[str]  # of the first row
    names: dict[str, int] = field(default_factory=dict)
    prices: dict[int, int] = field(default_factory=dict)
    is_weighed: bool = False


@dataclass(slots=True)
class Votes:
    """Many rows per article, as in a file of sales."""

    parser: ArticleParser
    repeated: int = 0
    _voted: dict[str, _Voted] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        columns = self.parser.columns
        sku, price = self.parser.sku(record.cells), self.parser.price_e4(record.cells)
        name = columns.cell(record.cells, "name")
        name = values.name(name) if name.strip() else ""
        voted = self._voted.get(sku)
        if voted is None:
            self.parser.row(record.line, record.cells, UNSTATED)  # what else the row states must be sound too
            voted = self._voted[sku] = _Voted(record.line, record.cells)
        else:
            self.repeated += 1
        if price is not None:
            voted.prices[price] = voted.prices.get(price, 0) + 1
        if values.decimals(columns.cell(record.cells, "quantity")):
            voted.is_weighed = True
        if name:
            voted.names[name] = voted.names.get(name, 0) + 1

    def articles(self) -> Iterator[ArticleRow]:
        for voted in self._voted.values():
            yield self._elected(voted)

    def _elected(self, voted: _Voted) -> ArticleRow:
        row = self.parser.row(voted.line, voted.cells, _most_frequent(voted.names) if voted.names else UNSTATED)
        paid = {price: votes for price, votes in voted.prices.items() if price > 0} or voted.prices
        price = _most_frequent(paid) if paid else None
        stated = list(row.stated)
        if voted.is_weighed and stated[4] is UNSTATED:
            stated[4], stated[5] = "kg", WEIGHED_SCALE
        return ArticleRow(row.sku, tuple(stated), price, row.valid_from_on, row.line)

    def rejected(self) -> list[Rejected]:
        return []


def _most_frequent(votes: dict[_Choice, int]) -> _Choice:
    return max(votes, key=votes.__getitem__)

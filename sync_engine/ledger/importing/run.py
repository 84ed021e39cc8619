"""One import from the file to the report: read all rows, set bad ones aside, book the rest as one batch.

Nothing is booked before the whole file has been read, so a file that ends in the middle changes nothing. Knows who
to ask and who appends only as ports.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sync_engine.ledger.admin import Appender
from sync_engine.ledger.importing import kinds
from sync_engine.ledger.importing.article_rows import ArticleParser
from sync_engine.ledger.importing.articles import collector_for
from sync_engine.ledger.importing.booking import MAX_ROWS, Booker, Outcome
from sync_engine.ledger.importing.columns import Columns, columns_for
from sync_engine.ledger.importing.customers import CustomerImport, GroupImport
from sync_engine.ledger.importing.kinds import Import
from sync_engine.ledger.importing.parts import Pins
from sync_engine.ledger.importing.quarantine import Quarantine
from sync_engine.ledger.importing.reading import Broken, Table, open_table
from sync_engine.ledger.importing.statements import Known, Part, Rejected, Statement, chunks
from sync_engine.ledger.importing.values import RowRefused

Progress = Callable[[str, float], None]
"""Called with the stage (`reading`, `booking`) and how much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to import and how. `kind` is a key of columns.FIELDS."""

    kind: str
    path: Path
    mapping: Mapping[str, str] = field(default_factory=dict)
    without_stock: frozenset[str] = frozenset()
    price_list: str = "default"
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an import needs of the ledger: what is known, who takes facts (None: a dry run), who makes verifiers."""

    known: Known
    appender: Appender | None
    pins: Pins
    progress: Progress = lambda _stage, _done: None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    request: Request
    columns: Columns
    rows: int
    """Rows of the file, good and bad."""
    repeated: int
    quarantine: Quarantine
    outcome: Outcome

    @property
    def is_booked(self) -> bool:
        """False when there was nothing new in the file."""
        return self.outcome.facts > 0


def check_file(request: Request) -> None:
    """Look at the header alone. Raises FileNotUnderstood, UnknownField, UnknownColumn, MissingColumn."""
    with open_table(request.path) as table:
        columns_for(request.kind, table.header, request.mapping)


def run_import(request: Request, around: Surroundings) -> Imported:
    """Import one file. Raises FileNotUnderstood, UnknownField, UnknownColumn, MissingColumn, BatchNotBooked."""
    quarantine = Quarantine(request.path)
    with open_table(request.path) as table:
        columns = columns_for(request.kind, table.header, request.mapping)
        taking = _import_of(request, columns, around)
        rows = _read(table, taking, quarantine, around.progress)
    for rejected in taking.rejected():
        quarantine.add(rejected)
    outcome = _book(request, taking, around, quarantine)
    return Imported(request, columns, rows, taking.repeated, quarantine, outcome)


def _import_of(request: Request, columns: Columns, around: Surroundings) -> Import:
    if request.kind == "articles":
        parser = ArticleParser(columns, around.known.tax_codes(), request.without_stock)
        return kinds.ArticleImport(columns, collector_for(parser), request.price_list)
    if request.kind == "prices":
        return kinds.PriceImport(columns, price_list=request.price_list)
    if request.kind == "staff":
        return kinds.StaffImport(columns, pins=around.pins)
    plain: dict[str, Callable[[Columns], Import]] = {
        "stock": kinds.StockImport,
        "stores": kinds.StoreImport,
        "favourites": kinds.FavouriteImport,
        "customers": CustomerImport,
        "groups": GroupImport,
    }
    return plain[request.kind](columns)


def _read(table: Table, taking: Import, quarantine: Quarantine, progress: Progress) -> int:
    count = 0
    for row in table.rows():
        count += 1
        if count % 5_000 == 0:
            progress("reading", table.taken_bytes / max(1, table.size_bytes))
        if isinstance(row, Broken):
            quarantine.add(Rejected(row.line, row.reason))
            continue
        try:
            taking.take(row)
        except RowRefused as refusal:
            quarantine.add(Rejected(row.line, refusal.reason, refusal.detail))
    progress("reading", 1.0)
    return count


def _book(request: Request, taking: Import, around: Surroundings, quarantine: Quarantine) -> Outcome:
    source = request.path.name.encode(errors="replace").decode()  # a name of a file need not be UTF-8, a fact is
    booker = Booker(request.batch, around.known, around.appender, source)
    if isinstance(taking, kinds.StockImport):
        _book_stock(taking, booker, around)
    for part in taking.parts():
        _book_part(part, booker, around.progress)
    for rejected in booker.outcome.rejected:
        quarantine.add(rejected)
    return booker.outcome


def _book_part(part: Part, booker: Booker, progress: Progress) -> None:
    statements: list[Statement] = list(part.statements())
    for number, chunk in enumerate(chunks(statements, MAX_ROWS)):
        booker.book(part, chunk)
        progress("booking", (number * MAX_ROWS + len(chunk)) / len(statements))
    booker.flush(part.topic)


def _book_stock(taking: kinds.StockImport, booker: Booker, around: Surroundings) -> None:
    statements = list(taking.statements())
    for number, chunk in enumerate(chunks(statements, MAX_ROWS)):
        good, bad = kinds.counts(chunk, around.known)
        booker.outcome.rejected.extend(bad)
        booker.book_counts(good)
        around.progress("booking", (number * MAX_ROWS + len(chunk)) / len(statements))

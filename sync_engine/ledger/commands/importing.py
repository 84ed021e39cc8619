"""`pos-ledger import`: take a file in, or take an import back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.admin import Appended, Appender
from sync_engine.ledger.commands.import_report import plain_report, write_report
from sync_engine.ledger.commands.options import PlaceOptions, ReadingOptions, at_place, commas, takes
from sync_engine.ledger.commands.output import progress_bar, say, say_aside, stop, write_json
from sync_engine.ledger.importing.known import LedgerKnown
from sync_engine.ledger.importing.run import Imported, Progress, Request, Surroundings, check_file, run_import
from sync_engine.ledger.importing.statements import NothingKnown
from sync_engine.ledger.importing.taking_back import TakingBack, batch_of, rows_of
from sync_engine.ledger.session import NoLedger, Place, StorePins, reading, writing
from sync_engine.protocol.facts import Body

_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"

app = typer.Typer(no_args_is_help=True, help="Take articles, prices, stock, stores or staff from a file; or undo that.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions(ReadingOptions):
    """What all imports take."""

    file: Annotated[Path, typer.Argument(help=".csv or .tsv, also with .xz behind; UTF-8", show_default=False)]
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN,...", help="Which column is which field; FIELD= for none."),
    ] = None
    is_dry: Annotated[bool, typer.Option("--dry-run", help="Only check and count; write nothing.")] = False
    quarantine: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where bad rows go. (default: beside the file)")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedOptions(ImportOptions):
    """Imports with prices."""

    price_list: Annotated[str, typer.Option(help="The list that prices belong to.")] = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOptions(PricedOptions):
    """Imports of articles."""

    without_stock: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE,...", help="Articles of which no stock is kept (postage, fees)."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoOptions(PlaceOptions):
    """Undoing an import."""

    batch: Annotated[str, typer.Argument(help="What the import was called in its report.", show_default=False)]


@app.command("articles")
@takes(ArticleOptions)
def articles(options: ArticleOptions) -> None:
    """Articles, and their prices when there is a price column.

    A file of sales works too: the most frequent name and price of each article are taken.

    Columns: sku, barcodes (a|b, a pack as code*6), name, name_de ..., description, unit, scale, tax, stocked, price,
    brand, category, attributes (a=b;c=d), lang.
    """
    kept = frozenset(commas(options.without_stock))
    _import(options, Request("articles", options.file, _mapping(options), kept, options.price_list))


@app.command("prices")
@takes(PricedOptions)
def prices(options: PricedOptions) -> None:
    """Prices. Columns: sku, price, price_list, store, valid_from, valid_to."""
    _import(options, Request("prices", options.file, _mapping(options), price_list=options.price_list))


@app.command("stock")
@takes(ImportOptions)
def stock(options: ImportOptions) -> None:
    """What was counted on the shop floors. Columns: store, sku, quantity."""
    _import(options, Request("stock", options.file, _mapping(options)))


@app.command("stores")
@takes(ImportOptions)
def stores(options: ImportOptions) -> None:
    """Stores with their rules.

    Columns: store, name, country, currency, tax_inclusive, tax_rounding (line or document), taxes
    (standard=20;zero=0), cash_step, time_zone, cutover, price_list, language, address (a|b),
    foreign (USD=0.79;EUR=0.8565), lat, lon (degrees), valid_from.
    """
    _import(options, Request("stores", options.file, _mapping(options)))


@app.command("staff")
@takes(ImportOptions)
def staff(options: ImportOptions) -> None:
    """Staff; PINs and badges are stored as hashes. Columns: staff, name, role, stores (a|b), pin, badge."""
    _import(options, Request("staff", options.file, _mapping(options)))


@app.command("customers")
@takes(ImportOptions)
def customers(options: ImportOptions) -> None:
    """Customers; no payment card's number is taken. Columns: customer, name, phone, email, card, group, language."""
    _import(options, Request("customers", options.file, _mapping(options)))


@app.command("groups")
@takes(ImportOptions)
def groups(options: ImportOptions) -> None:
    """Groups of customers and their price lists. Columns: group, name, price_list (the group's name without one)."""
    _import(options, Request("groups", options.file, _mapping(options)))


@app.command("favourites")
@takes(ImportOptions)
def favourites(options: ImportOptions) -> None:
    """Quick keys of the tills. Columns: store, position, sku."""
    _import(options, Request("favourites", options.file, _mapping(options)))


@app.command("undo")
@takes(UndoOptions)
def undo(options: UndoOptions) -> None:
    """Take an import back: its rows become what they were before.

    What was changed again since is left as it is, until that change is undone too. If this is stopped, begin it again.
    """
    with at_place(options) as place:
        with reading(place) as engine:
            batch, before = batch_of(engine, options.batch), rows_of(engine, options.batch)
        if batch is None:
            stop(f"There is no import {options.batch}")
        if batch.state == "undone" and not before.standing:
            say(f"{options.batch} was undone before; nothing to do")
            return
        with writing(place) as ledger, progress_bar(is_wanted=True) as progress:
            _take_back(TakingBack(ledger.reading, ledger.appender, batch, progress))
            after = rows_of(ledger.reading, options.batch)
    say(f"{options.batch} ({batch.source}) is undone: {after.undone - before.undone:,} rows")
    if after.standing:
        say(
            f"{after.standing:,} rows were changed since by something that still stands, and were left as they are."
            " Once that is undone, the same command takes them back"
        )


def _take_back(taking: TakingBack) -> None:
    try:
        taking.run()
    except (KeyboardInterrupt, Unavailable):
        say_aside(f"It may be undone in part. To go on: pos-ledger import undo {taking.batch.batch_id}")
        raise


def _import(options: ImportOptions, request: Request) -> None:
    with at_place(options) as place, progress_bar(is_wanted=not options.as_json) as progress:
        named = f"{request.kind}-{''.join(secrets.choice(_ALPHABET) for _ in range(8))}"
        request = Request(request.kind, request.path, request.mapping, request.without_stock, request.price_list, named)
        check_file(request)  # before a ledger is made for nothing
        imported = _checked(place, request, progress) if options.is_dry else _booked(place, request, progress)
        aside = _set_aside(imported, options, place)
    report = plain_report(imported, aside, is_dry=options.is_dry)
    if options.as_json:
        write_json(report)
    else:
        write_report(report)


def _booked(place: Place, request: Request, progress: Progress) -> Imported:
    with writing(place) as ledger:
        appender = _Counted(ledger.appender)
        try:
            return run_import(
                request, Surroundings(LedgerKnown(ledger.reading), appender, StorePins(ledger.keys), progress)
            )
        except (KeyboardInterrupt, Unavailable):
            if appender.count:
                say_aside(f"A part was booked. To take it back: pos-ledger import undo {request.batch}")
            raise


@dataclass(slots=True)
class _Counted:
    """An appender that knows how often it was asked: the outcome of the last time may be unknown."""

    appender: Appender
    count: int = 0

    def append(self, kind: str, version: int, body: Body) -> Appended:
        self.count += 1
        return self.appender.append(kind, version, body)


def _checked(place: Place, request: Request, progress: Progress) -> Imported:
    try:
        with reading(place) as engine:
            return run_import(request, Surroundings(LedgerKnown(engine), None, _NoPins(), progress))
    except NoLedger:
        return run_import(request, Surroundings(NothingKnown(), None, _NoPins(), progress))


class _NoPins:
    """A dry run hashes nothing: a PIN that is given counts as a change."""

    def verifier(self, store_id: str, pin: str) -> str:  # noqa: ARG002 - a port's names
        return "unhashed"

    def matches(self, store_id: str, pin: str, verifier: str) -> bool:  # noqa: ARG002 - a port's names
        return False


def _set_aside(imported: Imported, options: ImportOptions, place: Place) -> Path | None:
    """Write the bad rows, if there are any; a folder that cannot be written gives way to the home."""
    if not len(imported.quarantine) or (options.is_dry and options.quarantine is None):
        return None
    stem = options.file.name.removesuffix(".xz").rpartition(".")[0]
    beside = options.file.with_name(f"{stem}.quarantine.csv")
    for path in (options.quarantine or beside, place.home / "quarantine" / beside.name):
        try:
            imported.quarantine.write(path)
        except OSError:
            continue
        return path
    return None


def _mapping(options: ImportOptions) -> Mapping[str, str]:
    mapping = {}
    for pair in commas(options.mapping):
        field, equals, column = pair.partition("=")
        if not equals:
            stop(f"--map takes FIELD=COLUMN, not “{pair}”", code=2)
        mapping[field.strip()] = column.strip()
    return mapping

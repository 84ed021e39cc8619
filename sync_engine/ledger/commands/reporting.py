"""`pos-ledger report totals` and `pos-ledger stock`: figures for people and programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from sync_engine.domain.money import currency, format_scaled
from sync_engine.ledger.commands.backing_up import report_restored
from sync_engine.ledger.commands.options import ReadingOptions, at_place, takes
from sync_engine.ledger.commands.output import out, say, table, write_json
from sync_engine.ledger.report import MONEY, totals
from sync_engine.ledger.session import reading
from sync_engine.ledger.stock_report import stock_of

_SHOWN = 20

app = typer.Typer(no_args_is_help=True, help="Figures of the ledger.")


class Part(StrEnum):
    """What the totals can be parted by."""

    STORE = "store"
    DAY = "day"
    TILL = "till"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsOptions(ReadingOptions):
    """How to part the totals."""

    by: Annotated[Part | None, typer.Option(help="Part the sales by this.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockOptions(ReadingOptions):
    """Of what, and where."""

    article: Annotated[str, typer.Argument(help="Its code or one of its barcodes.", show_default=False)]
    store: Annotated[str | None, typer.Option(metavar="S", help="Only this store.")] = None


app.command("restored")(report_restored)


@app.command("totals")
@takes(TotalsOptions)
def report_totals(options: TotalsOptions) -> None:
    """What was sold, adjusted and not booked, in all and in parts.

    A ticket is a number on a customer's paper: the ticket of a replayed file, else the document number. "tickets"
    counts those of which anything was booked, "not_booked.tickets_only" those of which nothing was: together they are
    all. "lines" and "units" (sold less returned) are those of sales; "adjustments" and "not_booked" have their own.

    Amounts are minor units: "sales_minor" and "returns_minor" (zero or negative) sum lines, "gross_minor" what
    customers paid, "tax_minor" the tax in it. With several currencies they are null and stand in "by_currency".
    """
    with at_place(options) as place, reading(place) as engine:
        found = totals(engine, options.by.value if options.by else None)
    if options.as_json:
        write_json(found)
    else:
        _write_totals(found)


@takes(StockOptions)
def stock(options: StockOptions) -> None:
    """How much there is of an article, place by place."""
    with at_place(options) as place, reading(place) as engine:
        found = stock_of(engine, options.article, options.store)
    if options.as_json:
        write_json(found)
        return
    say(f"{found['article']}  {found['name'] or '(not in the catalogue)'}")
    rows = [
        (p["place"], p["on_hand"], p["reserved"], p["available"], "" if p["is_controlled"] else "never counted")
        for p in found["places"]
    ]
    rows.append(("total", found["on_hand"], found["reserved"], found["available"], found["unit"] or ""))
    columns = ("place", "on hand", "reserved", "available", "")
    out().print(table(columns, rows, columns[1:4]))


def _write_totals(found: Mapping[str, Any]) -> None:
    adjusted, missed = found["adjustments"], found["not_booked"]
    rows = [
        ("sold", found["tickets"], found["lines"], found["units"]),
        ("adjusted", adjusted["tickets"], adjusted["lines"], adjusted["units"]),
        ("not booked", missed["tickets"], missed["lines"], missed["units"]),
    ]
    columns = ("", "tickets", "lines", "units")
    out().print(table(columns, rows, columns[1:]))
    amounts = found.get("by_currency") or ({found["currency"]: found} if found["currency"] else {})
    money = [(code, *(_amount(row[name], code) for name in MONEY)) for code, row in amounts.items()]
    names = ("", "sales", "returns", "customers paid", "tax in it")
    if money:
        say("")
        out().print(table(names, money, names[1:]))
    _write_parts(found)
    _write_missed(missed)
    if found["deferred"] or found["open_cases"]:
        say(f"\n{found['deferred']:,} events not booked yet, {found['open_cases']:,} open cases")


def _write_parts(found: Mapping[str, Any]) -> None:
    groups = found.get("groups")
    if not groups:
        return
    columns = tuple(groups[0])
    rows = [[_amount(row[name], row["currency"]) if name in MONEY else row[name] for name in columns] for row in groups]
    say("")
    heads = [name.removesuffix("_minor") for name in columns]
    out().print(table(heads, rows, [name for name in heads if name not in {found["by"], "store", "currency"}]))


def _write_missed(missed: Mapping[str, Any]) -> None:
    if not missed["lines"]:
        return
    say(f"\nNot booked ({missed['tickets_only']:,} tickets of which nothing was booked):")
    columns = ("ticket", "article", "name", "quantity", "price", "reason")
    keys = ("ticket", "sku", "name", "quantity", "unit_price", "reason")
    out().print(table(columns, [[row[key] for key in keys] for row in missed["rows"][:_SHOWN]]))
    if missed["lines"] > _SHOWN:
        say(f"... and {missed['lines'] - _SHOWN:,} more; --json lists all")


def _amount(minor: int | None, code: str) -> str:
    return "" if minor is None else format_scaled(minor, currency(code).digits)

"""`pos-client replay`: books a file of tickets as this till's sales, at the file's prices and dates."""

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from pos_client.app import SyncWatch, Till, Wishes, open_till
from pos_client.app.watch import wait_for_catalogue, wait_until_sent
from pos_client.commands.places import AsJson, Home, home_of
from pos_client.commands.saying import failures, person, put_json, tell
from pos_client.counter.clock import SystemClock
from pos_client.counter.replaying import Replay, Tally
from pos_client.counter.ticket_file import COLUMNS, Part, Ticket, read_tickets
from pos_client.i18n import words

TicketFile = Annotated[Path, typer.Argument(help="CSV with a heading, plain or .xz.", show_default=False)]
PartText = Annotated[str, typer.Option("--part", help="Book every N-th ticket, beginning with the I-th: I/N.")]
MapTexts = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN,...", help=f"Which column is which field: {', '.join(COLUMNS)}."),
]
Limit = Annotated[int | None, typer.Option("--limit", min=0, help="Book at most so many tickets.")]
NoSync = Annotated[bool, typer.Option("--no-sync", help="Do not speak to the ledger.")]
WaitSent = Annotated[bool, typer.Option(help="Wait until the ledger has confirmed everything.")]


def command(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    tickets: TicketFile,
    *,
    home: Home = None,
    part: PartText = "1/1",
    mapped: MapTexts = None,
    limit: Limit = None,
    no_sync: NoSync = False,
    wait_sent: WaitSent = True,
    is_json: AsJson = False,
) -> None:
    """Book tickets of a file as sales, returns and stock adjustments. A replay that was stopped goes on where it
    stopped.
    """
    folder = home_of(context, home)
    share, columns = _part(part), _columns(mapped or [])
    watch = SyncWatch()
    with failures(is_json=is_json):
        wishes = Wishes(is_synced=not no_sync, is_printing=False, is_copied=False)
        with closing(open_till(folder, watch.post, wishes)) as till:
            wanted = read_tickets(tickets, columns, share)[:limit]
            if not no_sync:
                wait_for_catalogue(till, watch)
            tally = _book(till, wanted)
            is_sent = None if no_sync or not wait_sent else _wait(till, watch)
            currency_code = till.book.store().currency_code
    if is_json:
        put_json(_as_json(tally, currency_code, is_sent=is_sent))
    else:
        _show(tally, currency_code)
    if is_sent is False:
        tell("The ledger does not answer. Everything is recorded here and goes out when this till runs again.")


def _book(till: Till, tickets: Sequence[Ticket]) -> Tally:
    replay = Replay(till.catalog, till.book.store(), till.completing, SystemClock().now)
    columns = (TextColumn("Booking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=person(), disable=not sys.stderr.isatty()) as progress:
        for ticket in progress.track(tickets):
            replay.book(ticket)
    return replay.tally


def _wait(till: Till, watch: SyncWatch) -> bool:
    with person().status("Waiting for the ledger to confirm"):
        return wait_until_sent(till, watch)


def _part(text: str) -> Part:
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter("must be I/N with 1 <= I <= N, for example 1/4", param_hint="--part")
    return Part(int(number), int(of))


def _columns(texts: Sequence[str]) -> dict[str, str]:
    columns = dict(COLUMNS)
    for text in (one for texts_of_one in texts for one in texts_of_one.split(",")):
        field, _, name = text.partition("=")
        if field not in COLUMNS or not name:
            raise typer.BadParameter(f"{text}: fields are {', '.join(COLUMNS)}", param_hint="--map")
        columns[field] = name
    return columns


def _as_json(tally: Tally, currency_code: str, *, is_sent: bool | None) -> dict[str, Any]:
    counts = asdict(tally) | {"not_booked": dict(tally.not_booked)}
    return counts | {"not_booked_lines": tally.not_booked.total(), "currency": currency_code, "is_sent": is_sent}


def _show(tally: Tally, currency_code: str) -> None:
    say = words("en")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    rows: list[tuple[str, str]] = [
        ("tickets read", say.number(tally.tickets)),
        ("booked now", say.number(tally.booked)),
        ("booked before", say.number(tally.already_booked)),
        ("sale lines", say.number(tally.sale_lines)),
        ("return lines", say.number(tally.return_lines)),
        ("stock adjustments", say.number(tally.adjusted_lines)),
        *((f"not booked: {reason}", say.number(count)) for reason, count in sorted(tally.not_booked.items())),
        (f"sales {currency_code}", say.amount(tally.sales_minor, currency_code)),
        (f"returns {currency_code}", say.amount(tally.returns_minor, currency_code)),
        (f"total {currency_code}", say.amount(tally.total_minor, currency_code)),
    ]
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)

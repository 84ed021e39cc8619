"""`pos-ledger cases`: what a person has to look at, the story of one case, and its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import typer

from sync_engine.domain.errors import Refusal
from sync_engine.ledger.appliers.keeping import CaseNotOpen
from sync_engine.ledger.cases import CaseStory, OpenCase, open_cases, story
from sync_engine.ledger.commands.options import ReadingOptions, at_place, takes
from sync_engine.ledger.commands.output import out, say, table, write_json
from sync_engine.ledger.importing.booking import ledger_context
from sync_engine.ledger.session import reading, writing
from sync_engine.protocol.facts import CaseResolvedBody

app = typer.Typer(no_args_is_help=True, help="What a person has to look at.")

PROPOSED: Mapping[str, str] = {
    "OVERSELL": "Count the article in this place; until then the shop owes what is below zero.",
    "UNKNOWN_ARTICLE": "Import the article under this code, or find out which one was meant.",
    "TOTALS_DIFFER": "The customer paid what the receipt says; check the till's release and the tax rules of that day.",
    "PAYMENT_UNCLEAR": "Look the payment up with the card provider; give back what was charged twice.",
    "PARKED_RESUMED_TWICE": "See with both cashiers whether the same goods were sold twice; take one sale back if so.",
    "TILL_COPIED": "Retire one of the two copies: it joins again with a code of its own.",
    "DEFERRED": "Update the ledger if the event is of a later release; otherwise ask support with its number.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions(ReadingOptions):
    """Which cases."""

    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only of this kind.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOptions(ReadingOptions):
    """Which case."""

    case: Annotated[str, typer.Argument(help="Its id, as `cases list` shows it.", show_default=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveOptions(ShowOptions):
    """Who settles it, and how."""

    by: Annotated[str, typer.Option(metavar="NAME", help="Who looked into it.")]
    note: Annotated[str, typer.Option(metavar="TEXT", help="What was found and done.")]


class NoSuchCase(Refusal):
    """There is no case of this id."""

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


@app.command("list")
@takes(ListOptions)
def list_cases(options: ListOptions) -> None:
    """Every open case, the oldest first."""
    with at_place(options) as place, reading(place) as engine, engine.begin() as connection:
        found = open_cases(connection, options.kind)
    if options.as_json:
        write_json({"cases": [_plain(case) for case in found]})
    elif not found:
        say("No case is open.")
    else:
        out().print(table(("case", "kind", "about"), [(case.case_id, case.kind, case.subject) for case in found]))


@app.command("show")
@takes(ShowOptions)
def show_case(options: ShowOptions) -> None:
    """One case with what it rests on, and what is proposed."""
    with at_place(options) as place, reading(place) as engine, engine.begin() as connection:
        told = story(connection, options.case)
        if told is None:
            raise NoSuchCase(options.case)
    if options.as_json:
        write_json(_told(told))
        return
    say(f"{told.case.case_id}  {told.case.kind}  {told.case.subject}  {'open' if told.is_open else 'settled'}")
    for name, value in told.case.facts.items():
        say(f"  {name}: {value}")
    say(f"  opened by {told.event_kind} of {told.device}, position {told.case.opened_pos:,}")
    say(f"  proposed: {PROPOSED.get(told.case.kind, '')}" if told.is_open else f"  settled by {told.by}: {told.note}")


@app.command("resolve")
@takes(ResolveOptions)
def resolve_case(options: ResolveOptions) -> None:
    """Settle a case: it is kept with your name and note. What it calls for (a count, a sale back) is done by itself."""
    with at_place(options) as place:
        with reading(place) as engine, engine.begin() as connection:
            _refuse_settled(story(connection, options.case), options.case)
        context = {**ledger_context(datetime.now(UTC)), "staff": options.by}
        body = CaseResolvedBody(**context, case=options.case, note=options.note)
        with writing(place) as through:
            through.appender.append("case_resolved", 1, body)
    if options.as_json:
        write_json({"case": options.case, "by": options.by, "note": options.note})
    else:
        say(f"Case {options.case} is settled.")


def _refuse_settled(told: CaseStory | None, case_id: str) -> None:
    if told is None:
        raise NoSuchCase(case_id)
    if not told.is_open:
        raise CaseNotOpen(case_id)


def _plain(case: OpenCase) -> dict[str, object]:
    return {**case._asdict(), "proposed": PROPOSED.get(case.kind, "")}


def _told(told: CaseStory) -> dict[str, object]:
    ended = {"by": told.by, "note": told.note, "is_open": told.is_open}
    return {**_plain(told.case), "device": told.device, "event_kind": told.event_kind, "event": told.event, **ended}

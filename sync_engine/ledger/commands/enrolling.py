"""`pos-ledger enroll-code`: a one-time code with which a till joins; store and till are made when they do not exist."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from sync_engine.ledger.commands.options import PlaceOptions, at_place, takes
from sync_engine.ledger.commands.output import say, stop
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.founding import found_place, new_store
from sync_engine.ledger.importing.known import LedgerKnown
from sync_engine.ledger.importing.parts import EVERYWHERE
from sync_engine.ledger.session import writing


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollOptions(PlaceOptions):
    """For which till, and where its store is if it has to be made."""

    store: Annotated[str, typer.Option(metavar="S", help="The store's code, such as S01.")]
    till: Annotated[str, typer.Option(metavar="T", help="The till's code within its store, such as T1.")]
    country: Annotated[
        str | None, typer.Option(help="ISO 3166 code, for a store that has to be made. (default: GB)")
    ] = None
    currency: Annotated[
        str | None, typer.Option(help="ISO 4217 code, for a store that has to be made. (default: GBP)")
    ] = None


@takes(EnrollOptions)
def enroll_code(options: EnrollOptions) -> None:
    """Make a one-time code for a till; the last line is the code alone."""
    with at_place(options) as place:
        body = new_store(options.store, (options.country or "GB").upper(), (options.currency or "GBP").upper())
        with writing(place) as ledger:
            known, at = LedgerKnown(ledger.reading), datetime.now(UTC)
            _refuse_other_currency(known, options)
            made = found_place(known, ledger.appender, body, (options.store, options.till), at)
            code = issue_code(ledger.appender, options.store, options.till, at)
    _say_what_was_made(made, body, options)
    say(code)


def _refuse_other_currency(known: LedgerKnown, options: EnrollOptions) -> None:
    store = known.bodies("store", [(EVERYWHERE, options.store)]).get((EVERYWHERE, options.store))
    if store is not None and options.currency and options.currency.upper() != store["currency"]:
        stop(f"Store {options.store} keeps its books in {store['currency']}; that cannot be changed")


def _say_what_was_made(made: str, body: dict[str, Any], options: EnrollOptions) -> None:
    if made == "store":
        say(
            f"Store {options.store} did not exist and was made: {body['country']}, currency {body['currency']},"
            f" time zone {body['time_zone']}, no tax, amounts rounded per line, cash not rounded."
        )
        say("Import a store file to give it a name, an address and taxes.")
    elif made == "till":
        say(f"Till {options.till} was made in store {options.store}.")
    say(f"Code for till {options.till} of store {options.store}, good for one till:")

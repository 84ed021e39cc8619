"""Options of commands as dataclasses, so that a command takes one value and commands share what they have in common."""

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import sqlalchemy as sa
import typer

from sync_engine.ledger.commands.output import expected_failures, stop
from sync_engine.ledger.commands.sentences import database_sentence
from sync_engine.ledger.session import Place, place_of

_Options = TypeVar("_Options")
_NOT_ALLOWED = "42501"
"""SQLSTATE of PostgreSQL for rights that are missing."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOptions:
    """Where the ledger is."""

    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="sqlite:///FILE or postgresql://... (default: $POS_LEDGER_DATABASE, else ledger.db in the home)",
            show_default=False,
        ),
    ] = None
    home: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder of the ledger's keys and files. (default: $POS_LEDGER_HOME, else the data folder)",
            show_default=False,
        ),
    ] = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions(PlaceOptions):
    """Where the ledger is, and for whom to write."""

    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for a program.")] = False


def takes(options: type[_Options]) -> Callable[[Callable[[_Options], None]], Callable[..., None]]:
    """Make a command of a function of one options dataclass: each field becomes a parameter of the command line."""

    def decorated(work: Callable[[_Options], None]) -> Callable[..., None]:
        def command(**given: Any) -> None:
            work(options(**given))

        parameters = _parameters(options)
        command.__name__, command.__doc__ = work.__name__, work.__doc__
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return command

    return decorated


@contextmanager
def at_place(options: PlaceOptions) -> Iterator[Place]:
    """The place that options name; what goes wrong there ends the command with a sentence."""
    with expected_failures():
        place = place_of(options.home, options.database)
        try:
            yield place
        except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
            stop(database_sentence(error, place.shown_url))
        except sa.exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) != _NOT_ALLOWED:
                raise
            stop(database_sentence(error, place.shown_url))


def commas(given: list[str] | None) -> list[str]:
    """The parts of options that may be given several times or with commas."""
    return [part.strip() for text in given or [] for part in text.split(",") if part.strip()]


def _parameters(options: type[Any]) -> list[inspect.Parameter]:
    hints = get_type_hints(options, include_extras=True)
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(
            field.name,
            kind,
            default=inspect.Parameter.empty if field.default is dataclasses.MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in dataclasses.fields(options)
    ]

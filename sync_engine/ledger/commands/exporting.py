"""`pos-ledger export journal`: every posting for an accountant's program."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sync_engine.ledger.commands.options import PlaceOptions, at_place, takes
from sync_engine.ledger.commands.output import say, stop
from sync_engine.ledger.export import journal
from sync_engine.ledger.session import reading

app = typer.Typer(no_args_is_help=True, help="Give the books to other programs.")


class Form(StrEnum):
    """What can be written."""

    HLEDGER = "hledger"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalOptions(PlaceOptions):
    """In which form, and where to."""

    form: Annotated[Form, typer.Option("--format", help="hledger (https://hledger.org) or csv.")]
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write here. (default: standard output)")] = None


@app.callback()
def export() -> None:
    """Keep `journal` a word of its own, as long as it is the only export."""


@app.command("journal")
@takes(JournalOptions)
def export_journal(options: JournalOptions) -> None:
    """The money journal: one transaction per sale, every posting of it."""
    with at_place(options) as place, reading(place) as engine:
        pieces = journal(engine, options.form.value)
        if options.out is None:
            for piece in pieces:
                sys.stdout.write(piece)
            sys.stdout.flush()
        else:
            _write(options.out, pieces)
            say(f"Written: {options.out}")


def _write(path: Path, pieces: Iterator[str]) -> None:
    """Write the file as a whole: until it is complete, what was there stays."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        os.replace(unfinished, path)  # noqa: PTH105 - the call that says what happens
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}")

"""What commands write: tables for people, JSON for programs, one sentence on standard error when something is wrong."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from sync_engine.domain.errors import Refusal, Unavailable
from sync_engine.ledger.commands.sentences import sentence_for
from sync_engine.ledger.importing.run import Progress as Reported

# A quantity is an exact decimal; JSON has numbers without limit, so it is written as one.
_JSON = msgspec.json.Encoder(decimal_format="number")
_PIPE_WIDTH = 200


def out() -> Console:
    """Standard output; in a pipe, lines are as long as they need."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def write_json(content: Mapping[str, Any]) -> None:
    """One JSON object, indented, in UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.format(_JSON.encode(content), indent=2) + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """A line for people on standard output, as it is."""
    typer.echo(text)


def say_aside(text: str) -> None:
    """A line for people on standard error."""
    typer.echo(text, err=True)


def stop(sentence: str, code: int = 1) -> NoReturn:
    """End the command with a sentence on standard error."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


@contextmanager
def expected_failures() -> Iterator[None]:
    """Refusals and failures of the outside become sentences; everything else is a bug and stays one."""
    try:
        yield
    except (Refusal, Unavailable) as error:
        stop(sentence_for(error))
    except BrokenPipeError:  # the reader of our output has gone (head, less): nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], numeric: Sequence[str] = ()) -> Table:
    """A plain table; `numeric` columns stand right."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in numeric else "left", no_wrap=True)
    for row in rows:
        made.add_row(*(cell if isinstance(cell, str) else f"{cell:,}" for cell in row))
    return made


@contextmanager
def progress_bar(*, is_wanted: bool) -> Iterator[Reported]:
    """A bar per stage on standard error; nothing at all when no person is looking."""
    if not (is_wanted and sys.stderr.isatty()):
        yield lambda _stage, _done: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: float) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=1.0)
            bar.update(tasks[stage], completed=done)

        yield report

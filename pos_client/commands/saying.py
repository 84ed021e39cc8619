"""How commands speak: results on standard output, everything for a person on standard error, failures as one
sentence.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console

from pos_client.i18n import current, sentence
from sync_engine.domain.errors import Refusal, Unavailable

FAILED = 1
INTERRUPTED = 130


def person() -> Console:
    """The terminal of whoever reads along."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def tell(text: str) -> None:
    """One line for a person."""
    person().print(text, markup=False)


def put(line: str) -> None:
    """One line of a result."""
    sys.stdout.write(line + "\n")


def put_json(result: Mapping[str, Any]) -> None:
    """A result for a program: one line of JSON."""
    put(json.dumps(result, ensure_ascii=False))


@contextmanager
def failures(*, is_json: bool = False) -> Iterator[None]:
    """Say an expected failure as its sentence (for a program also as {"error", "sentence"}) and exit with 1."""
    try:
        yield
    except (Refusal, Unavailable) as error:
        said = sentence(error, current())
        if is_json:
            put_json({"error": error.code, "sentence": said})
        tell(said)
        raise typer.Exit(FAILED) from error
    except KeyboardInterrupt as error:
        tell("Stopped. Everything recorded so far is safe.")
        raise typer.Exit(INTERRUPTED) from error

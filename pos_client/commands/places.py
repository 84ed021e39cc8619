"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from pos_client import config

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Where this till keeps its files.", envvar="POS_CLIENT_HOME", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one line of JSON.")]


def home_of(context: typer.Context, home: Path | None) -> Path:
    """The home named with the command, else before it, else this person's default."""
    named = home or (context.obj if isinstance(context.obj, Path) else None)
    return (named or config.default_home()).expanduser()

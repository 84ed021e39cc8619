"""`pos-client` alone: opens the till's window. The window's libraries are only imported here, when they are wanted."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import typer

from pos_client.commands.saying import FAILED, failures, tell
from pos_client.store.journal_file import JOURNAL_NAME
from pos_client.store.trouble import NotEnrolled


def open_window(home: Path) -> None:
    """Open the till of `home` and exit with the window's status."""
    with failures():
        if not (home / JOURNAL_NAME).exists():
            raise NotEnrolled(home)
    if find_spec("PySide6") is None:
        tell("The window needs PySide6, which is not installed here. All sales are safe. Install the extra: till")
        raise typer.Exit(FAILED)
    with failures():
        status: int = import_module("pos_client.app.window").run(home)
    raise typer.Exit(status)

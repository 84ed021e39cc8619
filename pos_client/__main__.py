"""The till's command line: `pos-client`, or `python -m pos_client`. Without a word it opens the window."""

from typing import Annotated

import typer

import sync_engine
from pos_client.commands import commands_card, enroll, replay, status, verify
from pos_client.commands.places import Home, home_of
from pos_client.commands.saying import put
from pos_client.commands.window import open_window

app = typer.Typer(name="pos-client", no_args_is_help=False, add_completion=False, pretty_exceptions_enable=False)
app.command("commands-card")(commands_card.command)
app.command("enroll")(enroll.command)
app.command("replay")(replay.command)
app.command("status")(status.command)
app.command("verify")(verify.command)


def _version(is_wanted: bool) -> None:  # noqa: FBT001 - the flag's own callback
    if is_wanted:
        put(f"pos-client {sync_engine.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def till(
    context: typer.Context,
    *,
    home: Home = None,
    is_version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """The till. Without a command it opens its window."""
    assert not is_version_wanted
    context.obj = home
    if context.invoked_subcommand is None:
        open_window(home_of(context, home))


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()

"""`pos-client enroll`: joins a ledger with a one-time code and fetches the catalogue."""

from typing import Annotated

import typer
from rich.progress import Progress

from pos_client.app import enroll, first_sync
from pos_client.commands.places import AsJson, Home, home_of
from pos_client.commands.saying import failures, person, put_json, tell
from pos_client.events import SyncChanged


def command(
    context: typer.Context,
    *,
    ledger: Annotated[str, typer.Option("--ledger", help="Address of the ledger, https://...", show_default=False)],
    code: Annotated[str, typer.Option("--code", help="The one-time code of this till.", show_default=False)],
    home: Home = None,
    is_json: AsJson = False,
) -> None:
    """Join a shop: make this home a till of the ledger, then fetch its articles."""
    folder = home_of(context, home)
    with failures(is_json=is_json):
        enrolled = enroll(folder, ledger.rstrip("/"), code)
        tell(f"This is now till {enrolled.till} of {enrolled.store}.")
        with Progress(console=person(), transient=True) as progress:
            task = progress.add_task("Fetching articles", total=100)

            def show(sync: SyncChanged) -> None:
                progress.update(task, completed=sync.progress or 0)

            is_ready = first_sync(folder, show)
    if is_ready:
        tell("The articles are here. The till is ready to sell.")
    else:
        tell("The ledger does not answer any more. The till has joined; the articles come when it answers again.")
    if is_json:
        put_json({"device": enrolled.device, "store": enrolled.store, "till": enrolled.till, "has_catalogue": is_ready})

"""`pos-client status`: where this till stands, read beside a running window."""

from pathlib import Path
from typing import Any

import typer

from pos_client.app.facts import status_of
from pos_client.commands.places import AsJson, Home, home_of
from pos_client.commands.saying import failures, put, put_json


def command(context: typer.Context, *, home: Home = None, is_json: AsJson = False) -> None:
    """Show what is unsent, what the ledger confirmed, and where the chain ends."""
    folder = home_of(context, home)
    with failures(is_json=is_json):
        found = status_of(folder)
    if is_json:
        put_json(found)
    else:
        _show(folder, found)


def _show(home: Path, found: dict[str, Any]) -> None:
    put(f"till          {found['till']} of {found['store']} ({found['device']})")
    put(f"home          {home}")
    put(f"recorded      {found['last_seq']} events, incarnation {found['incarnation']}")
    put(f"confirmed     {found['last_acked_seq']}")
    put(f"unsent        {found['unsent']}, {found['unsent_minor']} minor units")
    put(f"feed          {found['feed_position']} of {found['feed_head']}, epoch {found['epoch']}")
    put(f"chain head    {found['chain_head']}")
    running = f"yes, {found['sync_state'] or 'not connected yet'}" if found["is_running"] else "no"
    put(f"running       {running}")

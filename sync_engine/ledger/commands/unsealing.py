"""`pos-ledger unseal`: the key of a till's journal, for a till whose keyring was lost."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sync_engine.ledger.commands.options import PlaceOptions, at_place, takes
from sync_engine.ledger.commands.output import say, stop
from sync_engine.ledger.keys import KeyFolder
from sync_engine.ledger.session import ledger_id_at
from sync_engine.protocol.signing import SealBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsealOptions(PlaceOptions):
    """Which sealed key."""

    file: Annotated[
        Path, typer.Argument(help="journal.key.sealed from the till's folder, beside its journal.", show_default=False)
    ]


@takes(UnsealOptions)
def unseal(options: UnsealOptions) -> None:
    """Open the sealed key of a till's journal; the last line is the key alone.

    For recovery: a till whose keyring was lost cannot read its journal any more. Its journal.key.sealed can be opened
    by the ledger it joined, and only with the ledger's key file.
    """
    try:
        sealed = options.file.read_bytes()
    except OSError as error:
        stop(f"{options.file} cannot be read: {error.strerror}")
    with at_place(options) as place:
        keys = KeyFolder(place.home).load(ledger_id_at(place))
    try:
        key = keys.unsealed(sealed)
    except SealBroken:
        stop(f"{options.file} does not open: it was sealed to another ledger, or it is damaged. Nothing was changed")
    say(f"Key of the journal that lies beside {options.file}: it opens this journal where the till's keyring was lost.")
    say("Who has it and the journal can read what this till sold; do not keep it anywhere else.")
    say(key.hex())

"""`python -m tests.torture`: two tills replay a ticket file while till, sync process and ledger are killed at
random moments.

Afterwards everything has to be there once: the ledger's totals and what it lists as not booked must equal the file,
every journal and the ledger must verify. Prints the seed; the same seed chooses the same kinds and pauses (the moments
depend on the machine).
"""

import random
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.helpers.postgres import free_port
from tests.torture.killing import at_random, kill_all
from tests.torture.outcome import outcome_of
from tests.torture.processes import KeepsFailing
from tests.torture.shop import Shop, trading

SHARED = Path(__file__).parents[3] / "shared/data/transactions/uci_online_retail_2010-12_to_2011-08.csv.xz"


def main(
    kills: Annotated[int, typer.Option(help="How many processes to kill while the tills trade.")] = 200,
    tickets: Annotated[Path, typer.Option(help="The ticket file to replay.")] = SHARED,
    database: Annotated[str, typer.Option(help="Where the ledger books; a file of its own when not given.")] = "",
    seed: Annotated[int, typer.Option(help="Chooses the victims.")] = 0,
    pause_ms: Annotated[int, typer.Option(help="Longest pause between two kills.")] = 900,
) -> None:
    """Kill, wait for the end, count. Ends with 1 when a line is missing, double, or a check fails."""
    source = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="pos-torture-") as name:
        folder = Path(name)
        shop = Shop(folder, database or f"sqlite:///{folder}/ledger/ledger.db", free_port(), tickets)
        print(f"seed {seed}, {kills} kills, {tickets.name}, {shop.url.split('@')[-1]}")
        with trading(shop) as (ledger, tills):
            try:
                done = kill_all(ledger, tills, at_random(source, kills, pause_ms / 1000), source)
            except KeepsFailing as failing:
                print(f"\n{failing}")
                sys.exit(1)
            if done.total() < kills:
                print(f"only {done.total()} of {kills} kills: all tickets were booked before")
            print("killed: " + ", ".join(f"{kind} {count}" for kind, count in done.items()))
            for program in (ledger, *tills):
                print(*(f"{program.name} ended by itself with {code}\n" for code in program.failures), sep="", end="")
            outcome = outcome_of(shop)
            print(outcome)
    sys.exit(0 if outcome.is_good else 1)


if __name__ == "__main__":
    typer.run(main)

"""`python -m tests.torture`: two tills replay a ticket file while till, sync process and ledger are killed at
random moments.

Afterwards everything has to be there once: the ledger's totals and what it lists as not booked must equal the file,
every journal and the ledger must verify. Prints the seed; the same seed chooses the same victims (the moments
depend on the machine).
"""

import json
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks.running import client_command, enroll_code, ledger_command
from tests.helpers.postgres import free_port
from tests.torture.from_file import FileTotals, read_rows, totals_of
from tests.torture.processes import Revived

SHARED = Path(__file__).parents[3] / "shared/data/transactions/uci_online_retail_2010-12_to_2011-08.csv.xz"
CURRENCY = ("--country", "GB", "--currency", "GBP")
STORES = (("S01", "T1"), ("S02", "T1"))


@dataclass(frozen=True, slots=True)
class Shop:
    """The folders and processes of one run."""

    folder: Path
    url: str
    port: int
    tickets: Path

    @property
    def ledger_home(self) -> Path:
        """Where the ledger keeps keys and file."""
        return self.folder / "ledger"

    def till_home(self, number: int) -> Path:
        """Where till `number` keeps its files."""
        return self.folder / f"till{number + 1}"


def main(
    kills: Annotated[int, typer.Option(help="How many processes to kill while the tills trade.")] = 200,
    tickets: Annotated[Path, typer.Option(help="The ticket file to replay.")] = SHARED,
    database: Annotated[str, typer.Option(help="Where the ledger books; a file of its own when not given.")] = "",
    seed: Annotated[int, typer.Option(help="Chooses the victims.")] = 0,
    pause_ms: Annotated[int, typer.Option(help="Longest pause between two kills.")] = 900,
) -> None:
    """Kill, wait for the end, count. Ends with 1 when a line is missing, double, or a check fails."""
    with tempfile.TemporaryDirectory(prefix="pos-torture-") as name:
        folder = Path(name)
        shop = Shop(folder, database or f"sqlite:///{folder}/ledger/ledger.db", free_port(), tickets)
        print(f"seed {seed}, {kills} kills, {tickets.name}, {shop.url.split('@')[-1]}")
        processes = prepare(shop)
        done = trade_and_kill(processes, random.Random(seed), kills, pause_ms)
        for line in done:
            print(line)
        ok = report(shop)
        processes[0].stop()
    sys.exit(0 if ok else 1)


def prepare(shop: Shop) -> list[Revived]:
    """Catalogue, stores, enrolled tills; ledger and replays running."""
    shop.ledger_home.mkdir(parents=True)
    ledger_command(shop.ledger_home, shop.url, "import", "articles", str(shop.tickets))
    codes = [enroll_code(shop.ledger_home, shop.url, *where) for where in STORES]
    environment = dict(os.environ) | {"POS_LEDGER_HOME": str(shop.ledger_home), "POS_LEDGER_DATABASE": shop.url}
    serve = [sys.executable, "-m", "sync_engine.ledger", "serve", "--port", str(shop.port)]
    ledger = Revived("ledger", serve, environment, shop.folder / "ledger.log")
    ledger.start()
    for number, code in enumerate(codes):
        enroll(shop, number, code)
    tills = [replay_of(shop, number) for number in range(len(codes))]
    for till in tills:
        till.start()
    return [ledger, *tills]


def enroll(shop: Shop, number: int, code: str) -> None:
    """Enrol till `number`; the ledger may still be starting."""
    arguments = ("--home", str(shop.till_home(number)), "--ledger", f"http://127.0.0.1:{shop.port}", "--code", code)
    deadline = time.monotonic() + 30
    while True:
        try:
            client_command("enroll", *arguments)
        except RuntimeError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return


def replay_of(shop: Shop, number: int) -> Revived:
    """The replay of one half of the file."""
    part = f"{number + 1}/{len(STORES)}"
    command = [sys.executable, "-m", "pos_client", "replay", "--home", str(shop.till_home(number)), str(shop.tickets)]
    return Revived(
        f"till {number + 1}", [*command, "--part", part], dict(os.environ), shop.folder / f"till{number}.log"
    )


def trade_and_kill(processes: list[Revived], source: random.Random, kills: int, pause_ms: int) -> list[str]:
    """Kill `kills` times while at least one replay runs; then let the replays end."""
    ledger, *tills = processes
    done = {"till": 0, "sync": 0, "ledger": 0}
    while sum(done.values()) < kills and not all_ended(tills):
        time.sleep(source.uniform(0.02, pause_ms / 1000))
        kind = source.choice(["till", "sync", "ledger"])
        victim = ledger if kind == "ledger" else source.choice(tills)
        done[kind] += victim.kill_child() if kind == "sync" else victim.kill()
        print(f"\r{sum(done.values())} of {kills} kills", end="", flush=True)
    print()
    while not all_ended(tills):
        time.sleep(0.1)
    failures = [f"{till.name} ended by itself with {code}" for till in tills for code in till.failures]
    return [f"killed: {', '.join(f'{name} {count}' for name, count in done.items())}", *failures]


def all_ended(tills: list[Revived]) -> bool:
    """True once every replay ended well; each is asked, so that each that failed starts again."""
    ended = [till.has_ended_well() for till in tills]
    return all(ended)


def report(shop: Shop) -> bool:
    """Print what was found beside what should be there; True when all of it fits."""
    wanted = totals_of(shop.tickets)
    found = json.loads(ledger_command(shop.ledger_home, shop.url, "report", "totals", "--json"))
    booked = counted(found)
    print(f"file   {wanted}\nledger {booked}  (not booked: {found['not_booked']['lines']} lines)")
    checks = [ledger_command(shop.ledger_home, shop.url, "verify")]
    checks += [client_command("verify", "--home", str(shop.till_home(number))) for number in range(len(STORES))]
    print("\n".join(checks))
    tickets = {row["invoice_no"] for row in read_rows(shop.tickets)}
    return booked == wanted and len(tickets) == wanted.tickets


def counted(found: dict[str, dict[str, int] | int]) -> FileTotals:
    """Booked, adjusted and listed as not booked, together."""
    adjusted, left_out = found["adjustments"], found["not_booked"]
    assert isinstance(adjusted, dict)
    assert isinstance(left_out, dict)
    return FileTotals(
        int(str(found["tickets"])) + left_out["tickets_only"],
        int(str(found["lines"])) + adjusted["lines"] + left_out["lines"],
        int(str(found["units"])) + adjusted["units"] + left_out["units"],
        int(str(found["gross_minor"])) + left_out["amount_minor"],
    )


if __name__ == "__main__":
    typer.run(main)

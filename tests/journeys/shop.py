"""A shop on the demo's files, worked with the real commands in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources
from tests.benchmarks.running import ServedLedger, client_command, fresh_code, ledger_command, served_ledger

MOST_REPLAYS = 5


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """Its JSON."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def pos_client(*words: object, through: Sequence[str] = ()) -> Said:
    """Run `pos-client ...` to its end, whatever that is; `through` another program that becomes it."""
    return ended(started("pos_client", words, through))


def started(program: str, words: Sequence[object], through: Sequence[str] = ()) -> subprocess.Popen[str]:
    """A command that runs beside this test."""
    command = [sys.executable, *through, "-m", program, *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))


def ended(process: subprocess.Popen[str]) -> Said:
    """Wait for its end. No failure that is expected shows a traceback."""
    out, err = process.communicate()
    assert "Traceback" not in err, err
    return Said(process.returncode, out, err)


@dataclass(frozen=True, slots=True)
class Shop:
    """A folder with a ledger and the homes of its tills, and the database the ledger books in."""

    folder: Path
    url: str

    @property
    def ledger_home(self) -> Path:
        return self.folder / "ledger"

    def home(self, store: str, till: str) -> Path:
        """Where a till keeps its files."""
        return self.folder / f"{store}-{till}"

    def ledger(self, *words: object) -> str:
        """What `pos-ledger ...` says; it has to end well."""
        return ledger_command(self.ledger_home, self.url, *map(str, words))

    def asked(self, *words: object) -> dict[str, Any]:
        """The JSON that `pos-ledger ... --json` says."""
        found: dict[str, Any] = json.loads(self.ledger(*words, "--json"))
        return found

    def take_in(self, *kinds: str) -> None:
        """Import files of the demo shop."""
        self.ledger_home.mkdir(exist_ok=True)
        for kind in kinds:
            report = self.asked("import", kind, resources.path(f"demo/{kind}.csv"))
            assert report["quarantined"]["rows"] == 0, report

    def serving(self, port: int = 0) -> AbstractContextManager[ServedLedger]:
        """The ledger as a service."""
        return served_ledger(self.ledger_home, self.url, port)

    def join(self, served: ServedLedger, store: str, till: str) -> Path:
        """Enrol a till; gives its home."""
        code, home = fresh_code(served, store, till), self.home(store, till)
        url = f"http://127.0.0.1:{served.port}"
        joined = json.loads(client_command("enroll", "--home", str(home), "--ledger", url, "--code", code, "--json"))
        assert (joined["store"], joined["till"]) == (store, till)
        if not joined["has_catalogue"]:  # on a busy machine the first download takes longer than a person waits
            replayed(home, resources.path("demo/tickets.csv"), "--limit", 0)
        return home


def replay(home: Path, tickets: Path, *words: object) -> subprocess.Popen[str]:
    """A till that begins to book a file."""
    return started("pos_client", ("replay", "--home", home, tickets, *words, "--json"))


def replayed(home: Path, tickets: Path, *words: object) -> dict[str, Any]:
    """A file booked and confirmed; begun again, as a person would, when the ledger was slow to answer."""
    for _ in range(MOST_REPLAYS):
        said = ended(replay(home, tickets, *words))
        if said.code == 0 and said.answer["is_sent"]:
            break
    assert said.code == 0, said.err
    return said.answer


def is_whole(home: Path) -> bool:
    """Whether `pos-client verify` finds the journal whole."""
    return bool(pos_client("verify", "--home", home, "--json").answer["is_whole"])

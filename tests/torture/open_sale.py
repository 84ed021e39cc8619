"""`python -m tests.torture.open_sale`: kills a counter at many points of its trade and looks at what it left.

The sale on the counter, its tenders, what waits in it and the last change must be those that were last seen, or those
of the one step that was under way. The journal must prove whole.
"""

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pos_client.store.proof import Proof
from sync_engine.protocol.signing import Signer
from tests.helpers.source import ROOT
from tests.helpers.till_home import SEED, open_till
from tests.torture.rung_counter import STEPS, Seen, all_seen, counter_over, seen


@dataclass(frozen=True, slots=True)
class Left:
    """What a killed counter left: the last step it showed, what it has after its restart, breaches of its journal."""

    shown: int
    found: Seen
    breaches: tuple[str, ...]

    def is_as_it_was(self, expected: list[Seen]) -> bool:
        """Whether it is what was shown last, or the step that was under way."""
        return not self.breaches and self.found in expected[self.shown : self.shown + 2]


def kill_at(home: Path, point: int, pause_s: float = 0.0) -> Left:
    """Let a counter in `home` trade, kill it `pause_s` after it showed step `point`, and look at what it left."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.rung_counter", str(home)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert program.stdout is not None
    with program:
        shown = 0
        for line in program.stdout:
            shown = int(line)
            if shown == point:
                break
        until = time.perf_counter() + pause_s
        while time.perf_counter() < until:
            pass
        program.kill()
        shown = max([shown, *(int(line) for line in program.stdout if line.endswith("\n"))])
    with counter_over(home) as counter:
        found = seen(counter)
    return Left(shown, found, _breaches(home))


def _breaches(home: Path) -> tuple[str, ...]:
    till = open_till(home)
    with till.file.read() as connection:
        checks = Proof(Signer(SEED).public_key, lambda: None).of(connection)
    till.file.close()
    return tuple(f"{check.name} {where}" for check in checks for where in check.breaches)


def main(
    points: Annotated[int, typer.Option(help="How many times a counter is killed.")] = 200,
    seed: Annotated[int, typer.Option(help="Chooses the moments within a step.")] = 0,
) -> None:
    """Kill, restart, compare. Ends with 1 when a sale came back other than it was."""
    source, wrong, between = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory(prefix="pos-open-sale-") as name:
        folder = Path(name)
        (folder / "whole").mkdir()
        expected = all_seen(folder / "whole")
        for number in range(points):
            point = 1 + number * (len(STEPS) - 1) // max(points - 1, 1)
            home = folder / f"{number}"
            home.mkdir()
            left = kill_at(home, point, source.random() * 0.004)
            between += left.found != expected[left.shown]
            if not left.is_as_it_was(expected):
                wrong += 1
                print(f"killed after step {left.shown}: {left.found}, not {expected[left.shown]} {left.breaches}")
    print(f"{points} kills, {between} in the middle of a step that was kept, {wrong} sales other than they were")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)

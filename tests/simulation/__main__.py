"""`python -m tests.simulation`: whole tills and the ledger under every fault there is, one seed after the other.

Ends with 1 when a check failed, or when a fault or a branch never made a difference in a run of 200 seeds or more.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from tests.simulation.running import Ran, all_of, processors, total
from tests.simulation.sometimes import WANTED

ENOUGH = 200
"""From so many seeds on, everything of `sometimes` must have happened."""


def main(
    seeds: Annotated[int, typer.Option(help="How many seeds to run.")] = 100,
    seed: Annotated[int, typer.Option(help="The first seed.")] = 0,
    jobs: Annotated[int, typer.Option(help="Processes; 0 for as many as there are processors.")] = 0,
    within_s: Annotated[int, typer.Option(help="Begin no further seed after so many seconds; 0 for no limit.")] = 0,
    is_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Run seeds; the first that goes wrong ends the run and is named with the command that replays it."""
    began = time.monotonic()
    folder = _place()
    results: list[Ran] = []
    for one in all_of(range(seed, seed + seeds), min(seeds, jobs or processors())):
        results.append(one)
        if not is_json:
            _progress(len(results), seeds, began)
        if one.wrong or (within_s and time.monotonic() - began > within_s):
            break
    seconds = time.monotonic() - began
    missing = sorted(set(WANTED) - set(total(results))) if len(results) >= ENOUGH else []
    failed = results[-1] if results[-1].wrong else None
    if is_json:
        typer.echo(json.dumps(_as_json(results, seconds, missing)))
    else:
        _print(results, seconds, missing)
    sys.stdout.flush()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1 if failed or missing else 0)  # seeds that other processes have begun are of no interest any more


def _place() -> str:
    """A folder for everything that this run and its processes put on the disk."""
    folder = tempfile.mkdtemp(prefix="simulation-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    return folder


def _progress(done: int, seeds: int, began: float) -> None:
    if sys.stderr.isatty() or done % 25 == 0 or done == seeds:
        end = "\r" if sys.stderr.isatty() else "\n"
        typer.echo(f"{done}/{seeds} seeds, {time.monotonic() - began:.0f} s{end}", nl=False, err=True)


def _print(results: list[Ran], seconds: float, missing: list[str]) -> None:
    counted = total(results)
    in_seeds = {name: sum(name in one.seen for one in results) for name in WANTED}
    typer.echo(f"\n{'times':>7} {'in seeds':>8}  what made a difference")
    for name, words in WANTED.items():
        typer.echo(f"{counted[name]:7} {in_seeds[name]:8}  {words}")
    each = sum(one.seconds for one in results) / len(results)
    rate = 60 * len(results) / seconds
    typer.echo(f"\n{len(results)} seeds in {seconds:.0f} s: {each:.2f} s of processor time each, {rate:.0f} a minute")
    typer.echo(f"{counted['views_checked']} views checked, {counted['sales']} sales, {counted['events']} events booked")
    for name in missing:
        typer.echo(f"never happened: {WANTED[name]}")
    if results[-1].wrong:
        _print_failure(results[-1])


def _print_failure(failed: Ran) -> None:
    typer.echo(f"\n{failed.trace}\nseed {failed.seed} is WRONG at {git_hash()}\n  {failed.wrong}")
    typer.echo(f"replay it: ./pos simulate --seeds 1 --seed {failed.seed}")


def _as_json(results: list[Ran], seconds: float, missing: list[str]) -> dict[str, object]:
    last = results[-1]
    return {
        "seeds": len(results),
        "seconds": round(seconds, 1),
        "processor_seconds_per_seed": round(sum(one.seconds for one in results) / len(results), 2),
        "seeds_per_minute": round(60 * len(results) / seconds, 1),
        "fired": dict(sorted(total(results).items())),
        "digests": {one.seed: one.digest for one in results},
        "never": missing,
        "failed_seed": last.seed if last.wrong else None,
        "wrong": last.wrong,
        "git": git_hash(),
    }


def git_hash() -> str:
    """The commit of this tree; "-dirty" when there is more in it."""
    here = Path(__file__).parent
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets must not differ between two runs
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])  # noqa: S606
    typer.run(main)

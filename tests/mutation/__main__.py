"""`python -m tests.mutation`: put one bug after the other into a copy of the tree; the simulator must notice each.

Prints a table and ends with 1 when a bug was not noticed.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import typer

from tests.mutation.applying import Verdict, scratch, tried
from tests.mutation.mutation import Mutation
from tests.mutation.of_the_ledger import OF_THE_LEDGER
from tests.mutation.of_tills import OF_TILLS
from tests.simulation.running import processors

ALL = (*OF_TILLS, *OF_THE_LEDGER)


def main(
    seeds: Annotated[int, typer.Option(help="Seeds that a bug may survive before it counts as not noticed.")] = 60,
    only: Annotated[str, typer.Option(help="Only bugs whose name contains this.")] = "",
    jobs: Annotated[int, typer.Option(help="Copies of the tree at once; 0 for one per processor.")] = 0,
) -> None:
    """Try every bug and print by which seed and check it was caught."""
    began = time.monotonic()
    chosen = [one for one in ALL if only in one.name]
    with ThreadPoolExecutor(jobs or processors()) as pool:
        verdicts = []
        for verdict in pool.map(lambda one: _alone(one, seeds), chosen):
            verdicts.append(verdict)
            typer.echo(_line(verdict))
    survived = [one for one in verdicts if not one.is_caught]
    share = 100 * (len(verdicts) - len(survived)) // max(1, len(verdicts))
    typer.echo(f"{len(verdicts)} bugs, {share} % noticed, {time.monotonic() - began:.0f} s")
    raise typer.Exit(1 if survived or not verdicts else 0)


def _alone(mutation: Mutation, seeds: int) -> Verdict:
    with scratch() as tree:
        return tried(mutation, tree, seeds)


def _line(verdict: Verdict) -> str:
    seed = f"seed {verdict.seed}" if verdict.is_caught else f"NOT in {verdict.seeds}"
    return f"{verdict.mutation.name:62} {seed:11} {verdict.check}"


if __name__ == "__main__":
    typer.run(main)

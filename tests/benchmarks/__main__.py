"""`python -m tests.benchmarks [NAMES...]`: measure, and print one table with the baseline of the same run beside each
figure. Progress goes to standard error. Ends with 1 when something could not be measured; a missed goal is a figure
like any other.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from sync_engine.domain.errors import Unavailable
from tests.benchmarks.disk import file_system
from tests.benchmarks.figures import Figure, not_measured, show
from tests.benchmarks.ground import Ground, NotMeasurable, TooLong, time_limit, voice

BUDGET_S, QUICK_BUDGET_S = 600.0, 120.0
"""What a run without names may take. Named ones may take what each says."""
AT_LENGTH = frozenset({"effort", "scan", "carts", "burst", "keys", "stall"})
"""Measured at the window for minutes on end: run only when they are named."""
FAILURES = (NotMeasurable, TooLong, Unavailable, OSError, RuntimeError, subprocess.SubprocessError)
"""What a machine, a full disk or a program that does not start may do to a benchmark; anything else is a bug."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The module to run, and the longest it may take of a whole and of a quick run."""

    module: str
    longest_s: float
    longest_quick_s: float

    def run(self, ground: Ground) -> list[Figure]:
        """Import it now, so that one benchmark's parts cannot stop another."""
        run: Callable[[Ground], list[Figure]] = import_module(f"tests.benchmarks.{self.module}").run
        return run(ground)


BENCHMARKS = {
    "commit": Benchmark("commit", 60, 20),
    "latency": Benchmark("latency", 100, 60),
    "memory": Benchmark("memory", 90, 60),
    "ledger": Benchmark("ledger_rate", 200, 60),
    "bootstrap": Benchmark("bootstrap", 300, 60),
    "start": Benchmark("start", 80, 40),
    "search": Benchmark("search", 600, 60),
    "effort": Benchmark("effort", 120, 120),
    "scan": Benchmark("scan", 400, 120),
    "carts": Benchmark("carts", 200, 120),
    "burst": Benchmark("burst", 200, 80),
    "keys": Benchmark("keys", 200, 80),
    "stall": Benchmark("stall", 2_000, 150),
}


def main(
    names: Annotated[
        list[str] | None,
        typer.Argument(help=f"Any of {', '.join(BENCHMARKS)}; all but {', '.join(sorted(AT_LENGTH))} without a name."),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of the table.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer samples, smaller things: two minutes at most.")] = False,
) -> None:
    """Measure the product beside its baselines.

    The programs that are started write their bytecode, as they do on any till, into a folder of this run; nothing
    touches the person's keyring.
    """
    if unknown := set(names or ()) - set(BENCHMARKS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    caption = surroundings()
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as bytecode:
        os.environ |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", "PYTHONPYCACHEPREFIX": bytecode}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        figures = measure(names or [name for name in BENCHMARKS if name not in AT_LENGTH], is_quick=quick)
    show(figures, caption, as_json=json)
    sys.exit(0 if all(figure.is_measured for figure in figures) else 1)


def measure(names: Sequence[str], *, is_quick: bool) -> list[Figure]:
    """All figures of these benchmarks, in order, within the time that a run may take."""
    at_length = [BENCHMARKS[name] for name in names if name in AT_LENGTH]
    more_s = sum(one.longest_quick_s if is_quick else one.longest_s for one in at_length)
    ends = time.monotonic() + more_s + (QUICK_BUDGET_S if is_quick else BUDGET_S)
    return [figure for name in names for figure in _figures(name, ends - time.monotonic(), is_quick=is_quick)]


def _figures(name: str, left_s: float, *, is_quick: bool) -> list[Figure]:
    benchmark, say = BENCHMARKS[name], voice(name)
    longest_s = min(left_s, benchmark.longest_quick_s if is_quick else benchmark.longest_s)
    try:
        with tempfile.TemporaryDirectory(prefix="pos-bench-") as folder, time_limit(longest_s):
            return benchmark.run(Ground(Path(folder), is_quick, say))
    except FAILURES as failure:
        say(f"failed: {failure!r}")
        return [not_measured(name, _last_words(failure))]


def _last_words(failure: Exception) -> str:
    """The last line of what a failure says that has a word in it: programs draw frames around their errors."""
    lines = [line.strip(" │╭╰─╮╯") for line in str(failure).splitlines()]
    said = next((line for line in reversed(lines) if line), "")
    return f"{type(failure).__name__}: {said}" if said else type(failure).__name__


def surroundings() -> str:
    """The machine, for the table's caption."""
    one, five, _ = os.getloadavg()
    kind = file_system(Path(tempfile.gettempdir()))
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {kind}, "
        f"Python {platform.python_version()}, load before the run {one:.1f} (five minutes: {five:.1f})"
    )


if __name__ == "__main__":
    typer.run(main)

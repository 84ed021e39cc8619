"""A measured figure, its baseline of the same run, and the table of both. Measures nothing itself."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

PIPED_COLUMNS = 180


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` says how the figure stands to the baseline, in the words of its benchmark.

    `number` is the measured value for machines: seconds, a count per second or bytes, as `unit` says. `is_met` is
    None where there is no goal.
    """

    name: str
    value: str
    baseline: str = ""
    ratio: str = ""
    goal: str = ""
    is_met: bool | None = None
    number: float | None = None
    unit: str = ""

    @property
    def is_measured(self) -> bool:
        """False for a line that only says why there is no figure."""
        return not self.value.startswith("NOT MEASURED")


def not_measured(name: str, reason: str) -> Figure:
    """The line of something that could not be measured here."""
    return Figure(name, f"NOT MEASURED: {reason}")


def percentile(samples: Sequence[float], percent: int) -> float:
    """The value that `percent` of the samples do not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def milliseconds(seconds: float) -> str:
    """A short duration as the tables show it."""
    return f"{seconds * 1000:.2f} ms"


def seconds_text(seconds: float) -> str:
    """A long duration as the tables show it."""
    return f"{seconds:.2f} s"


def per_second(count: float) -> str:
    """A rate as the tables show it."""
    return f"{count:,.0f}/s"


def megabytes(count: float) -> str:
    """A size as the tables show it (2^20 bytes)."""
    return f"{count / 2**20:,.0f} MB"


def show(figures: Sequence[Figure], caption: str, *, as_json: bool) -> None:
    """Print the table, or the same as JSON."""
    if as_json:
        print(json.dumps({"run": caption, "figures": [asdict(figure) for figure in figures]}, indent=2))
        return
    table = Table("figure", "measured", "baseline of the same run", "ratio", "goal", caption=caption)
    for figure in figures:
        verdict = {None: "", True: "  met", False: "  MISSED"}[figure.is_met]
        table.add_row(figure.name, figure.value, figure.baseline, figure.ratio, figure.goal + verdict)
    Console(width=None if sys.stdout.isatty() else PIPED_COLUMNS).print(table)

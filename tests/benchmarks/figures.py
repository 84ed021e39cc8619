"""A measured figure, its baseline of the same run, and the table of both. Measures nothing itself."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` says how the figure stands to the baseline, in the words of its benchmark."""

    name: str
    value: str
    baseline: str = ""
    ratio: str = ""
    goal: str = ""


def percentile(samples: Sequence[float], percent: int) -> float:
    """The value that `percent` of the samples do not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def milliseconds(seconds: float) -> str:
    """A duration as the tables show it."""
    return f"{seconds * 1000:.2f} ms"


def per_second(count: float) -> str:
    """A rate as the tables show it."""
    return f"{count:,.0f}/s"


def show(figures: Sequence[Figure], *, as_json: bool) -> None:
    """Print the table, or the same as JSON."""
    if as_json:
        print(json.dumps([asdict(figure) for figure in figures], indent=2))
        return
    table = Table("figure", "measured", "baseline of the same run", "ratio", "goal")
    for figure in figures:
        table.add_row(figure.name, figure.value, figure.baseline, figure.ratio, figure.goal)
    Console().print(table)

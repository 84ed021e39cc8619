"""What a ticket file comes to, computed straight from its rows and nothing else: the truth the books are held
against.
"""

import csv
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileTotals:
    """Tickets, lines, signed units, and signed minor units, each line rounded half up on its own."""

    tickets: int
    lines: int
    units: int
    gross_minor: int


def totals_of(path: Path, tickets: frozenset[str] | None = None) -> FileTotals:
    """The totals of the file, or of those tickets of it."""
    rows = [row for row in read_rows(path) if tickets is None or row["invoice_no"] in tickets]
    return FileTotals(
        len({row["invoice_no"] for row in rows}),
        len(rows),
        sum(int(row["quantity"]) for row in rows),
        sum(line_minor(row) for row in rows),
    )


def line_minor(row: dict[str, str]) -> int:
    """Quantity times unit price in minor units of a currency with two digits."""
    exact = int(row["quantity"]) * Decimal(row["unit_price"]) * 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a `.csv` or `.csv.xz`."""
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    else:
        yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))

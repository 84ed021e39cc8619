"""The file of rows that an import set aside: where they stand, why, and what they say, ready to be mended and imported.

Rows are remembered by line number and read again from the source when the file is written. Knows no ledger.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sync_engine.domain.card_number import has_card_number
from sync_engine.ledger.importing.reading import Broken, Record, open_table
from sync_engine.ledger.importing.statements import Rejected

SECRET_COLUMNS = frozenset({"pin", "badge"})
"""Never copied."""


@dataclass(slots=True)
class Quarantine:
    """Rejected rows of one source; the first reason per line counts."""

    source: Path
    _rejected: dict[int, Rejected] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._rejected)

    def add(self, rejected: Rejected) -> None:
        """Set a row aside."""
        self._rejected.setdefault(rejected.line, rejected)

    def by_reason(self) -> dict[str, int]:
        """How many rows for each reason, the most frequent first."""
        return dict(Counter(rejected.reason for rejected in self._rejected.values()).most_common())

    def first(self, count: int) -> Sequence[Rejected]:
        """The first rows by line."""
        return [self._rejected[line] for line in sorted(self._rejected)[:count]]

    def write(self, path: Path) -> None:
        """Write `line, reason, detail` and the row's own columns; unreadable rows stand in the first of these.

        Raises OSError when the place cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_table(self.source) as table, path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["line", "reason", "detail", *table.header])
            secret = [place for place, name in enumerate(table.header) if name.strip().lower() in SECRET_COLUMNS]
            for row in table.rows():
                rejected = self._rejected.get(row.line)
                if rejected is not None:
                    writer.writerow([row.line, rejected.reason, rejected.detail, *_cells(row, secret, rejected)])


def _cells(row: Record | Broken, secret: Sequence[int], rejected: Rejected) -> Sequence[str]:
    if isinstance(row, Broken):
        return [] if secret else [row.text]
    cells: Mapping[int, str] = dict(enumerate(row.cells)) | dict.fromkeys(secret, "")
    if rejected.reason == "payment_card_number":  # set aside because nobody may keep it: not here either
        return ["" if has_card_number(cell) else cell for cell in cells.values()]
    return list(cells.values())

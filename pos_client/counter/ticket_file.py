"""Reads tickets from a file of lines, such as a shop's old till writes. Knows columns and texts, no article and no
price.

CSV with a heading, UTF-8, plain or xz. A ticket is all lines with its number, wherever they stand; tickets come in
the order in which their numbers first appear.
"""

import csv
import lzma
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sync_engine.domain.errors import Unavailable

COLUMNS: Mapping[str, str] = {
    "ticket": "invoice_no",
    "article": "stock_code",
    "name": "description",
    "quantity": "quantity",
    "at": "invoice_date",
    "unit_price": "unit_price",
}
"""What a line must say, and what the column is called unless `--map` says otherwise. Case and punctuation do not
matter.
"""


class TicketsUnreadable(Unavailable):
    """The file is not there, is no CSV, or lacks a column. `reason` names it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class TicketLine:
    """One line as the file has it."""

    article_id: str
    name: str
    quantity: str
    unit_price: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """All lines of one number, with the time of the first."""

    number: str
    at: str
    lines: tuple[TicketLine, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Every `of`-th ticket, beginning with the `number`-th: how one file is shared out over several tills."""

    number: int = 1
    of: int = 1

    def has(self, index: int) -> bool:
        """Whether the ticket at `index` (from 0) belongs to this part."""
        return index % self.of == self.number - 1


def read_tickets(path: Path, columns: Mapping[str, str] = COLUMNS, part: Part | None = None) -> tuple[Ticket, ...]:
    """The tickets of a part of the file. Raises TicketsUnreadable."""
    wanted = part or Part()
    order: dict[str, int] = {}
    kept: dict[str, tuple[str, list[TicketLine]]] = {}
    for number, at, line in _lines(path, columns):
        index = order.setdefault(number, len(order))
        if wanted.has(index):
            kept.setdefault(number, (at, []))[1].append(line)
    return tuple(Ticket(number, at, tuple(lines)) for number, (at, lines) in kept.items())


def _lines(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[str, str, TicketLine]]:
    with _text(path) as source:
        rows = csv.reader(source, strict=True)
        places = _places(path, next(rows, []), columns)
        for row in rows:
            if not any(row):
                continue
            if len(row) <= max(places):
                raise TicketsUnreadable(path, f"line {rows.line_num}")
            ticket, article, name, quantity, at, unit_price = (_clean(row[place]) for place in places)
            yield ticket, at, TicketLine(article, name, quantity, unit_price)


def _places(path: Path, heading: list[str], columns: Mapping[str, str]) -> tuple[int, ...]:
    plain = [_plain(name) for name in heading]
    missing = [columns[wanted] for wanted in COLUMNS if _plain(columns[wanted]) not in plain]
    if missing:
        raise TicketsUnreadable(path, f"no column {', '.join(missing)}")
    return tuple(plain.index(_plain(columns[wanted])) for wanted in COLUMNS)


def _clean(text: str) -> str:
    """Without control characters: no database takes all of them, and none belongs on a receipt."""
    return "".join(mark if mark.isprintable() else " " * mark.isspace() for mark in text).strip()


def _plain(name: str) -> str:
    return "".join(mark for mark in name.casefold() if mark.isalnum())


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    opener = lzma.open if path.suffix == ".xz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as source:
            yield source
    except OSError as error:
        raise TicketsUnreadable(path, error.strerror or str(error)) from error
    except (lzma.LZMAError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise TicketsUnreadable(path, str(error)) from error

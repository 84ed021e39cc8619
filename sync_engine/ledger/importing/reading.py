"""Reads tables from text files, one record at a time, and survives what is broken in them.

`.csv` is RFC 4180, `.tsv` is tab between fields without quoting, either may be compressed as `.xz`; UTF-8 with or
without a mark. A line that is no UTF-8, a quote that never closes or a row with too few or too many cells is handed
on as such with its line number; the next line is read as if nothing had happened. Knows nothing of what columns mean.
"""

import csv
import io
import lzma
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sync_engine.domain.errors import Unavailable

LONGEST_RECORD = 50
"""Lines that one quoted record may span; a quote that is open for longer is a mistake in its first line."""


class FileNotUnderstood(Unavailable):
    """The whole file cannot be read as a table. `reason`: missing, closed, kind, not_utf8, empty, damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the table with as many cells as the header, and the number of the line it begins on (header is 1)."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be read as a row. `reason` is `broken_encoding` or `broken_line`, `text` what stands there."""

    line: int
    reason: str
    text: str


@dataclass(slots=True)
class Table:
    """An open file: its header, and its rows to be taken once. `taken_bytes` of `size_bytes` (on disk) are behind."""

    header: tuple[str, ...]
    size_bytes: int
    _lines: "_Lines"
    _delimiter: str

    @property
    def taken_bytes(self) -> int:
        """How much of the file on disk has been read."""
        return self._lines.taken_bytes

    def rows(self) -> Iterator[Record | Broken]:
        """Every row in the order of the file; blank lines are passed over. Raises FileNotUnderstood (damaged)."""
        width = len(self.header)
        for number, text in self._lines:
            if text is None:
                yield Broken(number, "broken_encoding", self._lines.last_raw)
                continue
            if not text.strip():
                continue
            cells = self._cells(text)
            if cells is None or len(cells) != width:
                yield Broken(number, "broken_line", text.rstrip("\r\n"))
            else:
                yield Record(number, cells)

    def _cells(self, text: str) -> list[str] | None:
        if self._delimiter == "\t" or '"' not in text:
            return text.rstrip("\r\n").split(self._delimiter)
        return _quoted(self._lines, text)


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open `path` and read its header. Raises FileNotUnderstood."""
    delimiter = _delimiter(path)
    if not path.is_file():
        raise FileNotUnderstood(path, "missing")
    with _opened(path) as raw, lzma.open(raw) if path.suffix == ".xz" else nullcontext(raw) as plain:
        lines = _Lines(path, raw, plain)
        yield Table(_header(path, lines, delimiter), path.stat().st_size, lines, delimiter)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise FileNotUnderstood(path, "closed") from error


class _Lines:
    """Numbered lines of text, with a place to put lines back that were taken in vain."""

    def __init__(self, path: Path, raw: IO[bytes], plain: IO[bytes]) -> None:
        self._path, self._raw, self._plain = path, raw, plain
        self._number = 0
        self._returned: deque[tuple[int, str | None]] = deque()
        self.last_raw = ""

    @property
    def taken_bytes(self) -> int:
        return self._raw.tell()

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        while (line := self.take()) is not None:
            yield line

    def take(self) -> tuple[int, str | None] | None:
        """The next line with its number, None at the end; a text of None is no UTF-8 (see `last_raw`)."""
        if self._returned:
            return self._returned.popleft()
        raw = self._read()
        if not raw:
            return None
        self._number += 1
        if self._number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            return self._number, raw.decode()
        except UnicodeDecodeError:
            self.last_raw = raw.rstrip(b"\r\n").decode(errors="backslashreplace")
            return self._number, None

    def give_back(self, lines: list[tuple[int, str | None]]) -> None:
        """These lines come again, in this order, before all others."""
        self._returned.extendleft(reversed(lines))

    def _read(self) -> bytes:
        try:
            return self._plain.readline()
        except (lzma.LZMAError, EOFError) as error:
            raise FileNotUnderstood(self._path, "damaged") from error


def _quoted(lines: _Lines, text: str) -> list[str] | None:
    """The cells of a record with quotes, which may go on over the next lines; None when it cannot be read."""
    taken: list[tuple[int, str | None]] = []
    record = text
    while True:
        try:
            return _parsed(record)
        except csv.Error:
            following = lines.take() if _is_open(record) and len(taken) < LONGEST_RECORD else None
        if following is None or following[1] is None:
            lines.give_back(taken + ([following] if following is not None else []))
            return None
        taken.append(following)
        record += following[1]


def _parsed(record: str) -> list[str]:
    return next(csv.reader(io.StringIO(record, newline=""), strict=True))


def _is_open(record: str) -> bool:
    return record.count('"') % 2 == 1


def _header(path: Path, lines: _Lines, delimiter: str) -> tuple[str, ...]:
    first = lines.take()
    if first is None:
        raise FileNotUnderstood(path, "empty")
    text = first[1]
    if text is None or "\0" in text:
        raise FileNotUnderstood(path, "not_utf8")
    cells = text.rstrip("\r\n").split("\t") if delimiter == "\t" else _header_cells(path, text)
    return tuple(cell.strip() for cell in cells)


def _header_cells(path: Path, text: str) -> list[str]:
    try:
        return _parsed(text)
    except (csv.Error, StopIteration):
        raise FileNotUnderstood(path, "empty") from None


def _delimiter(path: Path) -> str:
    kind = Path(path.stem).suffix if path.suffix == ".xz" else path.suffix
    if kind.lower() not in {".csv", ".tsv"}:
        raise FileNotUnderstood(path, "kind")
    return "\t" if kind.lower() == ".tsv" else ","

"""Writes and fetches many rows at once in the way that is fastest for each database. Knows tables, no meaning.

PostgreSQL: COPY for many rows that are new, one statement over arrays for few and for rows that may exist. SQLite:
executemany, keys as one JSON text. Rows are tuples in the order of the table's columns. Everything runs in the
caller's transaction.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Row = tuple[Any, ...]

_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_COPY_SPECIAL = ("\\", "\t", "\n", "\r")
_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]


_WORTH_COPYING = 60
"""Rows; below, the round trips of COPY cost more than they save."""

_Statement = tuple[str, Any]


class Script:
    """Statements with all their rows made ready for one database (`dialect` by its name).

    Made ready in one thread and run in another: what is left to do then costs the database, not the interpreter.
    """

    def __init__(self, dialect: str) -> None:
        self._is_postgres = dialect == "postgresql"
        self._statements: list[_Statement] = []

    def insert(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """Insert rows whose keys are new."""
        if not rows:
            return
        if not self._is_postgres:
            self._statements.append((_insert_marks(table), list(rows)))
        elif len(rows) < _WORTH_COPYING:
            self._statements.append((_insert_arrays(table), _arrays(rows)))
        else:
            self._statements.append((f"COPY {table.name} FROM STDIN", copy_text(rows)))

    def upsert(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """Insert rows, or replace what is not key in those that exist. No key may come twice."""
        if rows:
            is_postgres = self._is_postgres
            self._statements.append(
                (_upsert_arrays(table), _arrays(rows)) if is_postgres else (_upsert_marks(table), list(rows))
            )

    def delete(self, table: sa.Table, keys: Sequence[Row]) -> None:
        """Delete rows by their whole primary key."""
        if keys:
            mark = "%s" if self._is_postgres else "?"
            match = " AND ".join(f"{column.name} = {mark}" for column in table.primary_key)
            self._statements.append((f"DELETE FROM {table.name} WHERE {match}", list(keys)))  # noqa: S608 - our names

    def change(self, table: sa.Table, values: tuple[str, ...], rows: Sequence[Row]) -> None:
        """Set these columns of rows that exist: each row is their values, then the whole primary key."""
        if rows:
            mark = "%s" if self._is_postgres else "?"
            change = ", ".join(f"{name} = {mark}" for name in values)
            match = " AND ".join(f"{column.name} = {mark}" for column in table.primary_key)
            self._statements.append((f"UPDATE {table.name} SET {change} WHERE {match}", list(rows)))  # noqa: S608

    def run(self, connection: sa.Connection) -> None:
        """Run everything in the caller's transaction."""
        for statement, rows in self._statements:
            if type(rows) is str:
                _copy(connection, statement, rows)
            else:
                connection.exec_driver_sql(statement, rows)


def fetch(connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], keys: Sequence[Row]) -> Sequence[Any]:
    """All columns of the rows whose `columns` have the values of one of `keys`, in no order."""
    if not keys:
        return ()
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(_fetch_arrays(table, columns), _arrays(keys)).all()
    return connection.exec_driver_sql(_fetch_json(table, columns), (msgspec.json.encode(keys).decode(),)).all()


def copy_text(rows: Sequence[Row]) -> str:
    """Rows in the text format of COPY (PostgreSQL manual, COPY, "Text Format")."""
    columns = [_copy_column(column) for column in zip(*rows, strict=True)]
    return "\n".join(map("\t".join, zip(*columns, strict=True)))


def _copy_column(values: Row) -> Iterable[str]:
    kinds = set(map(type, values))
    if kinds == {int}:
        return map(str, values)
    if kinds == {str}:
        text = "".join(values)
        return map(_copy_field, values) if any(special in text for special in _COPY_SPECIAL) else values
    return map(_copy_field, values)


def _copy_field(value: str | bytes | int | None) -> str:
    if type(value) is str:
        return value.translate(_COPY_ESCAPES)
    if type(value) is bytes:
        return f"\\\\x{value.hex()}"
    return "\\N" if value is None else str(value)


def _copy(connection: sa.Connection, statement: str, text: str) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)


def _arrays(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of the rows as array literals: several times faster than handing lists to the driver."""
    return tuple(_array(column) for column in zip(*rows, strict=True))


def _array(values: Row) -> str:
    kinds = set(map(type, values))
    if kinds == {int}:
        return f"{{{','.join(map(str, values))}}}"
    if kinds == {str} and _is_plain(text := '","'.join(values), quotes=2 * len(values) - 2):
        return f'{{"{text}"}}'
    return f"{{{','.join(map(_element, values))}}}"


def _is_plain(text: str, quotes: int) -> bool:
    """Nothing in a text of so many quotation marks needs an escape; a search in C instead of a look at each value."""
    return "\\" not in text and text.count('"') == quotes


def _element(value: str | bytes | int | None) -> str:
    if type(value) is str:
        if "\\" in value or '"' in value:
            value = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{value}"'
    if type(value) is bytes:
        return f'"\\\\x{value.hex()}"'
    return "NULL" if value is None else str(value)


@cache
def _insert_marks(table: sa.Table) -> str:
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 - our names


@cache
def _upsert_marks(table: sa.Table) -> str:
    return f"{_insert_marks(table)} {_on_conflict(table)}"


@cache
def _insert_arrays(table: sa.Table) -> str:
    arrays = ", ".join(f"%s::{_postgres_type(column)}[]" for column in table.columns)
    return f"INSERT INTO {table.name} SELECT * FROM unnest({arrays})"  # noqa: S608 - our names


@cache
def _upsert_arrays(table: sa.Table) -> str:
    return f"{_insert_arrays(table)} {_on_conflict(table)}"


@cache
def _fetch_arrays(table: sa.Table, columns: tuple[str, ...]) -> str:
    arrays = ", ".join(f"%s::{_postgres_type(table.columns[name])}[]" for name in columns)
    match = " AND ".join(f"t.{name} = k.{name}" for name in columns)
    names = ", ".join(columns)
    return f"SELECT t.* FROM unnest({arrays}) AS k ({names}) JOIN {table.name} AS t ON {match}"  # noqa: S608 - our names


@cache
def _fetch_json(table: sa.Table, columns: tuple[str, ...]) -> str:
    match = " AND ".join(f"t.{name} = k.value ->> {index}" for index, name in enumerate(columns))
    return f"SELECT t.* FROM json_each(?) AS k CROSS JOIN {table.name} AS t ON {match}"  # noqa: S608 - our names


def _on_conflict(table: sa.Table) -> str:
    key = ", ".join(column.name for column in table.primary_key)
    rest = ", ".join(f"{c.name} = excluded.{c.name}" for c in table.columns if not c.primary_key)
    return f"ON CONFLICT ({key}) DO UPDATE SET {rest}" if rest else f"ON CONFLICT ({key}) DO NOTHING"


def _postgres_type(column: sa.Column[Any]) -> str:
    return str(column.type.compile(dialect=_POSTGRES))

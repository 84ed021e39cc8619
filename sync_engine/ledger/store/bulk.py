"""Writes and fetches many rows at once in the way that is fastest for each database. Knows tables, no meaning.

PostgreSQL: COPY for many rows that are new, one statement over arrays for few and for rows that may exist. SQLite:
executemany, keys as one JSON text. Rows are tuples in the order of the table's columns. Everything runs in the
caller's transaction.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Row = tuple[Any, ...]

_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]


_WORTH_COPYING = 60
"""Rows; below, the two round trips of COPY cost more than they save."""


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows whose keys are new."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(_insert_marks(table), list(rows))
    elif len(rows) < _WORTH_COPYING:
        connection.exec_driver_sql(_insert_arrays(table), _arrays(rows))
    else:
        _copy(connection, table, rows)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """Insert rows, or replace what is not key in those that exist. No key may come twice."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_upsert_arrays(table), _arrays(rows))
    else:
        connection.exec_driver_sql(_upsert_marks(table), list(rows))


def delete(connection: sa.Connection, table: sa.Table, keys: Sequence[Row]) -> None:
    """Delete rows by their whole primary key."""
    if keys:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        match = " AND ".join(f"{column.name} = {mark}" for column in table.primary_key)
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {match}", list(keys))  # noqa: S608 - our names


def fetch(connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], keys: Sequence[Row]) -> Sequence[Any]:
    """All columns of the rows whose `columns` have the values of one of `keys`, in no order."""
    if not keys:
        return ()
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(_fetch_arrays(table, columns), _arrays(keys)).all()
    return connection.exec_driver_sql(_fetch_json(table, columns), (msgspec.json.encode(keys).decode(),)).all()


def _copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
        write = copy.write_row
        for row in rows:
            write(row)


def _arrays(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of the rows as array literals: several times faster than handing lists to the driver."""
    return tuple(_array(column) for column in zip(*rows, strict=True))


def _array(values: Row) -> str:
    if type(values[0]) is int and None not in values:
        return f"{{{','.join(map(str, values))}}}"
    return f"{{{','.join(map(_element, values))}}}"


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

"""Migrations are atomic with their record, and a newer file is refused untouched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.migrator import Migration, NewerSchema, migrate, schema_version


def first(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE one (x INTEGER)")


def second(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE two (x INTEGER)")


def broken(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE half (x INTEGER)")
    connection.exec_driver_sql("CREATE TABLE half (x INTEGER)")


ONE, TWO = Migration(1, "one", first), Migration(2, "two", second)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = sqlite_engine(tmp_path / "a.db")
    yield engine
    engine.dispose()


def tables(engine: sa.Engine) -> set[str]:
    with engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names()) - {"schema_migration"}


def test_only_the_missing_steps_are_applied(engine: sa.Engine) -> None:
    assert migrate(engine, [ONE], "journal") == 1
    assert migrate(engine, [ONE, TWO], "journal") == 1
    assert migrate(engine, [ONE, TWO], "journal") == 0

    assert tables(engine) == {"one", "two"}
    assert schema_version(engine) == 2


def test_a_step_that_fails_leaves_neither_tables_nor_record(engine: sa.Engine) -> None:
    migrate(engine, [ONE], "journal")

    with pytest.raises(sa.exc.OperationalError):
        migrate(engine, [ONE, Migration(2, "broken", broken)], "journal")

    assert tables(engine) == {"one"}
    assert schema_version(engine) == 1


def test_a_newer_file_is_refused_and_left_as_it_is(engine: sa.Engine) -> None:
    migrate(engine, [ONE, TWO], "journal")

    with pytest.raises(NewerSchema) as caught:
        migrate(engine, [ONE], "journal")

    assert (caught.value.what, caught.value.found, caught.value.known) == ("journal", 2, 1)
    assert tables(engine) == {"one", "two"}

"""Opening real SQLite files: the settings that keep a journal, keys, readers and one writer."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_engine.sql.engine import (
    FileNotReadable,
    SqliteTooOld,
    database_engine,
    reading_engine,
    refuse_old_sqlite,
    sqlite_engine,
)

KEY = b"k" * 32


def pragma(engine: sa.Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def written(path: Path, key: bytes | None = None) -> None:
    engine = sqlite_engine(path, key=key)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
        connection.exec_driver_sql("INSERT INTO t VALUES (42)")
    engine.dispose()


def test_a_writer_has_a_wal_synced_at_every_commit(tmp_path: Path) -> None:
    engine = sqlite_engine(tmp_path / "a.db")

    assert pragma(engine, "journal_mode") == "wal"
    assert pragma(engine, "synchronous") == 2
    assert pragma(engine, "foreign_keys") == 1
    assert pragma(engine, "cell_size_check") == 1
    engine.dispose()


def test_the_bytes_of_a_file_with_a_key_say_nothing(tmp_path: Path) -> None:
    written(tmp_path / "a.db", KEY)

    assert b"SQLite format" not in (tmp_path / "a.db").read_bytes()[:100]


@pytest.mark.parametrize("key", [None, b"x" * 32], ids=["no key", "another key"])
def test_a_file_does_not_open_without_its_key(tmp_path: Path, key: bytes | None) -> None:
    written(tmp_path / "a.db", KEY)

    engine = sqlite_engine(tmp_path / "a.db", key=key)
    with pytest.raises(FileNotReadable) as caught, engine.connect():
        pass

    assert caught.value.path == tmp_path / "a.db"


def test_a_reader_reads_while_the_writer_is_in_the_middle_and_cannot_write(tmp_path: Path) -> None:
    written(tmp_path / "a.db")
    writer, reader = sqlite_engine(tmp_path / "a.db"), sqlite_engine(tmp_path / "a.db", read_only=True)

    with writer.begin() as writing:
        writing.exec_driver_sql("INSERT INTO t VALUES (43)")
        with reader.begin() as reading:
            assert reading.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 1
            with pytest.raises(sa.exc.OperationalError, match="readonly"):
                reading.exec_driver_sql("INSERT INTO t VALUES (44)")
    writer.dispose()
    reader.dispose()


def test_a_ledger_url_opens_for_writing_and_for_reading(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    writer = database_engine(url)
    with writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    reader = reading_engine(url)

    with reader.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
    writer.dispose()
    reader.dispose()


def test_a_sqlite_with_the_wal_bug_is_refused() -> None:
    refuse_old_sqlite((3, 51, 3))
    with pytest.raises(SqliteTooOld) as caught:
        refuse_old_sqlite((3, 51, 2))

    assert caught.value.found == "3.51.2"

"""The database server that other tests stand on is a real one, durable and fresh each time."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.helpers import postgres


@pytest.fixture(scope="module")
def packaged_server() -> Iterator[str]:
    """The server of the Python packages, also where Debian's is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres, "debian_programs", lambda: None)
        with postgres.running_server() as url:
            yield url


def test_a_fresh_database_is_empty(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_two_databases_of_one_server_are_apart(postgres_server: str) -> None:
    with postgres.fresh_database(postgres_server) as first, postgres.fresh_database(postgres_server) as second:
        with psycopg.connect(first) as connection:
            connection.execute("CREATE TABLE sale (id int)")
        with psycopg.connect(second) as connection:
            assert connection.execute("SELECT to_regclass('sale')").fetchone() == (None,)


@pytest.mark.skipif("POSTGRES_URL" in os.environ, reason="a server that was given keeps its own settings")
def test_our_own_server_commits_as_durably_as_it_is_delivered(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        settings = [
            connection.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]
    assert settings == [("on",), ("on",), ("on",)]


def test_the_packaged_server_serves_where_debian_has_none(packaged_server: str) -> None:
    with postgres.fresh_database(packaged_server) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

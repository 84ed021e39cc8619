"""The database a journey's ledger books in: a file, or a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.postgres import fresh_database
from tests.journeys.shop import Shop


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """An empty shop on each database."""
    if request.param == "sqlite":
        yield Shop(tmp_path, f"sqlite:///{tmp_path / 'ledger' / 'ledger.db'}")
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield Shop(tmp_path, url)


@pytest.fixture
def file_shop(tmp_path: Path) -> Shop:
    """An empty shop on a database file."""
    return Shop(tmp_path, f"sqlite:///{tmp_path / 'ledger' / 'ledger.db'}")

"""Which home and database a command means, and whether somebody else writes there."""

import os
import socket
from pathlib import Path

import pytest

from sync_engine.ledger import session
from sync_engine.ledger.keys import KeysMissing
from sync_engine.ledger.opening import now_ms, open_ledger
from sync_engine.ledger.session import AnotherWriter, NoLedger, Place, opened, place_of, reading, writing
from sync_engine.ledger.store.tables import shard
from sync_engine.sql.engine import database_engine
from tests.helpers.ledgers import KEYS, articles


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}")


@pytest.fixture(autouse=True)
def _nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POS_LEDGER_HOME", raising=False)
    monkeypatch.delenv("POS_LEDGER_DATABASE", raising=False)


def test_options_come_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POS_LEDGER_HOME", "/elsewhere")
    monkeypatch.setenv("POS_LEDGER_DATABASE", "postgresql://elsewhere/shop")
    assert place_of(tmp_path, "sqlite:///x.db") == Place(tmp_path, "sqlite:///x.db")
    assert place_of(None, None) == Place(Path("/elsewhere"), "postgresql://elsewhere/shop")


def test_without_both_the_ledger_is_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    home = tmp_path / "unified-pos-ledger"
    assert place_of(None, None) == Place(home, f"sqlite:///{home}/ledger.db")


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    assert Place(tmp_path, "postgresql://shop:secret@db/shop").shown_url == "postgresql://shop:***@db/shop"


def test_reading_makes_nothing(place: Place) -> None:
    with pytest.raises(NoLedger), reading(place):
        pass
    assert list(place.home.iterdir()) == []


def test_writing_makes_a_ledger_and_finds_it_again(place: Place) -> None:
    with writing(place) as first:
        assert first.appender.append("reference_changed", 1, articles("A")).disposition == "applied"
    with writing(place) as second:
        assert second.keys == first.keys
        assert second.appender.append("reference_changed", 1, articles("B")).pos == 2


def test_keys_that_are_not_here_are_not_made_anew(place: Place) -> None:
    open_ledger(place.url, place.home, KEYS).close()
    with pytest.raises(KeysMissing), writing(place):
        pass


def lease(place: Place, owner: str, until_ms: int) -> None:
    """Say that somebody writes to this ledger."""
    with writing(place):
        pass
    engine = database_engine(place.url)
    with engine.begin() as connection:
        connection.execute(shard.update().values(lease_owner=owner, lease_until_ms=until_ms))
    engine.dispose()


def test_a_writer_that_died_on_this_machine_is_replaced_at_once(place: Place) -> None:
    lease(place, f"{socket.gethostname()}:{2**22 + 1}", now_ms() + 60_000)
    with opened(place) as (ledger, _):
        assert ledger.append("reference_changed", 1, articles("A")).disposition == "applied"


def test_a_writer_elsewhere_that_goes_on_is_left_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    lease(place, "other-machine:1", now_ms() + 60_000)
    monkeypatch.setattr(session, "_GRACE_MS", -1)
    with pytest.raises(AnotherWriter) as caught, opened(place):
        pass
    assert caught.value.owner == "other-machine:1"


def test_a_lease_that_ran_out_is_free(place: Place) -> None:
    lease(place, "other-machine:1", now_ms() - 1)
    with opened(place) as (ledger, _):
        assert ledger.state.lease.owner == f"{socket.gethostname()}:{os.getpid()}"

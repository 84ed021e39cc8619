"""The admin socket, both sides of it."""

import socket
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync_engine.domain.errors import Unavailable
from sync_engine.ledger.admin import (
    AdminClient,
    AdminServer,
    AdminUnavailable,
    Appended,
    Appender,
    ServerRunning,
    running_ledger,
)
from sync_engine.protocol.facts import Body, ImportUndoneBody
from tests.helpers.imports import FakeLedger

UNDONE = ImportUndoneBody(
    store="", till="", shift="", business_on="", staff="", at="2026-11-21T10:00:00.000Z", batch="ü", topic="t", rows=()
)


class FullDisk(Unavailable):
    """The disk is full."""


class FailingLedger:
    def append(self, kind: str, version: int, body: Body) -> Appended:
        raise FullDisk("no space")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def serve(stack: ExitStack, home: Path, appender: Appender) -> AdminServer:
    home.mkdir(parents=True, exist_ok=True)
    server = AdminServer(home, "l_1", appender)
    stack.callback(server.close)
    return server


def test_a_fact_goes_through_unchanged(serving: ExitStack, tmp_path: Path) -> None:
    ledger = FakeLedger(answer=Appended(7, "applied_exception", "OVERSELL"))
    serve(serving, tmp_path, ledger)
    assert AdminClient(tmp_path).append("import_undone", 1, UNDONE) == Appended(7, "applied_exception", "OVERSELL")
    assert ledger.facts == [UNDONE]


def test_only_the_owner_can_open_the_socket(serving: ExitStack, tmp_path: Path) -> None:
    serve(serving, tmp_path, FakeLedger())
    assert stat.S_IMODE((tmp_path / "admin.sock").stat().st_mode) == 0o600


def test_the_server_says_whose_it_is_and_is_gone_when_closed(tmp_path: Path) -> None:
    assert running_ledger(tmp_path) is None
    with ExitStack() as stack:
        serve(stack, tmp_path, FakeLedger())
        assert running_ledger(tmp_path) == "l_1"
    assert running_ledger(tmp_path) is None
    assert not (tmp_path / "admin.sock").exists()


def test_a_socket_that_a_dead_server_left_is_taken_over(serving: ExitStack, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "admin.sock"))
    assert running_ledger(tmp_path) is None
    serve(serving, tmp_path, FakeLedger())
    assert running_ledger(tmp_path) == "l_1"


def test_there_is_one_server_per_home(serving: ExitStack, tmp_path: Path) -> None:
    serve(serving, tmp_path, FakeLedger())
    with pytest.raises(ServerRunning):
        AdminServer(tmp_path, "l_2", FakeLedger())
    assert running_ledger(tmp_path) == "l_1"


def test_a_home_far_down_has_a_socket_too(serving: ExitStack, tmp_path: Path) -> None:
    home = tmp_path / ("x" * 60) / ("y" * 60)
    ledger = FakeLedger()
    serve(serving, home, ledger)
    AdminClient(home).append("import_undone", 1, UNDONE)
    assert ledger.facts == [UNDONE]


def test_a_failure_of_the_ledger_reaches_the_command(serving: ExitStack, tmp_path: Path) -> None:
    serve(serving, tmp_path, FailingLedger())
    with pytest.raises(AdminUnavailable, match="full_disk: no space"):
        AdminClient(tmp_path).append("import_undone", 1, UNDONE)


def test_what_the_server_cannot_read_is_refused(serving: ExitStack, tmp_path: Path) -> None:
    ledger = FakeLedger()
    serve(serving, tmp_path, ledger)
    with pytest.raises(AdminUnavailable, match="kind_unknown"):
        AdminClient(tmp_path).append("no_such_kind", 1, UNDONE)
    assert ledger.facts == []


def test_without_a_server_nothing_is_appended(tmp_path: Path) -> None:
    with pytest.raises(AdminUnavailable):
        AdminClient(tmp_path).append("import_undone", 1, UNDONE)

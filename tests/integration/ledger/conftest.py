"""A ledger on each database, tills that joined it, and a real server on loopback."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from sync_engine.ledger.api.serving import Listening, Server
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger, open_ledger
from tests.helpers.ledgers import KEYS, FakeTill

Joining = Callable[..., FakeTill]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(database_url: str, tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(database_url, tmp_path, KEYS)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def join(ledger: Ledger) -> Joining:
    """Let a till in; `join("S01", "T2")`."""

    def joined(store: str = "S01", till: str = "T1") -> FakeTill:
        return join_till(ledger, store, till)

    return joined


def join_till(ledger: Ledger, store: str, till: str) -> FakeTill:
    """A fake till that was enrolled at the ledger's door."""
    fake = FakeTill()
    code = issue_code(ledger, store, till, datetime(2026, 11, 21, 10, tzinfo=UTC))
    answer = ledger.door.enroll(fake.enroll_request(code))
    fake.device_id, fake.token = answer.device, answer.token
    return fake


class _WatchedServer(Server):
    """Says when it listens."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger, Listening(port=0))
        self.is_listening = threading.Event()

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        self.is_listening.set()


@pytest.fixture
def address(ledger: Ledger) -> Iterator[str]:
    """The URL of a real server over the ledger."""
    server = _WatchedServer(ledger)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), name="server")
    thread.start()
    assert server.is_listening.wait(10)
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20) as opened:
        yield opened

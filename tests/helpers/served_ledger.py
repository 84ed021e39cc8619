"""A real ledger behind a real HTTP server on a free port of this machine, in a thread of the test."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync_engine.ledger.api.serving import Listening, Server
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger, open_ledger
from sync_engine.protocol.messages import EnrollAnswer, EnrollRequest
from sync_engine.protocol.signing import Signer
from sync_engine.till.http_client import LedgerClient
from tests.helpers.ledgers import KEYS


@dataclass(frozen=True, slots=True)
class ServedLedger:
    """The open ledger and where it listens."""

    ledger: Ledger
    url: str

    def enrolled(self, store: str, till: str, seed: bytes) -> EnrollAnswer:
        """Join a till over HTTP, as its person would."""
        code = issue_code(self.ledger.own_facts, store, till, datetime(2026, 11, 21, 10, tzinfo=UTC))
        client = LedgerClient(self.url)
        try:
            request = EnrollRequest(code=code, public_key=Signer(seed).public_key.hex(), install_id="i1", app="test")
            return client.enroll(request)
        finally:
            client.close()


@contextmanager
def served_ledger(home: Path, port: int = 0) -> Iterator[ServedLedger]:
    """Open, serve, and end both. The same home again is the same ledger restarted."""
    ledger = open_ledger(f"sqlite:///{home}/ledger.db", home, KEYS)
    server = Server(ledger, Listening(port=port))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), name="served-ledger")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            threading.Event().wait(0.01)
        yield ServedLedger(ledger, f"http://127.0.0.1:{server.port}")
    finally:
        server.should_exit = True
        thread.join()
        ledger.close()

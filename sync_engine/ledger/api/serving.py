"""Runs the application: one process, one event loop, on loopback unless told otherwise. Knows no command line."""

import asyncio
import gc
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from sync_engine.ledger.api.app import create_app
from sync_engine.ledger.opening import Ledger

LOOPBACK = "127.0.0.1"
CLOSE_WITHIN_S = 3
SWITCH_INTERVAL_S = 0.001
"""How long the writer's thread may keep the interpreter while a request waits (Python's default is 5 ms)."""

COLLECT_AFTER = (50_000, 20, 50)
"""Thresholds of the collector's three generations (Python's defaults are 700, 10, 10)."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen. Port 0 takes a free one; `certificate` and `key` are PEM files for HTTPS."""

    host: str = LOOPBACK
    port: int = 8420
    certificate: Path | None = None
    key: Path | None = None


class Server(uvicorn.Server):
    """A server that lets go of its live streams when it is told to end."""

    def __init__(self, ledger: Ledger, listening: Listening) -> None:
        self._hub = ledger.hub
        super().__init__(
            uvicorn.Config(
                create_app(ledger),
                host=listening.host,
                port=listening.port,
                ssl_certfile=listening.certificate,
                ssl_keyfile=str(listening.key) if listening.key else None,
                log_level="warning",
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=CLOSE_WITHIN_S,
            )
        )

    @property
    def port(self) -> int:
        """The port it listens on, once it has started."""
        return int(self.servers[0].sockets[0].getsockname()[1])

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to end."""
        with _tuned_interpreter():
            await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: live streams first, they would stay open for ever."""
        self._hub.close()
        await super().shutdown(sockets)


def serve(ledger: Ledger, listening: Listening) -> None:
    """Serve until the process is asked to end (SIGINT, SIGTERM). The ledger stays the caller's to close."""
    asyncio.run(Server(ledger, listening).serve())


@contextmanager
def _tuned_interpreter() -> Iterator[None]:
    """Short turns for threads, and rare searches for garbage cycles: each would walk through a hundred thousand tuples
    that the writer remembers, and there are hardly any cycles to find.
    """
    switching, collecting = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        sys.setswitchinterval(switching)
        gc.set_threshold(*collecting)

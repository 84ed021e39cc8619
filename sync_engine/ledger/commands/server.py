"""Runs the HTTP service until the process is asked to end, and says when it is ready. Knows no options.

A module of its own, because every other command would pay for importing the service.
"""

import asyncio
import socket
import sys

from sync_engine.ledger.api.serving import SWITCH_INTERVAL_S, Listening, Server
from sync_engine.ledger.commands.output import say
from sync_engine.ledger.opening import Ledger

__all__ = ["Listening", "run"]


def run(ledger: Ledger, listening: Listening, sockets: list[socket.socket], where: str) -> None:
    """Serve on these sockets; one line is printed when it listens: its address and `where` its books are."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    scheme = "https" if listening.certificate else "http"
    host = f"[{listening.host}]" if ":" in listening.host else listening.host
    server = _Announced(ledger, listening)
    server.address, server.where = f"{scheme}://{host}", where
    asyncio.run(server.serve(sockets))


class _Announced(Server):
    """Says one line once it listens."""

    address = ""
    where = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            say(f"Ledger ready at {self.address}:{self.port} {self.where}")
            sys.stdout.flush()

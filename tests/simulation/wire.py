"""The way between one till and the ledger, with everything that can happen on it. Knows bytes and paths, no meaning.

The till's side is the product's own HTTP client; only its sockets are ours. A request that takes time is sent by
`send`, and its answer is put before the client when it arrives; what the client asks by itself meanwhile (a new
credential, a file) is answered at once, or not.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from sync_engine.protocol import endpoints
from sync_engine.till.credential import Credential
from sync_engine.till.http_client import LedgerClient
from tests.simulation.agenda import Agenda
from tests.simulation.asked import Reply
from tests.simulation.house import House

HTML = b"<!doctype html><html><body>Welcome to the guest network. <a href='/accept'>Accept</a></body></html>"


@dataclass
class Weather:
    """Chances of each fault, each from 0 to 1, and how many milliseconds a way takes."""

    lost_request: float = 0.0
    lost_answer: float = 0.0
    doubled: float = 0.0
    late_copy: float = 0.0
    garbled: float = 0.0
    broken_stream: float = 0.0
    silent_stream: float = 0.0
    slow: float = 0.0
    broken_download: float = 0.0


class Wire:
    """One till's way. `blocked` holds which directions do not pass now: `up`, `down` or both."""

    def __init__(self, house: House, agenda: Agenda, chance: random.Random, seen: Counter[str]) -> None:
        self.house, self.weather, self.blocked = house, Weather(), frozenset[str]()
        self._agenda, self._chance, self._seen = agenda, chance, seen
        self._put: list[Reply | None] = []

    def client(self, credential: Credential) -> LedgerClient:
        """The product's client over this way."""
        client = LedgerClient("http://127.0.0.1:1", credential.current)
        client._client = httpx.Client(  # noqa: SLF001 - the one thing that is taken away: its sockets
            base_url="http://127.0.0.1:1", transport=httpx.MockTransport(self._exchange)
        )
        return client

    # --- requests that take time ---

    def send(self, path: str, token: str, raw: bytes, arrived: Callable[[], None]) -> None:
        """`arrived` is called when there is an answer (see `_exchange`), or when waiting for one is given up."""
        if self._strikes("lost_request") or self._is_blocked("up"):
            self._agenda.after(self._patience_ms(), lambda: self._arrive(None, arrived))
        else:
            self._agenda.after(self._delay_ms(), lambda: self._reach(path, token, raw, arrived))
        soon_ms = self._chance.choice((10, 60, 2_000))
        for fault, least_ms, most_ms in (("doubled", 1, soon_ms), ("late_copy", 3_000, 40_000)):
            if self._strikes(fault):
                delay_ms = self._chance.randint(least_ms, most_ms)
                self._agenda.after(delay_ms, lambda: self._reach(path, token, raw, arrived))

    def _reach(self, path: str, token: str, raw: bytes, arrived: Callable[[], None]) -> None:
        def told(reply: Reply | None) -> None:
            if reply is not None and (self._strikes("lost_answer") or self._is_blocked("down")):
                self._agenda.after(self._patience_ms(), lambda: self._arrive(None, arrived))
                if self._chance.random() < 0.5:
                    self._agenda.after(self._patience_ms() + 15_000, lambda: self._arrive(reply, arrived))
                return
            if reply is not None and self._strikes("garbled"):
                reply = self._garbage(reply)
            self._agenda.after(self._delay_ms(), lambda: self._arrive(reply, arrived))

        self.house.serve(path, token, raw, told)

    def _arrive(self, reply: Reply | None, arrived: Callable[[], None]) -> None:
        self._put = [reply]
        arrived()
        self._put = []

    # --- what the client asks ---

    def _exchange(self, request: httpx.Request) -> httpx.Response:
        if self._put:
            reply = self._put.pop()
            if reply is None:
                raise httpx.ReadTimeout("no answer came")
        else:
            reply = self._at_once(request)
        headers = {"location": "/accept"} if reply[0] == 302 else {}
        if request.url.path.startswith(f"{endpoints.SNAPSHOT}/"):
            return self._file(reply, request)
        return httpx.Response(reply[0], content=reply[1], headers=headers)

    def _at_once(self, request: httpx.Request) -> Reply:
        if self.blocked or self._strikes("lost_request"):
            raise httpx.ReadTimeout("no answer came")
        told: list[Reply | None] = []
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.house.serve(request.url.path, token, request.content or request.url.query, told.append)
        if told[0] is None:
            raise httpx.ConnectError("connection refused")
        if self._strikes("lost_answer"):
            raise httpx.ReadTimeout("no answer came")
        return told[0]

    def _file(self, reply: Reply, request: httpx.Request) -> httpx.Response:
        status, content = reply
        if status == 200 and "range" in request.headers:
            content = content[int(request.headers["range"].removeprefix("bytes=").removesuffix("-")) :]
            status = 206
            self._seen["download_resumed"] += 1
        return httpx.Response(status, content=self._pieces(content))

    def _pieces(self, content: bytes) -> Iterator[bytes]:
        end = self._chance.randrange(len(content)) if content and self._strikes("broken_download") else len(content)
        for start in range(0, end, 65_536):
            yield content[start : min(end, start + 65_536)]
        if end < len(content):
            raise httpx.ReadTimeout("the file ends here")

    # --- chances ---

    def does_stream_break(self) -> bool:
        """Ask the weather before each page of a stream."""
        return self._strikes("broken_stream")

    def does_stream_fall_silent(self) -> bool:
        """The same: it stays open and says nothing more."""
        return self._strikes("silent_stream")

    def _garbage(self, reply: Reply) -> Reply:
        kinds = (
            (200, HTML),
            (502, b"<html>Bad Gateway</html>"),
            (200, b""),
            (200, b"{}"),
            (200, reply[1][: len(reply[1]) // 2]),
            (302, b""),
            (500, b"null"),
        )
        return self._chance.choice(kinds)

    def _strikes(self, fault: str) -> bool:
        return bool(self._chance.random() < getattr(self.weather, fault))

    def _is_blocked(self, way: str) -> bool:
        if way in self.blocked:
            self._seen[f"partition_{way}" if len(self.blocked) == 1 else "partition_both"] += 1
            return True
        return False

    def _delay_ms(self) -> int:
        return self._chance.randint(200, 6_000) if self._strikes("slow") else self._chance.randint(1, 20)

    def _patience_ms(self) -> int:
        return self._chance.randint(500, 15_000)

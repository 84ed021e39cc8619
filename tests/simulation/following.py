"""The stream that a till follows, as its socket would be: pages as soon as there are any, else beats; or silence."""

from collections import Counter
from collections.abc import Callable
from typing import Protocol

from sync_engine.till import signals as s
from sync_engine.till.credential import Credential
from tests.simulation.wire import Wire


class Follower(Protocol):
    """Whose stream it is."""

    credential: Credential
    seen: Counter[str]

    def tell(self, told: s.Input) -> None:
        """See `SyncProgram`."""

    def later(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Do something in this life of the program."""


class Following:
    """At most one stream."""

    def __init__(self, follower: Follower, wire: Wire) -> None:
        self._follower, self._wire = follower, wire
        self._stream: int | None = None
        self._cursor, self._is_silent = "", False

    def open(self, order: s.OpenLive) -> None:
        """Ask for the stream."""
        self._stream, self._cursor, self._is_silent = order.request_id, order.cursor, False
        self._follower.later(1, lambda: self._opened(order.request_id))

    def close(self) -> None:
        """Listen no more."""
        self._stream = None

    def _opened(self, request_id: int) -> None:
        if self._stream != request_id:
            return
        if self._wire.blocked or self._wire.house.ledger is None:
            self._hang_up("timeout")
            return
        self._follower.tell(s.LiveOpened(request_id))
        self.rung()
        self._follower.later(2_000, lambda: self._beat(request_id))

    def _hang_up(self, code: str) -> None:
        request_id, self._stream = self._stream, None
        if request_id is not None:
            self._follower.later(3, lambda: self._follower.tell(s.Broken(request_id, code)))

    def rung(self) -> None:
        """The ledger committed something, or the stream was opened."""
        request_id = self._stream
        while request_id is not None and self._stream == request_id and not self._is_cut():
            page = self._wire.house.page(self._follower.credential.current(), self._cursor)
            if page is None:
                self._hang_up("interrupted")
                return
            if page.from_pos == page.to_pos:
                return
            if self._wire.does_stream_break():
                self._follower.seen["stream_broke"] += 1
                self._hang_up("interrupted")
                return
            self._cursor = page.cursor
            self._follower.later(2, lambda page=page: self._follower.tell(s.LivePaged(request_id, page)))  # type: ignore[misc]

    def _is_cut(self) -> bool:
        """A partition or a dead box in between: the stream stays open and nothing comes any more."""
        if not self._is_silent and ("down" in self._wire.blocked or self._wire.does_stream_fall_silent()):
            self._is_silent = True
            self._follower.seen["stream_fell_silent"] += 1
        return self._is_silent

    def _beat(self, request_id: int) -> None:
        if self._stream != request_id:
            return
        if self._wire.house.ledger is None:
            self._hang_up("interrupted")
            return
        if not self._is_cut():
            self._follower.tell(s.LiveBeat(request_id, int(self._cursor.split(":")[1])))
        self._follower.later(2_000, lambda: self._beat(request_id))

"""The way down: snapshot when there is no usable cursor, pages until complete, then the live stream. Knows no rows.

A page is taken only if it begins where the last one ended. Everything else (a duplicate, a gap) is left aside and the
feed is asked again from the cursor: asking twice is harmless, applying twice is avoided.
"""

from typing import Literal

from sync_engine.protocol.messages import ErrorAnswer, FeedPage, read_cursor
from sync_engine.till.backoff import Backoff
from sync_engine.till.signals import (
    Apply,
    ApplyFailed,
    Broken,
    CloseLive,
    FeedAnswered,
    FetchSnapshot,
    LiveBeat,
    LiveOpened,
    LivePaged,
    OpenLive,
    Output,
    SendFeed,
    SnapshotProgress,
    SnapshotReady,
    SnapshotWaiting,
)

STALE_MS = 6_000
"""A stream that said nothing for so long (three beats) is dead, whatever TCP believes."""
LONGEST_LIVE_BACKOFF_MS = 5_000
MOST_UNAPPLIED = 3

Phase = Literal["snapshot", "feed", "live"]
DownlinkInput = (
    FeedAnswered
    | Broken
    | LiveOpened
    | LivePaged
    | LiveBeat
    | ApplyFailed
    | SnapshotWaiting
    | SnapshotProgress
    | SnapshotReady
)


class Downlink:
    """At most one request or one stream at a time. `phase` says which kind comes next or is open."""

    def __init__(self, backoff: Backoff, live_backoff: Backoff) -> None:
        self._backoff = backoff
        self._live_backoff = live_backoff
        self._request_id: int | None = None
        self._due_ms = 0
        self._heard_ms = 0
        self._unapplied = 0
        self._is_caught_up = False
        self._missed_pos: int | None = None
        self.phase: Phase = "snapshot"
        self.is_open = False
        self.cursor: str | None = None
        self.epoch = ""
        self.pos = 0
        self.head = 0
        self.progress: int | None = None
        self.trouble = ""

    @property
    def is_live(self) -> bool:
        """True while the stream is open and everything that was missing before it is in the replica."""
        return self.phase == "live" and self.is_open and self._is_caught_up

    @property
    def due_ms(self) -> int | None:
        """When to act next by itself: send, or give up a silent stream."""
        if self._request_id is None:
            return self._due_ms if self._unapplied < MOST_UNAPPLIED else None
        return self._heard_ms + STALE_MS if self.phase == "live" else None

    def is_mine(self, request_id: int) -> bool:
        """Tell whether an answer or a word of the stream is still listened to."""
        return self._request_id == request_id

    def start(self, cursor: str | None) -> None:
        """Go on from `cursor`; None or an unreadable one means a snapshot."""
        self._go_to(cursor)
        self.head = self.pos

    def retry_now(self) -> None:
        """Do not wait out a backoff."""
        self._due_ms = 0

    def send(self, now_ms: int, request_id: int) -> list[Output]:
        """What is due now."""
        due_ms = self.due_ms
        if due_ms is None or due_ms > now_ms:
            return []
        if self._request_id is not None:
            return self.interrupted(now_ms, "stale")
        self._request_id, self._heard_ms = request_id, now_ms
        if self.phase == "snapshot" or self.cursor is None:
            self.phase = "snapshot"
            return [FetchSnapshot(request_id)]
        return [SendFeed(request_id, self.cursor) if self.phase == "feed" else OpenLive(request_id, self.cursor)]

    def take(self, now_ms: int, told: DownlinkInput) -> list[Output]:
        """Act on an input that `is_mine` (or on a failed Apply)."""
        self._heard_ms = now_ms
        match told:
            case FeedAnswered(page=page):
                self._request_id = None
                return self._page(now_ms, page)
            case LivePaged(page=page):
                self._live_backoff.reset()
                return self._page(now_ms, page)
            case LiveOpened():
                self.is_open, self.trouble = True, ""
                self._is_caught_up = not self._unapplied
            case LiveBeat(head=head):
                self._live_backoff.reset()
                return self._beat(now_ms, head)
            case SnapshotWaiting(after_ms=after_ms):
                self._request_id = None
                self._due_ms, self.trouble = now_ms + max(100, after_ms), "snapshot_waiting"
            case SnapshotProgress(percent=percent):
                self.progress, self.trouble = percent, ""
            case SnapshotReady(cursor=cursor):
                self._request_id, self.progress, self._due_ms = None, None, now_ms
                self._go_to(cursor)
            case ApplyFailed(code=code, cursor=cursor):
                return self._apply_failed(now_ms, code, cursor)
            case Broken(code=code):
                return self.interrupted(now_ms, code)
        return []

    def declined(self, now_ms: int, status: int, error: ErrorAnswer) -> list[Output]:
        """Act on an error of the ledger: an unusable cursor means a snapshot, everything else a later try."""
        orders = self.interrupted(now_ms, error.error, error.after_ms or 0)
        if status == 410:
            self.phase, self.cursor = "snapshot", None
        return orders

    def applied(self) -> None:
        """One ordered page is in the replica."""
        self._unapplied = max(0, self._unapplied - 1)
        self._is_caught_up = self._is_caught_up or not self._unapplied

    def bootstrap(self, now_ms: int) -> list[Output]:
        """The ledger says at hello that the cursor is of no use."""
        orders = self._hang_up()
        self.phase, self.cursor, self._due_ms = "snapshot", None, now_ms
        return orders

    def interrupted(self, now_ms: int, code: str, at_least_ms: int = 0) -> list[Output]:
        """The request or the stream is over without result: back to asking for pages, after a wait."""
        backoff = self._live_backoff if self.phase == "live" else self._backoff
        # A stream that had said something is asked for again at once; one that breaks before its first word waits.
        is_first = self.is_open and not backoff.is_waiting
        wait_ms = backoff.next_ms()
        if is_first:
            wait_ms = 0
        orders = self._hang_up()
        if self.phase == "live":
            self.phase = "feed"
        self._due_ms, self.trouble = now_ms + max(wait_ms, at_least_ms), code
        return orders

    def _go_to(self, cursor: str | None) -> None:
        place = read_cursor(cursor) if cursor else None
        if place is None:
            self.phase, self.cursor = "snapshot", None
        else:
            self.phase, self.cursor = "feed", cursor
            self.epoch, self.pos = place[0], place[1]

    def _page(self, now_ms: int, page: FeedPage) -> list[Output]:
        if page.from_pos != self.pos or page.to_pos < page.from_pos:
            return self._misfit(now_ms, page)
        self._backoff.reset()
        self.trouble, self._due_ms = "", now_ms
        # A restored ledger takes a cursor from before the restore: same position, another epoch from here on.
        self.cursor, self.epoch = page.cursor, page.epoch
        self.pos, self.head = page.to_pos, max(page.head, page.to_pos)
        if self.phase == "live" and page.to_pos == page.from_pos:
            return []
        if self.phase == "feed" and page.complete:
            self.phase = "live"
        self._unapplied += 1
        return [Apply(page)]

    def _misfit(self, now_ms: int, page: FeedPage) -> list[Output]:
        if page.to_pos <= self.pos and self.phase == "live":
            return []  # a duplicate on the stream
        return self.interrupted(now_ms, "page_out_of_order")

    def _beat(self, now_ms: int, head: int) -> list[Output]:
        missed, self._missed_pos = self._missed_pos, self.pos if head > self.pos else None
        if missed is not None and missed == self._missed_pos:
            self._missed_pos = None
            return self.interrupted(now_ms, "page_missing")
        self.head = max(self.head, head)
        return []

    def _apply_failed(self, now_ms: int, code: str, cursor: str | None) -> list[Output]:
        orders = self._hang_up()
        self._unapplied = 0
        self._go_to(cursor)
        self._due_ms, self.trouble = now_ms + self._backoff.next_ms(), code
        return orders

    def _hang_up(self) -> list[Output]:
        orders: list[Output] = []
        if self.phase == "live" and self._request_id is not None:
            orders.append(CloseLive(self._request_id))
        self._request_id, self.is_open, self._is_caught_up = None, False, False
        return orders

"""Waits for the sync: for the first download, for the last acknowledgement. Bounded, and it never holds anything up."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from pos_client.app.recovery import RECOVERED
from pos_client.app.till import Till, Wishes, open_till
from pos_client.events import Event, SyncChanged

OFFLINE_PATIENCE_S = 8.0
STALL_PATIENCE_S = 60.0
_LOOK_S = 0.25


class SyncWatch:
    """A `Post` that remembers where the sync stands; `tell` hears of every change."""

    def __init__(self, tell: Callable[[SyncChanged], None] = lambda _: None) -> None:
        self._tell = tell
        self._changed = threading.Condition()
        self.last: SyncChanged | None = None

    def post(self, event: Event) -> None:
        """Take in an event of the till."""
        with self._changed:
            if isinstance(event, SyncChanged):
                self.last = event
            self._changed.notify_all()
        if isinstance(event, SyncChanged):
            self._tell(event)

    def until(self, is_done: Callable[[], bool], progress: Callable[[], object]) -> bool:
        """Wait until `is_done`; False when the ledger does not answer, wants a person, or nothing moves any more.

        `progress` is any value that changes while there is hope.
        """
        seen, since_s = progress(), time.monotonic()
        offline_since_s: float | None = None
        while not is_done():
            now_s = time.monotonic()
            state = self.last.state if self.last else "starting"  # the sync program says nothing yet
            offline_since_s = (offline_since_s or now_s) if state == "offline" else None
            if progress() != seen:
                seen, since_s = progress(), now_s
            is_hopeless = offline_since_s is not None and now_s - offline_since_s > OFFLINE_PATIENCE_S
            needs_person = state == "blocked" and (self.last is None or self.last.detail not in RECOVERED)
            if needs_person or is_hopeless or now_s - since_s > STALL_PATIENCE_S:
                return False
            with self._changed:
                self._changed.wait(_LOOK_S)
        return True


def first_sync(home: Path, tell: Callable[[SyncChanged], None]) -> bool:
    """Run the sync of a new till until the catalogue is there; False when the ledger does not answer."""
    watch = SyncWatch(tell)
    with closing(open_till(home, watch.post, Wishes(is_printing=False, is_copied=False))) as till:
        return wait_for_catalogue(till, watch)


def wait_for_catalogue(till: Till, watch: SyncWatch) -> bool:
    """Wait until the till has articles to sell."""
    return watch.until(lambda: till.replica.is_there, lambda: watch.last)


def wait_until_sent(till: Till, watch: SyncWatch) -> bool:
    """Wait until the ledger has confirmed everything that is in the journal."""

    def unsent() -> int:
        device, state = till.file.device(), till.book.ack_state()
        is_mine = state is not None and state.incarnation == device.incarnation
        return device.next_seq - 1 - (state.acked_seq if state is not None and is_mine else 0)

    return watch.until(lambda: unsent() <= 0, unsent)

"""The chip that says whether the ledger hears this till. It never asks for anything and never stops a sale.

When the line flaps, the kind of state changes at most once in ten seconds; what stops the till is shown at once, and
so is the way up to the first time that the ledger hears the till.
"""

from pos_client.counter.ports import Clock
from pos_client.events import SyncChanged
from pos_client.i18n import ntr, tr
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChipKind, StatusView

LEAST_S_BETWEEN = 10.0
_UNSENT_GRACE_S = 10.0


class StatusPresenter:
    """Listens to the sync and shows it in one word."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sync = SyncChanged("offline", 0)
        self._heard_s = clock.monotonic_s()
        self._unsent_since_s: float | None = None
        self._changed_s = self._heard_s - LEAST_S_BETWEEN
        self._bar = ""
        self._was_live = False
        self.view: Shown[StatusView] = Shown(self._words("offline"))

    def on_sync(self, event: SyncChanged) -> None:
        """The sync says where it stands."""
        now = self._clock.monotonic_s()
        self._sync, self._heard_s = event, now
        if not event.unsent:
            self._unsent_since_s = None
        elif self._unsent_since_s is None:
            self._unsent_since_s = now
        self.tick()

    def stop(self, sentence: str) -> None:
        """The till cannot go on until somebody does what `sentence` says; "" when it can again."""
        self._bar = sentence
        self.tick()

    def tick(self) -> None:
        """Time has passed: minutes grow, and a change that had to wait may show now."""
        kind, before = self._kind(), self.view.value.kind
        now = self._clock.monotonic_s()
        if kind != before and "stop" not in {kind, before} and self._was_live:
            if now - self._changed_s < LEAST_S_BETWEEN:
                self.view.show(self._words(before))
                return
            self._changed_s = now
        if kind == "live" and not self._was_live:
            self._was_live, self._changed_s = True, now
        self.view.show(self._words(kind))

    def _kind(self) -> ChipKind:
        if self._bar:
            return "stop"
        if self._sync.state == "blocked":
            return "flag"
        if self._sync.state == "offline":
            return "offline"
        waits = self._unsent_since_s
        is_late = waits is not None and self._clock.monotonic_s() - waits >= _UNSENT_GRACE_S
        return "sending" if self._sync.state == "catching_up" or is_late else "live"

    def _words(self, kind: ChipKind) -> StatusView:
        unsent = self._sync.unsent
        saved = ntr("{count} sale is saved here", "{count} sales are saved here", unsent)
        if kind == "live":
            return StatusView(kind, tr("Live"), tr("The ledger hears every sale at once."))
        if kind == "sending":
            return StatusView(kind, self._sending(), tr("The line is back. {saved}; sent by itself.", saved=saved))
        if kind == "flag":
            word = tr("Needs a manager")
            return StatusView(kind, word, tr("Selling works. A manager has something to check."))
        if kind == "stop":
            return StatusView(kind, tr("Cannot record"), self._bar, self._bar)
        long = tr("Offline. Selling works. {saved}; sent by itself when the line is back.", saved=saved)
        return StatusView(kind, self._offline(), long)

    def _sending(self) -> str:
        if self._sync.unsent:
            return ntr("Sending {count}", "Sending {count}", self._sync.unsent)
        if self._sync.progress is not None:
            return tr("Updating {percent} %", percent=self._sync.progress)
        return tr("Updating")

    def _offline(self) -> str:
        parts = [tr("Offline")]
        if self._sync.last_contact_s is not None:
            seconds = self._sync.last_contact_s + self._clock.monotonic_s() - self._heard_s
            parts = [ntr("Offline {count} min", "Offline {count} min", int(seconds // 60))] if seconds >= 60 else parts
        if self._sync.unsent:
            parts.append(ntr("{count} saved here", "{count} saved here", self._sync.unsent))
        return " · ".join(parts)

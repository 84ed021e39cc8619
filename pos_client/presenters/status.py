"""The chip that says whether the ledger hears this till, in six states. It never asks for anything, never stops a sale.

A state of the line must hold for three seconds before it shows, and the kind of state changes at most once in ten;
what stops the till is shown at once, and so is the way up to the first time that the ledger hears the till.
"""

from pos_client.counter.ports import Clock
from pos_client.events import SyncChanged
from pos_client.i18n import ntr, tr
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import ChipKind, StatusView

LEAST_S_BETWEEN = 10.0
HYSTERESIS_S = 3.0
PRICES_OLD_S = 24 * 3600.0
"""How old prices may grow before a manager should look; the chip warns from four fifths of it."""
_UNSENT_GRACE_S = 10.0
_NEAR = 0.8
_LINE = frozenset({"offline", "limit"})


class StatusPresenter:
    """Listens to the sync and shows it in one word."""

    def __init__(self, clock: Clock, prices_old_s: float = PRICES_OLD_S) -> None:
        self._clock, self._prices_old_s = clock, prices_old_s
        self._sync = SyncChanged("offline", 0)
        self._heard_s = clock.monotonic_s()
        self._unsent_since_s: float | None = None
        self._changed_s = self._heard_s - LEAST_S_BETWEEN
        self._wanted: ChipKind = "offline"
        self._wanted_since_s = self._heard_s - HYSTERESIS_S
        self._bar = ""
        self._was_live = False
        self.view: Shown[StatusView] = Shown(self._words("offline"))

    @property
    def unsent(self) -> int:
        """How many facts the ledger has not confirmed."""
        return self._sync.unsent

    def contact_s(self) -> float | None:
        """Seconds since the ledger was heard; None: never by this program."""
        age_s = self._sync.last_contact_s
        return None if age_s is None else age_s + self._clock.monotonic_s() - self._heard_s

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
        if kind != self._wanted:
            self._wanted, self._wanted_since_s = kind, now
        if kind != before and not self._may_change(kind, before, now):
            self.view.show(self._words(before))
            return
        if kind != before or (kind == "live" and not self._was_live):
            self._changed_s = now
        self._was_live = self._was_live or kind == "live"
        self.view.show(self._words(kind))

    def _may_change(self, kind: ChipKind, before: ChipKind, now: float) -> bool:
        if "stop" in {kind, before} or not self._was_live or {kind, before} == _LINE:
            return True
        is_line = kind in _LINE or before in _LINE
        if is_line and now - self._wanted_since_s < HYSTERESIS_S:
            return False
        return now - self._changed_s >= LEAST_S_BETWEEN

    def _kind(self) -> ChipKind:
        if self._bar:
            return "stop"
        if self._sync.state == "blocked":
            return "flag"
        if self._sync.state == "offline":
            contact_s = self.contact_s()
            is_near = contact_s is not None and contact_s >= _NEAR * self._prices_old_s
            return "limit" if is_near else "offline"
        waits = self._unsent_since_s
        is_late = waits is not None and self._clock.monotonic_s() - waits >= _UNSENT_GRACE_S
        return "sending" if self._sync.state == "catching_up" or is_late else "live"

    def _words(self, kind: ChipKind) -> StatusView:
        if kind == "live":
            return StatusView(kind, tr("Live"), tr("Everything works. The ledger hears every sale at once."))
        if kind == "stop":
            return StatusView(kind, tr("Cannot record"), self._bar, self._bar)
        if kind == "flag":
            sentence = tr("Selling works. The ledger wants a manager to look at this till; sales are kept until then.")
            return StatusView(kind, tr("Needs a manager"), sentence)
        saved = self._saved()
        if kind == "sending":
            return StatusView(kind, self._sending(), tr("Selling works. The line is there. {saved}", saved=saved))
        if kind == "limit":
            old = tr("Selling works. Prices are growing old: tell a manager. {saved}")
            word = " · ".join((self._offline(is_short=True), tr("prices old")))
            return StatusView(kind, word, old.format(saved=saved))
        return StatusView(kind, self._offline(), tr("Selling works. The ledger cannot be heard. {saved}", saved=saved))

    def _saved(self) -> str:
        if not self._sync.unsent:
            return tr("Nothing waits to be sent.")
        return ntr(
            "{count} entry is saved here and sent by itself.",
            "{count} entries are saved here and sent by themselves.",
            self._sync.unsent,
        )

    def _sending(self) -> str:
        if self._sync.unsent:
            return ntr("Sending {count}", "Sending {count}", self._sync.unsent)
        if self._sync.progress is not None:
            return tr("Updating {percent} %", percent=self._sync.progress)
        return tr("Updating")

    def _offline(self, *, is_short: bool = False) -> str:
        parts = [tr("Offline")]
        contact_s = self.contact_s()
        if contact_s is not None and contact_s >= 7200:
            parts = [ntr("Offline {count} h", "Offline {count} h", int(contact_s // 3600))]
        elif contact_s is not None and contact_s >= 60:
            parts = [ntr("Offline {count} min", "Offline {count} min", int(contact_s // 60))]
        if self._sync.unsent and not is_short:
            parts.append(ntr("{count} saved here", "{count} saved here", self._sync.unsent))
        return " · ".join(parts)

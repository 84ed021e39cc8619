"""What happened lately, kept in memory alone: what was sold here, and when the ledger was heard. Knows no file."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from pos_client.counter.acts import Act, SaleCompleted
from sync_engine.till.status import Status

MOST_KEPT = 60


class Sold:
    """The articles sold since the till was opened, the last first: a search shows them before others."""

    def __init__(self) -> None:
        self._ids: tuple[str, ...] = ()

    def note(self, acts: Iterable[Act]) -> None:
        """These were recorded."""
        sold = [line.article_id for act in acts if isinstance(act, SaleCompleted) for line in act.sale.lines]
        if sold:
            self._ids = tuple(dict.fromkeys((*reversed(sold), *self._ids)))[:MOST_KEPT]

    def ids(self) -> Sequence[str]:
        """Article ids."""
        return self._ids


class Heard:
    """How fresh the till's numbers are: as of now while it follows the ledger live, else of its last word."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now, self._monotonic_s = now, monotonic_s
        self._live_until: datetime | None = None
        self._is_live = False

    def status(self, status: Status) -> None:
        """The sync program says how it stands. Only what was heard while live says that no number is missing."""
        was_live, self._is_live = self._is_live, status.state == "live"
        if was_live and not self._is_live and status.last_contact_ms is not None:
            silent = timedelta(seconds=max(0.0, self._monotonic_s() - status.last_contact_ms / 1000))
            self._live_until = self._now() - silent

    def at(self) -> datetime | None:
        """The instant up to which everything the ledger knew is here; None when that is not known."""
        return self._now() if self._is_live else self._live_until

"""How fresh this till is, in one value that a screen can show. Words are the screen's business, `detail` is a code."""

from dataclasses import dataclass, replace
from typing import Literal

State = Literal["offline", "catching_up", "live", "blocked"]


@dataclass(frozen=True, slots=True)
class Status:
    """`unsent` events wait here for the ledger; none is lost whatever `state` says.

    `last_contact_ms` is a reading of this machine's monotonic clock (the same in every program), None before the
    first contact. `detail` is a stable code: of the trouble, or why the ledger wants a person to look (`blocked`).
    `pos` is the feed position applied here, `head` the last one heard of. `progress` counts a bootstrap in percent.
    """

    state: State = "offline"
    unsent: int = 0
    last_contact_ms: int | None = None
    detail: str = ""
    epoch: str = ""
    pos: int = 0
    head: int = 0
    progress: int | None = None


def is_news(status: Status, before: Status | None) -> bool:
    """Tell whether more than the moment of the last contact changed (that changes with every beat)."""
    return before is None or replace(status, last_contact_ms=before.last_contact_ms) != before

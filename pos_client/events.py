"""What background work tells the screen: frozen values, posted from any thread. Knows no Qt and no sender.

A core part is given a `Post` and calls it; the composition decides where it leads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from hardware.payment import Report


@dataclass(frozen=True, slots=True)
class SaleRecorded:
    """A sale is in the journal."""

    doc_no: str
    has_cash: bool


@dataclass(frozen=True, slots=True)
class PrinterChanged:
    """The receipt printer's state, as one word; `troubles` are codes such as "paper"."""

    state: str
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A print job came into another state; `blocked` is one that waits for paper or the cover, `reason` says which.

    `doc_no` is "" for a page that is no receipt.
    """

    job_id: int
    doc_no: str
    state: Literal["queued", "sent", "printed", "blocked", "failed", "uncertain", "given_up"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DrawerChanged:
    """The drawer was told to open, or could not be told (`is_open` false)."""

    is_open: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SyncChanged:
    """Where the sync stands: offline, catching_up, live or blocked. `last_contact_s` is seconds ago, None for never."""

    state: str
    unsent: int
    last_contact_s: float | None = None
    detail: str = ""
    progress: int | None = None


@dataclass(frozen=True, slots=True)
class ReplicaChanged:
    """Rows of these topics changed in the replica."""

    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyMade:
    """The journal was copied to the second disk, or (`code`) was not."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class CardReported:
    """The card terminal says where a payment stands."""

    report: Report


Event = (
    SaleRecorded | PrinterChanged | JobChanged | DrawerChanged | SyncChanged | ReplicaChanged | CopyMade | CardReported
)
Post = Callable[[Event], None]

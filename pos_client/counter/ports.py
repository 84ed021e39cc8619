"""What the use cases need from outside, as Protocols. Whoever implements them may use SQL or a disk; nobody here
may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_client.counter.acts import Act, Recorded
from sync_engine.domain.pricing import Price
from sync_engine.domain.product import Article
from sync_engine.domain.shift import Shift
from sync_engine.domain.staff import StaffMember
from sync_engine.domain.store import Store


class Journal(Protocol):
    """The till's own record. It is the truth about what this till did."""

    def preflight(self) -> None:
        """Prove that a sale could be recorded now: a real write and room to spare. Raises Unavailable."""

    def record(self, acts: Sequence[Act], ticket: str | None = None) -> Recorded:
        """Record all acts in one transaction and return after its commit; nothing is kept when it fails.

        Raises DuplicateTicket when `ticket` was recorded before, Unavailable when the disk does not take it.
        """

    def open_shift(self) -> Shift | None:
        """The shift that is open on this till."""

    def is_recorded(self, ticket: str) -> bool:
        """Whether a ticket of this number stands in the journal."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article behind a code. `quantity` is how many units the code stands for (a pack of six: 6)."""

    article: Article
    quantity: int
    barcode: str | None


class Catalog(Protocol):
    """What the store sells, as far as this till knows."""

    def find_by_code(self, code: str) -> Found | None:
        """The article of a barcode, else of an article code."""

    def find(self, article_id: str) -> Article | None:
        """The article of that id."""

    def search(self, text: str, limit: int) -> Sequence[Article]:
        """Articles whose name, code, brand or category contains every word of `text`."""

    def price(self, article_id: str, on: str, price_list: str | None = None) -> Price:
        """The price on a business day (ISO text): of `price_list` where it has one, else of this store's own list.

        Raises NoPrice.
        """

    def prices_of(self, article_ids: Sequence[str], on: str, price_list: str | None = None) -> Mapping[str, Price]:
        """The same of many articles at once, without those that have none."""

    def departments(self) -> Sequence[Article]:
        """The articles that stand for goods without a code, by name."""

    def favourites(self) -> Sequence[Article]:
        """The articles of the quick keys, in their order."""


class StoreBook(Protocol):
    """Which shop this is and who works in it."""

    def store(self) -> Store:
        """The store of this till with its dated rules. Raises Unavailable before the first download."""

    def people(self) -> Sequence[StaffMember]:
        """Active staff of this store, by name."""

    def badge_owner(self, badge_sha256: str) -> str | None:
        """The id of who has the badge of that hash; None for nobody of this store."""

    def pin_matches(self, staff_id: str, pin: str) -> bool:
        """Whether `pin` is that person's. False for a person without a PIN."""


@dataclass(frozen=True, slots=True)
class StockLevel:
    """Goods of one article in one place, in units of 10^-scale.

    `as_of` is when the till last heard from the ledger (None: never); own movements are always contained. Where
    `is_known` is False nobody ever told of the article in that place: that is not the same as none.
    `distance_m` is from the own store as the crow flies, None where coordinates are missing.
    """

    place: str
    on_hand: int
    reserved: int
    scale: int
    is_own: bool
    is_known: bool
    as_of: datetime | None
    store_name: str = ""
    distance_m: int | None = None

    @property
    def available(self) -> int:
        """What is there and promised to nobody."""
        return self.on_hand - self.reserved

    @property
    def store_id(self) -> str:
        """The store the place belongs to."""
        return self.place.rpartition("/")[0]


class StockView(Protocol):
    """What lies where."""

    def levels(self, article_id: str) -> Sequence[StockLevel]:
        """The own store's place first, then every other store's, the nearest first where distances are known."""

    def here(self, article_ids: Sequence[str]) -> Mapping[str, StockLevel]:
        """The own store's level of each of many articles."""


class Clock(Protocol):
    """The machine's clocks."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""

    def monotonic_s(self) -> float:
        """Seconds that never run backwards."""


class Ids(Protocol):
    """Mints identifiers."""

    def event_id(self) -> str:
        """A new event id (UUIDv7 text)."""

"""What panels need of the use cases that stand beside selling, as Protocols; the composition gives what it has.

A till that is given none of one kind says so in the panel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pos_client.counter.acts import ConsentGiven
    from sync_engine.domain.customer import Customer


class Parked(Protocol):
    """A held sale."""

    @property
    def park_id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def staff(self) -> str: ...
    @property
    def items(self) -> int: ...
    @property
    def total_minor(self) -> int: ...
    @property
    def note(self) -> str: ...
    @property
    def till(self) -> str: ...
    @property
    def is_own(self) -> bool: ...


class Parking(Protocol):
    """Holds sales and brings them back."""

    def park(self, note: str = "") -> Parked:
        """Hold the open sale. Refuses with EmptyCart."""

    def parked(self) -> Sequence[Parked]:
        """The held sales of the store, the latest first."""

    def resume(self, park_id: str) -> object:
        """Bring one back. Refuses while goods stand on the counter."""

    def resume_code(self, code: str) -> object:
        """Bring the one of a slip back."""


class Purchase(Protocol):
    """What a customer bought; `age_s` is how long ago the till heard of it, None for its own journal."""

    @property
    def doc_no(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def store(self) -> str: ...
    @property
    def total_minor(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def lines_text(self) -> str: ...
    @property
    def age_s(self) -> float | None: ...


class CustomerDesk(Protocol):
    """Finds customers and writes them down. Reads the files of the till; nothing waits for a network."""

    def find(self, text: str, limit: int) -> "Sequence[Customer]":
        """Customers for what a person typed."""

    def by_code(self, code: str) -> "Customer | None":
        """The customer of a scanned card or code."""

    def get(self, customer_id: str) -> "Customer | None":
        """The customer of that id."""

    def save(self, draft: "Customer", consents: "Sequence[ConsentGiven]" = ()) -> "Customer":
        """Write a customer down (an empty id: a new one). Refuses, or raises Unavailable."""

    def consent(self, purpose: str, text_version: str, *, is_given: bool) -> "ConsentGiven":
        """What a customer says now about one purpose."""

    def purchases(self, customer_id: str) -> Sequence[Purchase]:
        """What a customer bought, the newest first."""

    def heard_s(self, customer_id: str) -> float | None:
        """How long ago the ledger told of their purchases; None when it never did."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the ledger has not confirmed: facts, sales, their value in minor units, and when the oldest was made."""

    facts: int = 0
    sales: int = 0
    amount_minor: int = 0
    currency_code: str = ""
    oldest_at: datetime | None = None
    oldest_doc_no: str = ""


class SaleRow(Protocol):
    """A recorded sale in a list."""

    @property
    def doc_no(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def total_minor(self) -> int: ...
    @property
    def currency_code(self) -> str: ...
    @property
    def is_sent(self) -> bool: ...


class SalesBook(Protocol):
    """The sales of this till, as its journal has them. May take a moment: ask away from the screen."""

    def recent(self, limit: int) -> Sequence[SaleRow]:
        """The last sales, newest first."""

    def waiting(self) -> Waiting:
        """What is not confirmed yet."""

"""Customers at the counter: find one, write one down, see what they bought. Knows no file and no network.

Works without the network: a customer that was written down here is found here at once. What was bought elsewhere is
asked of the ledger and says how old it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pos_client.counter.acts import ConsentGiven, CustomerSaved
from pos_client.counter.desk import Desk
from sync_engine.domain.customer import Customer, checked

MOST_FOUND = 20
MOST_PURCHASES = 20


@dataclass(frozen=True, slots=True)
class Purchase:
    """One sale to a customer. `age_s` is how long ago the ledger told of it, None when it stands in the own journal."""

    doc_no: str
    at: datetime
    store: str
    total_minor: int
    currency: str
    lines_text: str
    age_s: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the ledger told last of a customer's purchases, and how long ago."""

    purchases: tuple[Purchase, ...]
    age_s: float


class CustomerBook(Protocol):
    """The customers this till knows: those of the feed, and its own that the feed does not contain yet."""

    def find(self, text: str, limit: int) -> Sequence[Customer]:
        """Whoever `text` fits: a part of a name, of a telephone number, of a card, a code or an address."""

    def by_code(self, code: str) -> Customer | None:
        """The one of a card or of an own code, as scanned."""

    def get(self, customer_id: str) -> Customer | None:
        """The one of that id."""

    def purchases(self, customer_id: str, limit: int) -> Sequence[Purchase]:
        """What was sold to them at this till, the newest first."""


class PurchasesElsewhere(Protocol):
    """What the ledger says. Neither call waits."""

    def refresh(self, customer_id: str) -> None:
        """Ask, unless that was done a moment ago."""

    def heard(self, customer_id: str) -> Heard | None:
        """What was told last; None when nothing ever was."""


class NothingElsewhere:
    """For a till without a ledger to ask."""

    def refresh(self, customer_id: str) -> None:
        """Nobody is asked."""

    def heard(self, customer_id: str) -> Heard | None:  # noqa: ARG002 - a port's names
        return None


class Customers:
    """The use case; one for the counter."""

    def __init__(self, desk: Desk, book: CustomerBook, elsewhere: PurchasesElsewhere | None = None) -> None:
        self._desk, self._book = desk, book
        self._elsewhere = elsewhere or NothingElsewhere()

    def find(self, text: str, limit: int = MOST_FOUND) -> Sequence[Customer]:
        """Customers for what a person typed; none for blank text."""
        return self._book.find(text, limit) if text.strip() else ()

    def by_code(self, code: str) -> Customer | None:
        """The customer of a scanned card or code."""
        return self._book.by_code(code.strip()) if code.strip() else None

    def get(self, customer_id: str) -> Customer | None:
        """The customer of that id."""
        return self._book.get(customer_id)

    def save(self, draft: Customer, consents: Sequence[ConsentGiven] = ()) -> Customer:
        """Write a customer down, whole (an empty id: a new one), with what they agreed to or refused just now.

        Refuses as `domain.customer.checked` does and with NotSignedIn; raises Unavailable: then nothing is kept.
        """
        found = checked(draft)
        customer_id = found.customer_id or self._desk.completing.ids.event_id()
        self._desk.record(
            lambda event_id, context: CustomerSaved(
                event_id=event_id,
                context=context,
                customer_id=customer_id,
                name=found.name,
                phone=found.phone,
                email=found.email,
                card=found.card,
                group=found.group,
                language=found.language,
                consents=tuple(consents),
            )
        )
        return self._book.get(customer_id) or replace(found, customer_id=customer_id)

    def consent(self, purpose: str, text_version: str, *, is_given: bool) -> ConsentGiven:
        """What a customer says now about one purpose, after having been shown that wording."""
        return ConsentGiven(purpose, is_given, text_version, self._desk.clock.now())

    def purchases(self, customer_id: str, limit: int = MOST_PURCHASES) -> Sequence[Purchase]:
        """What a customer bought, here and everywhere, the newest first. Never waits.

        Sales of this till are always in it; those of others as the ledger told last, while it is asked again.
        """
        self._elsewhere.refresh(customer_id)
        own = self._book.purchases(customer_id, limit)
        heard = self._elsewhere.heard(customer_id)
        known = {purchase.doc_no for purchase in own}
        others = [one for one in heard.purchases if one.doc_no not in known] if heard is not None else []
        return tuple(sorted((*own, *others), key=_newest, reverse=True)[:limit])

    def heard_s(self, customer_id: str) -> float | None:
        """How long ago the ledger told of their purchases; None when it never did, as while the network is down."""
        heard = self._elsewhere.heard(customer_id)
        return None if heard is None else heard.age_s


def line_words(name: str, quantity: str, *, is_return: bool = False) -> str:
    """A line of a sale in a few signs: `2 × Coffee`, `-1 × Tea`; one piece is the name alone."""
    if is_return:
        return f"-{quantity} × {name}"
    return name if quantity == "1" else f"{quantity} × {name}"


def _newest(purchase: Purchase) -> tuple[datetime, str]:
    return purchase.at, purchase.doc_no

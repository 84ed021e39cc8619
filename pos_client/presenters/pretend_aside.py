"""What stands beside selling in the shop in memory: customers, held sales, the list of sales. For pictures and tests.

The use cases are the real ones; only the files below them are pretended, from what the pretended journal recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pos_client.counter.acts import Act, CustomerSaved, ParkedResumed, SaleCompleted, SaleParked
from pos_client.counter.customers import Heard, Purchase
from pos_client.counter.parking import Waits
from pos_client.presenters.panel_ports import Waiting
from sync_engine.domain.customer import Consent, Customer
from sync_engine.domain.dates import instant_text

_KNOWN = (
    Customer("K1", "Customer 1", "020 7946 0011", "customer1@example.com", "880001"),
    Customer("K2", "Customer 2", "020 7946 0022", "", "880002", "Members", "members"),
    Customer("K3", "Customer 3", "", "customer3@example.com", "880003", "Members", "members"),
)
_AT = datetime(2026, 11, 18, 10, 5, tzinfo=UTC)


@dataclass
class PretendCustomers:
    """The port `CustomerBook`, and what the ledger told of purchases elsewhere."""

    acts: list[Act]
    age_s: float = 400.0

    def _all(self) -> Sequence[Customer]:
        written = [act for act in self.acts if isinstance(act, CustomerSaved)]
        return (*_KNOWN, *map(_written, written))

    def find(self, text: str, limit: int) -> Sequence[Customer]:
        wanted = text.casefold().split()
        return [one for one in self._all() if all(word in _words(one) for word in wanted)][:limit]

    def by_code(self, code: str) -> Customer | None:
        return next((one for one in self._all() if code and code == one.card), None)

    def get(self, customer_id: str) -> Customer | None:
        return next((one for one in reversed(self._all()) if one.customer_id == customer_id), None)

    def purchases(self, customer_id: str, limit: int) -> Sequence[Purchase]:  # noqa: ARG002 - nothing was sold to them
        return ()

    def refresh(self, customer_id: str) -> None:
        """Nobody is asked."""

    def heard(self, customer_id: str) -> Heard | None:
        if customer_id != "K2":
            return None
        bought = (
            Purchase(
                "S02-T1a-000311", _AT, "Quillmere Stores, Market", 2345, "GBP", "Nutella 700 g, 2 × Mini Muffins", 400.0
            ),
            Purchase("W-10442", _AT.replace(day=11), "Web shop", 1275, "GBP", "REGENCY CAKESTAND 3 TIER", 400.0),
        )
        return Heard(bought, self.age_s)


@dataclass
class PretendHeld:
    """The port `WaitingSales`: what was held here, and two sales of another till."""

    acts: list[Act]
    others: list[Waits] = field(default_factory=list)
    till: str = "T1"

    def waiting(self) -> Sequence[Waits]:
        back = {act.park_id for act in self.acts if isinstance(act, ParkedResumed)}
        own = [_held(act) for act in self.acts if isinstance(act, SaleParked)]
        held = sorted((*reversed(own), *self.others), key=lambda one: one.at, reverse=True)
        return [one for one in held if one.park_id not in back]


@dataclass(frozen=True, slots=True)
class PretendSale:
    """A row of the list of sales."""

    doc_no: str
    at: str
    total_minor: int
    currency_code: str
    is_sent: bool


@dataclass
class PretendSales:
    """The port `SalesBook`. The last `unsent` sales have not reached the ledger."""

    acts: list[Act]
    unsent: int = 0
    rows: list[PretendSale] = field(default_factory=list)

    def recent(self, limit: int) -> Sequence[PretendSale]:
        made = [act for act in self.acts if isinstance(act, SaleCompleted)]
        own = [
            PretendSale(f"S01-T1a-{42 + number:06}", instant_text(act.context.at), act.sale.total_minor, "GBP", False)
            for number, act in enumerate(made)
        ]
        rows = [*reversed(own), *self.rows]
        return [replace(row, is_sent=number >= self.unsent) for number, row in enumerate(rows)][:limit]

    def waiting(self) -> Waiting:
        rows = self.recent(self.unsent)
        if not rows:
            return Waiting()
        oldest = rows[-1]
        value = sum(row.total_minor for row in rows)
        at = datetime.fromisoformat(oldest.at)
        return Waiting(self.unsent, len(rows), value, "GBP", at, oldest.doc_no)


def _written(act: CustomerSaved) -> Customer:
    said = tuple(
        Consent(one.purpose, one.is_given, one.text_version, instant_text(one.at), act.context.staff_id)
        for one in act.consents
    )
    return Customer(act.customer_id, act.name, act.phone, act.email, act.card, act.group, "", act.language, said)


def _words(customer: Customer) -> str:
    return f"{customer.name} {customer.phone} {customer.email} {customer.card}".casefold()


def _held(act: SaleParked) -> Waits:
    return Waits(
        act.park_id, act.code, act.context.at, act.context.staff_id, "T1", act.note, act.items, act.total_minor,
        act.currency_code, act.sale_text,
    )  # fmt: skip

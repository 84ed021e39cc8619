"""Bodies of what else happens at a counter: shifts, the drawer, age checks, customers, stock found or lost. Knows
shapes, no rules.

Units as in `facts`. A body once shipped stays readable for ever: a change is a new version beside the old one.
"""

import msgspec

from sync_engine.protocol.context import Context


class AdjustmentLineBody(msgspec.Struct, frozen=True, kw_only=True):
    """Stock found (`delta` > 0) or written off (`delta` < 0) on the shop floor."""

    n: int
    sku: str
    name: str
    delta: int
    scale: int = 0
    stocked: bool = True


class StockAdjustedBody(Context, frozen=True, kw_only=True):
    """Goods that appeared or went without a sale."""

    doc_no: str | None = None
    ticket: str | None = None
    reason: str
    lines: tuple[AdjustmentLineBody, ...]


class NotBookedLineBody(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a replayed file that could not be booked, as the file had it, and the code of the reason."""

    sku: str
    name: str
    quantity: str
    unit_price: str
    amount: int | None = None
    reason: str


class LinesNotBookedBody(Context, frozen=True, kw_only=True):
    """What a replay had to leave out, so that the ledger can list it beside what it booked."""

    ticket: str
    lines: tuple[NotBookedLineBody, ...]


class ShiftOpenedBody(Context, frozen=True, kw_only=True):
    """A drawer starts its day with `float_minor` in `currency`."""

    float_minor: int = 0
    currency: str


class AgeCheckRefusedBody(Context, frozen=True, kw_only=True):
    """An article was not sold because of the customer's age. `reason` is a code; nothing about the customer is kept."""

    sku: str
    name: str
    min_age: int
    reason: str


class DrawerOpenedBody(Context, frozen=True, kw_only=True):
    """The drawer was opened without a sale, and why."""

    reason: str


class ConsentBody(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer allowed or refused for one purpose, when (UTC), and which wording they saw."""

    purpose: str
    given: bool
    text_version: str
    at: str


class CustomerSavedBody(Context, frozen=True, kw_only=True):
    """A customer as a person wrote them down, whole; `customer` is the id minted with the first of these facts."""

    customer: str
    name: str
    phone: str = ""
    email: str = ""
    card: str = ""
    group: str = ""
    language: str = ""
    consents: tuple[ConsentBody, ...] = ()


class ReceiptAskedBody(Context, frozen=True, kw_only=True):
    """A customer wants the receipt `doc_no` sent to the address `to`; `sale_ref` is the event id of the sale."""

    doc_no: str
    to: str
    language: str
    sale_ref: str

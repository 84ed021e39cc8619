"""What is recorded: completed acts as values, and what the journal answers. Knows no bytes, no hash and no table.

Every act carries the id that its event will have: ids are minted before anything is written, so that an act that is
recorded again after a crash is recognised.
"""

from dataclasses import dataclass
from datetime import datetime

from sync_engine.domain.sale import Sale, SaleLine
from sync_engine.domain.shift import Shift


@dataclass(frozen=True, slots=True)
class Context:
    """When, by whom and in which shift. `business_on` is ISO text, `at` an aware instant, `offset_min` the local
    clock's distance from UTC.
    """

    shift_id: str
    business_on: str
    staff_id: str
    at: datetime
    offset_min: int = 0


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """A drawer starts its day with `float_minor` in it."""

    event_id: str
    context: Context
    shift: Shift
    currency_code: str
    float_minor: int = 0


@dataclass(frozen=True, slots=True)
class SaleCompleted:
    """A sale that is paid. `sale.doc_no` is empty until the journal gives the number; `is_printed` asks for paper."""

    context: Context
    sale: Sale
    staff_name: str = ""
    is_printed: bool = True

    @property
    def event_id(self) -> str:
        """A sale and its event share one id."""
        return self.sale.sale_id


@dataclass(frozen=True, slots=True)
class AdjustedLine:
    """Goods found (`delta` > 0) or gone (`delta` < 0), in units of 10^-scale."""

    article_id: str
    name: str
    delta: int
    scale: int
    is_stocked: bool


@dataclass(frozen=True, slots=True)
class StockAdjusted:
    """Goods that came or went without a sale."""

    event_id: str
    context: Context
    reason: str
    lines: tuple[AdjustedLine, ...]


@dataclass(frozen=True, slots=True)
class UnbookedLine:
    """A line of a file as it stood there, with the code of the reason why it is not booked."""

    article_id: str
    name: str
    quantity: str
    unit_price: str
    amount_minor: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class LinesNotBooked:
    """What a replay left out of one ticket."""

    event_id: str
    context: Context
    lines: tuple[UnbookedLine, ...]


@dataclass(frozen=True, slots=True)
class SaleVoided:
    """A sale that was rung up and not made. It takes the id that the sale would have had, so it is one or the other."""

    event_id: str
    context: Context
    lines: tuple[SaleLine, ...]
    total_minor: int
    currency_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class SaleParked:
    """A cart waits for its customer; the open sale `sale_id` is off the counter with the same record.

    `code` brings it back on any till of the store, `sale_text` is the whole of it (see `saved_sale`).
    """

    event_id: str
    context: Context
    sale_id: str
    park_id: str
    code: str
    note: str
    items: int
    total_minor: int
    currency_code: str
    sale_text: str


@dataclass(frozen=True, slots=True)
class ParkedResumed:
    """A parked cart stands on this counter again: as the open sale `sale_id`, kept with the same record."""

    event_id: str
    context: Context
    park_id: str
    sale_id: str
    sale_text: str


@dataclass(frozen=True, slots=True)
class AgeCheckRefused:
    """An article was not sold because of the customer's age; of the customer nothing is kept."""

    event_id: str
    context: Context
    article_id: str
    name: str
    min_age: int
    reason: str


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """The drawer was opened without a sale."""

    event_id: str
    context: Context
    reason: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """What a customer allowed, or refused, for one purpose, and which wording they saw."""

    purpose: str
    is_given: bool
    text_version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerSaved:
    """A customer as a person wrote them down, whole."""

    event_id: str
    context: Context
    customer_id: str
    name: str
    phone: str = ""
    email: str = ""
    card: str = ""
    group: str = ""
    language: str = ""
    consents: tuple[ConsentGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptAsked:
    """A customer wants the receipt of the sale `sale_ref` (its event id) sent to an address."""

    event_id: str
    context: Context
    doc_no: str
    to: str
    language: str
    sale_ref: str


Act = (
    ShiftOpened
    | SaleCompleted
    | StockAdjusted
    | LinesNotBooked
    | SaleVoided
    | SaleParked
    | ParkedResumed
    | AgeCheckRefused
    | DrawerOpened
    | CustomerSaved
    | ReceiptAsked
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The journal's answer, given after the commit. `tag` is the short chain tag of the last document (8 hex
    digits).
    """

    incarnation: int
    first_seq: int
    last_seq: int
    doc_no: str | None
    tag: str

"""What is recorded: completed acts as values, and what the journal answers. Knows no bytes, no hash and no table.

Every act carries the id that its event will have: ids are minted before anything is written, so that an act that is
recorded again after a crash is recognised.
"""

from dataclasses import dataclass
from datetime import datetime

from sync_engine.domain.sale import Sale
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


Act = ShiftOpened | SaleCompleted | StockAdjusted | LinesNotBooked


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

"""Bodies of events: what a till or the ledger itself states as a completed act. Knows shapes, no rules.

Amounts are minor units of the named currency, quantities an integer with a `scale` (number of decimals), unit
prices 10^-4 of the major unit, rates parts per million, instants UTC text with milliseconds, dates ISO text. A body
once shipped stays readable for ever: a change is a new version beside the old one in `BODIES`.
"""

from typing import Any, Literal

import msgspec


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Where, when and by whom. `shift` and `business_on` are fixed when the shift opens; `at` is a clock and orders
    nothing.
    """

    store: str
    till: str
    shift: str
    business_on: str
    staff: str
    at: str
    offset_min: int = 0
    server_offset_ms: int | None = None


class SaleLineBody(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `qty` is positive for both kinds; `amount` (after all discounts) and `tax` are negative for a
    return.
    """

    n: int
    sku: str
    name: str
    barcode: str | None = None
    qty: int
    scale: int = 0
    unit_e4: int
    unit: str = "piece"
    kind: Literal["sale", "return"] = "sale"
    discount: int = 0
    amount: int
    tax_code: str
    tax: int
    stocked: bool = True


class TaxBody(msgspec.Struct, frozen=True, kw_only=True):
    """Tax of one rate over the whole document: `net` without and `tax` for that part."""

    code: str
    name: str
    rate_ppm: int
    net: int
    tax: int


class TenderBody(msgspec.Struct, frozen=True, kw_only=True):
    """One way of paying; negative when money goes to the customer."""

    kind: str
    amount: int


class SaleBody(Context, frozen=True, kw_only=True):
    """A completed sale, with goods that came back as lines of kind `return`.

    `total` = sum of line amounts (+ tax when the regime is not `inclusive`); `total + cash_rounding = sum(tenders)
    - change`.
    """

    doc_no: str
    ticket: str | None = None
    currency: str
    inclusive: bool
    rounding: Literal["line", "document"]
    lines: tuple[SaleLineBody, ...]
    discount: int = 0
    total: int
    taxes: tuple[TaxBody, ...]
    tenders: tuple[TenderBody, ...]
    change: int = 0
    cash_rounding: int = 0


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


class ReferenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of reference facts: a whole new body, or `deleted`."""

    scope: str
    key: str
    deleted: bool = False
    body: dict[str, Any] | None = None


class ReferenceChangedBody(Context, frozen=True, kw_only=True):
    """Articles, prices, stores, staff ... as imported or edited; at most 1,000 rows. The first fact of an import names
    its file as `source`, without its folder.
    """

    topic: str
    batch: str | None = None
    source: str | None = None
    rows: tuple[ReferenceRow, ...]


class CountedRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted of one article in one place."""

    place: str
    sku: str
    qty: int
    scale: int = 0


class StockCountedBody(Context, frozen=True, kw_only=True):
    """A count (or an opening balance): sets what is on hand by a movement from or to a virtual place. `source` as in
    ReferenceChangedBody.
    """

    batch: str | None = None
    source: str | None = None
    rows: tuple[CountedRow, ...]


class ImportUndoneBody(Context, frozen=True, kw_only=True):
    """Rows of the import `batch`, at most 1,000, go back to what they were before: (scope, key) of a topic, (place,
    article) of counts. The import is undone with the fact that `is_last`.
    """

    batch: str
    topic: str
    rows: tuple[tuple[str, str], ...]
    is_last: bool = False


class EnrollCodeIssuedBody(Context, frozen=True, kw_only=True):
    """A one-time code for a till; only its SHA-256 is kept. `store` and `till` of the context say for which."""

    code_sha256: str


class DeviceEnrolledBody(Context, frozen=True, kw_only=True):
    """A till joined with its public key (hex). The context's `store` and `till` say where it stands."""

    device: str
    public_key: str
    code_sha256: str
    install_id: str


Body = (
    SaleBody
    | StockAdjustedBody
    | LinesNotBookedBody
    | ShiftOpenedBody
    | ReferenceChangedBody
    | StockCountedBody
    | ImportUndoneBody
    | EnrollCodeIssuedBody
    | DeviceEnrolledBody
)

BODIES: dict[tuple[str, int], type[Body]] = {
    ("sale", 1): SaleBody,
    ("stock_adjusted", 1): StockAdjustedBody,
    ("lines_not_booked", 1): LinesNotBookedBody,
    ("shift_opened", 1): ShiftOpenedBody,
    ("reference_changed", 1): ReferenceChangedBody,
    ("stock_counted", 1): StockCountedBody,
    ("import_undone", 1): ImportUndoneBody,
    ("enroll_code_issued", 1): EnrollCodeIssuedBody,
    ("device_enrolled", 1): DeviceEnrolledBody,
}

LEDGER_DEVICE = "ledger"
"""The virtual device whose events the ledger signs itself."""

LEDGER_KINDS = frozenset(
    {"reference_changed", "stock_counted", "import_undone", "enroll_code_issued", "device_enrolled"}
)
"""Kinds that only the ledger's own virtual device may state; from a till they are deferred as `kind_not_allowed`."""

MAX_REFERENCE_ROWS = 1_000

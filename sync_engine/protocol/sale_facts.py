"""Bodies of completed sales, in each version that a till ever wrote. Knows shapes, no rules.

Units as in `facts`. A body once shipped stays readable for ever: a change is a new version beside the old one.
"""

from typing import Literal

import msgspec

from sync_engine.protocol.context import Context


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


class SaleLineBodyV2(SaleLineBody, frozen=True, kw_only=True, omit_defaults=True):
    """A line that also says how it came about. What is left out has its default.

    `listed_e4` is the price before a person changed it, for `price_reason`; `staff` rang the line; `age_checked` means
    that a person looked at the customer's age.
    """

    listed_e4: int | None = None
    price_reason: str = ""
    discount_reason: str = ""
    note: str = ""
    serial: str | None = None
    gift: bool = False
    age_checked: bool = False
    staff: str = ""


class ForeignBody(msgspec.Struct, frozen=True, kw_only=True):
    """Money of another currency: `amount` minor units of it, taken at `rate_e6` millionths of the sale's currency."""

    currency: str
    amount: int
    rate_e6: int


class TenderBodyV2(TenderBody, frozen=True, kw_only=True, omit_defaults=True):
    """A tender with what proves it (a slip's number, a request's id) and what it was before it was exchanged."""

    reference: str | None = None
    foreign: ForeignBody | None = None


class SaleBodyV2(SaleBody, frozen=True, kw_only=True, omit_defaults=True):
    """A completed sale with who bought (`customer`, "" for nobody known), its note, and why all of it was reduced."""

    lines: tuple[SaleLineBodyV2, ...]
    tenders: tuple[TenderBodyV2, ...]
    customer: str = ""
    note: str = ""
    discount_reason: str = ""


class SaleVoidedBody(Context, frozen=True, kw_only=True):
    """A sale that was rung up and not made: its lines as they stood, what they came to, and why. Nothing moved."""

    lines: tuple[SaleLineBodyV2, ...]
    total: int
    currency: str
    reason: str


class SaleParkedBody(Context, frozen=True, kw_only=True):
    """A cart that waits for its customer. `code` brings it back on any till of the store; `sale` is the whole of it as
    text, which only a till reads; `items` and `total` are for lists.
    """

    park: str
    code: str
    note: str
    items: int
    total: int
    currency: str
    sale: str


class ParkedResumedBody(Context, frozen=True, kw_only=True):
    """A parked cart stands on a counter again."""

    park: str

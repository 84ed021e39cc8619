"""Shapes of reference rows: what every replica can rely on. A row of another shape would stop every till's download.

Knows shapes, no rules. Unknown members are kept as they came.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from sync_engine.domain.errors import Refusal
from sync_engine.protocol.codec import NotCanonical, canonical

_Scale = Annotated[int, msgspec.Meta(ge=0, le=3)]


class _Code(msgspec.Struct):
    code: str
    qty: Annotated[int, msgspec.Meta(ge=1)]


class _Article(msgspec.Struct):
    name: str
    unit: str
    scale: _Scale
    tax: str
    stocked: bool
    barcodes: list[_Code]
    names: dict[str, str] = {}
    brand: str | None = None
    category: str | None = None
    min_age: Annotated[int, msgspec.Meta(ge=0, le=99)] | None = None
    needs: list[Literal["price", "weight", "serial"]] = []
    recalled: bool = False
    department: bool = False


class _Price(msgspec.Struct, rename={"price_list": "list", "valid_from": "from", "valid_to": "to"}):
    sku: str
    price_list: str
    store: str | None
    unit_e4: Annotated[int, msgspec.Meta(ge=0)]
    valid_from: str
    valid_to: str | None


class _TaxPart(msgspec.Struct):
    name: str
    rate_ppm: Annotated[int, msgspec.Meta(ge=0)]


class _Rules(msgspec.Struct, rename={"begins": "from"}):
    begins: str
    inclusive: bool
    rounding: Literal["line", "document"]
    cash_step: Annotated[int, msgspec.Meta(ge=1)]
    taxes: dict[str, list[_TaxPart]]


class _ReceiptTexts(msgspec.Struct):
    header: list[str] = []
    legal: list[str] = []
    footer: list[str] = []
    url: str = ""
    template: str = ""


class _Store(msgspec.Struct):
    name: str
    country: str
    currency: str
    time_zone: str
    cutover_minutes: int
    price_list: str
    language: str
    address: list[str]
    rules: list[_Rules]
    foreign: dict[str, Annotated[int, msgspec.Meta(ge=1, lt=10**12)]] | None = None
    receipt: _ReceiptTexts | None = None
    lat: str | None = None
    lon: str | None = None


class _Till(msgspec.Struct):
    store: str
    till: str
    name: str


class _Staff(msgspec.Struct):
    name: str
    role: str
    pin_hash: str | None
    active: bool
    badge_sha256: str | None = None
    limits: dict[Literal["discount_ppm", "discount_minor", "price_ppm"], Annotated[int, msgspec.Meta(ge=0)]] = {}


class _Favourite(msgspec.Struct):
    sku: str


class _Consent(msgspec.Struct):
    purpose: str
    given: bool
    text_version: str
    at: str
    staff: str
    store: str = ""


class _Customer(msgspec.Struct):
    name: str
    phone: str = ""
    email: str = ""
    card: str = ""
    group: str = ""
    language: str = ""
    consents: list[_Consent] = []


class _Group(msgspec.Struct):
    name: str
    price_list: str


class _Parked(msgspec.Struct):
    version: Annotated[int, msgspec.Meta(ge=1)]
    code: str
    note: str
    items: int
    total: int
    currency: str
    sale: str
    till: str
    staff: str
    at: str


SHAPES: Mapping[str, type[msgspec.Struct]] = {
    "article": _Article,
    "price": _Price,
    "store": _Store,
    "till": _Till,
    "staff": _Staff,
    "favourite": _Favourite,
    "customer": _Customer,
    "group": _Group,
    "parked": _Parked,
}


class RowMalformed(Refusal):
    """A reference row is not of its topic's shape, or has no canonical form. `key` names it."""

    def __init__(self, topic: str, key: str, detail: str) -> None:
        super().__init__(topic, key, detail)
        self.topic, self.key, self.detail = topic, key, detail


def row_text(topic: str, key: str, body: Mapping[str, Any]) -> str:
    """The canonical JSON of a row's body. Raises RowMalformed. Topics without a shape are taken as they are."""
    try:
        if (shape := SHAPES.get(topic)) is not None:
            msgspec.convert(body, shape)
        if topic == "favourite":
            int(key)
        return canonical(body).decode()
    except (msgspec.ValidationError, NotCanonical, ValueError) as error:
        raise RowMalformed(topic, key, str(error)) from error

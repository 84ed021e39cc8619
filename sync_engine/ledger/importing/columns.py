"""Which column of a foreign file is which field of ours.

A field is found by an explicit mapping first, then by the names that files of this kind are known to use. Knows
header rows, not values.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sync_engine.domain.errors import Refusal

_STORE = ("store", "store_id", "shop", "location")
_SKU = (
    *("sku", "article", "article_id", "article_code", "stock_code", "item_code", "item_no", "plu"),
    *("product_id", "product_code", "upc13_no_check", "code"),
)
_BARCODE = ("barcodes", "barcode", "ean", "ean13", "gtin", "upc")
_PRICE = ("price", "unit_price", "normal_price", "retail_price")
_FROM, _TO = ("valid_from", "from", "start_date"), ("valid_to", "to", "end_date")

FIELDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "articles": {
        "sku": _SKU,
        "barcodes": _BARCODE,
        "name": ("name", "title", "product_name", "item_name", "description", "product_type"),
        "description": ("description", "long_description"),
        "unit": ("unit",),
        "scale": ("scale", "decimals"),
        "tax": ("tax", "tax_code"),
        "stocked": ("stocked", "is_stocked"),
        "price": _PRICE,
        "brand": ("brand",),
        "category": ("category", "product_category", "department", "product_subclass"),
        "attributes": ("attributes",),
        "quantity": ("quantity", "content"),
        "lang": ("lang",),
        "min_age": ("min_age",),
        "needs": ("needs",),
        "recalled": ("recalled", "is_recalled"),
        "department": ("is_department",),  # a column "department" is the category in most files
        "valid_from": _FROM,
    },
    "prices": {
        "sku": (*_SKU, *_BARCODE),
        "price": _PRICE,
        "price_list": ("price_list", "list"),
        "store": _STORE,
        "valid_from": _FROM,
        "valid_to": _TO,
    },
    "stock": {
        "store": _STORE,
        "sku": (*_SKU, *_BARCODE),
        "quantity": ("quantity", "qty", "on_hand", "count", "stock"),
    },
    "stores": {
        "store": (*_STORE, "code", "id"),
        **{name: (name,) for name in ("name", "country", "currency", "tax_inclusive", "tax_rounding", "taxes")},
        **{name: (name,) for name in ("cash_step", "time_zone", "cutover", "price_list", "language", "address")},
        "foreign": ("foreign", "foreign_cash"),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "lng", "longitude"),
        **{name: (name,) for name in ("receipt_header", "receipt_legal", "receipt_footer", "receipt_url")},
        "receipt_template": ("receipt_template",),
        "valid_from": _FROM,
    },
    "staff": {
        "staff": ("staff", "staff_id"),
        "name": ("name",),
        "role": ("role",),
        "stores": ("stores", *_STORE),
        "pin": ("pin",),
        "badge": ("badge", "badge_code"),
    },
    "customers": {
        "customer": ("customer", "customer_id", "customer_no", "customer_code", "member_id", "code", "id"),
        "name": ("name", "customer_name", "full_name"),
        "phone": ("phone", "telephone", "mobile", "phone_number"),
        "email": ("email", "e_mail", "mail"),
        "card": ("card", "card_no", "member_card", "loyalty_card"),
        "group": ("group", "customer_group"),
        "language": ("language", "lang"),
    },
    "groups": {
        "group": ("group", "code", "id"),
        "name": ("name", "title"),
        "price_list": ("price_list", "list"),
    },
    "favourites": {"store": _STORE, "position": ("position", "pos"), "sku": _SKU},
}
"""By kind of import: each field and the column names it goes by, the likeliest first."""

REQUIRED: Mapping[str, Sequence[str]] = {
    "articles": ("sku", "name"),
    "prices": ("sku", "price"),
    "stock": ("store", "sku", "quantity"),
    "stores": ("store", "name", "currency"),
    "staff": ("staff", "name", "role", "stores"),
    "favourites": ("store", "position", "sku"),
    "customers": ("customer", "name"),
    "groups": ("group", "name"),
}

_OF_TRANSACTIONS = frozenset(
    {"invoice_no", "invoice_date", "trans_no", "basket_id", "transaction_date", "transaction_timestamp"}
    | {"ticket", "ticket_no", "receipt_no", "doc_no", "order_id", "order_no"}
)
# Flags of one shop's own system that only look like our fields.
_FOREIGN_FLAGS: Mapping[str, frozenset[str]] = {
    "upc13_no_check": frozenset({"tax", "scale"}),
    "trans_no": frozenset({"tax", "scale", "barcodes"}),
}
_CODES = frozenset({"sku", "barcodes"})
_LANGUAGE = re.compile(r"(name|description)_([a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)", re.ASCII)


@dataclass(unsafe_hash=True)
class UnknownField(Refusal):
    """A mapping names a field that this import does not have."""

    field: str
    fields: tuple[str, ...]


@dataclass(unsafe_hash=True)
class UnknownColumn(Refusal):
    """A mapping names a column that the file does not have."""

    column: str
    columns: tuple[str, ...]


@dataclass(unsafe_hash=True)
class MissingColumn(Refusal):
    """No column of the file is known to be this field."""

    field: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row; fields the file does not have are absent."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    names: Mapping[str, int]  # language -> place
    descriptions: Mapping[str, int]
    is_of_transactions: bool
    """The file lists sales: an article comes many times, its name and price are voted on."""

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The cell of a field; empty when the file does not have it."""
        place = self.places.get(field)
        return "" if place is None else cells[place]

    def has(self, field: str) -> bool:
        """True when the file has this field."""
        return field in self.places

    @property
    def unused(self) -> tuple[str, ...]:
        """The columns nobody reads."""
        used = {*self.places.values(), *self.names.values(), *self.descriptions.values()}
        return tuple(name for place, name in enumerate(self.header) if place not in used)


def columns_for(kind: str, header: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Find the fields of an import of `kind` (a key of FIELDS) in `header`.

    `mapping` is field -> column, an empty column meaning "not this one". Raises UnknownField, UnknownColumn,
    MissingColumn.
    """
    normal = [_normal(name) for name in header]
    places = _mapped(kind, header, normal, mapping)
    left_out = {field for field in mapping if field not in places}
    _find(places, FIELDS[kind], normal, left_out)
    if "barcodes" in places and "sku" not in mapping:
        places.setdefault("sku", places["barcodes"])
    for field in _foreign_flags(normal) - mapping.keys():
        places.pop(field, None)
    columns = Columns(
        tuple(header),
        places,
        _languages(normal, "name"),
        _languages(normal, "description"),
        is_of_transactions=not _OF_TRANSACTIONS.isdisjoint(normal),
    )
    for field in REQUIRED[kind]:
        if field not in places and not (field == "name" and _is_nameless(kind, columns, left_out)):
            raise MissingColumn(field, columns.header)
    return columns


def _is_nameless(kind: str, columns: Columns, left_out: Collection[str]) -> bool:
    """Articles may come without names: when a person says so, or when no column is left that could be the name."""
    is_stated = "name" in left_out or not columns.unused
    return kind == "articles" and is_stated and not columns.names and not columns.has("lang")


def _mapped(kind: str, header: Sequence[str], normal: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    places = {}
    for field, column in mapping.items():
        if field not in FIELDS[kind]:
            raise UnknownField(field, tuple(FIELDS[kind]))
        if not column:
            continue
        if _normal(column) not in normal:
            raise UnknownColumn(column, tuple(header))
        places[field] = normal.index(_normal(column))
    return places


def _find(
    places: dict[str, int], fields: Mapping[str, Sequence[str]], normal: list[str], left_out: Collection[str]
) -> None:
    """Adds the fields that go by a known name; a column serves one field only, but a code may be mapped to more."""
    mapped, used = set(places.values()), set[int]()
    for field, known in fields.items():
        if field in places or field in left_out:
            continue
        taken = used if field in _CODES else used | mapped
        for column in known:
            if column in normal and normal.index(column) not in taken:
                places[field] = normal.index(column)
                used.add(places[field])
                break


def _foreign_flags(normal: list[str]) -> set[str]:
    return {flag for sign, flags in _FOREIGN_FLAGS.items() if sign in normal for flag in flags}


def _languages(normal: list[str], field: str) -> dict[str, int]:
    found = {}
    for place, column in enumerate(normal):
        match = _LANGUAGE.fullmatch(column)
        if match is not None and match[1] == field:
            found[match[2].replace("_", "-")] = place
    return found


def _normal(column: str) -> str:
    return column.strip().lower().replace(" ", "_")

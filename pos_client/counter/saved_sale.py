"""An open sale as text and back: what a draft keeps and a parked cart carries. Knows no file.

The text is canonical JSON (sorted keys, no spaces) with its version. It holds what a person did; tax rates and the
rounding of cash are not in it but those of the day on which it is read. A text once written stays readable for ever.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from pos_client.counter.open_sale import Attempt, Buyer, OpenSale, Unresolved
from sync_engine.domain.cart import Cart, CartLine
from sync_engine.domain.discount import Discount
from sync_engine.domain.errors import Refusal, Unavailable, UnknownTaxCode
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Foreign, Tender
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.store import StoreRules

VERSION = 1

_MOST_KEPT = 4_000


class SavedSaleUnreadable(Unavailable):
    """A kept sale cannot be read here; `detail` is for support. What it says is left where it was."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class SaleWriter:
    """Writes one sale again and again; a line that did not change is not written anew: a sale may have thousands."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[CartLine, str]] = {}

    def to_text(self, sale: OpenSale) -> str:
        """The whole open sale as text."""
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        lines = ",".join(self._line(line) for line in sale.cart.lines)
        return f'{{"lines":[{lines}],"sale":{_written(_head(sale))},"v":{VERSION}}}'

    def _line(self, line: CartLine) -> str:
        before = self._kept.get(line.line_id)
        if before is None or before[0] is not line:
            before = self._kept[line.line_id] = (line, _written(_filled(line)))
        return before[1]


def to_text(sale: OpenSale) -> str:
    """The whole open sale as text."""
    return SaleWriter().to_text(sale)


def from_text(text: str, rules: StoreRules) -> OpenSale:
    """The open sale of a text, under the rules of the day. Raises SavedSaleUnreadable."""
    try:
        return _read(json.loads(text), rules)
    except (ValueError, KeyError, TypeError, Refusal) as error:
        raise SavedSaleUnreadable(repr(error)) from error


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _head(sale: OpenSale) -> dict[str, Any]:
    cart = sale.cart
    return {
        "id": sale.sale_id,
        "currency": cart.currency.code,
        "discount": _plain(cart.discount),
        "note": cart.note,
        "buyer": _plain(sale.buyer),
        "age_seen": sale.age_seen,
        "attempt": _plain(sale.attempt),
        "last_notice": sale.last_notice,
        "tenders": [_filled(tender) for tender in sale.tenders],
        "unresolved": [_filled(notice) for notice in sale.unresolved],
    }


def _filled(value: Any) -> dict[str, Any]:
    """The fields of a dataclass, without those that are as ever."""
    found = ((one, getattr(value, one.name)) for one in fields(value))
    return {one.name: _plain(own) for one, own in found if one.default is MISSING or own != one.default}


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return [value.value, value.scale]
    return _filled(value) if is_dataclass(value) else value


def _read(kept: Mapping[str, Any], rules: StoreRules) -> OpenSale:
    if kept["v"] != VERSION:
        raise SavedSaleUnreadable(f"version {kept['v']}")
    head = kept["sale"]
    buyer = Buyer(**head["buyer"]) if head["buyer"] else None
    cart = Cart(
        currency(head["currency"]),
        rules.regime,
        rules.taxes,
        tuple(_line_from(one, rules) for one in kept["lines"]),
        _discount_from(head["discount"]),
        head["note"],
        buyer.customer_id if buyer else "",
    )
    return OpenSale(
        cart,
        rules.cash_step_minor,
        unresolved=tuple(Unresolved(**one) for one in head["unresolved"]),
        tenders=tuple(_tender_from(one) for one in head["tenders"]),
        last_notice=head["last_notice"],
        sale_id=head["id"],
        buyer=buyer,
        age_seen=head["age_seen"],
        attempt=Attempt(**head["attempt"]) if head["attempt"] else None,
    )


def _line_from(kept: Mapping[str, Any], rules: StoreRules) -> CartLine:
    if kept["tax_code"] not in rules.taxes:
        raise UnknownTaxCode(kept["tax_code"])
    values = {**kept, "quantity": Quantity(*kept["quantity"]), "discount": _discount_from(kept.get("discount"))}
    return CartLine(**values)


def _discount_from(kept: Mapping[str, Any] | None) -> Discount | None:
    return None if kept is None else Discount(**kept)


def _tender_from(kept: Mapping[str, Any]) -> Tender:
    foreign = kept.get("foreign")
    return Tender(**{**kept, "foreign": Foreign(**foreign) if foreign else None})

"""The sale that is being rung up, as a value: cart, what could not be resolved, and what was tendered so far.

Every change gives a new value, which is what makes undo of everything one line. Knows no catalogue and no clock.
"""

from dataclasses import dataclass, replace
from itertools import zip_longest

from sync_engine.domain.cart import Cart, CartLine, CartTotals, add_line, merged, next_line_id, totals
from sync_engine.domain.errors import Refusal
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.product import Article, name_in
from sync_engine.domain.quantity import Quantity
from sync_engine.domain.store import Store, StoreRules


@dataclass(unsafe_hash=True)
class UnresolvedCodes(Refusal):
    """The sale cannot be paid while codes wait to be sorted out."""

    codes: tuple[str, ...]


@dataclass(unsafe_hash=True)
class SaleOpen(Refusal):
    """Goods or money of another sale are on the counter."""


@dataclass(unsafe_hash=True)
class MoneyTaken(Refusal):
    """So much was taken for the sale already, in minor units; it has to go back first."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A scan that gave no line yet; it stops the payment and no other scan.

    `reason`: unknown_article, no_price, unknown_tax_code, age_check, price_needed, weight_needed, serial_needed or
    recalled. `quantity` is what was asked for, as text; of an article that is known it is in the article's units.
    `unit_e4`, `is_weighed` and `name` are what was answered so far.
    """

    notice_id: int
    code: str
    reason: str
    quantity: str = "1"
    article_id: str = ""
    name: str = ""
    min_age: int = 0
    barcode: str | None = None
    unit_e4: int | None = None
    is_weighed: bool = False
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who the sale is for, and the price list that is theirs ("": the store's)."""

    customer_id: str
    name: str
    price_list: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A payment that was asked of somebody else (a terminal) and has no answer yet."""

    request_id: str
    kind: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class OpenSale:
    """What stands on the counter. `cash_step_minor` is the rounding of cash under the rules of the day.

    `sale_id` is minted with the first thing that happens and becomes the id of the completed sale's event. `age_seen`
    is the age in years up to which somebody has looked at the customer.
    """

    cart: Cart
    cash_step_minor: int = 1
    unresolved: tuple[Unresolved, ...] = ()
    tenders: tuple[Tender, ...] = ()
    last_notice: int = 0
    sale_id: str = ""
    buyer: Buyer | None = None
    age_seen: int = 0
    attempt: Attempt | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing was rung up, tendered, left to sort out or said."""
        return not (self.has_goods_or_money or self.buyer or self.cart.note)

    @property
    def has_goods_or_money(self) -> bool:
        """Something lies on the counter, or was handed over, or is being charged."""
        return bool(self.cart.lines or self.unresolved or self.tenders or self.attempt)

    def totals(self) -> CartTotals:
        """What the cart comes to."""
        return totals(self.cart)


def empty_sale(store: Store, rules: StoreRules) -> OpenSale:
    """A sale with nothing in it, under the store's currency and the rules of the day."""
    return OpenSale(Cart(currency(store.currency_code), rules.regime, rules.taxes), rules.cash_step_minor)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One article to ring up. `is_kept_apart` keeps the line from merging with a line that is alike; `name` goes before
    the article's own.
    """

    article: Article
    quantity: Quantity
    unit_e4: int
    barcode: str | None = None
    is_return: bool = False
    is_kept_apart: bool = False
    name: str = ""
    serial: str | None = None
    price_reason: str = ""
    staff_id: str = ""
    age_checked: bool = False


def with_article(sale: OpenSale, wanted: Wanted, language: str, default_tax_code: str = "") -> tuple[OpenSale, int]:
    """The sale with the article rung up, and the id of the line that holds it. Refuses as `cart.add_line` does."""
    article = wanted.article
    line = CartLine(
        line_id=next_line_id(sale.cart),
        article_id=article.article_id,
        name=wanted.name or name_in(article, language),
        barcode=wanted.barcode,
        quantity=wanted.quantity,
        unit_e4=wanted.unit_e4,
        tax_code=article.tax_code or default_tax_code,
        is_return=wanted.is_return,
        is_stocked=article.is_stocked,
        unit=str(article.unit),
        price_reason=wanted.price_reason,
        serial=wanted.serial,
        staff_id=wanted.staff_id,
        age_checked=wanted.age_checked,
    )
    cart = add_line(sale.cart, line) if wanted.is_kept_apart else merged(sale.cart, line)
    changed = next(new for new, old in zip_longest(cart.lines, sale.cart.lines) if new is not old)
    return replace(sale, cart=cart), changed.line_id


def with_unresolved(sale: OpenSale, notice: Unresolved) -> tuple[OpenSale, Unresolved]:
    """The sale with a notice about a scan that gave no line: a new one (`notice_id` 0), or another state of its own."""
    if notice.notice_id:
        kept = tuple(notice if one.notice_id == notice.notice_id else one for one in sale.unresolved)
        return replace(sale, unresolved=kept), notice
    notice = replace(notice, notice_id=sale.last_notice + 1)
    return replace(sale, unresolved=(*sale.unresolved, notice), last_notice=notice.notice_id), notice


def without_unresolved(sale: OpenSale, notice_id: int) -> OpenSale:
    """The sale without that notice; the goods were set aside or found."""
    return replace(sale, unresolved=tuple(one for one in sale.unresolved if one.notice_id != notice_id))


def joined(sale: OpenSale, later: OpenSale) -> OpenSale:
    """`sale` with what was rung up after it: used when a completion fails while the next goods are scanned already."""
    cart = sale.cart
    for line in later.cart.lines:
        cart = merged(cart, replace(line, line_id=next_line_id(cart)))
    found = replace(
        sale,
        cart=cart,
        tenders=(*sale.tenders, *later.tenders),
        age_seen=max(sale.age_seen, later.age_seen),
        attempt=sale.attempt or later.attempt,
    )
    for notice in later.unresolved:
        found, _ = with_unresolved(found, replace(notice, notice_id=0))
    return found

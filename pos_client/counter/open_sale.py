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


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A scan that gave no line. `reason` is the code of the refusal; `quantity` is the text that was asked for."""

    notice_id: int
    code: str
    reason: str
    quantity: str = "1"


@dataclass(frozen=True, slots=True)
class OpenSale:
    """What stands on the counter. `cash_step_minor` is the rounding of cash under the rules of the day."""

    cart: Cart
    cash_step_minor: int = 1
    unresolved: tuple[Unresolved, ...] = ()
    tenders: tuple[Tender, ...] = ()
    last_notice: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing was rung up, tendered or left to sort out."""
        return not (self.cart.lines or self.unresolved or self.tenders)

    def totals(self) -> CartTotals:
        """What the cart comes to."""
        return totals(self.cart)


def empty_sale(store: Store, rules: StoreRules) -> OpenSale:
    """A sale with nothing in it, under the store's currency and the rules of the day."""
    return OpenSale(Cart(currency(store.currency_code), rules.regime, rules.taxes), rules.cash_step_minor)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One article to ring up. `is_kept_apart` keeps the line from merging with a line that is alike."""

    article: Article
    quantity: Quantity
    unit_e4: int
    barcode: str | None = None
    is_return: bool = False
    is_kept_apart: bool = False


def with_article(sale: OpenSale, wanted: Wanted, language: str, default_tax_code: str = "") -> tuple[OpenSale, int]:
    """The sale with the article rung up, and the id of the line that holds it. Refuses as `cart.add_line` does."""
    article = wanted.article
    line = CartLine(
        line_id=next_line_id(sale.cart),
        article_id=article.article_id,
        name=name_in(article, language),
        barcode=wanted.barcode,
        quantity=wanted.quantity,
        unit_e4=wanted.unit_e4,
        tax_code=article.tax_code or default_tax_code,
        is_return=wanted.is_return,
        is_stocked=article.is_stocked,
        unit=str(article.unit),
    )
    cart = add_line(sale.cart, line) if wanted.is_kept_apart else merged(sale.cart, line)
    changed = next(new for new, old in zip_longest(cart.lines, sale.cart.lines) if new is not old)
    return replace(sale, cart=cart), changed.line_id


def with_unresolved(sale: OpenSale, code: str, reason: str, quantity: str) -> tuple[OpenSale, Unresolved]:
    """The sale with a notice about a scan that gave no line."""
    notice = Unresolved(sale.last_notice + 1, code, reason, quantity)
    return replace(sale, unresolved=(*sale.unresolved, notice), last_notice=notice.notice_id), notice


def without_unresolved(sale: OpenSale, notice_id: int) -> OpenSale:
    """The sale without that notice; the goods were set aside or found."""
    return replace(sale, unresolved=tuple(one for one in sale.unresolved if one.notice_id != notice_id))


def joined(sale: OpenSale, later: OpenSale) -> OpenSale:
    """`sale` with what was rung up after it: used when a completion fails while the next goods are scanned already."""
    cart = sale.cart
    for line in later.cart.lines:
        cart = merged(cart, replace(line, line_id=next_line_id(cart)))
    found = replace(sale, cart=cart)
    for notice in later.unresolved:
        found, _ = with_unresolved(found, notice.code, notice.reason, notice.quantity)
    return found

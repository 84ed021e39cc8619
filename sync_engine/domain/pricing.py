"""Which price holds in a store on a day. It knows no discount and no tax."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sync_engine.domain.dates import day_text
from sync_engine.domain.errors import NoPrice


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price at 10^-4 of the major unit, for a price list or (store_id given) for one store alone.

    Days are ISO text, both inclusive; no `valid_to_on` means until a later price begins.
    """

    article_id: str
    price_list: str
    store_id: str | None
    unit_e4: int
    valid_from_on: str
    valid_to_on: str | None = None


def price_on(prices: Iterable[Price], store_id: str, price_list: str, on: date | str, article_id: str = "") -> Price:
    """The one price among an article's `prices` that holds in the store on that day.

    The store's own beats the list's, a later `valid_from_on` beats an earlier one. Refuses with NoPrice, which names
    `article_id`, or the article of the prices that do not hold.
    """
    day = day_text(on)
    best: Price | None = None
    for price in prices:
        article_id = article_id or price.article_id
        if _holds(price, store_id, price_list, day) and (best is None or _rank(price) > _rank(best)):
            best = price
    if best is None:
        raise NoPrice(article_id)
    return best


def _holds(price: Price, store_id: str, price_list: str, day: str) -> bool:
    is_meant = price.store_id == store_id if price.store_id is not None else price.price_list == price_list
    return is_meant and price.valid_from_on <= day and (price.valid_to_on is None or day <= price.valid_to_on)


def _rank(price: Price) -> tuple[bool, str]:
    return price.store_id is not None, price.valid_from_on

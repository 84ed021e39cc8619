"""Finds articles for a person: by code, by any part of a name, with today's price; as it is typed, or for a price
check. Knows no table and no screen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pos_client.counter.ports import Catalog, StockLevel, StockView
from pos_client.counter.scanning import read_entry, spellings
from sync_engine.domain.product import Article

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """An article with its price today at 10^-4 of the major unit; None when it has none here."""

    article: Article
    unit_e4: int | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What a code stands for: `quantity` units of an article, their unit price at 10^-4 of the major unit, and where it
    lies. `member_e4` is the price of the list that was asked for beside the store's, None unless it is another one.
    """

    article: Article
    quantity: int
    unit_e4: int | None
    member_e4: int | None
    levels: tuple[StockLevel, ...]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One keystroke's search."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a ticket, best first. `is_cut`: there may be more than is shown."""

    ticket: Ticket
    offers: tuple[Offer, ...]
    is_cut: bool


class Search:
    """Search as you type. `begin` and `is_latest` where the screen lives, `answer` in a worker: a ticket that a later
    keystroke has overtaken is not looked for any more, and an answer that comes too late is told by `is_latest`.

    `today` is the business day (ISO text).
    """

    def __init__(self, catalog: Catalog, today: Callable[[], str], limit: int = MOST_SHOWN) -> None:
        self._catalog, self._today, self._limit = catalog, today, limit
        self._latest = 0

    def begin(self, text: str) -> Ticket:
        """Another text stands in the field."""
        self._latest += 1
        return Ticket(self._latest, text)

    def end(self) -> None:
        """Nobody looks any more: what is under way is dropped."""
        self._latest += 1

    def is_latest(self, ticket: Ticket) -> bool:
        """Whether the answer to it may be shown."""
        return ticket.number == self._latest

    def answer(self, ticket: Ticket) -> Answer | None:
        """Look for it; None when it was overtaken, before or meanwhile."""
        if not self.is_latest(ticket):
            return None
        offered = find_articles(self._catalog, ticket.text, self._today(), self._limit)
        return Answer(ticket, offered, len(offered) >= self._limit) if self.is_latest(ticket) else None


def find_articles(catalog: Catalog, text: str, on: str, limit: int = MOST_SHOWN) -> tuple[Offer, ...]:
    """Articles for what a person typed or scanned: the one of that code first, then those that contain the words."""
    code = read_entry(text).code
    if not code:
        return ()
    exact = (catalog.find_by_code(spelling) for spelling in spellings(code))
    articles = {found.article.article_id: found.article for found in exact if found is not None}
    for article in catalog.search(code, limit):
        articles.setdefault(article.article_id, article)
    return offers(catalog, list(articles.values())[:limit], on)


def look(catalog: Catalog, stock: StockView, code: str, on: str, price_list: str | None = None) -> Looked | None:
    """The price check: what a code costs on a business day (ISO text), for a member too, and where it lies.

    None when nobody knows the code.
    """
    found = next(filter(None, map(catalog.find_by_code, spellings(read_entry(code).code))), None)
    if found is None:
        return None
    article_id = found.article.article_id
    own, member = (_unit_e4(catalog, article_id, on, of) for of in (None, price_list))
    member_e4 = member if member != own else None
    return Looked(found.article, found.quantity, own, member_e4, tuple(stock.levels(article_id)))


def favourites(catalog: Catalog, on: str) -> tuple[Offer, ...]:
    """The quick keys, in their order."""
    return offers(catalog, catalog.favourites(), on)


def offers(catalog: Catalog, articles: Iterable[Article], on: str) -> tuple[Offer, ...]:
    """Articles with their prices on a business day (ISO text)."""
    each = tuple(articles)
    prices = catalog.prices_of([article.article_id for article in each], on)
    unit_e4 = {article_id: price.unit_e4 for article_id, price in prices.items()}
    return tuple(Offer(article, unit_e4.get(article.article_id)) for article in each)


def _unit_e4(catalog: Catalog, article_id: str, on: str, price_list: str | None) -> int | None:
    price = catalog.prices_of((article_id,), on, price_list).get(article_id)
    return None if price is None else price.unit_e4

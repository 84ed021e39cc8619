"""Finds articles for a person: by code, by any part of a name, with today's price. Knows no table and no screen."""

from collections.abc import Iterable
from dataclasses import dataclass

from pos_client.counter.ports import Catalog
from pos_client.counter.scanning import read_entry, spellings
from sync_engine.domain.errors import NoPrice
from sync_engine.domain.product import Article

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """An article with its price today at 10^-4 of the major unit; None when it has none here."""

    article: Article
    unit_e4: int | None


def find_articles(catalog: Catalog, text: str, on: str, limit: int = MOST_SHOWN) -> tuple[Offer, ...]:
    """Articles for what a person typed or scanned: the one of that code first, then those that contain the words."""
    code = read_entry(text).code
    if not code:
        return ()
    exact = (catalog.find_by_code(spelling) for spelling in spellings(code))
    articles = [found.article for found in exact if found is not None]
    articles += [article for article in catalog.search(text, limit) if article not in articles]
    return offers(catalog, articles[:limit], on)


def favourites(catalog: Catalog, on: str) -> tuple[Offer, ...]:
    """The quick keys, in their order."""
    return offers(catalog, catalog.favourites(), on)


def offers(catalog: Catalog, articles: Iterable[Article], on: str) -> tuple[Offer, ...]:
    """Articles with their prices on a business day (ISO text)."""
    return tuple(Offer(article, _price(catalog, article.article_id, on)) for article in articles)


def _price(catalog: Catalog, article_id: str, on: str) -> int | None:
    try:
        return catalog.price(article_id, on).unit_e4
    except NoPrice:
        return None

"""The store's quick keys in words: name and today's price. Knows no sale."""

from pos_client.i18n import current, tr
from pos_client.presenters.ports import Trade
from pos_client.presenters.views import TileView
from sync_engine.domain.pricing import Price
from sync_engine.domain.product import Article, Unit, name_in
from sync_engine.domain.store import Store, business_on


def favourite_tiles(trade: Trade) -> tuple[TileView, ...]:
    """The tiles in the store's own order; the prices are read at once, for a page has many and changes often."""
    store, articles = trade.book.store(), trade.catalog.favourites()
    on = business_on(trade.clock.now(), store.time_zone, store.cutover_minutes)
    prices = trade.catalog.prices_of([one.article_id for one in articles], on.isoformat())
    return tuple(
        TileView(one.article_id, name_in(one, store.language), _price(one, prices.get(one.article_id), store))
        for one in articles
    )


def _price(article: Article, price: Price | None, store: Store) -> str:
    if "price" in article.needs or article.is_department:
        return tr("open price")
    if price is None:
        return ""
    text = current().unit_price(price.unit_e4, store.currency_code)
    return text if article.unit is Unit.PIECE else tr("{price} / {unit}", price=text, unit=current().unit(article.unit))

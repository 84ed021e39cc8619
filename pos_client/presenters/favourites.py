"""The store's quick keys in words: name and today's price. Knows no sale."""

from pos_client.i18n import current, tr
from pos_client.presenters.ports import Trade
from pos_client.presenters.views import TileView
from sync_engine.domain.errors import NoPrice
from sync_engine.domain.product import Article, Unit, name_in
from sync_engine.domain.store import business_on


def favourite_tiles(trade: Trade) -> tuple[TileView, ...]:
    """The tiles in the store's own order."""
    return tuple(_tile(trade, article) for article in trade.catalog.favourites())


def _tile(trade: Trade, article: Article) -> TileView:
    store = trade.book.store()
    return TileView(article.article_id, name_in(article, store.language), _price(trade, article))


def _price(trade: Trade, article: Article) -> str:
    if "price" in article.needs or article.is_department:
        return tr("open price")
    store = trade.book.store()
    on = business_on(trade.clock.now(), store.time_zone, store.cutover_minutes)
    try:
        price = trade.catalog.price(article.article_id, on.isoformat())
    except NoPrice:
        return ""
    text = current().unit_price(price.unit_e4, store.currency_code)
    return text if article.unit is Unit.PIECE else tr("{price} / {unit}", price=text, unit=current().unit(article.unit))

"""What panels say about one article: its price here, and what lies where with the age of every number.

"?" stands for what nobody counted; nothing unknown is ever shown as zero.
"""

from pos_client.counter.ports import StockLevel
from pos_client.counter.scanning import read_entry, spellings
from pos_client.i18n import current, tr
from pos_client.presenters.ages import age_words
from pos_client.presenters.panel_views import LevelView
from pos_client.presenters.ports import Trade
from sync_engine.domain.errors import NoPrice
from sync_engine.domain.product import Article
from sync_engine.domain.quantity import Quantity

OLD_S = 300.0  # older numbers are grey: the line to the ledger is down, or slow


def article_of(trade: Trade, raw: str) -> Article | None:
    """The article of a scan; None when nobody knows the code."""
    code = read_entry(raw).code
    found = (trade.catalog.find_by_code(spelling) for spelling in spellings(code)) if code else iter(())
    return next((one.article for one in found if one is not None), None)


def price_text(trade: Trade, article_id: str, on: str, price_list: str | None = None) -> str:
    """The unit price here, or of a list; "" when it has none."""
    try:
        unit = trade.catalog.price(article_id, on, price_list).unit_e4
    except NoPrice:
        return ""
    return current().unit_price(unit, trade.book.store().currency_code)


def level_view(trade: Trade, level: StockLevel) -> LevelView:
    """One place: on hand, held, to sell, and how old that is."""
    say, name = current(), level.store_name or trade.place_name(level.place)
    age_s = None if level.as_of is None else max(0.0, (trade.clock.now() - level.as_of).total_seconds())
    age = age_words(age_s)
    note = tr("this store") if level.is_own else distance_words(level.distance_m)
    if not level.is_known:
        spoken = tr("{place}: never counted", place=name)
        note = "  ·  ".join(text for text in (note, tr("never counted")) if text)
        return LevelView(name, note, "?", "?", "?", "", "unknown", spoken)
    free = level.available
    on_hand, reserved, available = (
        say.quantity(Quantity(value, level.scale)) for value in (level.on_hand, level.reserved, free)
    )
    spoken = tr(
        "{place}: {available} to sell, {on_hand} on hand, {reserved} held, {age}",
        place=name,
        available=available,
        on_hand=on_hand,
        reserved=reserved,
        age=age,
    )
    is_old = age_s is None or age_s >= OLD_S
    kind = "old" if is_old else "none" if free <= 0 else "own" if level.is_own else "other"
    return LevelView(name, note, on_hand, reserved, available, age, kind, spoken)  # type: ignore[arg-type]


def distance_words(distance_m: int | None) -> str:
    """How far away a store is; "" where nobody knows."""
    if distance_m is None:
        return ""
    if distance_m < 1000:
        return tr("{distance} m away", distance=current().number(distance_m))
    return tr("{distance} km away", distance=current().quantity(Quantity(distance_m // 100, 1)))

"""Stock of the chosen article in every store, with the age of the numbers. Asks the replica, never the network."""

from datetime import datetime

from pos_client.counter.ports import StockLevel
from pos_client.i18n import current, ntr, tr
from pos_client.presenters.ports import Trade
from pos_client.presenters.shown import Shown
from pos_client.presenters.views import PlaceView, StockView
from sync_engine.domain.product import name_in
from sync_engine.domain.quantity import Quantity

_FRESH_S = 30


class StockPresenter:
    """Follows the chosen line while somebody looks."""

    def __init__(self, trade: Trade) -> None:
        self._trade = trade
        self._article_id = ""
        self._is_watched = False
        self.view: Shown[StockView] = Shown(StockView(hint=_hint()))

    def watch(self, *, is_watched: bool) -> None:
        """Somebody looks, or looks away."""
        self._is_watched = is_watched
        self.refresh()

    def follow(self, article_id: str) -> None:
        """Another line was chosen; "" for none."""
        if article_id != self._article_id:
            self._article_id = article_id
            self.refresh()

    def refresh(self) -> None:
        """Read the numbers again: they changed, or grew older."""
        if not self._is_watched:
            return
        article = self._trade.catalog.find(self._article_id) if self._article_id else None
        if article is None:
            self.view.show(StockView(hint=_hint()))
            return
        language = self._trade.book.store().language
        if not article.is_stocked:
            note = tr("This is a service: no stock is kept of it.")
            self.view.show(StockView(title=name_in(article, language), code=article.article_id, age=note))
            return
        levels = self._trade.stock.levels(article.article_id)
        self.view.show(
            StockView(
                title=name_in(article, language),
                code=tr("Article {code}", code=article.article_id),
                age=self._age(levels[0].as_of if levels else None),
                places=tuple(map(self._place, levels)),
            )
        )

    def _place(self, level: StockLevel) -> PlaceView:
        name = self._trade.place_name(level.place)
        if not level.is_known:
            return PlaceView(name, "?", tr("never counted"), "unknown")
        say = current()
        free = say.quantity(Quantity(level.on_hand, level.scale))
        note = tr("this store") if level.is_own else ""
        if level.reserved:
            held = tr("{quantity} held", quantity=say.quantity(Quantity(level.reserved, level.scale)))
            note = f"{note}, {held}" if note else held
        kind = "own" if level.is_own else "other"
        return PlaceView(name, free, note, kind if level.on_hand else "none")  # type: ignore[arg-type]

    def _age(self, as_of: datetime | None) -> str:
        if as_of is None:
            return tr("Own numbers only: this till has not heard from the ledger yet.")
        clock = current().clock(as_of, self._trade.book.store().time_zone)
        seconds = max(0, int((self._trade.clock.now() - as_of).total_seconds()))
        if seconds < _FRESH_S:
            return tr("As of {time}, now", time=clock)
        minutes = max(1, seconds // 60)
        return ntr("As of {time}, {count} minute ago", "As of {time}, {count} minutes ago", minutes, time=clock)


def _hint() -> str:
    return tr("Choose a line of the sale to see where its article lies.")

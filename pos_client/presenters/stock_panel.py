"""Stock of one article here and in every other store: one key, then a scan. Asks the files of the till, no network.

The panel takes one scan, which is looked up and not sold; every scan after that is sold again.
"""

from pos_client.i18n import tr
from pos_client.presenters.aside import Aside, Panel
from pos_client.presenters.look import article_of, level_view
from pos_client.presenters.panel_views import ActionView, StockPanelView
from sync_engine.domain.product import Article, name_in


class StockPanel(Panel):
    """Begins with the chosen line, and waits for one scan."""

    word = "stock"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        line = aside.line()
        self._article: Article | None = aside.trade.catalog.find(line.article_id) if line is not None else None
        self._is_armed = True
        self._missing = ""

    def begin(self, text: str) -> None:
        """Show the chosen line's article, or what was typed."""
        if text:
            self.take_scan(text)
        self.refresh()

    def take_scan(self, raw: str) -> bool:
        """The one scan that is looked up."""
        if not self._is_armed:
            return False
        self._is_armed = False
        found = article_of(self.aside.trade, raw)
        self._missing = "" if found is not None else raw.strip()
        self._article = found
        self.refresh()
        return True

    def strike(self, word: str) -> bool:
        """Enter looks up one more."""
        if word == "enter":
            self.act("again")
        return word in {"enter", "backspace"}

    def act(self, word: str) -> None:
        """Wait for another scan, or sell what is shown."""
        if word == "again":
            self._is_armed = True
            self.refresh()
        elif word == "add" and self._article is not None:
            self.aside.add(self._article.article_id)

    def tick(self) -> None:
        """The numbers grew older."""
        self.refresh()

    def refresh(self) -> None:
        """Read the numbers again."""
        trade, article = self.aside.trade, self._article
        levels = trade.stock.levels(article.article_id) if article is not None and article.is_stocked else ()
        self.aside.show(
            StockPanelView(
                title=tr("Stock everywhere"),
                sentence=self._sentence(),
                is_bad=bool(self._missing),
                is_armed=self._is_armed,
                name=name_in(article, trade.book.store().language) if article is not None else "",
                code=tr("Article {code}", code=article.article_id) if article is not None else "",
                heads=(tr("On hand"), tr("Held"), tr("To sell")),
                levels=tuple(level_view(trade, level) for level in levels),
                empty=self._empty(),
                actions=self._actions(),
            )
        )

    def _sentence(self) -> str:
        if self._missing:
            return tr("{code} is not known here. Find it by name (F2).", code=self._missing)
        if self._is_armed:
            return tr("Scan an article: it is only looked up, not sold.")
        return tr("The next scan is sold again.")

    def _empty(self) -> str:
        if self._article is None:
            return tr("Scan an article, or choose a line of the sale and press the key again.")
        return tr("This is a service: no stock is kept of it.") if not self._article.is_stocked else ""

    def _actions(self) -> tuple[ActionView, ...]:
        missing = "" if self._article is not None else tr("Scan an article first.")
        waits = tr("It waits for your scan already.") if self._is_armed else ""
        return (
            ActionView("again", tr("Another"), tr("Enter"), "scanner", reason=waits),
            ActionView("add", tr("Add to the sale"), "", "plus", reason=missing),
        )

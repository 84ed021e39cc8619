"""What does this cost? One key and a scan; nothing is sold unless it is asked for. Keeps no price itself."""

from pos_client.i18n import current, tr
from pos_client.presenters.aside import Aside, Panel
from pos_client.presenters.look import article_of, level_view, price_text
from pos_client.presenters.panel_views import ActionView, PriceView, RowView
from sync_engine.domain.product import Article, name_in

MOST_PLACES = 3


class PriceCheckPanel(Panel):
    """Takes one scan and shows price, member price and stock."""

    word = "price_check"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._article: Article | None = None
        self._is_armed, self._missing = True, ""

    def begin(self, text: str) -> None:
        """Wait for the scan; what was typed already counts as one."""
        if text:
            self.take_scan(text)
        else:
            self.refresh()

    def take_scan(self, raw: str) -> bool:
        """The one scan that is looked up."""
        if not self._is_armed:
            return False
        self._is_armed = False
        self._article = article_of(self.aside.trade, raw)
        self._missing = "" if self._article is not None else raw.strip()
        self.refresh()
        return True

    def strike(self, word: str) -> bool:
        """Enter checks one more, + adds what is shown."""
        if word == "enter":
            self.act("again")
        elif word == "+":
            self.act("add")
        return word in {"enter", "backspace", "+"}

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
        """Show the article with what it costs now."""
        article, trade = self._article, self.aside.trade
        price = price_text(trade, article.article_id, self.aside.today) if article is not None else ""
        member = self._member(article, price) if article is not None else ""
        self.aside.show(
            PriceView(
                title=tr("Price check"),
                sentence=self._sentence(),
                is_bad=bool(self._missing),
                is_armed=self._is_armed,
                name=name_in(article, trade.book.store().language) if article is not None else "",
                code=tr("Article {code}", code=article.article_id) if article is not None else "",
                price=price or (tr("No price here") if article is not None else ""),
                price_label=self._per(article),
                member=member,
                member_label=tr("for members") if member else "",
                stock=self._stock(article),
                empty="" if article is not None else tr("Scan an article, or type its code before you press the key."),
                actions=self._actions(),
            )
        )

    def _per(self, article: Article | None) -> str:
        if article is None:
            return ""
        return tr("per {unit}", unit=current().unit(article.unit)) if article.scale else tr("for one")

    def _member(self, article: Article, price: str) -> str:
        """The price of the customer of this sale, where it is another one."""
        buyer = self.aside.counter.sale.buyer
        if buyer is None or not buyer.price_list:
            return ""
        text = price_text(self.aside.trade, article.article_id, self.aside.today, buyer.price_list)
        return text if text != price else ""

    def _stock(self, article: Article | None) -> tuple[RowView, ...]:
        if article is None or not article.is_stocked:
            return ()
        levels = [level_view(self.aside.trade, one) for one in self.aside.trade.stock.levels(article.article_id)]
        return tuple(
            RowView(
                key=level.place,
                name=level.place,
                detail=level.note,
                amount=level.available,
                note=level.age,
                shade="text3" if level.level in {"unknown", "old", "none"} else "text",
                spoken=level.spoken,
            )
            for level in levels[:MOST_PLACES]
        )

    def _sentence(self) -> str:
        if self._missing:
            return tr("{code} is not known here. Find it by name (F2).", code=self._missing)
        if self._is_armed:
            return tr("Scan an article: nothing is sold.")
        return tr("Nothing was sold. The next scan is sold again.")

    def _actions(self) -> tuple[ActionView, ...]:
        waits = tr("It waits for your scan already.") if self._is_armed else ""
        missing = "" if self._article is not None else tr("Scan an article first.")
        return (
            ActionView("again", tr("Another"), tr("Enter"), "scanner", reason=waits),
            ActionView("add", tr("Add to the sale"), "+", "plus", reason=missing),
        )

"""Find an article by any word of its name, its code or its barcode, as it is typed. Knows no table and no screen.

The search runs away from the screen; an answer to what is no longer typed is thrown away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_client.counter.catalog import Offer, find_articles
from pos_client.counter.ports import StockLevel
from pos_client.i18n import current, tr
from pos_client.presenters.aside import STEPS, Aside, Panel, is_typed, stepped
from pos_client.presenters.panel_views import FindView, RowView
from sync_engine.domain.product import name_in
from sync_engine.domain.quantity import Quantity

MOST = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with what this store has of it as text."""

    offer: Offer
    stock: str


class FindPanel(Panel):
    """Search, choose, and it is in the cart; also for the code in the cart that nobody knows."""

    word = "find"

    def __init__(self, aside: Aside) -> None:
        super().__init__(aside)
        self._text, self._selected, self._why = "", "", ""
        self._asked = 0
        self._hits: Sequence[Hit] = ()
        self._found_for = ""
        self._notice = aside.notice_id()

    def begin(self, text: str) -> None:
        """Start with what was typed already."""
        self.type_text(text)

    def type_text(self, text: str) -> None:
        """Search for `text`."""
        self._text, self._why = text, ""
        self._asked += 1
        if text.strip():
            number, on = self._asked, self.aside.today
            self.aside.trade.tasks.run(lambda: self._search(number, text, on), self._found, self._failed)
        else:
            self._hits, self._selected, self._found_for = (), "", ""
        self._show()

    def strike(self, word: str) -> bool:
        """Arrows choose, Enter adds, characters search on."""
        if word in STEPS:
            self._selected = stepped([hit.offer.article.article_id for hit in self._hits], self._selected, word)
            self._show()
        elif word == "enter":
            self._add(self._selected)
        elif word == "backspace":
            self.type_text(self._text[:-1])
        elif is_typed(word):
            self.type_text(self._text + word)
        else:
            return False
        return True

    def act(self, word: str) -> None:
        """A row was touched."""
        self._add(word)

    def refresh(self) -> None:
        """Prices or stock changed: search again, quietly."""
        if self._text.strip():
            self.type_text(self._text)

    def end(self) -> None:
        self._asked += 1

    # --- inside ---

    def _search(self, number: int, text: str, on: str) -> tuple[int, str, Sequence[Hit]]:
        if number != self._asked:
            return number, text, ()
        trade = self.aside.trade
        offers = find_articles(trade.catalog, text, on, MOST)
        here = trade.stock.here([offer.article.article_id for offer in offers])
        return number, text, tuple(Hit(offer, _stock(offer, here.get(offer.article.article_id))) for offer in offers)

    def _found(self, answer: tuple[int, str, Sequence[Hit]]) -> None:
        number, text, hits = answer
        if number == self._asked:
            self._hits, self._found_for = hits, text
            ids = [hit.offer.article.article_id for hit in hits]
            self._selected = self._selected if self._selected in ids else next(iter(ids), "")
            self._show()

    def _failed(self, error: Exception) -> None:
        self._why = self.aside.reason(error)
        self._show()

    def _add(self, article_id: str) -> None:
        if not article_id:
            return
        aside, counter = self.aside, self.aside.counter
        notice = self._notice
        if notice is not None and any(one.notice_id == notice for one in counter.sale.unresolved):
            self._why = aside.attempt(lambda: aside.board.rung(counter.resolve(notice, article_id)))
        else:
            self._why = aside.add(article_id)
        if self._why:
            self._show()
        else:
            aside.close()

    def _show(self) -> None:
        code = self._code()
        title = tr("Find the article of {code}", code=code) if code else tr("Find an article")
        self.aside.show(
            FindView(
                title=title,
                sentence=self._why,
                is_bad=bool(self._why),
                prompt=tr("Name, code or barcode"),
                text=self._text,
                rows=tuple(map(self._row, self._hits)),
                selected=self._selected,
                empty=self._empty(),
            )
        )

    def _code(self) -> str:
        unresolved = self.aside.counter.sale.unresolved
        return next((one.code for one in unresolved if one.notice_id == self._notice), "")

    def _empty(self) -> str:
        if not self._text.strip():
            return tr("Type a part of the name, in any order. Two or three letters of each word are enough.")
        if self._hits or self._found_for != self._text:
            return ""
        if self._code():
            return tr("Nothing is called like that. Try fewer letters, or price it with F8.")
        return tr("Nothing is called like that. Try fewer letters, another word, or the number below the barcode.")

    def _row(self, hit: Hit) -> RowView:
        article, store = hit.offer.article, self.aside.trade.book.store()
        name = name_in(article, store.language)
        unit = hit.offer.unit_e4
        price = current().unit_price(unit, store.currency_code) if unit is not None else tr("no price")
        detail = f"{article.article_id}  ·  {hit.stock}"
        return RowView(
            key=article.article_id,
            name=name,
            detail=detail,
            amount=price,
            shade="text" if unit is not None else "text3",
            spoken=f"{name}, {price}, {hit.stock}",
        )


def _stock(offer: Offer, own: StockLevel | None) -> str:
    article = offer.article
    if not article.is_stocked:
        return tr("service")
    if own is None or not own.is_known:
        return tr("stock not counted")
    free = current().quantity(Quantity(own.available, own.scale))
    return tr("{quantity} here", quantity=free)

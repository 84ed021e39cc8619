"""The articles, prices and quick keys of the demo shop, in memory."""

import csv
import io
from collections.abc import Mapping, Sequence

import resources
from pos_client.counter.ports import Found
from pos_client.presenters.pretend_goods import special_goods
from sync_engine.domain.errors import NoPrice
from sync_engine.domain.money import parse_scaled
from sync_engine.domain.pricing import Price
from sync_engine.domain.product import Article, Barcode, Unit

OWN = "S01"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of the demo shop."""
    return list(csv.DictReader(io.StringIO(resources.text(f"demo/{name}.csv"))))


class PretendCatalog:
    """The articles of the demo shop."""

    def __init__(self) -> None:
        table = rows("articles")
        self._articles = {row["sku"]: _article(row) for row in table}
        self._prices = {row["sku"]: row["price"] for row in table}
        for article, price in special_goods():
            self._articles[article.article_id], self._prices[article.article_id] = article, price
        self._codes = {code.code: (sku, code) for sku, one in self._articles.items() for code in one.barcodes}
        self._favourites = [row["sku"] for row in rows("favourites") if row["store"] == OWN]

    def find_by_code(self, code: str) -> Found | None:
        if code in self._codes:
            sku, barcode = self._codes[code]
            return Found(self._articles[sku], barcode.quantity, barcode.code)
        return Found(self._articles[code], 1, None) if code in self._articles else None

    def find(self, article_id: str) -> Article | None:
        return self._articles.get(article_id)

    def search(self, text: str, limit: int) -> Sequence[Article]:
        words = text.casefold().split()
        hits = (one for one in self._articles.values() if all(word in one.name.casefold() for word in words))
        return tuple(hits)[:limit]

    def price(self, article_id: str, on: str, price_list: str | None = None) -> Price:  # noqa: ARG002 - one for all
        text = self._prices.get(article_id)
        if not text:
            raise NoPrice(article_id)
        return Price(article_id, "default", None, parse_scaled(text, 4), "2010-01-01")

    def prices_of(self, article_ids: Sequence[str], on: str, price_list: str | None = None) -> Mapping[str, Price]:
        return {one: self.price(one, on, price_list) for one in article_ids if self._prices.get(one)}

    def departments(self) -> Sequence[Article]:
        return [article for article in self._articles.values() if article.is_department]

    def favourites(self) -> Sequence[Article]:
        return [self._articles[sku] for sku in self._favourites]


def _article(row: dict[str, str]) -> Article:
    names = {key.removeprefix("name_"): text for key, text in row.items() if key.startswith("name_") and text}
    return Article(
        row["sku"], row["name"], names, row["description"], {}, Unit(row["unit"]), int(row["scale"]), row["tax"],
        row["stocked"] == "yes", tuple(_barcode(text) for text in row["barcodes"].split("|") if text), {}, None,
    )  # fmt: skip


def _barcode(text: str) -> Barcode:
    code, _, count = text.partition("*")
    return Barcode(code, int(count or "1"))

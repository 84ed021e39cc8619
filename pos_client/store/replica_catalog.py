"""The port `Catalog` over the replica: a scan is one look-up. Only reads."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from pos_client.counter.ports import Found
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.replica_search import ReplicaSearch
from sync_engine.domain.errors import NoPrice
from sync_engine.domain.pricing import Price, price_on
from sync_engine.domain.product import Article, Barcode, Unit
from sync_engine.domain.store import Store
from sync_engine.sql import replica_schema as tables


class ReplicaCatalog:
    """Articles and prices as the ledger last told them. Every call raises CatalogueMissing before the first
    download. `recent` names the articles that were sold lately.
    """

    def __init__(self, file: ReplicaFile, book: ReplicaBook, recent: Callable[[], Sequence[str]] = tuple) -> None:
        self._file, self._book = file, book
        self._search = ReplicaSearch(recent)

    def find_by_code(self, code: str) -> Found | None:
        """The article of a barcode, else of an article code (case-sensitive)."""
        columns = tables.barcode.c
        with self._file.read() as connection:
            row = connection.execute(sa.select(columns.article_id, columns.qty).where(columns.code == code)).first()
            article = _article(connection, row.article_id if row else code)
        if article is None:
            return None
        return Found(article, row.qty if row else 1, code if row else None)

    def find(self, article_id: str) -> Article | None:
        with self._file.read() as connection:
            return _article(connection, article_id)

    def search(self, text: str, limit: int) -> Sequence[Article]:
        """See `replica_search`: articles whose name (in any language), code, barcode, brand or category has every word
        of `text`, best first. No text is too odd to be looked for.
        """
        with self._file.read() as connection:
            hits = self._search.hits(connection, text, limit)
        return tuple(article_from(hit.article_id, json.loads(hit.body)) for hit in hits)

    def price(self, article_id: str, on: str, price_list: str | None = None) -> Price:
        found = self.prices_of((article_id,), on, price_list)
        if article_id not in found:
            raise NoPrice(article_id)
        return found[article_id]

    def prices_of(self, article_ids: Sequence[str], on: str, price_list: str | None = None) -> Mapping[str, Price]:
        store = self._book.store()
        columns = tables.price.c
        asked = sa.select(sa.func.json_each(json.dumps(list(article_ids))).table_valued("value").c.value)
        with self._file.read() as connection:
            rows = connection.execute(sa.select(tables.price).where(columns.article_id.in_(asked))).all()
        by_article: dict[str, list[Price]] = {article_id: [] for article_id in article_ids}
        for row in rows:
            price = Price(row.article_id, row.price_list, row.store_id, row.unit_e4, row.valid_from_on, row.valid_to_on)
            by_article[row.article_id].append(price)
        held = ((article_id, _held(prices, store, on, price_list)) for article_id, prices in by_article.items())
        return {article_id: price for article_id, price in held if price is not None}

    def departments(self) -> Sequence[Article]:
        columns = tables.article.c
        query = sa.select(columns.article_id, columns.body).where(sa.text(tables.IS_DEPARTMENT)).order_by(columns.name)
        with self._file.read() as connection:
            rows = connection.execute(query).all()
        return tuple(article_from(row.article_id, json.loads(row.body)) for row in rows)

    def favourites(self) -> Sequence[Article]:
        article, favourite = tables.article.c, tables.favourite.c
        query = sa.select(article.article_id, article.body).join(
            tables.favourite, favourite.article_id == article.article_id
        )
        with self._file.read() as connection:
            rows = connection.execute(query.order_by(favourite.position)).all()
        return tuple(article_from(row.article_id, json.loads(row.body)) for row in rows)


def _held(prices: Sequence[Price], store: Store, on: str, price_list: str | None) -> Price | None:
    """What holds on a day: of `price_list` where it has something, else of the store."""
    if price_list and any(price.price_list == price_list for price in prices):
        with suppress(NoPrice):
            return price_on(prices, "", price_list, on)
    with suppress(NoPrice):
        return price_on(prices, store.store_id, store.price_list, on)
    return None


def _article(connection: sa.Connection, article_id: str) -> Article | None:
    columns = tables.article.c
    query = sa.select(columns.body, columns.tax_code).where(columns.article_id == article_id)
    row = connection.execute(query).first()
    return None if row is None else article_from(article_id, json.loads(row.body))


def article_from(article_id: str, body: dict[str, Any]) -> Article:
    """The article that a row of the topic `article` describes."""
    attributes = {
        **(body.get("attributes") or {}),
        **{key: body[key] for key in ("brand", "category") if body.get(key)},
    }
    return Article(
        article_id=article_id,
        name=body["name"],
        names=body.get("names") or {},
        description=body.get("description") or "",
        descriptions=body.get("descriptions") or {},
        unit=Unit(body["unit"]),
        scale=body["scale"],
        tax_code=body.get("tax") or "",
        is_stocked=bool(body["stocked"]),
        barcodes=tuple(Barcode(one["code"], one["qty"]) for one in body.get("barcodes") or ()),
        attributes=attributes,
        picture=body.get("picture"),
        min_age=body.get("min_age"),
        needs=frozenset(body.get("needs") or ()),
        is_recalled=bool(body.get("recalled")),
        is_department=bool(body.get("department")),
    )

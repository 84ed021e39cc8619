"""The port `Catalog` over the replica: a scan is one look-up, a text search never sorts what it has not cut. Only
reads.
"""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from pos_client.counter.ports import Found
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_file import ReplicaFile
from sync_engine.domain.pricing import Price, price_on
from sync_engine.domain.product import Article, Barcode, Unit
from sync_engine.sql import replica_schema as tables
from sync_engine.sql.fold import fold

_TRIGRAM = 3


class ReplicaCatalog:
    """Articles and prices as the ledger last told them. Every call raises CatalogueMissing before the first
    download.
    """

    def __init__(self, file: ReplicaFile, book: ReplicaBook) -> None:
        self._file, self._book = file, book

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
        """Articles that contain every word of `text`, those that begin with it first; unranked beyond that.

        Words below three letters are looked for at the beginning of the name, where an index helps.
        """
        folded = fold(text).strip()
        if not folded:
            return ()
        with self._file.read() as connection:
            numbers = dict.fromkeys(_beginning_with(connection, folded, limit))
            numbers.update(dict.fromkeys(_containing(connection, folded.split(), limit)))
            found = [_article_by_number(connection, number) for number in list(numbers)[:limit]]
        return tuple(article for article in found if article is not None)

    def price(self, article_id: str, on: str) -> Price:
        store = self._book.store()
        columns = tables.price.c
        with self._file.read() as connection:
            rows = connection.execute(sa.select(tables.price).where(columns.article_id == article_id)).all()
        prices = [
            Price(row.article_id, row.price_list, row.store_id, row.unit_e4, row.valid_from_on, row.valid_to_on)
            for row in rows
        ]
        return price_on(prices, store.store_id, store.price_list, on, article_id)

    def favourites(self) -> Sequence[Article]:
        columns = tables.favourite.c
        with self._file.read() as connection:
            ids = connection.execute(sa.select(columns.article_id).order_by(columns.position)).scalars().all()
            found = [_article(connection, article_id) for article_id in ids]
        return tuple(article for article in found if article is not None)


def _article(connection: sa.Connection, article_id: str) -> Article | None:
    columns = tables.article.c
    query = sa.select(columns.body, columns.tax_code).where(columns.article_id == article_id)
    row = connection.execute(query).first()
    return None if row is None else article_from(article_id, json.loads(row.body))


def _article_by_number(connection: sa.Connection, number: int) -> Article | None:
    columns = tables.article.c
    row = connection.execute(sa.select(columns.article_id, columns.body).where(columns.number == number)).first()
    return None if row is None else article_from(row.article_id, json.loads(row.body))


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
    )


def _beginning_with(connection: sa.Connection, folded: str, limit: int) -> Sequence[int]:
    columns = tables.article.c
    query = (
        sa.select(columns.number)
        .where(columns.folded >= folded, columns.folded < folded + "\U0010ffff")
        .order_by(columns.folded)
        .limit(limit)
    )
    return connection.execute(query).scalars().all()


def _containing(connection: sa.Connection, words: Sequence[str], limit: int) -> Sequence[int]:
    """By the trigram index; words too short for it must begin a word of the name and are checked on what it finds."""
    long = [word for word in words if len(word) >= _TRIGRAM]
    if not long:
        return ()
    match = " AND ".join(f'"{word.replace(chr(34), chr(34) * 2)}"' for word in long)
    short = [word for word in words if len(word) < _TRIGRAM]
    rows = connection.exec_driver_sql(
        "SELECT rowid, folded FROM article_fts WHERE article_fts MATCH ? LIMIT ?",
        (match, limit * 20 if short else limit),
    ).all()
    return [row[0] for row in rows if all(_begins_a_word(row[1], word) for word in short)][:limit]


def _begins_a_word(folded: str, word: str) -> bool:
    return any(part.startswith(word) for part in folded.split())

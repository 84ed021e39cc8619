"""How much there is of one article, place by place. The keys are read by programs and stay as they are. Reads only."""

import json
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from sync_engine.domain.errors import UnknownArticle
from sync_engine.ledger.store.tables import SHARD, barcode, ref_row, stock


def stock_of(engine: sa.Engine, code: str, store: str | None = None) -> dict[str, Any]:
    """Stock of the article with this code or barcode in every real place, or in those of one store.

    `qty` and `reserved` are integers at `scale` decimals, the other quantities decimal numbers. A place is
    uncontrolled until its first count or receipt: its number is then only what was sold. Raises UnknownArticle.
    """
    with engine.begin() as connection:
        article_id = _article_id(connection, code)
        rows = connection.execute(_places(article_id, store)).all()
        name, unit = _named(connection, article_id)
        if name is None and not rows:
            raise UnknownArticle(code)
        places = [_place(row) for row in rows]
    return {
        "article": article_id,
        "name": name,
        "unit": unit,
        "on_hand": _sum(places, "on_hand"),
        "reserved": _sum(places, "reserved"),
        "available": _sum(places, "available"),
        "places": places,
    }


def _article_id(connection: sa.Connection, code: str) -> str:
    is_code = sa.select(ref_row.c.key).where(
        ref_row.c.shard_id == SHARD, ref_row.c.topic == "article", ref_row.c.key == code, ref_row.c.deleted == 0
    )
    if connection.execute(is_code).first() is not None:
        return code
    by_barcode = sa.select(barcode.c.article_id).where(barcode.c.shard_id == SHARD, barcode.c.code == code)
    return connection.execute(by_barcode.order_by(barcode.c.article_id)).scalars().first() or code


def _places(article_id: str, store: str | None) -> sa.Select[Any]:
    columns = stock.c
    query = sa.select(stock).where(columns.shard_id == SHARD, columns.article_id == article_id)
    if store is not None:
        query = query.where(columns.place.startswith(f"{store}/", autoescape=True))
    return query.order_by(columns.place)


def _named(connection: sa.Connection, article_id: str) -> tuple[str | None, str | None]:
    row = ref_row.c
    query = sa.select(row.body).where(row.shard_id == SHARD, row.topic == "article", row.key == article_id)
    body = connection.execute(query.where(row.deleted == 0)).scalar_one_or_none()
    if body is None:
        return None, None
    article = json.loads(body)
    return article["name"], article["unit"]


def _place(row: Any) -> dict[str, Any]:
    return {
        "place": row.place,
        "store": row.place.rpartition("/")[0],
        "on_hand": _units(row.on_hand, row.scale),
        "reserved": _units(row.reserved, row.scale),
        "available": _units(row.on_hand - row.reserved, row.scale),
        "qty": row.on_hand,
        "scale": row.scale,
        "is_controlled": row.counted_pos > 0,
        "version": row.version,
    }


def _sum(places: list[dict[str, Any]], key: str) -> int | Decimal:
    total: int | Decimal = sum(place[key] for place in places)
    return total


def _units(value: int, scale: int) -> int | Decimal:
    units = Decimal(value).scaleb(-scale)
    return int(units) if units == units.to_integral_value() else units.normalize()

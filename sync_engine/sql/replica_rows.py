"""Puts rows of the feed into the tables of a replica; the same code builds snapshots and applies changes.

A row is `[topic, scope, key, version, is_deleted, body]`. Knows neither cursors nor the network. Rows of a topic that
this release does not know are passed over: an older till lives with a newer ledger.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert

from sync_engine.sql import replica_schema
from sync_engine.sql.many import body_text as _text
from sync_engine.sql.many import many as _many
from sync_engine.sql.replica_customers import write_customers, write_parked
from sync_engine.sql.search_text import searchable

Body = Mapping[str, Any]
FeedRow = Sequence[Any]
Included = tuple[int, int]
"""(incarnation, seq) of the last own event that the delivered stock contains."""


def apply_rows(connection: Connection, rows: Iterable[FeedRow], included: Included | None) -> frozenset[str]:
    """Apply `rows` in the caller's transaction and return the topics that were touched.

    `included` is noted on every stock row delivered; None (a snapshot, made for no till in particular) leaves it open
    until `settle_included`. Raises KeyError, TypeError or ValueError for a body that is not of its topic's shape.
    """
    by_topic: dict[str, dict[str, FeedRow]] = {}
    for row in rows:
        by_topic.setdefault(row[0], {})[row[2]] = row
    for topic, unordered in by_topic.items():
        latest = dict(sorted(unordered.items()))  # neighbours share a page of the file, which is written once
        if topic == "stock":
            _write_stock(connection, latest, included)
        elif topic in _WRITERS:
            gone = [key for key, row in latest.items() if row[4]]
            _WRITERS[topic](connection, {key: row[5] for key, row in latest.items() if not row[4]}, gone)
    return frozenset(by_topic)


def settle_included(connection: Connection, included: Included) -> None:
    """Note `included` on the stock rows that came with a snapshot.

    Right only after a complete page: what was booked since the snapshot has been delivered again by then, so the
    untouched rows contain every own event up to `included` that concerns them.
    """
    connection.exec_driver_sql(
        "UPDATE stock SET included_incarnation = ?, included_seq = ? WHERE included_seq IS NULL", included
    )


def raise_included(connection: Connection, included: Included, rows: Sequence[tuple[str, str]]) -> None:
    """Note that the stock of these (place, article) contains what it ever will of the own events up to `included`.

    For events that the ledger stored without booking them: no row will come that says so; where there is none at all,
    one is made that says nothing else. Right under the same condition as `settle_included`.
    """
    sql = (
        "INSERT INTO stock VALUES"
        " (?, ?, 0, 0, coalesce((SELECT scale FROM article WHERE article_id = ?), 0), 0, ?, ?, 0)"
        " ON CONFLICT (article_id, place) DO UPDATE SET included_incarnation = excluded.included_incarnation,"
        " included_seq = excluded.included_seq WHERE (stock.included_incarnation, stock.included_seq)"
        " < (excluded.included_incarnation, excluded.included_seq)"
    )
    _many(connection, sql, [(place, article_id, article_id, *included) for place, article_id in rows])


# --- stock ---


def _write_stock(connection: Connection, latest: Mapping[str, FeedRow], included: Included | None) -> None:
    incarnation, seq = included or (None, None)
    kept: list[tuple[Any, ...]] = []
    gone: list[tuple[Any, ...]] = []
    for key, row in latest.items():
        place, _, article_id = key.partition("|")
        body = row[5]
        if row[4]:
            gone.append((place, article_id))
        else:
            on_hand, reserved, scale = body["on_hand"], body["reserved"], body["scale"]
            is_counted = int(body.get("counted", True))
            kept.append((place, article_id, on_hand, reserved, scale, row[3], incarnation, seq, is_counted))
    _many(connection, "DELETE FROM stock WHERE place = ? AND article_id = ?", gone)
    _many(connection, "INSERT OR REPLACE INTO stock VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", kept)


# --- articles with their codes and the search index ---


def _write_articles(connection: Connection, kept: Mapping[str, Body], gone: Sequence[str]) -> None:
    rows = {key: _article(key, body) for key, body in kept.items()}
    touched = json.dumps([*kept, *gone])
    before = _folded_before(connection, touched)
    same = {key for key, (_, folded) in before.items() if key in rows and rows[key][-1] == folded}
    _unindex(connection, [row for key, row in before.items() if key not in same])
    _many(connection, "DELETE FROM article WHERE article_id = ?", [(key,) for key in gone])
    _many(connection, _PUT_ARTICLE, [row for key, row in rows.items() if key not in same])
    _many(connection, _CHANGE_ARTICLE, [(*row[1:-1], key) for key, row in rows.items() if key in same])
    _index(connection, [key for key in rows if key not in same])
    _write_barcodes(connection, touched, kept)


_PUT_ARTICLE = (
    "INSERT INTO article (article_id, name, unit, scale, tax_code, is_stocked, body, folded)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id) DO UPDATE SET name = excluded.name,"
    " unit = excluded.unit, scale = excluded.scale, tax_code = excluded.tax_code,"
    " is_stocked = excluded.is_stocked, body = excluded.body, folded = excluded.folded"
)
# Leaves the folded text and so the search index alone.
_CHANGE_ARTICLE = (
    "UPDATE article SET name = ?, unit = ?, scale = ?, tax_code = ?, is_stocked = ?, body = ? WHERE article_id = ?"
)


def _article(key: str, body: Body) -> tuple[Any, ...]:
    stocked = int(body["stocked"])
    return (key, body["name"], body["unit"], body["scale"], body["tax"], stocked, _text(body), _searchable(key, body))


def _searchable(key: str, body: Body) -> str:
    names = (body["name"], *(body.get("names") or {}).values())
    codes = (key, *(code["code"] for code in body["barcodes"]))
    return searchable(names, codes, (text for text in (body.get("brand"), body.get("category")) if text))


def _folded_before(connection: Connection, touched: str) -> dict[str, tuple[int, str]]:
    sql = "SELECT article_id, number, folded FROM article WHERE article_id IN (SELECT value FROM json_each(?))"
    return {row[0]: (row[1], row[2]) for row in connection.exec_driver_sql(sql, (touched,))}


def _unindex(connection: Connection, stale: list[tuple[int, str]]) -> None:
    if stale and replica_schema.is_indexed(connection):
        _many(connection, "INSERT INTO article_fts (article_fts, rowid, folded) VALUES ('delete', ?, ?)", stale)


def _index(connection: Connection, keys: list[str]) -> None:
    if keys and replica_schema.is_indexed(connection):
        sql = (
            "INSERT INTO article_fts (rowid, folded) SELECT number, folded FROM article"
            " WHERE article_id IN (SELECT value FROM json_each(?))"
        )
        connection.exec_driver_sql(sql, (json.dumps(keys),))


def _write_barcodes(connection: Connection, touched: str, kept: Mapping[str, Body]) -> None:
    sql = "SELECT code, article_id, qty FROM barcode WHERE article_id IN (SELECT value FROM json_each(?))"
    before = {tuple(row) for row in connection.exec_driver_sql(sql, (touched,))}
    after = [(code["code"], key, code["qty"]) for key, body in kept.items() for code in body["barcodes"]]
    _many(connection, "DELETE FROM barcode WHERE code = ?", [(row[0],) for row in before.difference(after)])
    new = [row for row in after if row not in before]
    _many(connection, "INSERT OR REPLACE INTO barcode VALUES (?, ?, ?)", new)


# --- the rest: one row, one line of a table ---


def _write_prices(connection: Connection, kept: Mapping[str, Body], gone: Sequence[str]) -> None:
    _many(connection, "DELETE FROM price WHERE key = ?", [(key,) for key in gone])
    rows = [
        (key, body["sku"], body["list"], body["store"], body["unit_e4"], body["from"], body["to"])
        for key, body in kept.items()
    ]
    _many(connection, _PUT_PRICE, rows)


# The article is part of the key: leaving it out of the change leaves its index alone.
_PUT_PRICE = (
    "INSERT INTO price VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
    " unit_e4 = excluded.unit_e4, valid_from_on = excluded.valid_from_on, valid_to_on = excluded.valid_to_on"
)


def _write_favourites(connection: Connection, kept: Mapping[str, Body], gone: Sequence[str]) -> None:
    _many(connection, "DELETE FROM favourite WHERE position = ?", [(int(key),) for key in gone])
    rows = [(int(key), body["sku"]) for key, body in kept.items()]
    _many(connection, "INSERT OR REPLACE INTO favourite VALUES (?, ?)", rows)


Writer = Callable[[Connection, Mapping[str, Body], Sequence[str]], None]


def _documents(table: Table) -> Writer:
    key_column, body_column = table.columns

    def write(connection: Connection, kept: Mapping[str, Body], gone: Sequence[str]) -> None:
        connection.execute(delete(table).where(key_column.in_([*gone, *kept])))
        if kept:
            rows = [{key_column.name: key, body_column.name: _text(body)} for key, body in kept.items()]
            connection.execute(insert(table), rows)

    return write


_WRITERS: Mapping[str, Writer] = {
    "article": _write_articles,
    "price": _write_prices,
    "favourite": _write_favourites,
    "store": _documents(replica_schema.store),
    "till": _documents(replica_schema.till),
    "staff": _documents(replica_schema.staff),
    "customer": write_customers,
    "group": _documents(replica_schema.customer_group),
    "parked": write_parked,
}

"""Puts feed rows of customers and parked sales into the tables of a replica.

Knows the tables and how a customer is looked for; neither the feed nor what a consent means.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from sync_engine.sql import replica_schema
from sync_engine.sql.fold import fold
from sync_engine.sql.many import body_text, many
from sync_engine.sql.phone import phone_digits

Body = Mapping[str, Any]
LONGEST_TYPED = 20
"""Letters of an id that a person may type; longer ones are scanned."""


def code_letters(customer_id: str) -> str:
    """The letters and digits of a customer's id in capitals: what a printed code can hold of it."""
    return "".join(mark for mark in customer_id if mark.isascii() and mark.isalnum()).upper()


def write_customers(connection: Connection, kept: Mapping[str, Body], gone: Sequence[str]) -> None:
    """Put customers, and keep the search index in step once there is one. Raises KeyError, TypeError."""
    rows = [_customer(key, body) for key, body in kept.items()]
    touched = json.dumps([*kept, *gone])
    is_indexed = replica_schema.is_customer_indexed(connection)
    if is_indexed:
        _unindex(connection, touched)
    many(connection, "DELETE FROM customer WHERE customer_id = ?", [(key,) for key in gone])
    many(connection, _PUT_CUSTOMER, rows)
    if is_indexed:
        _index(connection, json.dumps(list(kept)))


def write_parked(connection: Connection, kept: Mapping[str, Body], gone: Sequence[str]) -> None:
    """Put parked sales. Raises KeyError, TypeError for a row that no till could list."""
    rows = [(key, _word(body, "code"), _word(body, "at"), body_text(body)) for key, body in kept.items()]
    many(connection, "DELETE FROM parked WHERE park_id = ?", [(key,) for key in gone])
    many(connection, "INSERT OR REPLACE INTO parked VALUES (?, ?, ?, ?)", rows)


_PUT_CUSTOMER = (
    "INSERT INTO customer (customer_id, name, folded, phone_digits, card, code, email, group_id, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (customer_id) DO UPDATE SET name = excluded.name,"
    " folded = excluded.folded, phone_digits = excluded.phone_digits, card = excluded.card, code = excluded.code,"
    " email = excluded.email, group_id = excluded.group_id, body = excluded.body"
)


def _customer(key: str, body: Body) -> tuple[Any, ...]:
    digits, card = phone_digits(str(body.get("phone") or "")), str(body.get("card") or "")
    name, code, email = _word(body, "name"), code_letters(key), fold(str(body.get("email") or ""))
    # The name first (prefixes are looked for at the start), then what else a person may type, one to a line. The index
    # grows with every letter: nobody types a minted id, and an address is looked for by its beginning alone.
    texts = (fold(name), digits, fold(card), fold(key) if len(key) <= LONGEST_TYPED else "")
    folded = "\n".join(dict.fromkeys(text for text in texts if text))
    return key, name, folded, digits, card, code, email, str(body.get("group") or ""), body_text(body)


def _word(body: Body, name: str) -> str:
    word = body[name]
    if not isinstance(word, str):
        raise TypeError(name)
    return word


def _unindex(connection: Connection, touched: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO customer_fts (customer_fts, rowid, folded) SELECT 'delete', number, folded FROM customer"
        " WHERE customer_id IN (SELECT value FROM json_each(?))",
        (touched,),
    )


def _index(connection: Connection, keys: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO customer_fts (rowid, folded) SELECT number, folded FROM customer"
        " WHERE customer_id IN (SELECT value FROM json_each(?))",
        (keys,),
    )

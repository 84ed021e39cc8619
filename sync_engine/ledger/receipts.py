"""Pages of sales for whoever has no till: a mail's reader, a browser. Reads the inbox and the store's facts only.

The page is made by the same code as the till's, from the same event, with what the shop is called now.
"""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sync_engine.domain.dates import parse_instant
from sync_engine.ledger.store.tables import SHARD, inbox, ref_row
from sync_engine.protocol.codec import BodyNotUnderstood, decode_body
from sync_engine.protocol.facts import SaleBody
from sync_engine.receipt.bodies import sale_of
from sync_engine.receipt.link import event_of, is_code_of, receipt_link
from sync_engine.receipt.page import Document, Heading, Mark
from sync_engine.receipt.sale import sale_page
from sync_engine.receipt.template import ShopTexts, shop_texts
from sync_engine.receipt.words import tag_in

_TAG_DIGITS = 8


@dataclass(frozen=True, slots=True)
class SalePage:
    """The page of one sale, the shop it is of, and its public address ("" where the shop has none)."""

    document: Document
    store_name: str
    doc_no: str
    link: str


class SalePages:
    """Holds no state of its own."""

    def __init__(self, reading: sa.Engine) -> None:
        self._reading = reading

    def of_code(self, code: str, language: str = "") -> SalePage | None:
        """The page behind a public address; None for every code that no till of this ledger gave out."""
        event_id = event_of(code)
        if event_id is None:
            return None
        with self._reading.begin() as connection:
            row = _event(connection, event_id)
            if row is None or not is_code_of(code, event_id, bytes(row.sig)):
                return None
            return _page(connection, row, language)

    def of_event(self, event_id: str, language: str = "") -> SalePage | None:
        """The page of a sale that arrived; None while it has not, and for an event that is no sale."""
        with self._reading.begin() as connection:
            row = _event(connection, event_id)
            return None if row is None else _page(connection, row, language)


def _event(connection: sa.Connection, event_id: str) -> Any:
    columns = inbox.c
    query = sa.select(columns.event_id, columns.version, columns.body, columns.hash, columns.sig).where(
        columns.shard_id == SHARD, columns.event_id == event_id, columns.copy_no == 0, columns.kind == "sale"
    )
    return connection.execute(query).one_or_none()


def _page(connection: sa.Connection, row: Any, language: str) -> SalePage | None:
    try:
        body = decode_body("sale", row.version, bytes(row.body))
    except BodyNotUnderstood:
        return None
    assert isinstance(body, SaleBody)
    store = _ref(connection, "store", body.store)
    heading = _heading(body, store, language)
    link = receipt_link(heading.texts.url, row.event_id, bytes(row.sig)) if heading.texts.url else ""
    person = str(_ref(connection, "staff", body.staff).get("name") or body.staff)
    made_at = heading.say.instant(parse_instant(body.at), heading.time_zone)
    mark = Mark(body.doc_no, made_at, person, bytes(row.hash).hex()[:_TAG_DIGITS])
    return SalePage(sale_page(sale_of(body, row.event_id), heading, mark), heading.store_name, body.doc_no, link)


def _heading(body: SaleBody, store: dict[str, Any], language: str) -> Heading:
    wanted = language or str(store.get("language") or "en")
    return Heading(
        store_name=str(store.get("name") or body.store),
        address=tuple(str(line) for line in store.get("address") or ()),
        till_id=body.till,
        time_zone=str(store.get("time_zone") or "UTC"),
        language=tag_in(wanted, str(store.get("country") or "")),
        texts=shop_texts(store) if store else ShopTexts(),
    )


def _ref(connection: sa.Connection, topic: str, key: str) -> dict[str, Any]:
    """The newest body of a reference row in any scope; empty when there is none."""
    columns = ref_row.c
    query = (
        sa.select(columns.body)
        .where(columns.shard_id == SHARD, columns.topic == topic, columns.key == key, columns.deleted == 0)
        .order_by(columns.version.desc())
        .limit(1)
    )
    text = connection.execute(query).scalar_one_or_none()
    found: dict[str, Any] = json.loads(text) if text else {}
    return found

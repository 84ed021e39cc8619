"""The customers of the feed, and over them what this till wrote down that the feed does not contain yet. Only reads."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from pos_client.counter.customers import Purchase, line_words
from pos_client.counter.meaning import CustomerCode, meaning
from pos_client.store.customer_search import matching
from pos_client.store.journal_file import JournalFile
from pos_client.store.reached import Contained, contained
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.subjects import events_about, events_behind
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.customer import Consent, Customer
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.money import format_scaled
from sync_engine.protocol.facts import CustomerSavedBody, SaleBody
from sync_engine.sql import replica_schema
from sync_engine.sql.fold import fold
from sync_engine.sql.phone import phone_digits, typed_digits
from sync_engine.sql.replica_customers import code_letters

LOG = logging.getLogger(__name__)
CUSTOMER = replica_schema.customer.c


class LocalCustomers:
    """The port `CustomerBook` over both files."""

    def __init__(self, journal: JournalFile, replica: ReplicaFile) -> None:
        self._journal, self._replica = journal, replica

    def find(self, text: str, limit: int) -> Sequence[Customer]:
        own = self._own()
        found = [customer for customer in own.values() if _fits(customer, text)]
        found += [one for one in self._matching(text, limit) if one.customer_id not in own]
        return tuple(found[:limit])

    def by_code(self, code: str) -> Customer | None:
        """By an own code first, then by the shop's card, then by the id itself."""
        meant = meaning(code)
        letters = meant.code[3:-1] if isinstance(meant, CustomerCode) else None
        own = self._own()
        for customer in own.values():
            if letters == code_letters(customer.customer_id) or code in {customer.card, customer.customer_id}:
                return customer
        where = sa.or_(CUSTOMER.card == code, CUSTOMER.customer_id == code)
        row = self._first(CUSTOMER.code == letters if letters is not None else where)
        return None if row is None or row.customer_id in own else row

    def get(self, customer_id: str) -> Customer | None:
        own = self._own().get(customer_id)
        return own if own is not None else self._first(CUSTOMER.customer_id == customer_id)

    def purchases(self, customer_id: str, limit: int) -> Sequence[Purchase]:
        with self._journal.read() as connection:
            bodies = events_about(connection, "sale", customer_id, limit)
        return tuple(_purchase(body) for body in bodies if isinstance(body, SaleBody))

    # --- what the feed brought ---

    def _matching(self, text: str, limit: int) -> Sequence[Customer]:
        try:
            with self._replica.read() as connection:
                return _read_all(connection, matching(connection, text, limit))
        except CatalogueMissing:
            return ()

    def _first(self, where: sa.ColumnElement[bool]) -> Customer | None:
        query = sa.select(CUSTOMER.customer_id, CUSTOMER.body).where(where).limit(1)
        try:
            with self._replica.read() as connection:
                found = _read_all(connection, connection.execute(query).all())
        except CatalogueMissing:
            return None
        return found[0] if found else None

    # --- what this till wrote down since ---

    def _own(self) -> dict[str, Customer]:
        """By id; over what the feed says of them, and with the consents of both."""
        inside = self._contained()
        with self._journal.read() as connection:
            bodies = events_behind(connection, "customer_saved", inside.reached, inside.unbooked)
        found: dict[str, Customer] = {}
        for body in bodies:
            assert isinstance(body, CustomerSavedBody)
            before = found.get(body.customer) or self._first(CUSTOMER.customer_id == body.customer)
            found[body.customer] = self._with_price_list(_written_down(body, before))
        return found

    def _contained(self) -> Contained:
        try:
            with self._replica.read() as connection:
                return contained(connection)
        except CatalogueMissing:
            return Contained()

    def _with_price_list(self, customer: Customer) -> Customer:
        try:
            with self._replica.read() as connection:
                return replace(customer, price_list=_price_lists(connection).get(customer.group, ""))
        except CatalogueMissing:
            return customer


def _fits(customer: Customer, text: str) -> bool:
    """By the same rule as the search index, for the few that are not in it yet."""
    digits = typed_digits(text)
    phone = phone_digits(customer.phone)
    if digits is not None and phone and (digits in phone or (phone.endswith(digits[-8:]) and len(digits) > 8)):
        return True
    texts = (customer.name, customer.card, customer.customer_id, code_letters(customer.customer_id), customer.email)
    folded = "\n".join(map(fold, texts))
    words = fold(text).split()
    return bool(words) and all(word in folded for word in words)


def _price_lists(connection: sa.Connection) -> dict[str, str]:
    group = replica_schema.customer_group.c
    found = {}
    for row in connection.execute(sa.select(group.group_id, group.body)):
        try:
            found[row.group_id] = str(json.loads(row.body)["price_list"])
        except (ValueError, KeyError, TypeError):
            LOG.info("left out the group %s", row.group_id)
    return found


def _read_all(connection: sa.Connection, rows: Sequence[Any]) -> list[Customer]:
    lists = _price_lists(connection) if rows else {}
    found = (_read(row.customer_id, row.body, lists) for row in rows)
    return [customer for customer in found if customer is not None]


def _read(customer_id: str, text: str, price_lists: Mapping[str, str]) -> Customer | None:
    try:
        body: Mapping[str, Any] = json.loads(text)
        group = str(body.get("group") or "")
        return Customer(
            customer_id=customer_id,
            name=str(body["name"]),
            phone=str(body.get("phone") or ""),
            email=str(body.get("email") or ""),
            card=str(body.get("card") or ""),
            group=group,
            price_list=price_lists.get(group, ""),
            language=str(body.get("language") or ""),
            consents=tuple(_consent(one) for one in body.get("consents") or ()),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        LOG.info("left out the customer %s: %r", customer_id, error)
        return None


def _consent(body: Mapping[str, Any]) -> Consent:
    return Consent(body["purpose"], bool(body["given"]), body["text_version"], body["at"], str(body.get("staff") or ""))


def _written_down(body: CustomerSavedBody, before: Customer | None) -> Customer:
    said = tuple(Consent(one.purpose, one.given, one.text_version, one.at, body.staff) for one in body.consents)
    kept = before.consents if before is not None else ()
    return Customer(
        customer_id=body.customer,
        name=body.name,
        phone=body.phone,
        email=body.email,
        card=body.card,
        group=body.group,
        language=body.language,
        consents=(*kept, *(one for one in said if one not in kept)),
    )


def _purchase(body: SaleBody) -> Purchase:
    lines = (
        line_words(line.name, format_scaled(line.qty, line.scale), is_return=line.kind == "return")
        for line in body.lines
    )
    return Purchase(body.doc_no, parse_instant(body.at), body.store, body.total, body.currency, ", ".join(lines))

"""The port `StoreBook` over the replica: which shop this is, who works in it, and how far the feed was applied.
Only reads.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pos_client.store.chain import Known
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.staff import StaffMember
from sync_engine.domain.store import Store, StoreRules
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime
from sync_engine.sql import replica_schema as tables

PinCheck = Callable[[str, str], bool]
"""(verifier, PIN) -> whether they belong together; slow on purpose."""


@dataclass(frozen=True, slots=True)
class AckState:
    """What the ledger has confirmed of this till's journal, and where the feed stands. Times are UTC text."""

    incarnation: int
    acked_seq: int
    archived_seq: int
    acked_at: str | None
    epoch: str | None
    feed_pos: int
    feed_head: int
    updated_at: str | None


class ReplicaBook:
    """What the ledger told about this till's own store."""

    def __init__(self, file: ReplicaFile, store_id: str, pin_check: PinCheck) -> None:
        self._file, self._store_id, self._pin_check = file, store_id, pin_check
        self._kept: tuple[str, Store] | None = None

    def store(self) -> Store:
        with self._file.read() as connection:
            text = _body(connection, tables.store, self._store_id)
        if text is None:
            if self._kept is None:
                raise CatalogueMissing
            return self._kept[1]
        if self._kept is None or self._kept[0] != text:
            self._kept = (text, store_from(self._store_id, json.loads(text)))
        return self._kept[1]

    def body(self) -> Mapping[str, Any]:
        """The store's facts as they came. Raises CatalogueMissing as `store` does."""
        self.store()
        assert self._kept is not None
        found: Mapping[str, Any] = json.loads(self._kept[0])
        return found

    def language_of(self, customer_id: str) -> str:
        """The language of a customer as the ledger told it; "" for none and for nobody known."""
        columns = tables.customer.c
        query = sa.select(columns.body).where(columns.customer_id == customer_id)
        with self._file.read() as connection:
            text = connection.execute(query).scalar_one_or_none()
        return str(json.loads(text).get("language") or "") if text else ""

    def people(self) -> Sequence[StaffMember]:
        columns = tables.staff.c
        with self._file.read() as connection:
            rows = connection.execute(sa.select(columns.staff_id, columns.body)).all()
        bodies = [(row.staff_id, json.loads(row.body)) for row in rows]
        people = [
            StaffMember(staff_id, body["name"], body["role"], (self._store_id,), body.get("limits") or {})
            for staff_id, body in bodies
            if body.get("active", True)
        ]
        return tuple(sorted(people, key=lambda person: (person.name, person.staff_id)))

    def pin_matches(self, staff_id: str, pin: str) -> bool:
        with self._file.read() as connection:
            text = _body(connection, tables.staff, staff_id)
        verifier = json.loads(text).get("pin_hash") if text else None
        return bool(verifier) and self._pin_check(str(verifier), pin)

    def badge_owner(self, badge_sha256: str) -> str | None:
        columns = tables.staff.c
        with self._file.read() as connection:
            rows = connection.execute(sa.select(columns.staff_id, columns.body)).all()
        bodies = ((row.staff_id, json.loads(row.body)) for row in rows)
        owners = (staff_id for staff_id, body in bodies if body.get("badge_sha256") == badge_sha256)
        return next(owners, None)

    def store_names(self) -> dict[str, str]:
        """Names of all stores by id."""
        columns = tables.store.c
        with self._file.read() as connection:
            rows = connection.execute(sa.select(columns.store_id, columns.body)).all()
        return {row.store_id: str(json.loads(row.body)["name"]) for row in rows}

    def known(self, epoch: str) -> Known:
        """What the till knows of the ledger now; position 0 of `epoch` before the first download."""
        try:
            with self._file.read() as connection:
                state = connection.execute(sa.select(tables.feed_state)).first()
                offset = connection.execute(sa.select(tables.ack.c.server_offset_ms)).scalar_one_or_none()
        except CatalogueMissing:
            return Known(epoch, 0)
        return Known(epoch, 0, offset) if state is None else Known(state.epoch, state.pos, offset)

    def ack_state(self) -> AckState | None:
        """The ledger's confirmations; None before the first download."""
        try:
            with self._file.read() as connection:
                return read_ack(connection)
        except CatalogueMissing:
            return None


def read_ack(connection: sa.Connection) -> AckState:
    """The acknowledgement and feed state of an open replica."""
    ack = connection.execute(sa.select(tables.ack)).first()
    state = connection.execute(sa.select(tables.feed_state)).first()
    return AckState(
        incarnation=ack.incarnation if ack else 0,
        acked_seq=ack.acked_seq if ack else 0,
        archived_seq=ack.archived_seq if ack else 0,
        acked_at=ack.acked_at if ack else None,
        epoch=state.epoch if state else None,
        feed_pos=state.pos if state else 0,
        feed_head=state.head if state else 0,
        updated_at=state.updated_at if state else None,
    )


def store_from(store_id: str, body: dict[str, Any]) -> Store:
    """The store that a row of the topic `store` describes."""
    return Store(
        store_id=store_id,
        name=body["name"],
        country=body.get("country") or "",
        currency_code=body["currency"],
        time_zone=body["time_zone"],
        cutover_minutes=body["cutover_minutes"],
        price_list=body["price_list"],
        language=body.get("language") or "en",
        address=tuple(body.get("address") or ()),
        rules=tuple(_rules(rules) for rules in body["rules"]),
        foreign=body.get("foreign") or {},
    )


def _rules(body: dict[str, Any]) -> StoreRules:
    taxes = {
        code: TaxRate(code, tuple(TaxPart(part["name"], part["rate_ppm"]) for part in parts))
        for code, parts in body["taxes"].items()
    }
    return StoreRules(
        valid_from_on=body["from"],
        regime=TaxRegime(bool(body["inclusive"]), body["rounding"]),
        cash_step_minor=body["cash_step"],
        taxes=taxes,
        default_tax_code=body.get("default_tax") or "",
    )


def _body(connection: sa.Connection, table: sa.Table, key: str) -> str | None:
    key_column, body_column = table.columns
    return connection.execute(sa.select(body_column).where(key_column == key)).scalar_one_or_none()

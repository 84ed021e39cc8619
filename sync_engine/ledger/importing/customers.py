"""Customers and their groups from a file. Knows rows and what a customer may be, no database.

A file that lacks a column says nothing about it: what is not stated keeps the value it has, and so do consents, which
no file can give.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sync_engine.domain.card_number import has_card_number
from sync_engine.domain.customer import Customer, checked
from sync_engine.domain.errors import Refusal
from sync_engine.ledger.importing import values
from sync_engine.ledger.importing.kinds import Keyed
from sync_engine.ledger.importing.parts import EVERYWHERE
from sync_engine.ledger.importing.reading import Record
from sync_engine.ledger.importing.statements import Body, Known, Part, Statement
from sync_engine.ledger.importing.values import RowRefused

_STATED: Final = ("name", "phone", "email", "card", "group", "language")
_NEW: Final[Mapping[str, Any]] = {**dict.fromkeys(_STATED, ""), "consents": []}


@dataclass(slots=True)
class CustomerImport(Keyed):
    """One row per customer; a payment card's number in any of its columns sets the row aside."""

    def take(self, record: Record) -> None:
        key = values.code(self.columns.cell(record.cells, "customer"))
        if has_card_number(key):
            raise RowRefused("payment_card_number", "customer")
        stated: dict[str, Any] = {name: self._text(record, name) for name in _STATED if self.columns.has(name)}
        try:
            found = checked(Customer(key, **stated))
        except Refusal as refusal:
            raise RowRefused(refusal.code, getattr(refusal, "field", "")) from None
        row = {name: getattr(found, name) for name in stated}
        self._keep(Statement(EVERYWHERE, key, row, record.line))

    def parts(self) -> Sequence[Part]:
        return (Customers(self._rows),)


@dataclass(slots=True)
class GroupImport(Keyed):
    """Groups of customers, each with its price list."""

    def take(self, record: Record) -> None:
        key = values.place_code(self.columns.cell(record.cells, "group"), "blank_code")
        price_list = self._text(record, "price_list") or key
        body = {"name": values.name(self.columns.cell(record.cells, "name")), "price_list": price_list}
        self._keep(Statement(EVERYWHERE, key, body, record.line))

    def parts(self) -> Sequence[Part]:
        return (Groups(self._rows),)


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers of a file; their group must be known."""

    rows: Mapping[str, Statement]
    topic: str = "customer"

    def statements(self) -> Iterator[Statement]:
        yield from self.rows.values()

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:
        groups = {statement.line: statement.row.get("group") for statement in chunk}
        there = known.bodies("group", [(EVERYWHERE, group) for group in {group for group in groups.values() if group}])
        return {
            line: RowRefused("unknown_group", group)
            for line, group in groups.items()
            if group and (EVERYWHERE, group) not in there
        }

    def body(self, statement: Statement, before: Body | None) -> Body:
        return {**_NEW, **(before or {}), **statement.row}


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of a file."""

    rows: Mapping[str, Statement]
    topic: str = "group"

    def statements(self) -> Iterator[Statement]:
        yield from self.rows.values()

    def refused(self, chunk: Sequence[Statement], known: Known) -> Mapping[int, RowRefused]:  # noqa: ARG002 - nothing to know
        return {}

    def body(self, statement: Statement, before: Body | None) -> Body:
        return {**(before or {}), **statement.row}

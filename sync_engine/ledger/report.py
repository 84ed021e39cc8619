"""What was sold, what was not booked, what is in stock: figures of the ledger for people and for programs.

The keys of `totals` and `stock` are read by programs and stay as they are; `docs/operations.md` explains them. Amounts
are minor units; quantities are decimal numbers. Sums over several currencies are never one number. Reads only.

A *ticket* is the number on the customer's paper: the ticket of a replayed file, else the document number, within its
till. `tickets` counts those of which anything was booked (as a sale or as an adjustment);
`not_booked.tickets_only` those of which nothing was, so both together are all tickets that ever arrived.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from sync_engine.ledger.store import tables
from sync_engine.ledger.store.tables import SHARD
from sync_engine.protocol.facts import LinesNotBookedBody, StockAdjustedBody

By = Literal["store", "day", "till", "article"]
Ticket = tuple[str, str, str]
"""(store, till, ticket or document number)."""

MONEY = ("sales_minor", "returns_minor", "gross_minor", "tax_minor")
"""Amounts of sale lines, of return lines (zero or negative), what customers paid, and the tax in it."""


def totals(engine: sa.Engine, by: By | None = None) -> dict[str, Any]:
    """Everything that was sold and everything that was not booked, in all and by `by`."""
    with engine.begin() as connection:
        sales = _sales(connection)
        adjusted, missed = _adjusted(connection), _not_booked(connection)
        counted = _tickets(connection, adjusted.tickets, missed.tickets)
        report: dict[str, Any] = {
            "tickets": counted.booked,
            "lines": sum(row["lines"] for row in sales),
            "units": _units(sum(row["units_e3"] for row in sales)),
            **_money(sales),
            "adjustments": {
                "tickets": len(adjusted.tickets),
                "lines": adjusted.lines,
                "units": _units(adjusted.units_e3),
            },
            "not_booked": missed.plain(counted.nothing_booked),
            "deferred": _count(connection, tables.inbox, tables.inbox.c.disposition == "deferred"),
            "open_cases": _count(connection, tables.case_, tables.case_.c.state == "open"),
        }
        if by is not None:
            report["by"], report["groups"] = by, _groups(connection, by)
        return report


# --- sales ---


def _sales(connection: sa.Connection) -> list[dict[str, Any]]:
    """One row per currency."""
    sale = tables.sale.c
    query = sa.select(sale.currency, *_sums()).where(sale.shard_id == SHARD)
    return _rows(connection, query.group_by(sale.currency).order_by(sale.currency))


def _sums() -> tuple[sa.ColumnElement[Any], ...]:
    sale = tables.sale.c
    sums = {
        "lines": sale.line_count,
        "units_e3": sale.units_e3,
        "sales_minor": sale.sales_minor,
        "returns_minor": sale.returns_minor,
        "gross_minor": sale.total_minor,
        "tax_minor": sale.tax_minor,
    }
    return tuple(sa.func.sum(column).label(name) for name, column in sums.items())


def _money(sales: list[dict[str, Any]]) -> dict[str, Any]:
    """The amounts as they are when there is one currency, by currency when there are more."""
    if len(sales) > 1:
        by_currency = {row["currency"]: {name: row[name] for name in MONEY} for row in sales}
        return {**dict.fromkeys(MONEY), "currency": None, "by_currency": by_currency}
    only = sales[0] if sales else {"currency": None, **dict.fromkeys(MONEY, 0)}
    return {name: only[name] for name in (*MONEY, "currency")}


def _groups(connection: sa.Connection, by: By) -> list[dict[str, Any]]:
    """The sales in parts; each part and currency has a row of its own."""
    rows = _rows(connection, _by_article() if by == "article" else _by_columns(by))
    for row in rows:
        row["units"] = _units(row.pop("units_e3"))
    return rows


def _by_columns(by: By) -> sa.Select[Any]:
    sale = tables.sale.c
    named = {
        "store": [sale.store_id.label("store")],
        "day": [sale.business_on.label("day")],
        "till": [sale.store_id.label("store"), sale.till_id.label("till")],
    }[by]
    tickets = sa.func.count(sa.distinct(_ticket_text())).label("tickets")
    query = sa.select(*named, sale.currency, tickets, *_sums()).where(sale.shard_id == SHARD)
    return query.group_by(*named, sale.currency).order_by(*named, sale.currency)


def _by_article() -> sa.Select[Any]:
    sale, line = tables.sale.c, tables.sale_line.c
    returned = line.kind == "return"
    units = line.qty * _e3(line.scale) * sa.case((returned, -1), else_=1)
    sums = (
        sa.func.count(sa.distinct(_ticket_text())).label("tickets"),
        sa.func.count().label("lines"),
        sa.func.sum(units).label("units_e3"),
        sa.func.sum(sa.case((returned, 0), else_=line.amount_minor)).label("sales_minor"),
        sa.func.sum(sa.case((returned, line.amount_minor), else_=0)).label("returns_minor"),
        sa.func.sum(line.tax_minor).label("tax_minor"),
    )
    joined = tables.sale_line.join(tables.sale, sa.and_(line.shard_id == sale.shard_id, line.pos == sale.pos))
    query = sa.select(line.article_id.label("article"), sale.currency, *sums).select_from(joined)
    query = query.where(line.shard_id == SHARD)
    return query.group_by(line.article_id, sale.currency).order_by(line.article_id, sale.currency)


def _ticket_text() -> sa.ColumnElement[str]:
    sale = tables.sale.c
    return sale.store_id + "|" + sale.till_id + "|" + sa.func.coalesce(sale.ticket, sale.doc_no)


# --- tickets ---


class _Tickets(NamedTuple):
    booked: int
    nothing_booked: int


def _tickets(connection: sa.Connection, adjusted: set[Ticket], missed: set[Ticket]) -> _Tickets:
    """Counts tickets over sales, adjustments and what was not booked, each once."""
    sale = tables.sale.c
    number = sa.func.coalesce(sale.ticket, sale.doc_no)
    query = sa.select(sale.store_id, sale.till_id, number).where(sale.shard_id == SHARD).distinct()
    booked, only_adjusted, nothing = 0, set(adjusted), set(missed - adjusted)
    for row in connection.execute(query.execution_options(yield_per=10_000)):
        booked += 1
        only_adjusted.discard(tuple(row))
        nothing.discard(tuple(row))
    return _Tickets(booked + len(only_adjusted), len(nothing))


# --- adjustments ---


@dataclass(slots=True)
class _Adjusted:
    tickets: set[Ticket] = field(default_factory=set)
    lines: int = 0
    units_e3: int = 0


def _adjusted(connection: sa.Connection) -> _Adjusted:
    found = _Adjusted()
    for _, raw in _bodies(connection, "stock_adjusted"):
        body = msgspec.json.decode(raw, type=StockAdjustedBody)
        found.tickets.add((body.store, body.till, body.ticket or body.doc_no or ""))
        found.lines += len(body.lines)
        found.units_e3 += sum(line.delta * 10 ** (3 - line.scale) for line in body.lines)
    return found


# --- what was not booked ---


@dataclass(slots=True)
class _Missed:
    rows: list[dict[str, Any]] = field(default_factory=list)
    tickets: set[Ticket] = field(default_factory=set)
    amounts: Counter[str] = field(default_factory=Counter)
    units: Decimal = Decimal(0)

    def plain(self, tickets_only: int) -> dict[str, Any]:
        """As it is reported; the amount is one number only when it is of one currency."""
        several = len(self.amounts) > 1
        reasons = Counter(row["reason"] for row in self.rows)
        return {
            "tickets": len(self.tickets),
            "tickets_only": tickets_only,
            "lines": len(self.rows),
            "units": _number(self.units),
            "amount_minor": None if several else sum(self.amounts.values()),
            **({"by_currency": dict(sorted(self.amounts.items()))} if several else {}),
            "by_reason": dict(sorted(reasons.items())),
            "rows": self.rows,
        }


def _not_booked(connection: sa.Connection) -> _Missed:
    currencies = _store_currencies(connection)
    found = _Missed()
    for _, raw in _bodies(connection, "lines_not_booked"):
        body = msgspec.json.decode(raw, type=LinesNotBookedBody)
        found.tickets.add((body.store, body.till, body.ticket))
        for line in body.lines:
            found.units += _decimal(line.quantity)
            found.amounts[currencies[body.store]] += line.amount or 0
            found.rows.append(
                {
                    "ticket": body.ticket,
                    "sku": line.sku,
                    "name": line.name,
                    "quantity": line.quantity,
                    "unit_price": line.unit_price,
                    "amount_minor": line.amount,
                    "reason": line.reason,
                    "store": body.store,
                    "till": body.till,
                }
            )
    return found


def _store_currencies(connection: sa.Connection) -> defaultdict[str, str]:
    row = tables.ref_row.c
    query = sa.select(row.key, row.body).where(row.shard_id == SHARD, row.topic == "store", row.deleted == 0)
    found: defaultdict[str, str] = defaultdict(str)
    found.update((key, msgspec.json.decode(body)["currency"]) for key, body in connection.execute(query))
    return found


# --- shared ---


def _bodies(connection: sa.Connection, kind: str) -> Iterator[tuple[int, bytes]]:
    """Position and body of every event of a kind that was booked."""
    inbox = tables.inbox.c
    query = sa.select(inbox.pos, inbox.body).where(
        inbox.shard_id == SHARD, inbox.kind == kind, inbox.disposition != "deferred"
    )
    for pos, body in connection.execute(query.order_by(inbox.pos).execution_options(yield_per=1_000)):
        yield pos, bytes(body)


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[dict[str, Any]]:
    """Plain rows; PostgreSQL sums integers into decimals."""
    return [
        {name: int(value) if isinstance(value, Decimal) else value for name, value in row._mapping.items()}  # noqa: SLF001
        for row in connection.execute(query)
    ]


def _count(connection: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.shard_id == SHARD, condition)
    return int(connection.execute(query).scalar_one())


def _e3(scale: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    return sa.case((scale == 0, 1000), (scale == 1, 100), (scale == 2, 10), else_=1)


def _units(thousandths: int) -> int | Decimal:
    return _number(Decimal(thousandths) / 1000)


def _number(value: Decimal) -> int | Decimal:
    """A whole number as such, else with the decimals it has."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() else Decimal(0)

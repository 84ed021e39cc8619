"""The money journal for accountants: every posting, by event, as a hledger journal or as CSV. Reads only.

The hledger journal declares its commodities and accounts and passes `hledger check --strict`. Texts that come from
tills lose control characters and whatever hledger would read as syntax.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from sync_engine.domain.errors import UnknownCurrency
from sync_engine.domain.money import currency, format_scaled
from sync_engine.ledger.store.tables import SHARD, inbox, posting, sale

Format = Literal["hledger", "csv"]
CSV_COLUMNS = ("pos", "date", "document", "ticket", "store", "till", "account", "currency", "amount", "amount_minor")

# What our accounts are in an accountant's chart, by their first part.
_CHART = {
    "cash": "assets:cash",
    "tender": "assets:tender",
    "sales": "revenues:sales",
    "tax": "liabilities:tax",
    "rounding": "expenses:rounding",
    "exchange": "equity:exchange",
}
_NOT_PLAIN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029;|()\[\]\"]+")
_LETTERS = re.compile(r"[A-Za-z]+", re.ASCII)


class Entry(NamedTuple):
    """One posting with the event it belongs to."""

    pos: int
    on: str
    document: str
    ticket: str
    store: str
    till: str
    account: str
    currency: str
    amount: int


def journal(engine: sa.Engine, form: Format) -> Iterator[str]:
    """The journal in pieces of text, ordered by business date, then by position."""
    with engine.begin() as connection:
        yield from _hledger(connection) if form == "hledger" else _csv(connection)


def _entries(connection: sa.Connection) -> Iterator[Entry]:
    event = sa.and_(posting.c.shard_id == inbox.c.shard_id, posting.c.pos == inbox.c.pos)
    sold = sa.and_(posting.c.shard_id == sale.c.shard_id, posting.c.pos == sale.c.pos)
    date = sa.func.coalesce(sale.c.business_on, "")
    query = (
        sa.select(posting, inbox.c.body, sale.c.business_on, sale.c.doc_no, sale.c.ticket, sale.c.store_id)
        .add_columns(sale.c.till_id)
        .select_from(posting.join(inbox, event).outerjoin(sale, sold))
        .where(posting.c.shard_id == SHARD)
        .order_by(date, posting.c.pos, posting.c.line)
    )
    for row in connection.execute(query.execution_options(yield_per=1_000)):
        facts = (row.business_on, row.doc_no, row.ticket or "", row.store_id, row.till_id)
        on, document, ticket, store, till = facts if row.doc_no is not None else _of_body(row.body)
        yield Entry(row.pos, on, document, ticket, store, till, row.account, row.currency, row.amount)


def _of_body(body: bytes) -> tuple[str, str, str, str, str]:
    """Date, document, ticket, store and till of an event that is no sale."""
    context = msgspec.json.decode(bytes(body), type=dict[str, Any])
    on = context.get("business_on") or context["at"][:10]
    return on, context.get("doc_no") or "", context.get("ticket") or "", context["store"], context["till"]


# --- hledger ---


def _hledger(connection: sa.Connection) -> Iterator[str]:
    yield "; Postings of the ledger, one transaction per event.\ndecimal-mark .\n\n"
    accounts = sa.select(posting.c.account, posting.c.currency).where(posting.c.shard_id == SHARD).distinct()
    found = connection.execute(accounts).all()
    for code in sorted({row.currency for row in found}):
        digits = "0" * _digits(code)
        yield f"commodity 1000.{digits} {_commodity(code)}\n"
    for name in sorted({account_name(row.account) for row in found}):
        yield f"account {name}\n"
    for pos, entries in groupby(_entries(connection), key=lambda entry: entry.pos):
        yield _transaction(pos, list(entries))


def _transaction(pos: int, entries: list[Entry]) -> str:
    first = entries[0]
    code = f"({_plain(first.document)}) " if first.document else ""
    ticket = f" ticket {_plain(first.ticket)}" if first.ticket else ""
    lines = [f"\n{first.on} * {code}{_plain(first.store)} {_plain(first.till)}{ticket}  ; pos:{pos}"]
    width = max(len(account_name(entry.account)) for entry in entries)
    for entry in entries:
        amount = f"{format_scaled(entry.amount, _digits(entry.currency))} {_commodity(entry.currency)}"
        lines.append(f"    {account_name(entry.account):<{width}}  {amount:>16}")
    return "\n".join(lines) + "\n"


def account_name(account: str) -> str:
    """The readable name of one of our accounts: `cash:S01:T1` is `assets:cash:S01:T1`."""
    kind, _, rest = account.partition(":")
    return ":".join(part for part in (_CHART.get(kind, f"equity:{_plain(kind)}"), _plain(rest)) if part)


def _plain(text: str) -> str:
    """Text on one line without hledger's own marks; two blanks would end a name."""
    return " ".join(_NOT_PLAIN.sub(" ", text).split())


def _commodity(code: str) -> str:
    return code if _LETTERS.fullmatch(code) else f'"{_plain(code)}"'


def _digits(code: str) -> int:
    try:
        return currency(code).digits
    except UnknownCurrency:
        return 2


# --- CSV ---


def _csv(connection: sa.Connection) -> Iterator[str]:
    yield _csv_line(CSV_COLUMNS)
    for entry in _entries(connection):
        amount = format_scaled(entry.amount, _digits(entry.currency))
        yield _csv_line((*entry[:-1], amount, entry.amount))


def _csv_line(cells: tuple[Any, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()

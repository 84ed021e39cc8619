"""A ledger on each database, and a little trade in it of which every figure is known."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import Ledger, open_ledger
from sync_engine.ledger.session import Place
from sync_engine.protocol import facts
from sync_engine.sql.engine import database_engine
from tests.helpers.ledgers import (
    KEYS,
    FakeTill,
    Item,
    adjusted,
    articles,
    changed,
    context,
    counted,
    reference,
    sale_body,
)
from tests.helpers.postgres import fresh_database
from tests.integration.ledger_commands.command_line import CommandLine


@pytest.fixture
def pos_ledger(tmp_path: Path) -> CommandLine:
    """The command line over a home of its own."""
    return CommandLine(tmp_path / "home")


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@contextmanager
def database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'ledger.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture(params=BOTH)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where a ledger can be made."""
    with database(request.param, tmp_path, request) as url:
        yield Place(tmp_path, url)


@pytest.fixture(scope="module", params=BOTH)
def traded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """A ledger in which `trade` happened and nobody writes; the engine can write."""
    folder = tmp_path_factory.mktemp("traded")
    with ExitStack() as stack:
        url = stack.enter_context(database(request.param, folder, request))
        ledger = open_ledger(url, folder, KEYS)
        trade(ledger)
        ledger.close()
        engine = database_engine(url)
        stack.callback(engine.dispose)
        yield engine


def join(ledger: Ledger, store: str, till: str) -> FakeTill:
    """A till that was enrolled."""
    fake = FakeTill()
    code = issue_code(ledger, store, till, datetime(2026, 11, 21, 10, tzinfo=UTC))
    answer = ledger.door.enroll(fake.enroll_request(code))
    fake.device_id, fake.token = answer.device, answer.token
    return fake


def trade(ledger: Ledger) -> FakeTill:
    """Two stores in two currencies: sales, a return, an adjustment, lines not booked, an oversell, an unknown kind.

    Returns the till of the first store.
    """
    ledger.append("reference_changed", 1, reference("store", _store("S01", "EUR"), _store("S02", "USD")))
    ledger.append("reference_changed", 1, articles("A", "B", batch="articles-1"))
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 10), ("S01/floor", "B", 5), batch="stock-1"))
    first, second = join(ledger, "S01", "T1"), join(ledger, "S02", "T1")
    first.record(changed(sale_body(Item("A", 3, 15_000), doc_no="S01-T1a-000001"), ticket="1001"))
    back = Item("B", 1, 20_000, is_return=True)
    first.record(changed(sale_body(Item("A", 1, 15_000), back, doc_no="S01-T1a-000002"), ticket="1002"))
    first.record(replace(adjusted("A", -2), ticket="1001"))
    first.record(replace(adjusted("B", 4), ticket="1003"))
    first.record(changed(sale_body(Item("A", 20, 15_000), doc_no="S01-T1a-000003"), business_on="2026-11-22"))
    first.record(not_booked("1001", "X", "2", "1.10", 220, "unknown_article"))
    first.record(not_booked("1009", "Y", "0.5", "oops", None, "not_a_number"))
    first.record_raw("from_the_future", 9, b"{}")
    second.record(changed(sale_body(Item("B", 2, 10_000), store="S02", doc_no="S02-T1a-000001"), currency="USD"))
    for till in (first, second):
        ledger.door.push(till.token, till.push())
    return first


def not_booked(ticket: str, sku: str, quantity: str, price: str, amount: int | None, reason: str) -> facts.Body:
    """One line of a replayed file that could not be booked."""
    line = facts.NotBookedLineBody(
        sku=sku, name=f"Article {sku}", quantity=quantity, unit_price=price, amount=amount, reason=reason
    )
    return facts.LinesNotBookedBody(**context(), ticket=ticket, lines=(line,))


def _store(store_id: str, currency: str) -> facts.ReferenceRow:
    rules = {"from": "1900-01-01", "inclusive": True, "rounding": "line", "cash_step": 1, "default_tax": "S20"}
    taxes = {"S20": [{"name": "VAT", "rate_ppm": 200_000}]}
    body = {
        "name": store_id,
        "country": "FR",
        "currency": currency,
        "time_zone": "UTC",
        "cutover_minutes": 240,
        "price_list": "default",
        "language": "en",
        "address": [],
        "rules": [{**rules, "taxes": taxes}],
    }
    return facts.ReferenceRow(scope="*", key=store_id, body=body)

"""A till's home as enrolment and a first download leave it: an encrypted journal and a replica with a small
catalogue.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pos_client.counter.acts import Context, SaleCompleted
from pos_client.secrets import open_vault
from pos_client.store.chain import Known
from pos_client.store.disk import DiskGuard
from pos_client.store.journal import JournalStore, Recorder
from pos_client.store.journal_file import Device, JournalFile, create_journal, open_journal
from sync_engine.domain.cart import Cart, CartLine, add_line, totals
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.quantity import pieces
from sync_engine.domain.sale import complete
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime
from sync_engine.protocol.signing import Signer
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_rows import apply_rows

JOURNAL_KEY = bytes(range(32))
REPLICA_KEY = bytes(range(32, 64))
SEED = bytes(range(64, 96))
EPOCH = "e1"
RATES = {"standard": TaxRate("standard", (TaxPart("VAT", 200_000),))}
REGIME = TaxRegime(is_inclusive=True, rounding="line")

A_DEVICE = Device(
    device_id="d_" + "0" * 32,
    incarnation=1,
    install_id="i1",
    store_id="S01",
    till_id="T1",
    ledger_url="http://127.0.0.1:1",
    epoch=EPOCH,
    ledger_public_key=bytes(32),
)

STORE_BODY: dict[str, Any] = {
    "name": "Harbour",
    "country": "GB",
    "currency": "GBP",
    "time_zone": "Europe/London",
    "cutover_minutes": 240,
    "price_list": "default",
    "language": "en",
    "address": ["1 Demonstration Quay"],
    "rules": [
        {
            "from": "2010-01-01",
            "inclusive": True,
            "rounding": "line",
            "cash_step": 1,
            "taxes": {"standard": [{"name": "VAT", "rate_ppm": 200_000}]},
            "default_tax": "standard",
        }
    ],
}


def article_body(name: str, **changes: Any) -> dict[str, Any]:
    """The body of an article row."""
    plain = {
        "name": name,
        "names": {},
        "description": "",
        "descriptions": {},
        "unit": "piece",
        "scale": 0,
        "tax": "standard",
        "stocked": True,
        "barcodes": [],
        "attributes": {},
        "picture": None,
        "brand": None,
        "category": None,
    }
    return plain | changes


def article_rows(sku: str, body: Mapping[str, Any], price_e4: int | None) -> list[tuple[Any, ...]]:
    """Feed rows of an article and its price."""
    rows: list[tuple[Any, ...]] = [("article", "*", sku, 5, False, body)]
    if price_e4 is not None:
        price = {"sku": sku, "list": "default", "store": None, "unit_e4": price_e4, "from": "2010-01-01", "to": None}
        rows.append(("price", "*", f"default||{sku}|2010-01-01", 5, False, price))
    return rows


def small_catalogue() -> list[tuple[Any, ...]]:
    """Coffee (with a pack of six), cheese by weight, a service, an article without a price, and the store."""
    coffee = article_body("Coffee", barcodes=[{"code": "4006381333931", "qty": 1}, {"code": "4006381333948", "qty": 6}])
    return [
        ("store", "*", "S01", 1, False, STORE_BODY),
        *article_rows("COFFEE", coffee, 25_500),
        *article_rows("CHEESE", article_body("Cheese", unit="kg", scale=3), 123_400),
        *article_rows("WRAP", article_body("Gift wrap", stocked=False), 20_000),
        *article_rows("NEW", article_body("New thing", barcodes=[{"code": "12345670", "qty": 1}]), None),
        ("favourite", "S01", "1", 5, False, {"sku": "COFFEE"}),
        ("stock", "*", "S01/floor|COFFEE", 6, False, {"on_hand": 10, "reserved": 0, "scale": 0}),
        ("stock", "*", "S02/floor|COFFEE", 6, False, {"on_hand": 4, "reserved": 1, "scale": 0}),
    ]


def make_replica(
    home: Path, rows: Sequence[tuple[Any, ...]], *, generation: int = 1, included: tuple[int, int] = (1, 0)
) -> Path:
    """A replica file of that generation, and the pointer to it."""
    path = home / f"replica-{generation}.db"
    engine = sqlite_engine(path, key=REPLICA_KEY, synchronous="NORMAL")
    with engine.begin() as connection:
        replica_schema.create(connection)
        apply_rows(connection, rows, included)
        connection.execute(
            replica_schema.feed_state.insert().values(
                row=1,
                epoch=EPOCH,
                pos=7,
                head=7,
                cursor=f"{EPOCH}:7:{replica_schema.SCHEMA}",
                schema=replica_schema.SCHEMA,
                updated_at="2026-11-21T10:00:00.000Z",
            )
        )
    engine.dispose()
    fresh = home / "replica.json.new"
    fresh.write_text(json.dumps({"file": path.name, "sha256": None, "generation": generation}))
    fresh.replace(home / "replica.json")
    return path


@dataclass(frozen=True, slots=True)
class OpenTill:
    """An open journal in a home."""

    home: Path
    file: JournalFile
    journal: JournalStore


def open_till(home: Path, *, guard: DiskGuard | None = None) -> OpenTill:
    """Open the journal of `home`, made first when it is not there."""
    if not (home / "journal.db").exists():
        create_journal(home, JOURNAL_KEY, A_DEVICE)
    file = open_journal(home, JOURNAL_KEY)
    recorder = Recorder(lambda: Known(EPOCH, 7, -140))
    guard = guard or DiskGuard(home, reserve_bytes=65_536, needed_bytes=65_536)
    return OpenTill(home, file, JournalStore(file, Signer(SEED), recorder, guard))


def context(**changes: Any) -> Context:
    """A moment of the first shift."""
    plain = Context("shift-1", "2026-11-21", "C1", parse_instant("2026-11-21T10:00:03.120Z"), 0)
    return replace(plain, **changes)


def a_sale(event_id: str = "event-1", lines: int = 1, quantity: int = 2) -> SaleCompleted:
    """`lines` lines of coffee at 2.55, paid exactly in cash."""
    cart = Cart(currency("GBP"), REGIME, RATES)
    for number in range(1, lines + 1):
        article = "COFFEE" if number == 1 else f"ARTICLE-{number}"
        cart = add_line(cart, CartLine(number, article, "Coffee", None, pieces(quantity), 25_500, "standard"))
    tenders = (Tender("cash", totals(cart).total_minor),)
    return SaleCompleted(
        context(), complete(cart, tenders, sale_id=event_id, doc_no="", cash_step_minor=1), "Cashier 1"
    )


def enrolled_home(home: Path, rows: Sequence[tuple[Any, ...]] | None = None) -> Path:
    """A home as enrolment and the first download leave it, secrets in files; programs can be started on it."""
    vault = open_vault(home, preferred="file")
    kept = {
        "journal_key": JOURNAL_KEY,
        "replica_key": REPLICA_KEY,
        "device_seed": SEED,
        "pepper": bytes(32),
        "install_id": b"i1",
        "token": b"t1",
    }
    for name, secret in kept.items():
        vault.put(name, secret)
    create_journal(home, JOURNAL_KEY, A_DEVICE)
    make_replica(home, small_catalogue() if rows is None else rows)
    return home

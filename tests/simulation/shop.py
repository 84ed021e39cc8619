"""Two stores, what they sell, and their tills joined to a ledger: made once in a process and copied for every run."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from pos_client.store.journal_file import create_journal
from sync_engine.ledger.enrolment import issue_code
from sync_engine.ledger.opening import open_ledger
from sync_engine.protocol import facts
from sync_engine.protocol.messages import EnrollRequest
from sync_engine.protocol.signing import Signer
from tests.helpers.ledgers import KEYS, articles, counted, reference
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, STORE_BODY
from tests.simulation.house import STARTED_MS
from tests.simulation.papers import Papers

STORES = ("S01", "S02")
TILLS = (("S01", "T1"), ("S01", "T2"), ("S02", "T1"))
COUNTED = ("A", "B", "C")
UNCOUNTED = "D"
BOOM = "BOOM"
"""An article over whose sale the ledger's code stumbles."""
SKUS = (*COUNTED, UNCOUNTED)
PRICES_E4 = {"A": 12_300, "B": 99_900, "C": 4_500, "D": 25_500, BOOM: 10_000}
OPENING = 9
FLOORS = tuple(f"{store}/floor" for store in STORES)


@dataclass(frozen=True, slots=True)
class Template:
    """A folder with `ledger.db` and one home per till, and what the tills were given. `head` is the ledger's own last
    number and the position it stands at.
    """

    folder: Path
    papers: tuple[Papers, ...]
    head: int


def price_row(sku: str, unit_e4: int) -> facts.ReferenceRow:
    """A price of every store."""
    body = {"sku": sku, "list": "default", "store": None, "unit_e4": unit_e4, "from": "2010-01-01", "to": None}
    return facts.ReferenceRow(scope="*", key=f"default||{sku}|2010-01-01", body=body)


def prices(*changed: tuple[str, int]) -> facts.ReferenceChangedBody:
    """Prices as head office states them."""
    return reference("price", *(price_row(sku, unit_e4) for sku, unit_e4 in changed))


def counts(*changed: tuple[str, str, int]) -> facts.StockCountedBody:
    """Counts of (place, article, pieces)."""
    return counted(*changed)


@cache
def template() -> Template:
    """The shop before anything was sold."""
    folder = Path(mkdtemp(prefix="simulated-shop-"))
    ledger = open_ledger(f"sqlite:///{folder}/ledger.db", folder, KEYS, clock=lambda: STARTED_MS)
    stores = [facts.ReferenceRow(scope="*", key=store, body=STORE_BODY | {"name": store}) for store in STORES]
    person: dict[str, Any] = {"name": "Cashier 1", "role": "cashier", "pin_hash": None, "active": True}
    staff = [facts.ReferenceRow(scope=store, key="C1", body=person) for store in STORES]
    for body in (
        reference("store", *stores),
        reference("staff", *staff),
        articles(*SKUS, BOOM, tax="standard"),
        prices(*PRICES_E4.items()),
    ):
        ledger.append("reference_changed", 1, body)
    ledger.append("stock_counted", 1, counts(*((floor, sku, OPENING) for floor in FLOORS for sku in COUNTED)))
    papers = tuple(_joined(ledger, folder, store, till) for store, till in TILLS)
    ledger.close()
    return Template(folder, papers, ledger.hub.head)


def _joined(ledger: Any, folder: Path, store: str, till: str) -> Papers:
    seed = f"{store}{till}".encode().ljust(32)
    code = issue_code(ledger.own_facts, store, till, datetime.fromtimestamp(STARTED_MS / 1000, UTC))
    request = EnrollRequest(code=code, public_key=Signer(seed).public_key.hex(), install_id="i1", app="test")
    answer = ledger.door.enroll(request)
    home = folder / f"{store}-{till}"
    home.mkdir()
    device = replace(
        A_DEVICE,
        device_id=answer.device,
        incarnation=answer.incarnation,
        store_id=store,
        till_id=till,
        epoch=answer.epoch,
    )
    create_journal(home, JOURNAL_KEY, device)
    key = bytes.fromhex(answer.replica_key)
    return Papers(seed, answer.device, answer.incarnation, answer.epoch, store, till, answer.token, key)


def copied(target: Path) -> tuple[Papers, ...]:
    """A shop of its own in `target`; its papers can be written on."""
    made = template()
    shutil.copytree(made.folder, target, dirs_exist_ok=True)
    return tuple(replace(one) for one in made.papers)

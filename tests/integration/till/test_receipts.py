"""Receipts of a real till: its own composition, journal, replica and a printer made of code."""

import queue
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from hardware.document import Document, Qr, to_text
from pos_client.app import Till, Wishes, open_till
from pos_client.app.receipts import TillReceipts
from pos_client.counter.acts import DrawerOpened, SaleParked, SaleVoided
from pos_client.counter.clock import SystemClock
from pos_client.events import DrawerChanged, Event, JobChanged, PrinterChanged
from pos_client.receipts.layout import from_text
from pos_client.store import tables
from sync_engine.domain.mail import NoMailAddress, ReceiptNotFound
from sync_engine.domain.staff import StaffMember
from sync_engine.protocol.codec import decode_body
from sync_engine.protocol.facts import ReceiptAskedBody
from sync_engine.receipt.link import code_of, is_code_of
from tests.helpers.till_home import STORE_BODY, a_sale, context, enrolled_home, small_catalogue

SALE_ID = "018c5f3e-0000-7000-8000-000000000001"
SPEAKS_GERMAN: dict[str, Any] = {
    "name": "Customer 1", "phone": "", "email": "", "card": "", "group": "", "language": "de", "consents": [],
}  # fmt: skip
CASHIER = StaffMember("C1", "Cashier 1", "cashier", ("S01",))
RECEIPT = {"header": ["Open every day"], "legal": ["VAT No. 1"], "footer": [], "url": "https://receipts.example"}
ROWS = [
    *(row for row in small_catalogue() if row[0] != "store"),
    ("store", "*", "S01", 1, False, {**STORE_BODY, "receipt": RECEIPT}),
    ("staff", "S01", "C1", 5, False, {"name": "Cashier 1", "role": "cashier", "pin_hash": None, "active": True}),
    ("customer", "*", "customer-1", 5, False, SPEAKS_GERMAN),
]
WAIT_S = 20.0


class Shop:
    def __init__(self, home: Path, settings: str) -> None:
        enrolled_home(home, ROWS)
        (home / "config.toml").write_text(settings, encoding="utf-8")
        self.said: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.till: Till = open_till(home, self.said.put, Wishes(is_synced=False, is_copied=False))
        self.till.session.sign_in_without_pin(CASHIER)
        self.receipts = TillReceipts(self.till, SystemClock())

    def sell(self, sale_id: str = SALE_ID, customer_id: str = "") -> str:
        act = a_sale(sale_id)
        act = replace(act, sale=replace(act.sale, customer_id=customer_id))
        return self.till.journal.record([act]).doc_no or ""

    def until(self, kind: type, **wanted: object) -> Event:
        while True:
            event = self.said.get(timeout=WAIT_S)
            if isinstance(event, kind) and all(getattr(event, name) == value for name, value in wanted.items()):
                return event

    def queued(self) -> list[Document]:
        return [Document(()) if not job.document else from_text(job.document) for job in self._jobs()]

    def _jobs(self) -> list[Any]:
        with self.till.file.read() as connection:
            return list(connection.execute(sa.select(tables.print_job).order_by(tables.print_job.c.job_id)))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path, '[devices.printer]\nkind = "simulated"\ncolumns = 32\n')
    with made.till:
        yield made


def test_a_receipt_is_made_from_the_event_with_the_shops_own_lines(shop: Shop) -> None:
    doc_no = shop.sell()
    shop.until(JobChanged, state="printed", doc_no=doc_no)
    page = shop.receipts.document(doc_no)
    lines = to_text(page, 32).splitlines()
    assert [line.strip() for line in lines[:3]] == ["Harbour", "1 Demonstration Quay", "Open every day"]
    assert "Till T1                Cashier 1" in lines
    assert "VAT No. 1" in [line.strip() for line in lines]
    assert shop.till.jobs.receipt(doc_no)


def test_what_was_printed_stays_as_it_is_when_the_shop_is_renamed(shop: Shop) -> None:
    doc_no = shop.sell()
    shop.until(JobChanged, state="printed", doc_no=doc_no)
    kept = shop.till.jobs.receipt(doc_no)
    assert shop.till.jobs.keep(doc_no, "another page") == kept


def test_a_customer_with_a_language_gets_the_receipt_in_it(shop: Shop) -> None:
    page = shop.receipts.document(shop.sell(customer_id="customer-1"))
    assert page.language == "de"
    assert "SUMME GBP" in to_text(page, 42)
    assert "TOTAL GBP" in to_text(shop.receipts.document(shop.sell("018c5f3e-0000-7000-8000-000000000002")), 42)


def test_the_qr_code_is_the_address_that_the_ledger_knows(shop: Shop) -> None:
    doc_no = shop.sell()
    sold = shop.till.jobs.sold(doc_no)
    assert sold is not None
    (code,) = [block.payload for block in shop.receipts.document(doc_no).blocks if isinstance(block, Qr)]
    assert code == shop.receipts.qr(doc_no) == f"https://receipts.example/r/{code_of(SALE_ID, sold.signature)}"
    assert is_code_of(code.rpartition("/")[2], SALE_ID, sold.signature)
    assert not is_code_of(code.rpartition("/")[2], SALE_ID, bytes(64))


def test_a_reprint_a_gift_and_a_gift_for_each_line_are_queued(shop: Shop) -> None:
    doc_no = shop.sell()
    shop.receipts.reprint(doc_no)
    shop.receipts.reprint(doc_no)
    shop.receipts.gift(doc_no)
    shop.receipts.gift(doc_no, is_each=True)
    texts = [to_text(page, 32) for page in shop.queued()[1:]]
    assert [text.split("\n")[0].strip() for text in texts] == ["COPY 1", "COPY 2", "Harbour", "Harbour"]
    assert ["GIFT RECEIPT" in text for text in texts] == [False, False, True, True]


def test_a_mail_is_a_fact_with_a_checked_address(shop: Shop) -> None:
    doc_no = shop.sell(customer_id="customer-1")
    with pytest.raises(NoMailAddress):
        shop.receipts.mail(doc_no, "customer")
    shop.receipts.mail(doc_no, " Customer@Home.Example ")
    with shop.till.file.read() as connection:
        row = connection.execute(sa.select(tables.event).order_by(tables.event.c.seq.desc()).limit(1)).one()
    body = decode_body(row.kind, row.version, row.body)
    assert isinstance(body, ReceiptAskedBody)
    assert (body.doc_no, body.to, body.language, body.sale_ref) == (doc_no, "Customer@home.example", "de", SALE_ID)


def test_a_number_of_no_sale_is_refused(shop: Shop) -> None:
    asked = (
        lambda: shop.receipts.document("S01-T1a-000099"),
        lambda: shop.receipts.reprint("S01-T1a-000099"),
        lambda: shop.receipts.gift("S01-T1a-000099"),
        lambda: shop.receipts.mail("S01-T1a-000099", "a@home.example"),
        lambda: shop.receipts.qr("S01-T1a-000099"),
    )
    for ask in asked:
        with pytest.raises(ReceiptNotFound):
            ask()


def test_the_drawer_opens_by_a_fact_of_its_own(shop: Shop) -> None:
    shop.till.journal.record([DrawerOpened("event-9", context(), "change")])
    assert shop.until(DrawerChanged) == DrawerChanged(is_open=True)


def test_a_held_sale_has_a_slip_and_a_void_has_none_unless_the_shop_wants_it(shop: Shop) -> None:
    parked = SaleParked("event-8", context(), "sale-1", "park-1", "XCPABCDEFZ", "green coat", 6, 6_180, "GBP", "{}")
    voided = SaleVoided("event-9", context(), (), 0, "GBP", "changed_mind")
    shop.till.journal.record([parked])
    shop.till.journal.record([voided])
    (slip,) = shop.queued()
    text = to_text(slip, 32)
    assert "PARKED SALE" in text
    assert "[XCPABCDEFZ]" in text
    assert "green coat" in text


def test_several_printers_are_named_and_the_next_is_one_touch_away(tmp_path: Path) -> None:
    settings = '[devices.printer]\nkind = "simulated"\n[devices.printer_office]\nkind = "simulated"\n'
    shop = Shop(tmp_path, settings)
    with shop.till:
        assert shop.receipts.printers == ("receipt", "office")
        assert [shop.receipts.other_printer() for _ in range(2)] == ["office", "receipt"]


def test_settings_that_cannot_work_are_told_and_pages_wait(tmp_path: Path) -> None:
    shop = Shop(tmp_path, '[devices.printer]\nkind = "gramophone"\n')
    with shop.till:
        changed = shop.until(PrinterChanged)
        assert isinstance(changed, PrinterChanged)
        assert changed.state == "unusable"
        doc_no = shop.sell()
        assert [job.state for job in shop.till.jobs.waiting("receipt")] == ["queued"]
        assert to_text(shop.receipts.document(doc_no), 42)

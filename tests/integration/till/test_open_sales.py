"""Open sales in the journal: kept beside the events, gone with the record that closes them, read back at start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_client.counter.acts import DrawerOpened, ParkedResumed, SaleParked, SaleVoided
from pos_client.store import open_sales, tables
from pos_client.store.draft_file import DraftFile
from pos_client.store.journal_file import create_journal, open_journal
from pos_client.store.proof import Proof
from pos_client.store.sale_bodies import sale_from
from pos_client.store.trouble import DiskMissing, JournalBusy
from sync_engine.domain.payment import Foreign, Tender
from sync_engine.domain.sale import SaleLine
from sync_engine.protocol.codec import canonical, decode_body
from sync_engine.protocol.facts import SaleBody, SaleLineBody, TenderBody
from sync_engine.protocol.signing import Signer
from sync_engine.sql.engine import sqlite_engine
from tests.helpers.till_home import A_DEVICE, JOURNAL_KEY, SEED, OpenTill, a_sale, context, open_till

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.fixture
def till(tmp_path: Path) -> Iterator[OpenTill]:
    till = open_till(tmp_path)
    yield till
    till.file.close()


@pytest.fixture
def drafts(till: OpenTill) -> Iterator[DraftFile]:
    drafts = DraftFile(till.file, JOURNAL_KEY, lambda: NOW)
    yield drafts
    drafts.close()


def test_a_draft_is_kept_as_it_is_now_in_the_order_of_its_first_keeping(drafts: DraftFile) -> None:
    drafts.keep("s-1", "one", is_money=False)
    drafts.keep("s-2", "two", is_money=True)
    drafts.keep("s-1", "one and more", is_money=True)
    assert drafts.kept() == ["one and more", "two"]
    drafts.keep("s-1", "both", is_money=False, instead_of=("s-2",))
    assert drafts.kept() == ["both"]
    drafts.drop("s-1")
    drafts.drop("s-1")
    assert drafts.kept() == []


def test_a_last_sale_that_a_later_release_made_stops_no_counter(till: OpenTill, drafts: DraftFile) -> None:
    till.journal.record([a_sale()])
    assert drafts.last() is not None
    with till.file.write() as connection:
        connection.execute(tables.event.update().where(tables.event.c.kind == "sale").values(version=99))
    assert drafts.last() is None


@pytest.mark.parametrize("is_money", [False, True])
def test_a_draft_is_there_for_whoever_opens_the_journal_next(till: OpenTill, drafts: DraftFile, is_money: bool) -> None:
    drafts.keep("s-1", "one", is_money=is_money)
    again = open_journal(till.home, JOURNAL_KEY)
    assert DraftFile(again, JOURNAL_KEY, lambda: NOW).kept() == ["one"]


def test_recording_a_sale_takes_its_draft_away_and_no_other(till: OpenTill, drafts: DraftFile) -> None:
    drafts.keep("event-1", "one", is_money=False)
    drafts.keep("event-2", "the next customer's", is_money=False)
    till.journal.record([a_sale("event-1")])
    assert drafts.kept() == ["the next customer's"]


def test_a_record_that_fails_leaves_the_draft(till: OpenTill, drafts: DraftFile) -> None:
    till.journal.record([a_sale("event-1")])
    drafts.keep("event-2", "two", is_money=False)
    with pytest.raises(sa.exc.IntegrityError):
        till.journal.record([a_sale("event-2"), a_sale("event-1")])
    assert drafts.kept() == ["two"]


def test_a_void_and_a_parking_take_the_draft_and_a_resuming_brings_it_back(till: OpenTill, drafts: DraftFile) -> None:
    for sale_id in ("s-1", "s-2", "s-3"):
        drafts.keep(sale_id, sale_id, is_money=False)
    till.journal.record([SaleVoided("s-1", context(), (), 0, "GBP", "left")])
    till.journal.record([SaleParked("e-2", context(), "s-2", "p-1", "XCP1", "hat", 1, 255, "GBP", "the sale")])
    till.journal.record([DrawerOpened("e-3", context(), "change")])
    assert drafts.kept() == ["s-3"]
    till.journal.record([ParkedResumed("e-4", context(), "p-1", "s-4", "the sale")])
    assert drafts.kept() == ["s-3", "the sale"]
    with till.file.read() as connection:
        checks = Proof(Signer(SEED).public_key, lambda: None).of(connection)
        assert [where for check in checks for where in check.breaches] == []


def test_a_draft_of_a_recorded_sale_is_void(till: OpenTill, drafts: DraftFile) -> None:
    till.journal.record([a_sale("event-1")])
    drafts.keep("event-1", "late", is_money=False)
    assert drafts.kept() == []


def test_goods_do_not_wait_long_for_another_writer(till: OpenTill, drafts: DraftFile) -> None:
    with till.file.write() as connection:
        connection.execute(tables.kv.insert().values(key="held", value="1"))
        with pytest.raises(JournalBusy):
            drafts.keep("s-1", "one", is_money=False)
    drafts.keep("s-1", "one", is_money=False)
    assert drafts.kept() == ["one"]


def test_money_is_not_kept_on_a_disk_that_is_gone(till: OpenTill, drafts: DraftFile) -> None:
    till.file.path.rename(till.file.path.with_suffix(".gone"))
    with pytest.raises(DiskMissing):
        drafts.keep("s-1", "one", is_money=True)


def test_a_journal_of_the_first_version_gets_its_table(tmp_path: Path) -> None:
    create_journal(tmp_path, JOURNAL_KEY, A_DEVICE)
    engine = sqlite_engine(tmp_path / "journal.db", key=JOURNAL_KEY)
    with engine.begin() as connection:
        for table in ("open_sale", "own_subject"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("DELETE FROM schema_migration WHERE number > 1")
    engine.dispose()
    till = open_till(tmp_path)
    with till.file.write() as connection:
        open_sales.put(connection, "s-1", "one", "2026-11-21T10:00:00.000Z")
    till.file.close()


# --- the last sale ---


def test_the_last_sale_comes_back_whole_with_its_change_and_tag(till: OpenTill, drafts: DraftFile) -> None:
    assert drafts.last() is None
    till.journal.record([a_sale("event-1")])
    act = a_sale("event-2", lines=2)
    tenders = (Tender("card", 100, "slip 7"), Tender("cash", 1_000, foreign=Foreign("EUR", 1_100, 909_091)))
    line = replace(act.sale.lines[0], note="ribbon", is_gift=True, serial="SN", staff_id="C2", age_checked=True)
    line = replace(line, listed_unit_e4=30_000, price_reason="damaged", discount_reason="regular")
    sale = replace(act.sale, tenders=tenders, change_minor=80, lines=(line, act.sale.lines[1]))
    sale = replace(sale, note="call first", customer_id="c-1", discount_reason="rounded")
    recorded = till.journal.record([replace(act, sale=sale)])
    last = drafts.last()
    assert last is not None
    assert last.sale == replace(sale, doc_no="S01-T1a-000002")
    assert last.recorded == recorded


def test_a_ticket_of_a_file_is_nobodys_last_sale(till: OpenTill, drafts: DraftFile) -> None:
    till.journal.record([a_sale("event-1")], ticket="536365")
    assert drafts.last() is None


def test_a_sale_of_the_first_version_is_read_as_what_it_says() -> None:
    where = {"store": "S01", "till": "T1", "shift": "s", "business_on": "2026-11-21", "staff": "C1", "at": "x"}
    line = SaleLineBody(n=1, sku="A", name="A", qty=2, unit_e4=12_500, amount=250, tax_code="S", tax=0)
    body = SaleBody(
        **where,  # type: ignore[arg-type]
        doc_no="d",
        currency="GBP",
        inclusive=True,
        rounding="line",
        lines=(line,),
        total=250,
        taxes=(),
        tenders=(TenderBody(kind="cash", amount=300),),
        change=50,
    )
    read = decode_body("sale", 1, canonical(body))
    assert isinstance(read, SaleBody)
    sale = sale_from("event-1", read)
    assert (sale.sale_id, sale.total_minor, sale.change_minor, sale.note) == ("event-1", 250, 50, "")
    assert sale.tenders == (Tender("cash", 300),)
    (found,) = sale.lines
    assert isinstance(found, SaleLine)
    assert (found.article_id, str(found.quantity), found.kind, found.listed_unit_e4) == ("A", "2", "sale", None)

"""Imports into a real ledger, and their undoing."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sync_engine.ledger.admin import Appended, Appender
from sync_engine.ledger.founding import found_place, new_store
from sync_engine.ledger.importing.known import LedgerKnown
from sync_engine.ledger.importing.run import Imported, Request, Surroundings, run_import
from sync_engine.ledger.importing.taking_back import Rows, TakingBack, batch_of, rows_of
from sync_engine.ledger.rebuild import check_rebuild
from sync_engine.ledger.session import Place, StorePins, Writing, writing
from sync_engine.ledger.stock_report import stock_of
from sync_engine.ledger.store.tables import barcode, import_batch, ref_row
from sync_engine.ledger.verify import verify
from sync_engine.protocol.facts import Body, ImportUndoneBody


class LimitedAppender:
    """Hands on what undoes an import until somebody has had enough."""

    def __init__(self, appender: Appender, most: int) -> None:
        self._appender, self._most = appender, most
        self.sizes: list[int] = []

    def append(self, kind: str, version: int, body: Body) -> Appended:
        if len(self.sizes) == self._most:
            raise KeyboardInterrupt
        assert isinstance(body, ImportUndoneBody)
        self.sizes.append(len(body.rows))
        return self._appender.append(kind, version, body)


AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
GOOD, OTHER = "4006381333931", "036000291452"


class Shop:
    """A ledger that files are imported into."""

    def __init__(self, ledger: Writing, folder: Path) -> None:
        self.ledger, self._folder = ledger, folder
        self.known = LedgerKnown(ledger.reading)

    def take(self, kind: str, text: str, batch: str) -> Imported:
        path = self._folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        around = Surroundings(self.known, self.ledger.appender, StorePins(self.ledger.keys))
        return run_import(Request(kind, path, batch=batch), around)

    def undo(self, batch: str, appender: Appender | None = None) -> Rows:
        found = batch_of(self.ledger.reading, batch)
        TakingBack(self.ledger.reading, appender or self.ledger.appender, found).run()
        return rows_of(self.ledger.reading, batch)

    def rows(self, topic: str) -> Mapping[str, Any]:
        query = sa.select(ref_row.c.key, ref_row.c.body).where(ref_row.c.topic == topic, ref_row.c.deleted == 0)
        with self.ledger.reading.connect() as connection:
            return {key: json.loads(body) for key, body in connection.execute(query)}

    def codes(self) -> set[tuple[str, str]]:
        with self.ledger.reading.connect() as connection:
            return {(code, sku) for code, sku in connection.execute(sa.select(barcode.c.code, barcode.c.article_id))}

    def check(self) -> None:
        """The books are whole, and are those that the inbox makes."""
        with self.ledger.reading.connect() as connection:
            findings = [*verify(connection, self.ledger.keys.signer.public_key), check_rebuild(connection)]
        assert [found for found in findings if not found.is_ok] == []


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Iterator[Shop]:
    with ExitStack() as stack:
        opened = Shop(stack.enter_context(writing(place)), tmp_path)
        yield opened
        opened.check()


def tally(imported: Imported, topic: str) -> tuple[int, int, int]:
    found = imported.outcome.tallies[topic]
    return found.added, found.changed, found.same


def test_a_file_imported_twice_changes_nothing_the_second_time(shop: Shop) -> None:
    text = f"sku,barcode,name,price,attributes\nA,{GOOD},Čaj,1.25,a=b\nB,,Ink,2,\n"
    assert tally(shop.take("articles", text, "b1"), "article") == (2, 0, 0)
    again = shop.take("articles", text, "b2")
    assert (tally(again, "article"), tally(again, "price"), again.is_booked) == ((0, 0, 2), (0, 0, 2), False)
    assert shop.codes() == {(GOOD, "A")}


def test_undoing_an_import_brings_back_what_was_before(shop: Shop) -> None:
    shop.take("articles", f"sku,barcode,name,price\nA,{GOOD},Pen,1\nB,,Ink,2\n", "b1")
    before = (shop.rows("article"), shop.rows("price"), shop.codes())
    shop.take("articles", f"sku,barcode,name,price\nA,{OTHER},Pencil,9\nC,,Pad,3\n", "b2")
    assert set(shop.rows("article")) == {"A", "B", "C"}
    assert shop.undo("b2") == Rows(undone=4, standing=0)
    assert (shop.rows("article"), shop.rows("price"), shop.codes()) == before


def test_undoing_the_first_import_leaves_nothing(shop: Shop) -> None:
    shop.take("articles", f"sku,barcode,name,price\nA,{GOOD},Pen,1\nB,,Ink,2\n", "b1")
    assert shop.undo("b1") == Rows(undone=4, standing=0)
    assert (shop.rows("article"), shop.rows("price"), shop.codes()) == ({}, {}, set())


def test_what_was_changed_after_an_import_survives_its_undoing(shop: Shop) -> None:
    shop.take("articles", "sku,name\nA,Pen\nB,Ink\n", "b1")
    shop.take("articles", "sku,name\nA,Pencil\n", "b2")
    assert shop.undo("b1") == Rows(undone=1, standing=1)
    assert [body["name"] for body in shop.rows("article").values()] == ["Pencil"]
    shop.undo("b2")
    assert shop.undo("b1") == Rows(undone=2, standing=0)
    assert shop.rows("article") == {}


def test_an_undoing_that_was_stopped_goes_on_and_names_at_most_a_thousand_rows(shop: Shop) -> None:
    shop.take("articles", "sku,name,price\n" + "".join(f"A{n:04},Pen,1\n" for n in range(2_500)), "b1")
    stopped = LimitedAppender(shop.ledger.appender, 2)
    with pytest.raises(KeyboardInterrupt):
        shop.undo("b1", stopped)
    assert stopped.sizes == [500, 1_000]
    assert (len(shop.rows("price")), batch_of(shop.ledger.reading, "b1").state) == (1_000, "booked")
    rest = LimitedAppender(shop.ledger.appender, 9)
    assert shop.undo("b1", rest) == Rows(undone=5_000, standing=0)
    assert rest.sizes == [1_000, 500, 1_000, 1_000]
    assert (shop.rows("article"), shop.rows("price")) == ({}, {})
    assert batch_of(shop.ledger.reading, "b1").state == "undone"


def test_a_barcode_of_another_article_in_the_ledger_is_refused_until_it_is_given_up(shop: Shop) -> None:
    shop.take("articles", f"sku,barcode,name\nA,{GOOD},Pen\n", "b1")
    refused = shop.take("articles", f"sku,barcode,name\nB,{GOOD},Ink\n", "b2")
    assert refused.quarantine.by_reason() == {"duplicate_barcode": 1}
    shop.take("articles", "sku,barcode,name\nA,,Pen\n", "b3")
    assert shop.take("articles", f"sku,barcode,name\nB,{GOOD},Ink\n", "b4").is_booked
    assert shop.codes() == {(GOOD, "B")}


def test_stock_is_counted_and_the_count_taken_back(shop: Shop) -> None:
    found_place(shop.known, shop.ledger.appender, new_store("S01", "GB", "GBP"), ("S01", "T1"), AT)
    shop.take("articles", "sku,name,unit\nA,Pen,piece\nW,Cheese,kg\n", "b1")
    shop.take("stock", "store,sku,quantity\nS01,A,12\nS01,W,1.250\n", "b2")
    again = shop.take("stock", "store,sku,quantity\nS01,A,10\nS01,W,1.25\n", "b3")
    assert tally(again, "stock") == (0, 1, 1)
    assert stock_of(shop.ledger.reading, "A")["on_hand"] == 10
    shop.undo("b3")
    assert stock_of(shop.ledger.reading, "A")["on_hand"] == 12
    shop.undo("b2")
    place = stock_of(shop.ledger.reading, "W")["places"][0]
    assert (place["on_hand"], place["is_controlled"]) == (0, False)


def test_taxes_are_those_of_any_store(shop: Shop) -> None:
    shop.take("stores", "store,name,currency,taxes\nS01,One,GBP,standard=20\nS02,Two,EUR,reduced=7\n", "b1")
    imported = shop.take("articles", "sku,name,tax\nA,Pen,standard\nB,Ink,reduced\nC,Pad,luxury\n", "b2")
    assert imported.quarantine.by_reason() == {"unknown_tax": 1}


def test_pins_are_verifiers_that_only_the_right_store_and_pin_match(shop: Shop) -> None:
    shop.take("stores", "store,name,currency\nS01,One,GBP\nS02,Two,GBP\n", "b1")
    text = "staff,name,role,stores,pin\nC1,Cashier 1,cashier,S01,1111\n"
    shop.take("staff", text, "b2")
    verifier = shop.rows("staff")["C1"]["pin_hash"]
    pins = StorePins(shop.ledger.keys)
    assert verifier.startswith("$argon2id$")
    assert [
        pins.matches(store, pin, verifier) for store, pin in (("S01", "1111"), ("S01", "1112"), ("S02", "1111"))
    ] == [
        True,
        False,
        False,
    ]
    assert not pins.matches("S01", "1111", "no verifier")
    assert not shop.take("staff", text, "b3").is_booked


def test_a_dry_run_writes_nothing(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("sku,name\nA,Pen\n", encoding="utf-8")
    around = Surroundings(shop.known, None, StorePins(shop.ledger.keys))
    imported = run_import(Request("articles", path, batch="b1"), around)
    assert tally(imported, "article") == (1, 0, 0)
    assert shop.rows("article") == {}


def test_one_batch_is_many_facts_with_one_name(shop: Shop) -> None:
    text = "sku,name,price\n" + "".join(f"A{number},Pen {number},1\n" for number in range(2_100))
    shop.take("articles", text, "b1")
    with shop.ledger.reading.connect() as connection:
        batch = connection.execute(sa.select(import_batch)).one()
    found = (batch.batch_id, batch.source, batch.row_count, batch.last_pos - batch.first_pos)
    assert found == ("b1", "articles.csv", 4_200, 5)


def test_a_store_and_a_till_are_made_once(shop: Shop) -> None:
    store, appender = new_store("S01", "GB", "GBP"), shop.ledger.appender
    assert found_place(shop.known, appender, store, ("S01", "T1"), AT) == "store"
    assert found_place(shop.known, appender, store, ("S01", "T2"), AT) == "till"
    assert found_place(shop.known, appender, store, ("S01", "T1"), AT) == ""
    assert set(shop.rows("till")) == {"S01/T1", "S01/T2"}
    assert shop.rows("store") == {"S01": store}


def test_customers_and_groups_are_taken_once_changed_and_undone(shop: Shop) -> None:
    shop.take("groups", "group,name,price_list\nmember,Members,M10\n", "b1")
    text = "customer,name,phone,group\nK1,Customer 1,+62 811,member\nK2,Customer 2,,\n"
    assert tally(shop.take("customers", text, "b2"), "customer") == (2, 0, 0)
    assert tally(shop.take("customers", text, "b3"), "customer") == (0, 0, 2)
    before = shop.rows("customer")
    assert tally(shop.take("customers", "customer,name\nK1,Somebody\n", "b4"), "customer") == (0, 1, 0)
    assert shop.rows("customer")["K1"] | {"name": ""} == before["K1"] | {"name": ""}
    assert shop.undo("b4") == Rows(undone=1, standing=0)
    assert shop.rows("customer") == before
    assert shop.rows("group") == {"member": {"name": "Members", "price_list": "M10"}}

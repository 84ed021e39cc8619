"""Reading the replica: look-ups, search, the switch of the pointer, stock with own movements."""

import json
from pathlib import Path

import pytest

from pos_client.counter.acts import AdjustedLine, StockAdjusted
from pos_client.store import tables
from pos_client.store.chain import Known
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_catalog import ReplicaCatalog
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.stock_view import LocalStockView
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.dates import parse_instant
from sync_engine.domain.errors import NoPrice
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_rows import apply_rows
from tests.helpers.till_home import (
    REPLICA_KEY,
    STORE_BODY,
    a_sale,
    article_body,
    article_rows,
    context,
    make_replica,
    open_till,
    small_catalogue,
)

TODAY = "2026-11-21"


class Reader:
    """Everything that reads one home's replica."""

    def __init__(self, home: Path) -> None:
        self.file = ReplicaFile(home, REPLICA_KEY)
        self.book = ReplicaBook(self.file, "S01", lambda verifier, pin: verifier == f"hash of {pin}")
        self.catalog = ReplicaCatalog(self.file, self.book)

    def names(self, text: str, limit: int = 10) -> list[str]:
        return [article.name for article in self.catalog.search(text, limit)]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    make_replica(tmp_path, small_catalogue())
    return Reader(tmp_path)


def feed(home: Path, *rows: tuple[object, ...], included: tuple[int, int]) -> None:
    """What the sync process does with a page."""
    engine = sqlite_engine(home / "replica-1.db", key=REPLICA_KEY, synchronous="NORMAL")
    with engine.begin() as connection:
        apply_rows(connection, rows, included)
    engine.dispose()


def test_a_barcode_is_found_with_its_pack_and_then_a_code(reader: Reader) -> None:
    single, pack, code = (reader.catalog.find_by_code(one) for one in ("4006381333931", "4006381333948", "WRAP"))
    assert single is not None
    assert pack is not None
    assert code is not None
    assert [(found.article.article_id, found.quantity, found.barcode) for found in (single, pack, code)] == [
        ("COFFEE", 1, "4006381333931"),
        ("COFFEE", 6, "4006381333948"),
        ("WRAP", 1, None),
    ]
    assert reader.catalog.find_by_code("wrap") is None
    assert reader.catalog.find("NOWHERE") is None


def test_prices_are_those_of_the_day_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    later = {"sku": "COFFEE", "list": "default", "store": None, "unit_e4": 27_000, "from": "2026-12-01", "to": None}
    own = {"sku": "COFFEE", "list": "default", "store": "S01", "unit_e4": 1, "from": "2026-12-24", "to": "2026-12-24"}
    rows = [("price", "*", "k1", 6, False, later), ("price", "*", "k2", 6, False, own)]
    make_replica(tmp_path, [*small_catalogue(), *rows])
    catalog = Reader(tmp_path).catalog
    days = ("2026-11-30", "2026-12-01", "2026-12-24", "2026-12-25")
    assert [catalog.price("COFFEE", on).unit_e4 for on in days] == [25_500, 27_000, 1, 27_000]
    with pytest.raises(NoPrice) as refused:
        catalog.price("NEW", TODAY)
    assert refused.value == NoPrice("NEW")


def test_prices_of_many_are_read_at_once_a_member_s_where_there_is_one(tmp_path: Path) -> None:
    member = {"sku": "COFFEE", "list": "gold", "store": None, "unit_e4": 19_000, "from": "2026-01-01", "to": None}
    make_replica(tmp_path, [*small_catalogue(), ("price", "*", "k1", 6, False, member)])
    catalog = Reader(tmp_path).catalog
    asked = ("COFFEE", "NEW", "CHEESE", "NOWHERE")
    for price_list, coffee_e4 in ((None, 25_500), ("gold", 19_000), ("silver", 25_500)):
        prices = catalog.prices_of(asked, TODAY, price_list)
        assert {sku: price.unit_e4 for sku, price in prices.items()} == {"COFFEE": coffee_e4, "CHEESE": 123_400}
    assert catalog.prices_of(asked, "2009-12-31", "gold") == {}


def test_any_part_of_a_name_is_found_and_short_texts_by_their_beginning(tmp_path: Path) -> None:
    names = ["Milk 1 l", "Milk 2 l", "Oat milk", "Möhren", "Ёлка", 'He said "hi there"', "100% juice"]
    rows = [row for number, name in enumerate(names) for row in article_rows(f"A{number}", article_body(name), 100)]
    make_replica(tmp_path, rows)
    reader = Reader(tmp_path)
    assert reader.names("milk") == ["Milk 1 l", "Milk 2 l", "Oat milk"]
    assert reader.names("mi") == ["Milk 1 l", "Milk 2 l", "Oat milk"]
    assert reader.names("MILK 2") == ["Milk 2 l"]
    assert reader.names("ilk oa") == ["Oat milk"]
    assert reader.names("moh") == ["Möhren"]
    assert reader.names("елк") == ["Ёлка"]
    assert reader.names('"hi') == ['He said "hi there"']
    assert reader.names("100%") == ["100% juice"]
    assert reader.names("milk", limit=2) == ["Milk 1 l", "Milk 2 l"]
    assert reader.names("   ") == reader.names("x") == reader.names("nothing here") == []


def test_quick_keys_keep_their_order_and_pass_over_what_is_gone(tmp_path: Path) -> None:
    rows = [("favourite", "S01", "3", 6, False, {"sku": "WRAP"}), ("favourite", "S01", "2", 6, False, {"sku": "GONE"})]
    make_replica(tmp_path, [*small_catalogue(), *rows])
    assert [article.article_id for article in Reader(tmp_path).catalog.favourites()] == ["COFFEE", "WRAP"]


def test_the_store_and_its_people_are_read(tmp_path: Path) -> None:
    people = [
        ("staff", "S01", "C2", 6, False, {"name": "Cashier 2", "role": "cashier", "pin_hash": None, "active": True}),
        (
            "staff",
            "S01",
            "C1",
            6,
            False,
            {"name": "Cashier 1", "role": "cashier", "pin_hash": "hash of 1111", "active": True},
        ),
        (
            "staff",
            "S01",
            "C3",
            6,
            False,
            {"name": "Cashier 3", "role": "cashier", "pin_hash": "hash of 3333", "active": False},
        ),
    ]
    make_replica(tmp_path, [*small_catalogue(), *people])
    book = Reader(tmp_path).book
    assert (book.store().name, book.store().currency_code, book.store().rules[0].default_tax_code) == (
        "Harbour",
        "GBP",
        "standard",
    )
    assert [person.staff_id for person in book.people()] == ["C1", "C2"]
    assert [book.pin_matches(who, "1111") for who in ("C1", "C2", "C9")] == [True, False, False]
    assert book.store_names() == {"S01": "Harbour"}


def test_the_feed_position_known_is_that_of_the_replica(reader: Reader, tmp_path: Path) -> None:
    assert reader.book.known("before") == Known("e1", 7, None)
    state = reader.book.ack_state()
    assert state is not None
    assert (state.feed_pos, state.acked_seq) == (7, 0)
    empty = Reader(tmp_path / "empty")
    assert empty.book.known("before") == Known("before", 0)
    assert empty.book.ack_state() is None


def test_before_the_first_download_the_catalogue_is_missing(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    assert not reader.file.is_there
    for read in (lambda: reader.catalog.find("COFFEE"), reader.book.store, reader.book.people):
        with pytest.raises(CatalogueMissing):
            read()


@pytest.mark.parametrize("pointer", ["", "[]", '{"file": 5}', '{"generation": 1}', '{"file": "nowhere.db"}'])
def test_a_pointer_that_leads_nowhere_is_a_missing_catalogue(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "replica.json").write_text(pointer)
    with pytest.raises(CatalogueMissing):
        Reader(tmp_path).book.store()


def test_a_replica_under_another_key_is_a_missing_catalogue(tmp_path: Path) -> None:
    make_replica(tmp_path, small_catalogue())
    file = ReplicaFile(tmp_path, bytes(32))
    with pytest.raises(CatalogueMissing), file.read():
        pass


def test_a_switched_pointer_is_followed_at_the_next_look(reader: Reader, tmp_path: Path) -> None:
    assert reader.catalog.find("COFFEE") is not None
    make_replica(tmp_path, [("store", "*", "S01", 1, False, STORE_BODY | {"name": "Harbour II"})], generation=2)
    assert reader.book.store().name == "Harbour II"
    assert reader.catalog.find("COFFEE") is None


def test_a_till_sells_on_while_its_catalogue_is_repaired(reader: Reader, tmp_path: Path) -> None:
    assert reader.book.store().name == "Harbour"
    (tmp_path / "replica.json").unlink()
    assert reader.catalog.find_by_code("4006381333931") is not None
    (tmp_path / "replica.json").write_text("{")
    assert reader.book.store().name == "Harbour"


def test_own_sales_count_until_the_ledger_s_number_contains_them(tmp_path: Path) -> None:
    make_replica(tmp_path, small_catalogue(), included=(1, 0))
    till = open_till(tmp_path)
    view = LocalStockView(till.file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")

    def on_hand() -> int:
        return view.levels("COFFEE")[0].on_hand

    assert on_hand() == 10
    till.journal.record([a_sale("event-1")])
    assert on_hand() == 8
    till.journal.record([a_sale("event-2")])
    assert on_hand() == 6
    feed(
        tmp_path,
        ("stock", "*", "S01/floor|COFFEE", 8, False, {"on_hand": 8, "reserved": 0, "scale": 0}),
        included=(1, 1),
    )
    assert on_hand() == 6
    feed(
        tmp_path,
        ("stock", "*", "S01/floor|COFFEE", 9, False, {"on_hand": 5, "reserved": 0, "scale": 0}),
        included=(1, 2),
    )
    assert on_hand() == 5


def test_a_row_knows_for_itself_what_it_contains_however_pages_are_cut(tmp_path: Path) -> None:
    rows = [
        *small_catalogue(),
        ("stock", "*", "S01/floor|CHEESE", 6, False, {"on_hand": 5_000, "reserved": 0, "scale": 3}),
    ]
    make_replica(tmp_path, rows, included=(1, 0))
    till = open_till(tmp_path)
    view = LocalStockView(till.file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")
    lines = (AdjustedLine("COFFEE", "Coffee", -1, 0, True), AdjustedLine("CHEESE", "Cheese", -250, 3, True))
    till.journal.record([StockAdjusted("event-1", context(), "test", lines)])
    feed(
        tmp_path,
        ("stock", "*", "S01/floor|COFFEE", 8, False, {"on_hand": 9, "reserved": 0, "scale": 0}),
        included=(1, 1),
    )
    assert [view.levels(article)[0].on_hand for article in ("COFFEE", "CHEESE")] == [9, 4_750]


def test_an_incarnation_that_is_over_is_contained_and_a_later_one_is_not(tmp_path: Path) -> None:
    make_replica(tmp_path, small_catalogue(), included=(2, 3))
    till = open_till(tmp_path)
    with till.file.write() as connection:
        for incarnation, seq, delta in ((1, 9, -1), (2, 3, -10), (2, 4, -100), (3, 1, -1_000)):
            row = {"article_id": "COFFEE", "place": "S01/floor", "incarnation": incarnation, "seq": seq, "delta": delta}
            connection.execute(tables.own_move.insert().values(row))
    view = LocalStockView(till.file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")
    assert view.levels("COFFEE")[0].on_hand == 10 - 1_100


def test_a_fresh_snapshot_contains_what_was_acknowledged(tmp_path: Path) -> None:
    path = make_replica(tmp_path, small_catalogue())
    engine = sqlite_engine(path, key=REPLICA_KEY)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE stock SET included_incarnation = NULL, included_seq = NULL")
        connection.execute(
            replica_schema.ack.insert().values(row=1, device_id="d", incarnation=1, acked_seq=1, archived_seq=0)
        )
    engine.dispose()
    till = open_till(tmp_path)
    for number in (1, 2):
        till.journal.record([a_sale(f"event-{number}")])
    view = LocalStockView(till.file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")
    assert view.levels("COFFEE")[0].on_hand == 8


def test_the_own_place_comes_first_known_or_not(tmp_path: Path) -> None:
    till = open_till(tmp_path)
    till.journal.record([a_sale()])
    view = LocalStockView(till.file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")
    (own,) = view.levels("COFFEE")
    assert (own.on_hand, own.is_known, own.as_of) == (-2, False, None)
    make_replica(tmp_path, small_catalogue())
    levels = view.levels("COFFEE")
    assert [(level.place, level.on_hand, level.reserved, level.is_own) for level in levels] == [
        ("S01/floor", 8, 0, True),
        ("S02/floor", 4, 1, False),
    ]
    assert str(levels[0].as_of) == "2026-11-21 10:00:00+00:00"


def stock_row(place: str, on_hand: int, reserved: int = 0, **more: object) -> tuple[object, ...]:
    level = {"on_hand": on_hand, "reserved": reserved, "scale": 3, **more}
    return ("stock", "*", f"{place}|CHEESE", 6, False, level)


def test_what_is_held_for_somebody_is_there_but_not_available(tmp_path: Path) -> None:
    make_replica(tmp_path, [*small_catalogue(), stock_row("S01/floor", 5_000, 1_500)])
    (own,) = LocalStockView(open_till(tmp_path).file, ReplicaFile(tmp_path, REPLICA_KEY), "S01").levels("CHEESE")
    assert (own.on_hand, own.reserved, own.available, own.store_id) == (5_000, 1_500, 3_500, "S01")


def test_every_store_has_a_level_the_nearest_first_and_what_nobody_counted_is_not_known(tmp_path: Path) -> None:
    spots = {
        "S01": ("45.8150", "15.9819"),
        "S02": ("45.3271", "14.4422"),
        "S03": ("45.8131", "15.9775"),
        "S04": ("", ""),
    }
    stores = [
        ("store", "*", store, 2, False, STORE_BODY | {"name": f"Shop {store}", "lat": lat, "lon": lon})
        for store, (lat, lon) in spots.items()
    ]
    levels = [stock_row("S02/floor", 0), stock_row("S04/floor", -2_000, counted=False)]
    make_replica(tmp_path, [*small_catalogue(), *stores, *levels])
    view = LocalStockView(open_till(tmp_path).file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")
    found = [
        (level.store_name, level.distance_m, level.on_hand if level.is_known else None, level.scale)
        for level in view.levels("CHEESE")
    ]
    assert found == [
        ("Shop S01", 0, None, 3),
        ("Shop S03", 401, None, 3),
        ("Shop S02", 131_553, 0, 3),
        ("Shop S04", None, None, 3),
    ]


def test_the_own_shop_s_levels_of_many_are_read_at_once(tmp_path: Path) -> None:
    make_replica(tmp_path, small_catalogue())
    till = open_till(tmp_path)
    till.journal.record([a_sale()])
    view = LocalStockView(till.file, ReplicaFile(tmp_path, REPLICA_KEY), "S01")
    here = view.here(["COFFEE", "WRAP"])
    assert {sku: (level.on_hand, level.is_known) for sku, level in here.items()} == {
        "COFFEE": (8, True),
        "WRAP": (0, False),
    }
    nothing = LocalStockView(till.file, ReplicaFile(tmp_path / "none", REPLICA_KEY), "S01").here(["COFFEE"])
    assert (nothing["COFFEE"].on_hand, nothing["COFFEE"].is_known) == (-2, False)


def test_a_number_is_as_old_as_the_last_word_of_the_ledger(tmp_path: Path) -> None:
    make_replica(tmp_path, small_catalogue())
    heard = [parse_instant("2026-11-21T10:07:00.000Z"), parse_instant("2026-11-21T09:00:00.000Z"), None]
    view = LocalStockView(open_till(tmp_path).file, ReplicaFile(tmp_path, REPLICA_KEY), "S01", lambda: heard.pop(0))
    ages = [{str(level.as_of) for level in view.levels("COFFEE")} for _ in range(3)]
    assert ages == [{"2026-11-21 10:07:00+00:00"}, {"2026-11-21 10:00:00+00:00"}, {"2026-11-21 10:00:00+00:00"}]


def test_the_pointer_names_a_file_and_nothing_else_of_the_home(reader: Reader, tmp_path: Path) -> None:
    pointer = json.loads((tmp_path / "replica.json").read_text())
    assert pointer == {"file": "replica-1.db", "sha256": None, "generation": 1}

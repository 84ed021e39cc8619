"""Reading the replica: look-ups, search, the switch of the pointer."""

import json
from pathlib import Path

import pytest

from pos_client.store.chain import Known
from pos_client.store.replica_book import ReplicaBook
from pos_client.store.replica_catalog import ReplicaCatalog
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.trouble import CatalogueMissing
from sync_engine.domain.errors import NoPrice
from tests.helpers.till_home import (
    REPLICA_KEY,
    STORE_BODY,
    article_body,
    article_rows,
    make_replica,
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


def test_the_pointer_names_a_file_and_nothing_else_of_the_home(reader: Reader, tmp_path: Path) -> None:
    pointer = json.loads((tmp_path / "replica.json").read_text())
    assert pointer == {"file": "replica-1.db", "sha256": None, "generation": 1}

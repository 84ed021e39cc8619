"""Feed rows become tables a till can search."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import Connection, create_engine, select

from sync_engine.sql import replica_schema
from sync_engine.sql.replica_rows import apply_rows, settle_included
from sync_engine.sql.search_text import expressions, queries


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2)
    with engine.begin() as opened:
        replica_schema.create(opened)
        yield opened
    engine.dispose()


def article(sku: str, name: str, *codes: str, version: int = 1, **more: Any) -> list[Any]:
    body = {
        "sku": sku,
        "name": name,
        "names": {},
        "unit": "piece",
        "scale": 0,
        "tax": "A",
        "stocked": True,
        "barcodes": [{"code": code, "qty": 1} for code in codes],
    }
    return ["article", "*", sku, version, False, body | more]


def stock(place: str, sku: str, on_hand: int, version: int = 1) -> list[Any]:
    return ["stock", "*", f"{place}|{sku}", version, False, {"on_hand": on_hand, "reserved": 0, "scale": 0}]


def gone(row: list[Any]) -> list[Any]:
    return [*row[:4], True, None]


def found(connection: Connection, text: str) -> list[str]:
    (query,) = queries(text)[:1]
    sql = (
        "SELECT article_id FROM article_fts JOIN article ON number = article_fts.rowid"
        " WHERE article_fts MATCH ? ORDER BY article_id"
    )
    return [row[0] for row in connection.exec_driver_sql(sql, (expressions(query)[-1][1],))]


def whole(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)")


def rows_of(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_an_article_is_found_by_any_part_of_its_name_in_any_spelling(connection: Connection) -> None:
    apply_rows(connection, [article("1", "Тёплый свитер"), article("2", "Crème brûlée", names={"ru": "Десерт"})], None)
    assert found(connection, "ТЕПЛ") == ["1"]
    assert found(connection, "creme BRU") == ["2"]
    assert found(connection, "десер") == ["2"]


def test_a_renamed_article_is_found_by_its_new_name_alone(connection: Connection) -> None:
    apply_rows(connection, [article("1", "Oat milk"), article("2", "Milk jug")], None)
    assert apply_rows(connection, [article("1", "Soy drink", version=2)], None) == {"article"}
    assert (found(connection, "milk"), found(connection, "soy")) == (["2"], ["1"])
    whole(connection)


def test_a_deleted_article_takes_its_codes_and_its_index_along(connection: Connection) -> None:
    apply_rows(connection, [article("1", "Oat milk", "4006381333931")], None)
    apply_rows(connection, [gone(article("1", "Oat milk"))], None)
    assert found(connection, "milk") == []
    assert rows_of(connection, "SELECT * FROM barcode") == rows_of(connection, "SELECT * FROM article") == []
    whole(connection)


def test_a_code_that_moves_to_another_article_is_taken_from_the_first(connection: Connection) -> None:
    apply_rows(connection, [article("1", "Old", "96385074"), article("2", "New")], None)
    apply_rows(connection, [article("2", "New", "96385074", version=2), article("1", "Old", version=2)], None)
    assert rows_of(connection, "SELECT * FROM barcode") == [("96385074", "2", 1)]


def test_rows_loaded_before_the_indexes_are_found_after_them() -> None:
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2)
    with engine.begin() as connection:
        replica_schema.create_tables(connection)
        apply_rows(connection, [article("1", "Oat milk"), article("2", "Bread")], None)
        replica_schema.build_indexes(connection)
        assert found(connection, "bread") == ["2"]
        apply_rows(connection, [gone(article("2", "Bread"))], None)
        assert found(connection, "bread") == []
        whole(connection)
    engine.dispose()


def test_one_letter_is_enough_at_the_beginning_of_a_word(connection: Connection) -> None:
    apply_rows(connection, [article("1", "Чай чёрный"), article("2", "Сахар")], None)
    assert (found(connection, "Ч"), found(connection, "чё"), found(connection, "ах")) == (["1"], ["1"], [])


def test_stock_remembers_which_own_event_it_contains(connection: Connection) -> None:
    apply_rows(connection, [stock("S1/floor", "a|b", 5), stock("S2/floor", "a|b", 7)], (2, 40))
    apply_rows(connection, [stock("S2/floor", "a|b", 6, version=9)], (2, 41))
    assert rows_of(connection, "SELECT * FROM stock ORDER BY place") == [
        ("S1/floor", "a|b", 5, 0, 0, 1, 2, 40, 1),
        ("S2/floor", "a|b", 6, 0, 0, 9, 2, 41, 1),
    ]


def test_stock_that_nobody_counted_is_marked_until_somebody_does(connection: Connection) -> None:
    moved = stock("S1/floor", "a", -2)
    apply_rows(connection, [[*moved[:5], moved[5] | {"counted": False}]], (1, 1))
    assert rows_of(connection, "SELECT on_hand, is_counted FROM stock") == [(-2, 0)]
    apply_rows(connection, [stock("S1/floor", "a", 3, version=2)], (1, 1))
    assert rows_of(connection, "SELECT on_hand, is_counted FROM stock") == [(3, 1)]


def test_settling_touches_only_rows_of_the_snapshot(connection: Connection) -> None:
    apply_rows(connection, [stock("S1/floor", "a", 5), stock("S1/floor", "b", 5)], None)
    apply_rows(connection, [stock("S1/floor", "b", 4, version=3)], (1, 1))
    settle_included(connection, (1, 2))
    assert rows_of(connection, "SELECT article_id, included_seq FROM stock ORDER BY 1") == [("a", 2), ("b", 1)]


def test_every_other_topic_has_its_table(connection: Connection) -> None:
    price = {"sku": "1", "list": "retail", "store": None, "unit_e4": 25000, "from": "2026-01-01", "to": None}
    rows = [
        ["store", "*", "S1", 1, False, {"name": "Shop 1"}],
        ["till", "*", "S1/T1", 1, False, {"store": "S1"}],
        ["staff", "S1", "u1", 1, False, {"name": "Cashier 1"}],
        ["favourite", "S1", "3", 1, False, {"sku": "1"}],
        ["price", "*", "retail||1|2026-01-01", 1, False, price],
        ["weather", "*", "S1", 1, False, {}],
    ]
    assert "price" in apply_rows(connection, rows, None)
    assert rows_of(connection, "SELECT * FROM store") == [("S1", '{"name":"Shop 1"}')]
    assert rows_of(connection, "SELECT * FROM till") == [("S1/T1", '{"store":"S1"}')]
    assert rows_of(connection, "SELECT * FROM staff") == [("u1", '{"name":"Cashier 1"}')]
    assert rows_of(connection, "SELECT * FROM favourite") == [(3, "1")]
    assert rows_of(connection, "SELECT * FROM price") == [
        ("retail||1|2026-01-01", "1", "retail", None, 25000, "2026-01-01", None)
    ]
    apply_rows(connection, [gone(row) for row in rows], None)
    for table in ("store", "till", "staff", "favourite", "price"):
        assert connection.execute(select(replica_schema.metadata.tables[table])).all() == []


def test_of_two_rows_for_one_key_the_later_wins(connection: Connection) -> None:
    apply_rows(connection, [stock("S1/floor", "a", 5), stock("S1/floor", "a", 4, version=2)], None)
    assert rows_of(connection, "SELECT on_hand FROM stock") == [(4,)]

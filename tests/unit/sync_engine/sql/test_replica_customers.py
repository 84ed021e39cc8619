"""Rows of customers, their groups and parked sales become tables; bad ones stop nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import Connection, create_engine

from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.phone import phone_digits, typed_digits
from sync_engine.sql.replica_customers import code_letters
from sync_engine.sql.replica_file import FeedState, ReplicaFile, put_feed_state
from sync_engine.sql.replica_rows import apply_rows


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2)
    with engine.begin() as opened:
        replica_schema.create(opened)
        yield opened
    engine.dispose()


def customer(key: str, name: str, **more: Any) -> list[Any]:
    return ["customer", "*", key, 1, False, {"name": name, **more}]


def parked(key: str, **changes: Any) -> list[Any]:
    body = {"version": 1, "code": "XCPA", "at": "2026-11-21T10:00:00.000Z", "sale": "{}", **changes}
    return ["parked", "S01", key, 1, False, body]


def gone(row: list[Any]) -> list[Any]:
    return [*row[:4], True, None]


def rows_of(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.exec_driver_sql(sql)]


def found(connection: Connection, text: str) -> list[str]:
    sql = "SELECT customer_id FROM customer_fts JOIN customer ON number = customer_fts.rowid WHERE customer_fts MATCH ?"
    return sorted(row[0] for row in connection.exec_driver_sql(sql, (f'"{text}"',)))


def whole(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO customer_fts(customer_fts, rank) VALUES ('integrity-check', 1)")


def test_a_customer_is_laid_out_for_every_way_of_looking(connection: Connection) -> None:
    row = customer("0193-ab", "Żółta Łódź", phone="+62 (0)811-555", card="C 77", group="member", email="a@b.example")
    apply_rows(connection, [row], None)
    columns = "customer_id, name, folded, phone_digits, card, code, group_id"
    (found_row,) = rows_of(connection, f"SELECT {columns} FROM customer")  # noqa: S608 - a constant
    assert found_row[0:2] == ("0193-ab", "Żółta Łódź")
    assert found_row[2].split("\n")[1:] == ["620811555", "c 77", "0193-ab"]
    assert found_row[3:] == ("620811555", "C 77", "0193AB", "member")
    assert found(connection, "0811") == ["0193-ab"]


def test_a_customer_that_changes_is_found_by_what_stands_now_alone(connection: Connection) -> None:
    apply_rows(connection, [customer("k1", "Customer One"), customer("k2", "Customer Two")], None)
    apply_rows(connection, [customer("k1", "Somebody Else", card="C1")], None)
    assert (found(connection, "customer"), found(connection, "somebody")) == (["k2"], ["k1"])
    apply_rows(connection, [gone(customer("k2", ""))], None)
    assert found(connection, "customer") == []
    whole(connection)


def test_groups_and_parked_sales_come_and_go(connection: Connection) -> None:
    group = ["group", "*", "member", 1, False, {"name": "Members", "price_list": "member"}]
    assert apply_rows(connection, [group, parked("p1"), parked("p2", code="XCPB")], None) == {"group", "parked"}
    apply_rows(connection, [gone(parked("p1"))], None)
    assert rows_of(connection, "SELECT park_id, code FROM parked") == [("p2", "XCPB")]
    assert rows_of(connection, "SELECT group_id FROM customer_group") == [("member",)]


def test_rows_of_a_topic_that_is_not_known_are_passed_over(connection: Connection) -> None:
    rows = [["gift_card", "*", "g1", 1, False, {"x": 1}], parked("p1"), ["gift_card", "*", "g2", 1, True, None]]
    assert apply_rows(connection, rows, None) == {"gift_card", "parked"}
    assert rows_of(connection, "SELECT park_id FROM parked") == [("p1",)]


BAD = [
    ["parked", "S01", "bad", 1, False, {"version": 1}],
    ["parked", "S01", "bad", 1, False, {"code": 7, "at": "x"}],
    ["parked", "S01", "bad", 1, False, None],
    ["customer", "*", "bad", 1, False, {"phone": "1"}],
    ["customer", "*", "bad", 1, False, {"name": ["no"]}],
    ["customer", "*", "bad", 1, False, "no"],
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_row_is_left_out_and_the_others_arrive(tmp_path: Path, bad: list[Any]) -> None:
    path = tmp_path / "replica.db"
    engine = sqlite_engine(path, synchronous="NORMAL")
    with engine.begin() as made:
        replica_schema.create(made)
        put_feed_state(made, FeedState("e", 1, 1, "e:1:2"))
    engine.dispose()
    file = ReplicaFile(path, None)
    file.apply([parked("p1"), bad, customer("k1", "Customer 1")], 1, FeedState("e", 2, 2, "e:2:2"), (1, 5))
    file.close()
    engine = sqlite_engine(path, read_only=True)
    with engine.begin() as read:
        assert rows_of(read, "SELECT park_id FROM parked") == [("p1",)]
        assert rows_of(read, "SELECT customer_id FROM customer") == [("k1",)]
    engine.dispose()


def test_what_is_included_is_known_from_complete_pages_alone(tmp_path: Path) -> None:
    path = tmp_path / "replica.db"
    engine = sqlite_engine(path, synchronous="NORMAL")
    with engine.begin() as made:
        replica_schema.create(made)
        put_feed_state(made, FeedState("e", 1, 1, "e:1:2"))
    file = ReplicaFile(path, None)
    seen = []
    for from_pos, to, included in (
        (1, FeedState("e", 2, 4, "e:2:2"), (1, 5)),
        (2, FeedState("e", 4, 4, "e:4:2"), (1, 6)),
        (4, FeedState("e", 5, 5, "e:5:2"), (1, 2)),
    ):
        file.apply([], from_pos, to, included)
        with engine.begin() as read:
            seen.append(rows_of(read, "SELECT incarnation, seq FROM included"))
    file.close()
    engine.dispose()
    assert seen == [[], [(1, 6)], [(1, 2)]]


def test_telephone_numbers_are_compared_by_their_digits() -> None:
    assert [phone_digits(text) for text in ("+62 811-555", "0062811555", "0811 555", "", "٠١٢")] == [
        "62811555",
        "62811555",
        "811555",
        "",
        "12",
    ]
    assert [typed_digits(text) for text in ("0811", "(0811) 5", "08", "anna", "12a", "")] == [
        "811",
        "8115",
        None,
        None,
        None,
        None,
    ]


def test_a_code_holds_the_letters_and_digits_of_an_id() -> None:
    assert [code_letters(text) for text in ("0193ab-7f", "C/77 ü", "")] == ["0193AB7F", "C77", ""]

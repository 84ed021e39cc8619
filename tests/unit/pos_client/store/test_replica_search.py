"""Search as you type: the same as looking at every row, best fit first, whatever is typed and whatever changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
import sqlcipher3.dbapi2
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from pos_client.store import replica_search
from pos_client.store.replica_search import ReplicaSearch
from sync_engine.sql import replica_schema
from sync_engine.sql.replica_rows import apply_rows
from tests.helpers.plain_search import plain_search

WORDS = (
    "молоко", "Молочный", "мо", "Ёлка", "йогурт", "food", "Foo", "a", "coca-cola", "cola", "3.5%", "0,5л", "500", '"',
    "牛乳", "森永牛乳", "Straße", "№5", "½", "ﷺ", "''", "*", "AND", "x\x00y", "e\u0301te", "ｆｏｏ", "\u200b", "kг",
)  # fmt: skip
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
codes = st.sampled_from(("4006381333931", "4006381333948", "036000291452", "96385074", "A-1", "food"))
bodies = st.builds(
    lambda name, names, barcodes, brand, category: {
        "name": name,
        "names": names,
        "unit": "piece",
        "scale": 0,
        "tax": "A",
        "stocked": True,
        "barcodes": [{"code": code, "qty": 1} for code in barcodes],
        "brand": brand,
        "category": category,
    },
    names,
    st.dictionaries(st.sampled_from(("ru", "de")), names, max_size=2),
    st.lists(codes, max_size=2, unique=True),
    st.none() | names,
    st.none() | names,
)
skus = st.sampled_from(("1", "2", "3", "B-7", "молоко", "F0001"))
changes = st.lists(st.tuples(skus, st.none() | bodies), max_size=12)
pieces = st.tuples(st.sampled_from(WORDS), st.integers(0, 6), st.integers(1, 7)).map(
    lambda cut: cut[0][cut[1] :][: cut[2]]
)
keys = st.lists(st.sampled_from(("vjkjrj", "ащщв", "vj", "[", "fcvd", "ьщ", ",", "ащ", "500")), min_size=1, max_size=2)
queries = st.one_of(
    st.lists(pieces | codes | st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    keys.map(" ".join),
    st.text(st.characters(), max_size=12),
    st.text('"*()^:-+ {}[]\\\n\x00AOR', max_size=12),
)


@contextmanager
def replica() -> Iterator[Connection]:
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2)
    with engine.begin() as opened:
        replica_schema.create(opened)
        yield opened
    engine.dispose()


def article(sku: str, body: Mapping[str, Any] | None, version: int = 1) -> list[Any]:
    return ["article", "*", sku, version, body is None, body]


def named(name: str, **more: Any) -> dict[str, Any]:
    plain = {"name": name, "names": {}, "unit": "piece", "scale": 0, "tax": "A", "stocked": True, "barcodes": []}
    return plain | {"brand": None, "category": None} | more


def found(connection: Connection, typed: str, limit: int = 50, recent: Sequence[str] = ()) -> list[str]:
    search = ReplicaSearch(lambda: recent)
    return [hit.article_id for hit in search.hits(connection, typed, limit)]


def with_names(connection: Connection, *names_: str) -> None:
    apply_rows(connection, [article(name, named(name)) for name in names_], None)


@given(changes, st.lists(queries, min_size=1, max_size=4), st.lists(skus, max_size=2), st.integers(1, 6))
@settings(max_examples=200, deadline=None)
@example([("1", named("Oat milk"))], ["milk oa"], [], 5)
@example([("1", named("森永牛乳"))], ["牛乳", "牛", "永牛"], [], 5)
@example([("1", named("coca- cola"))], ["coca-cola", "a-co", "co"], [], 5)
@example([("A-1", named("x")), ("2", named("a-1"))], ["a-1", "A-", "-1"], [], 5)
def test_search_equals_a_plain_scan_after_any_change(
    changes_: list[tuple[str, dict[str, Any] | None]], typed: list[str], recent: list[str], limit: int
) -> None:
    rows: dict[str, dict[str, Any]] = {}
    with replica() as connection:
        for version, (sku, body) in enumerate(changes_):
            apply_rows(connection, [article(sku, body, version)], (1, version))
            rows.pop(sku, None)
            rows.update({sku: body} if body is not None else {})
        connection.exec_driver_sql("INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)")
        for text in typed:
            fitting = plain_search(rows, recent, text)
            everything, best = (found(connection, text, most, recent) for most in (50, limit))
            assert {sku: fitting.get(sku) for sku in everything} == fitting
            assert [fitting[sku] for sku in everything] == sorted(fitting.values())
            assert [fitting[sku] for sku in best] == sorted(fitting.values())[:limit]


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=300, deadline=None)
@example("\ud83d milk")
@example("' OR 1=1 --")
@example("NEAR(a b)")
@example('"' * 90)
def test_no_text_is_too_odd_to_be_looked_for(typed: str) -> None:
    with replica() as connection:
        with_names(connection, "Oat milk", typed.encode(errors="replace").decode())
        found(connection, typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ащщв", "Food"),
        ("vjkjrj", "Молоко"),
        ("VJK", "Молоко"),
        ("qjuehn", "Йогурт"),
        ("[kt,", "Хлеб"),
        ("milk vjkjr", "Молоко Milk"),
        ("молоко ьшдл", "Молоко Milk"),
        ("тёп св", "Тёплый свитер"),
        ("ТЕПЛ", "Тёплый свитер"),
        ("ＦＯＯ", "Food"),
        ("brulee cre", "Crème brûlée"),
        ("0,5", "Вода 0,5 л"),
        ("牛乳", "森永牛乳"),
    ],
)
def test_a_name_is_found_in_any_spelling_order_and_layout(typed: str, name: str) -> None:
    with replica() as connection:
        with_names(connection, name, "Something else")
        assert found(connection, typed) == [name]


def test_code_then_name_then_beginning_then_words_then_parts() -> None:
    with replica() as connection:
        with_names(connection, "Buttermilk", "Oat milk", "Milky bar", "Milk")
        apply_rows(connection, [article("MILK", named("Jug")), article("8", named("Shake", brand="Milk Ltd"))], None)
        assert found(connection, "milk") == ["MILK", "Milk", "Milky bar", "Oat milk", "8", "Buttermilk"]


def test_quick_keys_and_what_was_sold_lately_come_first_but_behind_what_is_meant_exactly() -> None:
    with replica() as connection:
        with_names(connection, "Milk", "Milk A", "Milk B", "Oat milk", "Buttermilk")
        apply_rows(connection, [["favourite", "S1", "1", 1, False, {"sku": "Oat milk"}]], None)
        expected = ["Milk", "Oat milk", "Buttermilk", "Milk A", "Milk B"]
        assert found(connection, "milk", recent=["Buttermilk", "GONE"]) == expected


def test_barcode_brand_and_category_are_found_and_a_code_that_went_is_not() -> None:
    full = named("Tea", barcodes=[{"code": "4006381333931", "qty": 1}], brand="Acme", category="Drinks")
    with replica() as connection:
        apply_rows(connection, [article("1", full)], None)
        for typed in ("4006381333931", "40063", "3931", "acm", "drinks te", "te 3931"):
            assert found(connection, typed) == ["1"]
        apply_rows(connection, [article("1", full | {"barcodes": [], "brand": "Other"}, 2)], None)
        assert found(connection, "3931") == found(connection, "acme") == []


def test_a_short_word_counts_at_the_beginning_of_a_word_only() -> None:
    with replica() as connection:
        with_names(connection, "Oat milk", "Kilt")
        assert found(connection, "il") == []
        assert found(connection, "ilk") == ["Oat milk"]
        assert found(connection, "m") == found(connection, "o m") == ["Oat milk"]


def test_rows_that_only_look_alike_to_the_index_cost_no_more_than_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica_search, "MOST_READ", 5)
    with replica() as connection:
        with_names(connection, *(f"abcx bcd{number}" for number in range(20)), "abcd")
        assert found(connection, "xyz") == []
        assert set(found(connection, "abcd")) <= {"abcd"}
        assert len(found(connection, "abc")) == 5


def test_what_the_till_keeps_of_its_favourites_follows_the_replica() -> None:
    with replica() as connection:
        with_names(connection, "Milk A", "Milk B")
        search = ReplicaSearch(tuple)
        connection.exec_driver_sql("INSERT INTO feed_state VALUES (1, 'e', 1, 1, 'e:1:2', 2, '')")
        assert [hit.article_id for hit in search.hits(connection, "milk", 5)] == ["Milk A", "Milk B"]
        apply_rows(connection, [["favourite", "S1", "1", 1, False, {"sku": "Milk B"}]], None)
        connection.exec_driver_sql("UPDATE feed_state SET cursor = 'e:2:2'")
        assert [hit.article_id for hit in search.hits(connection, "milk", 5)] == ["Milk B", "Milk A"]

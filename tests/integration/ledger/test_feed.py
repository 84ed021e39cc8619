"""The feed on real databases: complete, whole versions, one snapshot, also while the writer writes."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from sync_engine.ledger import feed as feed_module
from sync_engine.ledger.feed import CursorGone
from sync_engine.ledger.opening import Ledger
from sync_engine.ledger.store import tables
from sync_engine.protocol import facts
from sync_engine.protocol.messages import FeedPage
from tests.helpers.ledgers import FakeTill, Item, article_row, articles, counted, reference, sale_body
from tests.integration.ledger.conftest import Joining

Key = tuple[str, str, str]


def pages(ledger: Ledger, till: FakeTill, cursor: str | None = None, limit: int = 2_000) -> Iterator[FeedPage]:
    while True:
        page = ledger.door.feed(till.token, cursor, limit)
        yield page
        cursor = page.cursor
        if page.complete:
            return


def applied(found: dict[Key, tuple[int, Any]], page: FeedPage) -> None:
    for topic, scope, key, version, is_deleted, body in page.rows:
        assert page.from_pos < version <= page.to_pos
        found[topic, scope, key] = (version, None if is_deleted else body)


def stored_rows(ledger: Ledger, store: str) -> dict[Key, tuple[int, Any]]:
    """What a complete replica of a store holds."""
    found: dict[Key, tuple[int, Any]] = {}
    with ledger.databases.read.connect() as connection:
        for rows in feed_module.every_row(connection, store, 1_000):
            found.update({row[:3]: (row[3], row[5]) for row in rows})
    return found


def push(ledger: Ledger, till: FakeTill) -> None:
    seq = len(till.events)
    ledger.door.push(till.token, till.push(seq))


def test_a_key_that_changed_often_comes_once_in_its_last_state(ledger: Ledger, join: Joining) -> None:
    for name in ("one", "two", "three"):
        ledger.append("reference_changed", 1, articles("A", name=name))
    (page,) = pages(ledger, join())
    assert [(row[2], row[3], row[5]["name"]) for row in page.rows if row[5]] == [("A", 3, "three")]


def test_other_stores_rows_stay_away_but_their_stock_comes(ledger: Ledger, join: Joining) -> None:
    person = {"name": "Cashier 1", "role": "cashier", "pin_hash": None, "active": True}
    for store in ("S01", "S02"):
        row = facts.ReferenceRow(scope=store, key=f"{store}-c1", body=person)
        ledger.append("reference_changed", 1, reference("staff", row))
    ledger.append("stock_counted", 1, counted(("S02/floor", "A", 4)))
    (page,) = pages(ledger, join("S01", "T1"))
    assert [row[2] for row in page.rows] == ["S01-c1", "S02/floor|A"]


def test_a_deleted_row_is_told(ledger: Ledger, join: Joining) -> None:
    ledger.append("reference_changed", 1, articles("A"))
    till = join()
    cursor = ledger.door.feed(till.token, None).cursor
    ledger.append("reference_changed", 1, reference("article", facts.ReferenceRow(scope="*", key="A", deleted=True)))
    (page,) = pages(ledger, till, cursor)
    assert [row[4:] for row in page.rows] == [(True, None)]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_are_cut_at_whole_versions(ledger: Ledger, join: Joining, limit: int) -> None:
    ledger.append("reference_changed", 1, articles("A", "B", "C", "D", "E"))
    ledger.append("reference_changed", 1, articles("F"))
    ledger.append("stock_counted", 1, counted(*(("S01/floor", sku, 9) for sku in "ABCDEF")))
    till = join()
    till.record(sale_body(Item("A"), Item("B")))
    push(ledger, till)
    found: dict[Key, tuple[int, Any]] = {}
    versions: list[set[int]] = []
    for page in pages(ledger, till, None, limit):
        versions.append({row[3] for row in page.rows})
        applied(found, page)
    assert sum(map(len, versions)) == len(set.union(*versions))
    assert found == stored_rows(ledger, "S01")


def test_a_page_spans_a_limited_number_of_positions(
    ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "PAGE_POSITIONS", 2)
    for name in ("one", "two", "three", "four"):
        ledger.append("reference_changed", 1, articles("A", "B", name=name))
    found: dict[Key, tuple[int, Any]] = {}
    till = join()
    reached = []
    for page in pages(ledger, till):
        applied(found, page)
        reached.append(page.to_pos)
    assert (reached, found) == ([2, 4, 6], stored_rows(ledger, "S01"))


def test_a_cursor_far_behind_is_sent_to_a_snapshot(
    ledger: Ledger, join: Joining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "OLDEST_POSITIONS", 2)
    ledger.append("reference_changed", 1, articles("A"))
    with pytest.raises(CursorGone) as gone:
        ledger.door.feed(join().token, None)
    assert gone.value.reason == "too_old"


def test_a_cursor_of_the_future_shows_that_the_ledger_was_rewound(ledger: Ledger, join: Joining) -> None:
    till = join()
    cursor = f"{ledger.state.epoch}:999:1"
    with pytest.raises(CursorGone) as gone:
        ledger.door.feed(till.token, cursor)
    assert gone.value.reason == "ahead"
    hello = ledger.door.hello(till.token, till.hello(cursor))
    assert (hello.verdict, hello.cursor_ok) == ("server_rewound", False)


def test_a_cursor_of_an_earlier_epoch_is_good_up_to_the_common_position(ledger: Ledger, join: Joining) -> None:
    till = join()
    ledger.append("reference_changed", 1, articles("A"))
    with ledger.databases.write.begin() as connection:
        connection.execute(sa.update(tables.shard).values(common_pos=2))
    assert ledger.door.feed(till.token, "earlier:2:1").to_pos == 3
    with pytest.raises(CursorGone):
        ledger.door.feed(till.token, "earlier:3:1")


def test_followers_miss_nothing_and_own_sales_show_exactly_once_while_tills_sell(ledger: Ledger, join: Joining) -> None:
    skus = [f"A{number}" for number in range(12)]
    ledger.append("reference_changed", 1, reference("article", *(article_row(sku) for sku in skus)))
    ledger.append("stock_counted", 1, counted(*(("S01/floor", sku, 1_000) for sku in skus)))
    selling = [join("S01", f"T{number}") for number in range(3)]
    over = threading.Event()

    def sell(number: int, till: FakeTill) -> None:
        for turn in range(60):
            sku = skus[(turn * 7 + number) % len(skus)]
            till.record(sale_body(Item(sku), Item("A0", 2), till=f"T{number}"))
            push(ledger, till)

    threads = [threading.Thread(target=sell, args=item) for item in enumerate(selling)]
    for thread in threads:
        thread.start()
    follower, found, cursor = selling[0], dict[Key, tuple[int, Any]](), None
    while not over.is_set():
        if not any(thread.is_alive() for thread in threads):
            over.set()
        for page in pages(ledger, follower, cursor, 5):
            applied(found, page)
            cursor = page.cursor
    for thread in threads:
        thread.join()
    assert found == stored_rows(ledger, "S01")
    assert found["stock", "*", "S01/floor|A0"][1] == {
        "on_hand": 1_000 - 2 * 180 - sum((t * 7 + n) % 12 == 0 for n in range(3) for t in range(60)),
        "reserved": 0,
        "scale": 0,
    }


def test_a_page_and_what_it_includes_are_of_one_snapshot(ledger: Ledger, join: Joining) -> None:
    """One till sells one piece a time: stock on a page plus what the page includes is always what was counted."""
    ledger.append("reference_changed", 1, articles("A"))
    ledger.append("stock_counted", 1, counted(("S01/floor", "A", 500)))
    till = join()
    for _ in range(150):
        till.record(sale_body(Item("A")))
    seen: list[int] = []

    def watch() -> None:
        while thread.is_alive():
            page = ledger.door.feed(till.token, None)
            (level,) = [row[5] for row in page.rows if row[0] == "stock"]
            assert level is not None
            seen.append(level["on_hand"] + page.included.seq)

    thread = threading.Thread(
        target=lambda: [ledger.door.push(till.token, till.push(seq, seq)) for seq in range(1, 151)]
    )
    thread.start()
    watch()
    thread.join()
    assert set(seen) == {500}


def test_a_till_of_an_earlier_schema_goes_on_following_in_its_own(ledger: Ledger, join: Joining) -> None:
    till = join()
    ledger.append("reference_changed", 1, articles("A"))
    body = {"name": "Customer 1"}
    ledger.append("reference_changed", 1, reference("customer", facts.ReferenceRow(scope="*", key="k1", body=body)))
    old = f"{ledger.state.epoch}:2:1"
    page = ledger.door.feed(till.token, old)
    assert [row[0] for row in page.rows] == ["article", "customer"]
    assert page.cursor == f"{ledger.state.epoch}:4:1"
    assert ledger.door.feed(till.token, page.cursor.removesuffix("1") + "2").cursor == f"{ledger.state.epoch}:4:2"
    assert ledger.door.hello(till.token, till.hello(old)).cursor_ok

"""What lies where, as this till may believe it: the ledger's numbers with its own movements."""

from pathlib import Path

from pos_client.counter.acts import AdjustedLine, StockAdjusted
from pos_client.store import tables
from pos_client.store.replica_file import ReplicaFile
from pos_client.store.stock_view import LocalStockView
from sync_engine.domain.dates import parse_instant
from sync_engine.sql import replica_schema
from sync_engine.sql.engine import sqlite_engine
from sync_engine.sql.replica_rows import apply_rows
from tests.helpers.till_home import (
    REPLICA_KEY,
    STORE_BODY,
    a_sale,
    context,
    make_replica,
    open_till,
    small_catalogue,
)


def feed(home: Path, *rows: tuple[object, ...], included: tuple[int, int]) -> None:
    """What the sync process does with a page."""
    engine = sqlite_engine(home / "replica-1.db", key=REPLICA_KEY, synchronous="NORMAL")
    with engine.begin() as connection:
        apply_rows(connection, rows, included)
    engine.dispose()


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

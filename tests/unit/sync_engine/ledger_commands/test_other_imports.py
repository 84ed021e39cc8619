"""Prices, stock, stores, staff and quick keys."""

import pytest

from sync_engine.ledger.admin import Appended
from sync_engine.ledger.importing.booking import BatchNotBooked
from sync_engine.ledger.importing.statements import OnHand
from tests.helpers.imports import FakeLedger, Importing, reasons

STORE_HEADER = (
    "store,name,country,currency,tax_inclusive,tax_rounding,taxes,cash_step,time_zone,cutover,price_list,language,"
    "address,valid_from\n"
)


@pytest.fixture
def stocked(importing: Importing) -> Importing:
    """A ledger with a store and three articles."""
    importing.known.with_store("S01").with_article("A").with_article("W", scale=3).with_article("POST", stocked=False)
    return importing


def test_prices_by_list_store_and_day(stocked: Importing) -> None:
    imported = stocked.take(
        "prices",
        "sku,price,price_list,store,valid_from,valid_to\n"
        "A,1.50,,,,\nA,1.20,,S01,2026-01-01,2026-01-31\nX,1,,,,\nA,1,,S09,,\nA,9,,,2026-02-30,\nA,9,,,2026-03-01,2026-02-01\n",
    )
    assert stocked.ledger.rows("price") == {
        ("*", "default||A|1900-01-01"): {"sku": "A", "list": "default", "store": None, "unit_e4": 15_000}
        | {"from": "1900-01-01", "to": None},
        ("*", "default|S01|A|2026-01-01"): {"sku": "A", "list": "default", "store": "S01", "unit_e4": 12_000}
        | {"from": "2026-01-01", "to": "2026-01-31"},
    }
    assert reasons(imported) == [
        (4, "unknown_article", "X"),
        (5, "unknown_store", "S09"),
        (6, "not_a_date", "2026-02-30"),
        (7, "not_a_date", "2026-03-01 to 2026-02-01"),
    ]


def test_stock_is_counted_on_the_floor_at_the_articles_scale(stocked: Importing) -> None:
    imported = stocked.take(
        "stock",
        "store,sku,quantity\nS01,A,12\nS01,W,1.25\nS01,POST,1\nS01,X,1\nS09,A,1\nS01,A,13\nS01,W,-1\nS01,A,12\n",
    )
    assert stocked.ledger.counts() == [("S01/floor", "A", 12, 0), ("S01/floor", "W", 1250, 3)]
    assert reasons(imported) == [
        (4, "not_stocked", "POST"),
        (5, "unknown_article", "X"),
        (6, "unknown_store", "S09"),
        (7, "duplicate_row", "line 2 says otherwise"),
        (8, "negative_quantity", "-1"),
    ]
    assert imported.repeated == 1


def test_pieces_have_no_decimals(stocked: Importing) -> None:
    assert reasons(stocked.take("stock", "store,sku,quantity\nS01,A,1.5\n")) == [(2, "too_many_decimals", "1.5")]


def test_a_count_that_is_so_already_is_not_stated_unless_it_is_the_first(stocked: Importing) -> None:
    stocked.known.stock = {("S01/floor", "A"): OnHand(5, 0, True), ("S01/floor", "W"): OnHand(0, 0, False)}
    imported = stocked.take("stock", "store,sku,quantity\nS01,A,5\nS01,W,0\n")
    assert stocked.ledger.counts() == [("S01/floor", "W", 0, 3)]
    assert (imported.outcome.tallies["stock"].added, imported.outcome.tallies["stock"].same) == (1, 1)


def test_a_store_with_its_rules(importing: Importing) -> None:
    importing.take(
        "stores",
        STORE_HEADER + "S01,Harbour,ch,CHF,no,document,standard=8.1;both=GST:5+PST:7.5;none,0.05,Europe/Zurich,"
        "03:30,list2,de,Quay 1|Zug,2024-01-01\n",
    )
    assert importing.ledger.rows("store")["*", "S01"] == {
        "name": "Harbour",
        "country": "CH",
        "currency": "CHF",
        "time_zone": "Europe/Zurich",
        "cutover_minutes": 210,
        "price_list": "list2",
        "language": "de",
        "address": ["Quay 1", "Zug"],
        "foreign": {},
        "rules": [
            {
                "from": "2024-01-01",
                "inclusive": False,
                "rounding": "document",
                "cash_step": 5,
                "taxes": {
                    "standard": [{"name": "standard", "rate_ppm": 81_000}],
                    "both": [{"name": "GST", "rate_ppm": 50_000}, {"name": "PST", "rate_ppm": 75_000}],
                    "none": [],
                },
                "default_tax": "standard",
            }
        ],
    }


def test_rules_of_another_day_are_added_to_those_there_are(importing: Importing) -> None:
    row = "S01,Harbour,GB,GBP,yes,line,{},0.01,Europe/London,04:00,default,en,,{}\n"
    importing.take("stores", STORE_HEADER + row.format("a=20", "2024-01-01") + row.format("a=15", "2023-01-01"))
    importing.known.rows["store"] = importing.ledger.rows("store")
    importing.take("stores", STORE_HEADER + row.format("a=25", "2024-01-01") + row.format("a=10", "2025-01-01"))
    rules = importing.ledger.rows("store")["*", "S01"]["rules"]
    assert [(rule["from"], rule["taxes"]["a"][0]["rate_ppm"]) for rule in rules] == [
        ("2023-01-01", 150_000),
        ("2024-01-01", 250_000),
        ("2025-01-01", 100_000),
    ]


def test_a_stores_currency_never_changes(importing: Importing) -> None:
    importing.known.with_store("S01")
    imported = importing.take("stores", "store,name,currency\nS01,Harbour,EUR\n")
    assert reasons(imported) == [(2, "currency_change", "GBP to EUR")]


def test_a_store_says_where_it_lies(importing: Importing) -> None:
    importing.take("stores", "store,name,currency,latitude,lng\nS01,Harbour,EUR,45.8150,15.9819\n")
    body = importing.ledger.rows("store")["*", "S01"]
    assert (body["lat"], body["lon"]) == ("45.8150", "15.9819")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("currency", "EURO", "unknown_currency"),
        ("time_zone", "Europe/Nowhere", "unknown_time_zone"),
        ("tax_rounding", "sometimes", "unknown_rounding"),
        ("tax_inclusive", "maybe", "not_yes_or_no"),
        ("cash_step", "0", "out_of_range"),
        ("cash_step", "0.001", "too_many_decimals"),
        ("cutover", "24:00", "out_of_range"),
        ("taxes", "a=", "bad_taxes"),
        ("taxes", "a=20;a=5", "bad_taxes"),
        ("taxes", "a=-1", "bad_taxes"),
        ("store", "S 1", "bad_store_code"),
        ("store", "S/1", "bad_store_code"),
        ("lat", "45.8", "out_of_range"),
        ("lon", "15.9 E", "out_of_range"),
    ],
)
def test_a_store_that_cannot_be_is_set_aside(importing: Importing, column: str, cell: str, reason: str) -> None:
    cells = {"store": "S01", "name": "Harbour", "currency": "GBP", column: cell}
    imported = importing.take("stores", f"{','.join(cells)}\n{','.join(cells.values())}\n")
    assert [found for _, found, _ in reasons(imported)] == [reason]


def test_staff_have_hashed_pins_in_each_of_their_stores(importing: Importing) -> None:
    importing.known.with_store("S01").with_store("S02")
    imported = importing.take(
        "staff",
        "staff,name,role,stores,pin\nC1,Cashier 1,cashier,S01|S02,1111\nM1,Manager 1,manager,S01,44556\n"
        "C2,Cashier 2,cashier,S09,2222\nC3,Cashier 3,,S01,3333\n",
    )
    rows = importing.ledger.rows("staff")
    assert {key: body["pin_hash"] for key, body in rows.items()} == {
        ("S01", "C1"): "hash of 1111 in S01",
        ("S02", "C1"): "hash of 1111 in S02",
    }
    assert reasons(imported) == [(3, "bad_pin", "6 digits"), (4, "unknown_store", "S09"), (5, "blank_role", "")]


def test_the_same_pin_again_changes_nothing_and_no_pin_keeps_the_one_there_is(importing: Importing) -> None:
    importing.known.with_store("S01")
    header = "staff,name,role,stores,pin\n"
    importing.take("staff", header + "C1,Cashier 1,cashier,S01,1111\n")
    importing.known.rows["staff"] = importing.ledger.rows("staff")
    importing.ledger = FakeLedger()
    importing.take("staff", header + "C1,Cashier 1,cashier,S01,1111\n")
    assert importing.ledger.facts == []
    importing.take("staff", header + "C1,Cashier 1,approver,S01,\n")
    assert importing.ledger.rows("staff")["S01", "C1"]["pin_hash"] == "hash of 1111 in S01"


def test_quick_keys_by_position(stocked: Importing) -> None:
    imported = stocked.take("favourites", "store,position,sku\nS01,1,A\nS01,0,A\nS01,2,X\nS09,1,A\nS01,x,A\n")
    assert stocked.ledger.rows("favourite") == {("S01", "1"): {"sku": "A"}}
    assert [reason for _, reason, _ in reasons(imported)] == [
        "out_of_range",
        "unknown_article",
        "unknown_store",
        "not_a_number",
    ]


def test_a_fact_that_the_ledger_does_not_book_stops_the_import(importing: Importing) -> None:
    importing.ledger = FakeLedger(answer=Appended(7, "deferred", "row_malformed"))
    with pytest.raises(BatchNotBooked) as caught:
        importing.take("articles", "sku,name\nA,Pen\n")
    assert (caught.value.batch, caught.value.reason) == ("b", "row_malformed")

"""The demo shop is valid in every row, so that an import of it may be expected to quarantine nothing."""

import csv
import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

import resources

LANGUAGES = ("de", "fr", "nl", "es", "it", "ru")
PRICE = re.compile(r"\d+(\.\d{1,4})?")


def rows(name: str) -> list[dict[str, str]]:
    with resources.path(f"demo/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def articles() -> dict[str, dict[str, str]]:
    return {row["sku"]: row for row in rows("articles.csv")}


def codes(row: dict[str, str]) -> list[tuple[str, int]]:
    parts = [part.partition("*") for part in row["barcodes"].split("|") if part]
    return [(code, int(pieces or "1")) for code, _, pieces in parts]


def has_right_check_digit(code: str) -> bool:
    """Say whether a GTIN passes the mod-10 check of the GS1 General Specifications, section 7.9."""
    weighted = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(code[:-1])))
    return (weighted + int(code[-1])) % 10 == 0


@pytest.mark.parametrize(
    ("name", "count", "columns"),
    [
        (
            "stores.csv",
            2,
            "store,name,country,currency,tax_inclusive,tax_rounding,taxes,cash_step,time_zone,cutover,price_list,language,address,valid_from",
        ),
        (
            "articles.csv",
            659,
            "sku,barcodes,name,name_de,name_fr,name_nl,name_es,name_it,name_ru,description,unit,scale,tax,stocked,price,brand,category,attributes,min_age,needs,is_department",
        ),
        ("staff.csv", 3, "staff,name,role,stores,pin"),
        ("stock.csv", 1270, "store,sku,quantity"),
        ("favourites.csv", 24, "store,position,sku"),
        ("tickets.csv", 189, "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country"),
    ],
)
def test_every_file_has_its_columns_and_rows(name: str, count: int, columns: str) -> None:
    found = rows(name)
    assert list(found[0]) == columns.split(",")
    assert len(found) == count
    assert all(None not in row and None not in row.values() for row in found)


def test_no_text_has_control_characters_and_only_invoices_have_outer_blanks() -> None:
    for name in ("stores.csv", "articles.csv", "staff.csv", "stock.csv", "favourites.csv", "tickets.csv"):
        for row in rows(name):
            assert all(value.isprintable() for value in row.values()), row
            assert name == "tickets.csv" or all(value == value.strip() for value in row.values()), row


def test_skus_are_unique_and_case_sensitive() -> None:
    skus = [row["sku"] for row in rows("articles.csv")]
    assert len(set(skus)) == len(skus)
    assert {"85123A", "85123a"} <= set(skus)


def test_barcodes_are_unique_valid_and_nobodys_sku() -> None:
    every = [code for row in rows("articles.csv") for code, _ in codes(row)]
    assert len(every) == 323
    assert len({code.zfill(14) for code in every}) == 323
    assert all(code.isdecimal() and len(code) in (8, 13, 14) and has_right_check_digit(code) for code in every)
    assert not articles().keys() & set(every)


def test_three_articles_have_a_pack_barcode_over_their_own_number() -> None:
    packs = [(codes(row)[0][0], *codes(row)[1]) for row in rows("articles.csv") if len(codes(row)) > 1]
    assert packs == [
        ("3017620422003", "13017620422000", 6),
        ("8718452132256", "18718452132253", 8),
        ("8718452644674", "18718452644671", 12),
    ]


def test_prices_are_positive_decimal_text_of_at_most_four_places() -> None:
    prices = [row["price"] for row in rows("articles.csv")]
    assert all(PRICE.fullmatch(price) and Decimal(price) > 0 for price in prices)
    assert "0.001" in prices


def test_unit_scale_tax_and_stocked_are_of_the_known_ones() -> None:
    scales = {"piece": "0", "kg": "3", "m": "3"}
    for row in rows("articles.csv"):
        assert row["scale"] == scales[row["unit"]]
        assert row["tax"] in {"standard", "reduced", "zero"}
        assert row["stocked"] in {"yes", "no"}
    assert Counter(row["unit"] for row in rows("articles.csv")) == {"piece": 650, "kg": 8, "m": 1}
    assert [row["sku"] for row in rows("articles.csv") if row["stocked"] == "no"] == ["C2", "DOT", "M", "POST"]


def test_names_fit_a_line_and_hold_the_awkward_letters() -> None:
    names = [
        row[column] for row in rows("articles.csv") for column in ("name", *(f"name_{lang}" for lang in LANGUAGES))
    ]
    assert all(row["name"] for row in rows("articles.csv"))
    assert max(map(len, names)) <= 80
    assert {"Сыр «Гауда», весовой", "Свёкла весовая", "Country pâté, sliced"} <= set(names)
    assert set("éœïäё«»م") <= set("".join(names))


def test_attributes_are_pairs_with_distinct_keys() -> None:
    for row in rows("articles.csv"):
        pairs = [pair.split("=") for pair in row["attributes"].split(";") if pair]
        assert all(len(pair) == 2 and all(pair) for pair in pairs), row
        assert len({key for key, _ in pairs}) == len(pairs)


def test_stores_can_be_read_by_a_clock_and_a_till() -> None:
    for row in rows("stores.csv"):
        assert ZoneInfo(row["time_zone"]).key == "Europe/London"
        assert date.fromisoformat(row["valid_from"]) < date(2010, 12, 1)
        assert (row["currency"], row["tax_inclusive"], row["tax_rounding"]) == ("GBP", "yes", "line")
        assert (row["cash_step"], row["cutover"], row["price_list"]) == ("0.01", "04:00", "default")
        assert row["taxes"] == "standard=20;reduced=5;zero=0"
        assert len(row["address"].split("|")) == 3


def test_pins_have_four_digits_and_six_for_the_manager() -> None:
    found = {row["name"]: (row["role"], row["stores"], row["pin"]) for row in rows("staff.csv")}
    assert found == {
        "Cashier 1": ("cashier", "S01|S02", "1111"),
        "Cashier 2": ("cashier", "S01|S02", "2222"),
        "Manager 1": ("manager", "S01|S02", "445566"),
    }


def test_opening_stock_covers_both_stores_and_leaves_twenty_articles_uncounted() -> None:
    by_sku = articles()
    counted = [(row["store"], row["sku"]) for row in rows("stock.csv")]
    stocked = {sku for sku, row in by_sku.items() if row["stocked"] == "yes"}
    assert len(set(counted)) == len(counted)
    for store in ("S01", "S02"):
        skus = {sku for place, sku in counted if place == store}
        assert skus < stocked
        assert len(stocked - skus) == 20


def test_stock_quantities_fit_the_scale_of_their_article() -> None:
    by_sku = articles()
    for row in rows("stock.csv"):
        pattern = r"\d+" if by_sku[row["sku"]]["scale"] == "0" else r"\d+\.\d{3}"
        assert re.fullmatch(pattern, row["quantity"]), row


def test_each_store_has_twelve_favourites_that_exist() -> None:
    by_sku = articles()
    for store in ("S01", "S02"):
        keys = [(row["position"], row["sku"]) for row in rows("favourites.csv") if row["store"] == store]
        assert [int(position) for position, _ in keys] == list(range(1, 13))
        assert len({sku for _, sku in keys}) == 12
        assert all(sku in by_sku for _, sku in keys)


def test_tickets_name_only_articles_of_the_shop_and_stay_in_order() -> None:
    found = rows("tickets.csv")
    by_sku = articles()
    assert all(row["stock_code"] in by_sku for row in found)
    starts = [datetime.fromisoformat(row["invoice_date"]) for row in found]
    assert starts == sorted(starts)
    changes = sum(before["invoice_no"] != after["invoice_no"] for before, after in pairwise(found))
    assert changes + 1 == len({row["invoice_no"] for row in found}) == 60


def test_tickets_hold_three_returns_and_two_invoices_with_a_free_line() -> None:
    found = rows("tickets.csv")
    back = {row["invoice_no"] for row in found if int(row["quantity"]) < 0}
    free = {row["invoice_no"] for row in found if Decimal(row["unit_price"]) == 0}
    assert (
        back
        == {row["invoice_no"] for row in found if row["invoice_no"].startswith("C")}
        == {"C536978", "C537413", "C539114"}
    )
    assert free == {"541109", "553000"}
    assert all(int(row["quantity"]) != 0 and Decimal(row["unit_price"]) >= 0 for row in found)


def test_opening_stock_of_either_store_is_enough_for_all_tickets() -> None:
    sold: Counter[str] = Counter()
    for row in rows("tickets.csv"):
        sold[row["stock_code"]] += max(int(row["quantity"]), 0)
    stock = {(row["store"], row["sku"]): Decimal(row["quantity"]) for row in rows("stock.csv")}
    goods = [sku for sku in sold if articles()[sku]["stocked"] == "yes"]
    assert all(stock[store, sku] >= sold[sku] for store in ("S01", "S02") for sku in goods)

"""Articles for the benchmarks: as feed rows of a replica and as a file to import. The same count gives the same
articles.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.helpers.till_home import STORE_BODY, article_body, article_rows

STORE_ID, TILL_ID = "S01", "T1"
PRICE_E4 = 50_000
PEOPLE = 6


def sku(number: int) -> str:
    """The code of an article."""
    return f"B{number:06d}"


def barcode(number: int) -> str:
    """The EAN-13 of an article, in the range that shops use for themselves."""
    digits = f"29{number:010d}"
    check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
    return f"{digits}{check}"


def name(number: int) -> str:
    """The name of an article, as long as names of goods are."""
    kinds, goods = ("Dark", "Light", "Fresh", "Fine", "Crisp"), ("chocolate", "biscuits", "juice", "coffee", "soap")
    return f"{kinds[number % 5]} {goods[number // 5 % 5]} of the house {number % 97 * 10} g, box {number}"


def replica_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Feed rows of one store, its people, `count` articles with barcode and price, and stock of each."""
    yield "store", "*", STORE_ID, 1, False, STORE_BODY
    yield "till", "*", f"{STORE_ID}/{TILL_ID}", 1, False, {"store": STORE_ID, "till": TILL_ID, "name": "Till 1"}
    for number in range(1, PEOPLE + 1):
        person = {"name": f"Cashier {number}", "role": "cashier", "pin_hash": None, "active": True}
        yield "staff", STORE_ID, f"C{number}", 1, False, person
    for number in range(count):
        body = article_body(name(number), barcodes=[{"code": barcode(number), "qty": 1}])
        yield from article_rows(sku(number), body, PRICE_E4)
        level = {"on_hand": 1000, "reserved": 0, "scale": 0}
        yield "stock", "*", f"{STORE_ID}/floor|{sku(number)}", 6, False, level


def write_articles(path: Path, count: int) -> str:
    """The same articles as a file for the import; says what they are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(("sku", "barcodes", "name", "unit", "price"))
        for number in range(count):
            write((sku(number), barcode(number), name(number), "piece", "5.00"))
    return "generated"


def write_stores(path: Path, stores: Sequence[str]) -> None:
    """Stores that sell in pounds with 20 % tax included, as a file for the import."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(("store", "name", "country", "currency", "time_zone", "tax_inclusive", "taxes"))
        for store in stores:
            write((store, f"Store {store}", "GB", "GBP", "Europe/London", "yes", "standard=20"))

"""Figures of a little trade, to the cent."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from sync_engine.domain.errors import UnknownArticle
from sync_engine.ledger.report import totals
from sync_engine.ledger.stock_report import stock_of

EUR_SALES, EUR_RETURNS, USD_SALES = 450 + 150 + 3000, -200, 200
EUR_TAX, USD_TAX = 75 + 25 - 33 + 500, 33


def test_everything_that_was_sold_adjusted_and_not_booked(traded: sa.Engine) -> None:
    report = totals(traded)
    assert (report["tickets"], report["lines"], report["units"]) == (5, 5, 25)
    assert report["adjustments"] == {"tickets": 2, "lines": 2, "units": 2}
    assert (report["deferred"], report["open_cases"]) == (1, 2)


def test_amounts_of_several_currencies_are_never_one_number(traded: sa.Engine) -> None:
    report = totals(traded)
    assert [report[name] for name in ("sales_minor", "returns_minor", "gross_minor", "tax_minor", "currency")] == [
        None
    ] * 5
    assert report["by_currency"] == {
        "EUR": {
            "sales_minor": EUR_SALES,
            "returns_minor": EUR_RETURNS,
            "gross_minor": EUR_SALES + EUR_RETURNS,
            "tax_minor": EUR_TAX,
        },
        "USD": {"sales_minor": USD_SALES, "returns_minor": 0, "gross_minor": USD_SALES, "tax_minor": USD_TAX},
    }


def test_lines_that_were_not_booked_are_listed_with_their_reason(traded: sa.Engine) -> None:
    missed = totals(traded)["not_booked"]
    assert {name: missed[name] for name in ("tickets", "tickets_only", "lines", "units", "amount_minor")} == {
        "tickets": 2,
        "tickets_only": 1,
        "lines": 2,
        "units": Decimal("2.5"),
        "amount_minor": 220,
    }
    assert missed["by_reason"] == {"not_a_number": 1, "unknown_article": 1}
    assert missed["rows"][0] == {
        "ticket": "1001",
        "sku": "X",
        "name": "Article X",
        "quantity": "2",
        "unit_price": "1.10",
        "amount_minor": 220,
        "reason": "unknown_article",
        "store": "S01",
        "till": "T1",
    }


def test_totals_by_store(traded: sa.Engine) -> None:
    groups = totals(traded, "store")["groups"]
    assert [(row["store"], row["currency"], row["tickets"], row["units"], row["gross_minor"]) for row in groups] == [
        ("S01", "EUR", 3, 23, EUR_SALES + EUR_RETURNS),
        ("S02", "USD", 1, 2, USD_SALES),
    ]


def test_totals_by_day_and_currency(traded: sa.Engine) -> None:
    groups = totals(traded, "day")["groups"]
    assert [(row["day"], row["currency"], row["sales_minor"], row["returns_minor"]) for row in groups] == [
        ("2026-11-21", "EUR", 600, -200),
        ("2026-11-21", "USD", 200, 0),
        ("2026-11-22", "EUR", 3000, 0),
    ]


def test_totals_by_till(traded: sa.Engine) -> None:
    groups = totals(traded, "till")["groups"]
    assert [(row["store"], row["till"], row["lines"]) for row in groups] == [("S01", "T1", 4), ("S02", "T1", 1)]


def test_totals_by_article(traded: sa.Engine) -> None:
    groups = totals(traded, "article")["groups"]
    assert [
        (row["article"], row["currency"], row["units"], row["sales_minor"], row["returns_minor"]) for row in groups
    ] == [
        ("A", "EUR", 24, 3600, 0),
        ("B", "EUR", -1, 0, -200),
        ("B", "USD", 2, 200, 0),
    ]


def test_stock_of_an_article_place_by_place(traded: sa.Engine) -> None:
    report = stock_of(traded, "B")
    assert (report["article"], report["name"], report["unit"]) == ("B", "Article B", "piece")
    assert (report["on_hand"], report["reserved"], report["available"]) == (8, 0, 8)
    assert [(p["place"], p["on_hand"], p["is_controlled"]) for p in report["places"]] == [
        ("S01/floor", 10, True),
        ("S02/floor", -2, False),
    ]


def test_an_article_is_found_by_its_barcode_and_in_one_store(traded: sa.Engine) -> None:
    report = stock_of(traded, "code-A", "S01")
    assert (report["article"], report["on_hand"], len(report["places"])) == ("A", -16, 1)
    assert stock_of(traded, "A", "S09")["places"] == []


def test_an_article_nobody_knows(traded: sa.Engine) -> None:
    with pytest.raises(UnknownArticle):
        stock_of(traded, "nothing")

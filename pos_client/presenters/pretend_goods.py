"""Goods for the shop in memory that want something of a cashier: an age, a weight, a price, a number; or are recalled.

Made up, like everything that is sold there.
"""

from dataclasses import replace

from sync_engine.domain.product import Article, Barcode, Unit

WINE, HAM, DRILL, FLOWERS, RECALLED = (
    "5010000000018",
    "5010000000025",
    "5010000000032",
    "5010000000049",
    "5010000000056",
)
GROCERIES = "DEP1"

_PLAIN = Article("", "", {}, "", {}, Unit.PIECE, 0, "standard", True, (), {}, None)


def _made(article_id: str, name: str, code: str) -> Article:
    barcodes = (Barcode(code),) if code else ()
    return replace(_PLAIN, article_id=article_id, name=name, barcodes=barcodes)


def special_goods() -> tuple[tuple[Article, str], ...]:
    """The articles and their prices as text ("" for none)."""
    ham = replace(_made("X002", "Ham, sliced at the counter", HAM), unit=Unit.KG, scale=3, needs=frozenset({"weight"}))
    return (
        (replace(_made("X001", "Red wine 75 cl", WINE), min_age=18), "7.50"),
        (ham, "14.90"),
        (replace(_made("X003", "Cordless drill 18 V", DRILL), needs=frozenset({"serial"})), "89.00"),
        (replace(_made("X004", "Cut flowers", FLOWERS), needs=frozenset({"price"})), ""),
        (replace(_made("X005", "Stuffed bear, series 12", RECALLED), is_recalled=True), "12.00"),
        (replace(_made(GROCERIES, "Groceries", ""), is_department=True), ""),
        (replace(_made("DEP2", "Household", ""), is_department=True), ""),
    )

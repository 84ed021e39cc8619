"""A shop whose language is German gives German receipts, whatever the language of the till."""

from dataclasses import replace

from pos_client.i18n import words
from sync_engine.domain.cart import Discount
from sync_engine.domain.payment import Tender
from tests.unit.pos_client.receipts.test_receipts import HEADING, coffee, printed, sold

GERMAN = replace(HEADING, store_name="Hafen", address=("Musterkai 1", "00000 Quillmere"), language="de")


def test_a_receipt_comes_out_in_german() -> None:
    saved = words("de").tr("You saved")
    off = coffee(name="Kaffee", discount=Discount("percent", 100_000))
    assert printed(sold(off, tenders=(Tender("cash", 1_000),)), GERMAN).splitlines() == [
        "                  Hafen",
        "               Musterkai 1",
        "             00000 Quillmere",
        "",
        "S01-T1a-000042             21.11.26, 10:00",
        "Kasse T1                         Cashier 1",
        "------------------------------------------",
        "Kaffee                                5,10",
        "  2 x 2,55",
        "  Rabatt                             -0,51",
        "------------------------------------------",
        "SUMME GBP                             4,59",
        "Bar                                  10,00",
        "Rückgeld                              5,41",
        f"{saved}{'0,51':>{42 - len(saved)}}",
        "------------------------------------------",
        "Steuer                  Netto Steuerbetrag",
        "VAT 20 %                   3,82       0,77",
        "",
        " Danke. Bon für Rückgaben bitte aufheben.",
        "         S01-T1a-000042 26e97ffd",
        "",
    ]


def test_a_return_and_other_tenders_are_named_in_german() -> None:
    tenders = (Tender("card", 300), Tender("voucher", 110), Tender("cash", 100))
    text = printed(sold(coffee(name="Kaffee"), tenders=tenders), GERMAN)
    assert [line.split()[0] for line in text.splitlines()[11:14]] == ["Karte", "Gutschein", "Bar"]
    back = printed(sold(coffee(name="Kaffee", is_return=True), tenders=(Tender("cash", -510),)), GERMAN)
    assert "Rückgabe: Kaffee                     -5,10" in back.splitlines()

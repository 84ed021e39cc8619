"""The receipt of a sale, to the letter."""

from dataclasses import replace

from hardware.document import Document, to_text
from pos_client.counter.acts import SaleCompleted
from pos_client.receipts.layout import Heading, copy_of, from_text
from pos_client.receipts.layout import to_text as stored
from pos_client.receipts.sale_receipt import sale_receipt
from sync_engine.domain.cart import Cart, CartLine, Discount, add_line
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.quantity import Quantity, pieces
from sync_engine.domain.sale import complete
from sync_engine.domain.tax import TaxRegime
from tests.helpers.till_home import RATES, REGIME, context

HEADING = Heading("Harbour", ("1 Demonstration Quay",), "T1", "Europe/London", "en-GB")


def sold(
    *lines: CartLine, tenders: tuple[Tender, ...], regime: TaxRegime = REGIME, cash_step_minor: int = 1
) -> SaleCompleted:
    cart = Cart(currency("GBP"), regime, RATES)
    for line in lines:
        cart = add_line(cart, line)
    sale = complete(cart, tenders, sale_id="e1", doc_no="", cash_step_minor=cash_step_minor)
    return SaleCompleted(context(), replace(sale, doc_no="S01-T1a-000042"), "Cashier 1")


def coffee(line_id: int = 1, **changes: object) -> CartLine:
    plain = CartLine(line_id, "COFFEE", "Coffee", None, pieces(2), 25_500, "standard")
    return replace(plain, **changes)  # type: ignore[arg-type]


def printed(act: SaleCompleted, heading: Heading = HEADING) -> str:
    return to_text(sale_receipt(act, heading, "26e97ffd"), 42)


def test_a_receipt_says_everything_a_customer_may_ask() -> None:
    cheese = CartLine(2, "CHEESE", "Cheese", None, Quantity(350, 3), 123_400, "standard", unit="kg")
    off = coffee(discount=Discount("percent", 100_000))
    assert printed(sold(off, cheese, tenders=(Tender("cash", 1_000),))).splitlines() == [
        "                 Harbour",
        "           1 Demonstration Quay",
        "",
        "S01-T1a-000042           21/11/2026, 10:00",
        "Till T1                          Cashier 1",
        "------------------------------------------",
        "Coffee                                5.10",
        "  2 x 2.55",
        "  Discount                           -0.51",
        "Cheese                                4.32",
        "  0.350 kg x 12.34",
        "------------------------------------------",
        "TOTAL GBP                             8.91",
        "Cash                                 10.00",
        "Change                                1.09",
        "You saved                             0.51",
        "------------------------------------------",
        "Tax                         Net Tax amount",
        "VAT 20%                    7.42       1.49",
        "",
        "Thank you. Keep this receipt for returns.",
        "         S01-T1a-000042 26e97ffd",
        "",
    ]


def test_goods_brought_back_and_money_paid_out_are_said_so() -> None:
    text = printed(sold(coffee(is_return=True), tenders=(Tender("cash", -510),)))
    assert "Return: Coffee                       -5.10" in text
    assert "Cash                                 -5.10" in text


def test_tax_on_top_is_added_up_before_the_total() -> None:
    act = sold(coffee(), tenders=(Tender("card", 612),), regime=TaxRegime(is_inclusive=False, rounding="document"))
    lines = printed(act).splitlines()
    start = lines.index("Net                                   5.10")
    assert lines[start : start + 4] == [
        "Net                                   5.10",
        "VAT 20%                               1.02",
        "TOTAL GBP                             6.12",
        "Card                                  6.12",
    ]


def test_rounding_of_cash_stands_by_itself() -> None:
    text = printed(sold(coffee(quantity=pieces(1)), tenders=(Tender("cash", 260),), cash_step_minor=10))
    assert "TOTAL GBP                             2.55\nCash rounding                         0.05" in text


def test_control_characters_in_names_never_reach_the_paper() -> None:
    bad = coffee(name="Milk\x1bp\x00\x32\x32\n\u202e\u2066GBP 0.00")
    heading = replace(HEADING, store_name="Har\x1bbour", address=("1 Quay\x07", "ZZ1\nPort"))
    act = replace(sold(bad, tenders=(Tender("cash", 510),)), staff_name="Cashier\x1d 1")
    document = sale_receipt(act, heading, "26e97ffd")
    texts = stored(document)
    assert not [mark for mark in to_text(document, 42) if ord(mark) < 32 and mark != "\n"]
    assert not [code for code in ("\\u001b", "\\u0000", "\\u0007", "\\u001d", "\u202e", "\u2066") if code in texts]
    assert "Milkp22 GBP 0.00" in to_text(document, 42)


def test_a_copy_is_marked_at_both_ends() -> None:
    original = sale_receipt(sold(coffee(), tenders=(Tender("cash", 510),)), HEADING, "26e97ffd")
    lines = to_text(copy_of(original, 2), 42).splitlines()
    assert [lines[0].strip(), lines[-2].strip()] == ["COPY 2", "COPY 2"]
    assert lines[1:-2] == to_text(original, 42).splitlines()[:-1]


def test_a_page_without_a_cut_is_marked_too() -> None:
    assert len(copy_of(Document(()), 1).blocks) == 2


def test_a_stored_receipt_is_read_back_exactly() -> None:
    document = sale_receipt(sold(coffee(), tenders=(Tender("voucher", 510),)), HEADING, "26e97ffd")
    assert from_text(stored(document)) == document


def test_a_german_receipt_has_german_numbers_with_plain_spaces() -> None:
    text = printed(sold(coffee(), tenders=(Tender("cash", 510),)), replace(HEADING, language="de-DE"))
    assert "5,10" in text
    assert "20 %" in text
    assert "\u00a0" not in text

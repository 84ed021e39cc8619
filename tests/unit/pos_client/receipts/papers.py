"""One of every paper, with everything on it that can be: what the golden texts and pictures show."""

from dataclasses import replace

from hardware.document import Document
from pos_client.receipts.gift import gift_pages
from pos_client.receipts.layout import Heading, Mark, copy_of
from pos_client.receipts.slips import ParkedSlip, card_slip, parked_slip, void_slip
from sync_engine.domain.cart import Cart, CartLine, Discount, add_line
from sync_engine.domain.foreign import Foreign
from sync_engine.domain.money import currency
from sync_engine.domain.payment import Tender
from sync_engine.domain.quantity import Quantity, pieces
from sync_engine.domain.sale import Sale, complete
from sync_engine.domain.tax import TaxPart, TaxRate, TaxRegime
from sync_engine.receipt.link import receipt_link
from sync_engine.receipt.sale import sale_page
from sync_engine.receipt.template import ShopTexts

WIDTHS = (32, 48)
RATES = {
    "standard": TaxRate("standard", (TaxPart("VAT", 200_000),)),
    "reduced": TaxRate("reduced", (TaxPart("VAT", 50_000),)),
    "zero": TaxRate("zero", ()),
}
TEXTS = ShopTexts(
    header=("Open every day 8-20",),
    legal=("VAT No. 000 0000 00",),
    footer=("Exchange within 30 days with this receipt.",),
    url="https://receipts.example",
)
LINK = receipt_link(TEXTS.url, "018c5f3e-0000-7000-8000-000000000001", bytes(range(64)))
MARK = Mark("S01-T1a-000042", "21/11/2026, 10:00", "Cashier 1", "26e97ffd")


def heading(columns: int, language: str = "en-GB", **changes: object) -> Heading:
    plain = Heading("Harbour", ("1 Demonstration Quay", "Quillmere"), "T1", "Europe/London", language, columns, TEXTS)
    return replace(plain, **changes)  # type: ignore[arg-type]


def everything() -> Sale:
    """A sale with every particular that a receipt can show."""
    lines = (
        CartLine(1, "POT", "Moka pot, six cups, stainless steel", None, pieces(2), 345_000, "standard", is_gift=True),
        CartLine(2, "CHEESE", "Mountain cheese", None, Quantity(350, 3), 123_400, "reduced", unit="kg"),
        CartLine(
            3, "PHONE", "Telephone", None, pieces(1), 990_000, "standard", listed_unit_e4=1_090_000,
            price_reason="Price match", serial="SN-4711-0815", note="Box opened at the counter",
        ),
        CartLine(
            4, "MUG", "Mug", None, pieces(3), 49_900, "standard", discount=Discount("percent", 100_000, "Damaged"),
        ),
        CartLine(5, "BOOK", "Book", None, pieces(1), 80_000, "zero", is_return=True),
    )  # fmt: skip
    cart = Cart(currency("GBP"), TaxRegime(is_inclusive=True, rounding="line"), RATES)
    for line in lines:
        cart = add_line(cart, line)
    cart = replace(cart, discount=Discount("amount", 500, "Opening week"), note="Deliver the pot on Tuesday")
    tenders = (
        Tender("card", 10_000, "004711"),
        Tender("cash", 4_000, foreign=Foreign("USD", 5_063, 790_000)),
        Tender("cash", 5_000),
    )
    made = complete(cart, tenders, sale_id="e1", doc_no="", cash_step_minor=5)
    return replace(made, doc_no=MARK.doc_no)


def papers(columns: int) -> dict[str, Document]:
    """Every paper by its name."""
    head, sale = heading(columns), everything()
    gift, *each = (*gift_pages(sale, head, MARK, is_each=False), *gift_pages(sale, head, MARK, is_each=True))
    parked = ParkedSlip("XCP7K3", 6, 6_180, "GBP", "green coat")
    slip = ("CARD ****1234", "AID A0000000031010", "APPROVED 004711", "GBP 100.00")
    nobody = replace(MARK, doc_no="", tag="")
    return {
        "sale": sale_page(sale, head, MARK, LINK),
        "copy": copy_of(sale_page(sale, replace(head, texts=ShopTexts(template="plain")), MARK), 2),
        "training": sale_page(sale, replace(head, is_training=True, texts=ShopTexts()), MARK),
        "gift": gift,
        "gift_each": each[0],
        "parked": parked_slip(parked, head, nobody),
        "void": void_slip(sale.lines, "GBP", "Customer changed their mind", head, nobody),
        "card": card_slip(slip, head, MARK),
    }

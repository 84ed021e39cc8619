"""The chips beside the change, without a screen."""

from dataclasses import replace

import pytest

from pos_client.counter.acts import SaleCompleted
from pos_client.presenters.pay_views import AfterView
from pos_client.presenters.pretend import PretendReceipts
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import ChangeView
from tests.helpers.blind_till import MUFFINS, NUTELLA, BlindTill, DiskFull

DOC_NO = "S01-T1a-000042"


@pytest.fixture
def paid(counter: BlindTill) -> BlindTill:
    return counter.scan(NUTELLA).strike("exact")


def after(till: BlindTill) -> AfterView:
    return till.sale.after.view.value


def test_a_gift_receipt_is_one_key_and_says_so(paid: BlindTill) -> None:
    paid.strike("gift")
    assert paid.shop.receipts.gifts == [(DOC_NO, False)]
    assert after(paid).sentence == "The gift receipt prints, without prices."


def test_a_code_is_shown_and_goes_with_escape(paid: BlindTill) -> None:
    paid.strike("qr")
    assert (after(paid).kind, after(paid).url) == ("qr", f"https://receipts.example/r/{DOC_NO}")
    paid.strike("escape")
    assert after(paid).kind == ""
    assert paid.sale.change.value is not None


def test_an_address_is_typed_and_sent(paid: BlindTill) -> None:
    paid.strike("mail", "enter")
    assert (after(paid).sentence, after(paid).is_bad) == ("Type the address first.", True)
    paid.strike(*"a@b.dx", "backspace", "e", "enter")
    assert paid.shop.receipts.mailed == [(DOC_NO, "a@b.de")]
    assert (after(paid).kind, after(paid).sentence) == ("", "The receipt goes to a@b.de.")


def test_what_is_no_address_stays_in_the_line(paid: BlindTill) -> None:
    paid.strike("mail", *"nobody", "enter")
    assert paid.shop.receipts.mailed == []
    assert (after(paid).kind, after(paid).address, after(paid).is_bad) == ("mail", "nobody", True)


def test_the_next_scan_takes_everything_away(paid: BlindTill) -> None:
    paid.strike("mail", "a")
    paid.scan(MUFFINS)
    assert (after(paid).kind, after(paid).address) == ("", "")
    assert len(paid.view.lines) == 1


def test_enter_still_starts_the_next_sale(paid: BlindTill) -> None:
    paid.strike("enter")
    assert paid.sale.change.value is None


def test_while_goods_are_rung_up_the_chips_are_deaf(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.sale.after.act("gift")
    assert counter.shop.receipts.gifts == []


class NoWeb(PretendReceipts):
    def qr(self, doc_no: str) -> str:
        return ""

    def gift(self, doc_no: str, *, is_each: bool = False) -> None:
        raise DiskFull


def test_what_cannot_be_done_says_why(counter: BlindTill) -> None:
    receipts = NoWeb(counter.shop.journal, counter.shop.book)
    receipts.printers = ()
    counter.sale = SalePresenter(replace(counter.shop.trade(), receipts=receipts))
    counter.sale.open()
    counter.scan(NUTELLA).strike("exact")
    reasons = {action.word: action.reason for action in after(counter).actions}
    assert reasons["reprint"] == reasons["gift"] == "No printer is set up at this till."
    assert reasons["qr"].startswith("This shop shows no receipts on the web.")
    assert reasons["mail"] == ""
    counter.strike("qr")
    assert (after(counter).kind, after(counter).sentence) == ("", reasons["qr"])
    counter.sale.after.explain(reasons["gift"])
    assert after(counter).sentence == reasons["gift"]
    counter.strike("gift")
    assert after(counter).sentence.startswith("The disk is full.")


def test_a_known_customers_address_is_there(counter: BlindTill) -> None:
    known = next(one for one in counter.shop.customers.find("@", 50) if one.email)
    shown = ChangeView(doc_no="S01-T1a-000099")
    counter.scan(NUTELLA).strike("exact")
    last = counter.shop.counter.last
    assert last is not None
    counter.shop.counter.finish(replace(last, sale=replace(last.sale, customer_id=known.customer_id)))
    counter.sale.change.show(shown)
    assert after(counter).address == known.email


def test_reprint_says_so_below_the_cart_too(paid: BlindTill) -> None:
    paid.scan(MUFFINS).strike("reprint")
    assert paid.view.notice == "The receipt prints once more, marked as a copy."
    assert isinstance(paid.shop.journal.acts[-1], SaleCompleted)

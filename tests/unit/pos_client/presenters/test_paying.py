"""Paying on the sell screen without a screen, and what follows."""

from dataclasses import replace

import pytest

from pos_client.counter.acts import SaleCompleted
from pos_client.counter.completing import Completed, Prepared
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.presenters.pay_views import PayView
from pos_client.presenters.sale import SalePresenter
from sync_engine.domain.payment import Foreign, Tender
from tests.helpers.blind_till import MUFFINS, NUTELLA, BlindTill, DiskFull

DeviceEvent = PrinterChanged | JobChanged | DrawerChanged


def test_exact_cash_is_one_intent(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("exact")
    change = counter.sale.change.value
    assert change is not None
    assert (change.label, change.change, change.doc_no) == ("No change", "0.00", "S01-T1a-000042")
    assert counter.view.lines == ()
    assert counter.view.last is not None
    assert counter.view.last.text == "Last sale 1.99, paid 1.99"


def test_what_falls_on_the_key_right_after_a_scan_pays_nothing(counter: BlindTill) -> None:
    counter.sale.scan(NUTELLA)
    counter.sale.pay_exact()
    assert counter.shop.journal.acts == []


def test_a_note_gives_change_in_notes_and_coins(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    assert [chip.label for chip in counter.view.chips] == ["£1.99", "£2", "£5", "£10", "£20"]
    counter.sale.pay(2000)
    change = counter.sale.change.value
    assert change is not None
    assert change.change == "18.01"
    assert [(piece.count, piece.text, piece.is_note) for piece in change.pieces] == [
        (1, "£10", True), (1, "£5", True), (1, "£2", False), (1, "£1", False), (1, "1p", False),
    ]  # fmt: skip


def pane(counter: BlindTill) -> PayView:
    return counter.sale.payment.view.value


def typed(counter: BlindTill) -> tuple[str, str, str]:
    return pane(counter).received, pane(counter).note, pane(counter).take


def paid(counter: BlindTill) -> list[tuple[str, str]]:
    return [(part.name, part.amount) for part in pane(counter).paid]


def test_enter_types_cash_and_enter_takes_it(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter")
    assert counter.view.phase == "paying"
    assert typed(counter) == ("1.99", "Exact, no change", "Take 1.99")
    counter.strike("5")
    assert typed(counter) == ("5", "Change 3.01", "Take 5.00")
    counter.strike("enter")
    assert counter.sale.change.value is not None
    assert counter.sale.change.value.change == "3.01"


def test_plus_is_the_next_note_and_again_the_one_after(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("next_note")
    assert typed(counter)[0] == "2.00"
    counter.strike("+")
    assert typed(counter)[0] == "5.00"


def test_too_little_cash_is_a_part_and_the_rest_is_the_big_number(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "1")
    assert typed(counter) == ("1", "A part: 0.99 stays open", "Take 1.00")
    counter.strike("enter")
    assert counter.shop.journal.acts == []
    assert paid(counter) == [("Cash", "1.00")]
    assert (counter.view.due_label, counter.view.total) == ("Still to pay", "0.99")
    counter.strike("enter")
    assert counter.sale.change.value is not None


def test_far_too_much_cash_is_asked_for_once_more(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "9", "9", "0", "enter")
    assert counter.view.notice == "990.00 in cash? That is 497 × the total. Press Enter again to take it."
    counter.strike("enter")
    assert counter.sale.change.value is not None


def test_the_largest_note_is_no_slip_of_the_finger(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "5", "0", "enter")
    assert counter.sale.change.value is not None
    assert counter.sale.change.value.change == "48.01"


def test_another_amount_is_doubted_again(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "9", "9", "0", "enter", "0", "enter")
    assert counter.view.notice.startswith("9,900.00 in cash?")


def test_nothing_received_is_not_taken(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "0", "enter")
    assert counter.view.notice == "Type what was received."


def test_escape_clears_the_amount_first_then_leaves(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "5", "escape")
    assert (counter.view.phase, pane(counter).received) == ("paying", "1.99")
    counter.strike("escape")
    assert counter.view.phase == "selling"


# --- in parts ---


def test_an_amount_and_the_key_of_a_way_is_a_part(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("2", "exact")
    assert paid(counter) == [("Cash", "2.00")]
    assert counter.view.total == "3.97"
    counter.strike("card")
    assert counter.shop.terminal.requests[0].amount_minor == 397


def test_the_first_part_may_be_the_card(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("2", "card", "4", "7", "1", "1", "enter")
    assert paid(counter) == [("Card", "2.00")]
    assert pane(counter).paid[0].detail == "slip 4711"
    counter.strike("exact")
    sale = counter.shop.journal.acts[-1]
    assert isinstance(sale, SaleCompleted)
    assert [(one.kind, one.amount_minor, one.reference) for one in sale.sale.tenders] == [
        ("card", 200, "4711"),
        ("cash", 397, None),
    ]


def test_what_is_no_amount_pays_nothing(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.sale.type_text("tea")
    counter.strike("exact")
    assert counter.shop.journal.acts == []
    assert counter.view.notice.startswith("“tea” is not a number.")


def test_any_part_goes_back_on_its_own_line(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("1", "exact", "2", "exact")
    assert paid(counter) == [("Cash", "1.00"), ("Cash", "2.00")]
    counter.sale.payment.take_back(0)
    assert paid(counter) == [("Cash", "2.00")]
    assert counter.view.total == "3.97"


def test_a_card_goes_back_with_a_second_touch(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA, NUTELLA).strike("2", "card", "7", "enter")
    counter.sale.payment.take_back(0)
    assert paid(counter) == [("Card", "2.00")]
    assert pane(counter).paid[0].take_back == "Take back now"
    assert counter.view.notice == "Cancel this payment on the card reader first, then touch it once more."
    counter.sale.payment.take_back(0)
    assert paid(counter) == []


def test_goods_rung_up_after_a_part_are_still_to_pay(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("1", "exact")
    counter.scan(MUFFINS)
    assert (counter.view.phase, counter.view.due_label, counter.view.total) == ("selling", "Still to pay", "1.88")
    counter.strike("exact")
    assert counter.sale.change.value is not None


# --- more ways ---


def test_more_ways_show_what_each_would_take_and_go_away_again(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    assert [(way.word, way.label, way.detail) for way in pane(counter).ways] == [
        ("voucher", "Voucher", "1.99"),
        ("transfer", "Bank transfer", "1.99"),
        ("other", "Other", "1.99"),
        ("foreign EUR", "Cash in EUR", "1 EUR = 0.8565"),
        ("foreign USD", "Cash in USD", "1 USD = 0.79"),
    ]
    counter.strike("more")
    assert pane(counter).ways == ()


def test_a_voucher_pays_all_or_what_was_typed(counter: BlindTill) -> None:
    counter.scan(NUTELLA, NUTELLA).strike("more", "1")
    counter.sale.payment.act("voucher")
    assert paid(counter) == [("Voucher", "1.00")]
    counter.sale.payment.act("transfer")
    assert counter.sale.change.value is not None
    assert (counter.sale.change.value.label, counter.sale.change.value.change) == ("Paid", "3.98")


def test_there_is_no_change_from_a_voucher(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more", "5")
    counter.sale.payment.act("voucher")
    assert counter.view.notice.startswith("Change can be given from cash only.")
    assert paid(counter) == []


def test_dollars_are_taken_for_what_they_are_worth_and_change_is_in_pounds(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    counter.sale.payment.act("foreign USD")
    assert typed(counter) == ("2.52", "Exact, no change", "Take USD 2.52")
    assert [(way.label, way.detail) for way in pane(counter).ways] == [
        ("USD 2.52", "= 1.99"),
        ("USD 3.00", "= 2.37"),
        ("USD 5.00", "= 3.95"),
        ("USD 10.00", "= 7.90"),
        ("Other ways", ""),
    ]
    counter.strike("5")
    assert typed(counter)[1:] == ("Change 1.96", "Take USD 5.00")
    counter.sale.payment.act("note 1000")
    sale = counter.shop.journal.acts[-1]
    assert isinstance(sale, SaleCompleted)
    assert sale.sale.tenders == (Tender("cash", 790, foreign=Foreign("USD", 1_000, 790_000)),)
    assert sale.sale.change_minor == 591


def test_escape_goes_back_from_foreign_cash_to_the_ways_and_then_to_the_parts(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    counter.sale.payment.act("foreign USD")
    counter.strike("escape")
    assert pane(counter).ways[0].word == "voucher"
    counter.strike("escape")
    assert pane(counter).ways == ()
    counter.strike("escape")
    assert counter.view.phase == "selling"


def test_part_of_it_may_be_dollars(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("more")
    counter.sale.payment.act("foreign USD")
    counter.strike("1", "enter")
    assert paid(counter) == [("Cash", "0.79")]
    assert pane(counter).paid[0].detail == "USD 1.00 at 0.79"
    assert (pane(counter).label, counter.view.total) == ("Cash received", "1.20")


def test_a_refund_in_parts_counts_down(counter: BlindTill) -> None:
    counter.shop.counter.add_article(MUFFINS, is_return=True)
    counter.strike("enter", ".", "5")
    assert typed(counter) == (".5", "A part: 0.39 stays open", "Give 0.50")
    counter.strike("enter", "2")
    assert (counter.view.due_label, counter.view.total) == ("Still to give back", "0.39")
    assert pane(counter).note == "1.61 more than goes back"
    counter.strike("enter")
    assert counter.view.notice.startswith("That is more than goes back to the customer.")
    counter.strike("escape", "enter")
    assert counter.sale.change.value is not None
    assert (counter.sale.change.value.label, counter.sale.change.value.change) == ("To give back", "0.89")


def test_a_scan_while_cash_is_typed_goes_on_selling(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("enter", "5")
    counter.scan(MUFFINS)
    assert (counter.view.phase, counter.view.total) == ("selling", "2.88")


def test_paying_nothing_says_so(counter: BlindTill) -> None:
    counter.strike("enter")
    assert (counter.view.phase, counter.view.notice) == ("selling", "There is nothing to pay. Scan the first article.")


def test_the_keys_that_pay_are_deaf_after_a_scan_and_a_code_is_not(counter: BlindTill) -> None:
    counter.sale.scan(NUTELLA)
    counter.strike("card")
    assert counter.shop.terminal.requests == []
    counter.sale.act("card")
    assert len(counter.shop.terminal.requests) == 1


def test_the_next_scan_takes_the_change_away(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("exact")
    counter.scan(MUFFINS)
    assert counter.sale.change.value is None
    assert counter.view.last is not None


def test_enter_takes_the_change_away_too(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("exact", "enter")
    assert counter.sale.change.value is None
    assert counter.view.phase == "selling"


def test_a_sale_that_cannot_be_recorded_is_the_open_sale_again(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.shop.journal.failure = DiskFull()
    counter.strike("exact")
    assert counter.sale.trouble.value.startswith("The disk is full.")
    assert counter.details == [("1 × 1.99", "1.99")]
    counter.shop.journal.failure = None
    counter.strike("exact")
    assert counter.sale.trouble.value == ""
    assert counter.sale.change.value is not None


def test_a_full_disk_is_said_at_the_first_scan_of_a_sale(counter: BlindTill) -> None:
    counter.shop.journal.failure = DiskFull()
    counter.scan(NUTELLA)
    assert counter.sale.trouble.value.startswith("The disk is full.")
    assert len(counter.view.lines) == 1


def test_scans_during_recording_belong_to_the_next_sale() -> None:
    counter = BlindTill()
    trade = counter.shop.trade()

    class ScanningWhileRecording:
        def __call__(self, prepared: Prepared) -> Completed:
            sale.scan(MUFFINS)
            return counter.shop.record(prepared)

    sale = SalePresenter(replace(trade, record=ScanningWhileRecording()))
    sale.open()
    sale.scan(NUTELLA)
    counter.shop.clock.move(1)
    sale.pay_exact()
    assert sale.change.value is None
    assert [line.name for line in sale.sale.value.lines] == ["Mini Muffins 104 g"]
    assert sale.sale.value.last is not None


def test_the_receipt_beside_the_change_is_the_printed_one(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("exact")
    change = counter.sale.change.value
    assert change is not None
    assert change.paper == counter.shop.receipts.document("S01-T1a-000042")


@pytest.mark.parametrize(
    ("event", "note", "is_bad"),
    [
        (JobChanged(1, "S01-T1a-000042", "printed"), "Receipt S01-T1a-000042 is printed", False),
        (JobChanged(1, "another", "printed"), "Receipt S01-T1a-000042", False),
        (PrinterChanged("blocked", ("paper_out",)), "The printer has no paper. The sale is saved.", True),
        (DrawerChanged(is_open=False), "The drawer did not open. The sale is saved.", True),
        (JobChanged(1, "S01-T1a-000042", "failed"), "The printer does not answer. Sale S01-T1a-000042 is saved.", True),
    ],
)
def test_printer_and_drawer_speak_below_the_receipt(
    counter: BlindTill, event: DeviceEvent, note: str, is_bad: bool
) -> None:
    counter.scan(NUTELLA).strike("exact")
    counter.sale.on_device(event)
    change = counter.sale.change.value
    assert change is not None
    assert change.paper_note.startswith(note)
    assert change.is_paper_trouble is is_bad


def test_reprint_prints_the_last_receipt_and_says_so(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("exact", "reprint")
    assert counter.shop.receipts.reprinted == ["S01-T1a-000042"]

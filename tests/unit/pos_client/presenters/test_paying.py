"""Paying on the sell screen without a screen, and what follows."""

from dataclasses import replace

import pytest

from pos_client.counter.completing import Completed, Prepared
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.presenters.pay_views import PayView
from pos_client.presenters.sale import SalePresenter
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

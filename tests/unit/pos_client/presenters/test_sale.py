"""The sell screen without a screen: what scans, keys and touches do."""

from dataclasses import replace

import pytest

from pos_client.counter.completing import Completed, Prepared
from pos_client.events import DrawerChanged, JobChanged, PrinterChanged
from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView
from sync_engine.domain.errors import Unavailable

NUTELLA, MUFFINS, BANANAS = "59027904", "F0061", "W0001"
UNKNOWN = "2000000123457"


DeviceEvent = PrinterChanged | JobChanged | DrawerChanged


class DiskFull(Unavailable):
    pass


class Counter:
    """A signed-in till without a screen."""

    def __init__(self) -> None:
        use_language("en-GB")
        self.shop = PretendShop()
        self.shop.session.sign_in("C1", "1111")
        self.sale = SalePresenter(self.shop.trade())
        self.sale.open()

    def scan(self, *codes: str) -> "Counter":
        for code in codes:
            self.sale.scan(code)
        self.shop.clock.move(1)
        return self

    def strike(self, *words: str) -> "Counter":
        for word in words:
            self.sale.strike(word)
        return self

    @property
    def view(self) -> SaleView:
        return self.sale.sale.value

    @property
    def details(self) -> list[tuple[str, str]]:
        return [(line.detail, line.amount) for line in self.view.lines]


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_scan_makes_a_line_that_is_chosen_and_glows(counter: Counter) -> None:
    counter.scan(NUTELLA)
    line = counter.view.lines[0]
    assert (line.name, line.detail, line.code, line.amount) == ("Nutella 230 g", "1 × 1.99", NUTELLA, "1.99")
    assert counter.view.selected == counter.view.newest == line.key
    assert (counter.view.total, counter.view.items) == ("1.99", "1 item")


def test_the_same_article_again_counts_on_its_line_and_bumps(counter: Counter) -> None:
    counter.scan(NUTELLA)
    before = counter.view.bump
    counter.scan(NUTELLA)
    assert counter.details == [("2 × 1.99", "3.98")]
    assert counter.view.lines[0].is_many
    assert counter.view.bump == before + 1


def test_an_unknown_code_is_a_line_that_stops_payment_but_no_scan(counter: Counter) -> None:
    counter.scan(NUTELLA, UNKNOWN, MUFFINS)
    assert [line.is_unresolved for line in counter.view.lines] == [False, True, False]
    assert counter.view.items == "2 items + 1 to sort out"
    assert counter.view.blocked == "Sort out line 2 first"
    counter.sale.pay_exact()
    assert counter.shop.journal.acts == []
    assert counter.view.selected == counter.view.lines[1].key
    counter.strike("-")
    assert counter.view.blocked == ""


def test_a_removed_line_comes_back_with_undo(counter: Counter) -> None:
    counter.scan(NUTELLA, MUFFINS).strike("-")
    assert len(counter.view.lines) == 1
    counter.strike("undo")
    assert len(counter.view.lines) == 2


def test_nothing_to_undo_is_said(counter: Counter) -> None:
    counter.strike("undo")
    assert counter.view.notice == "There is nothing to undo."


def test_a_number_and_star_is_the_quantity_of_the_next_scan(counter: Counter) -> None:
    counter.strike("3", "*")
    assert counter.view.waiting_quantity == "3 ×"
    assert counter.scan(NUTELLA).details == [("3 × 1.99", "5.97")]
    assert counter.view.waiting_quantity == ""


def test_a_waiting_quantity_is_for_a_favourite_too(counter: Counter) -> None:
    counter.strike("2", "*")
    counter.sale.add_favourite(BANANAS)
    assert counter.details == [("2.000 kg × 1.29", "2.58")]


def test_star_alone_asks_for_the_quantity_of_the_chosen_line(counter: Counter) -> None:
    counter.scan(NUTELLA, MUFFINS)
    counter.strike("up", "*")
    assert counter.view.prompt == "New quantity of Nutella 230 g"
    counter.strike("1", "2", "enter")
    assert counter.details == [("12 × 1.99", "23.88"), ("1 × 0.89", "0.89")]


@pytest.mark.parametrize(("typed", "notice"), [("0", "0 is no quantity"), ("x", "“x” is not a number")])
def test_a_quantity_that_cannot_be_is_a_sentence_and_changes_nothing(counter: Counter, typed: str, notice: str) -> None:
    counter.scan(NUTELLA).strike("*", typed, "enter")
    assert counter.view.notice.startswith(notice)
    assert counter.view.is_notice_bad
    assert counter.details == [("1 × 1.99", "1.99")]


def test_one_less_of_the_last_one_takes_the_line_away(counter: Counter) -> None:
    counter.scan(NUTELLA)
    counter.sale.one_more()
    assert counter.details == [("2 × 1.99", "3.98")]
    counter.sale.one_less()
    counter.sale.one_less()
    assert counter.view.lines == ()


def test_escape_forgets_what_was_typed_and_never_the_cart(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("2", "*", "4", "escape")
    assert (counter.view.entry, counter.view.waiting_quantity, len(counter.view.lines)) == ("", "", 1)


def test_exact_cash_is_one_intent(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("exact")
    change = counter.sale.change.value
    assert change is not None
    assert (change.label, change.change, change.doc_no) == ("No change", "0.00", "S01-T1a-000042")
    assert counter.view.lines == ()
    assert counter.view.last is not None
    assert counter.view.last.text == "Last sale 1.99, paid 1.99"


def test_what_falls_on_the_key_right_after_a_scan_pays_nothing(counter: Counter) -> None:
    counter.sale.scan(NUTELLA)
    counter.sale.pay_exact()
    assert counter.shop.journal.acts == []


def test_a_note_gives_change_in_notes_and_coins(counter: Counter) -> None:
    counter.scan(NUTELLA)
    assert [chip.label for chip in counter.view.chips] == ["£1.99", "£5", "£10", "£20"]
    counter.sale.pay(2000)
    change = counter.sale.change.value
    assert change is not None
    assert change.change == "18.01"
    assert [(piece.count, piece.text, piece.is_note) for piece in change.pieces] == [
        (1, "£10", True), (1, "£5", True), (1, "£2", False), (1, "£1", False), (1, "1p", False),
    ]  # fmt: skip


def test_enter_types_cash_and_enter_takes_it(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("enter")
    assert (counter.view.phase, counter.view.received, counter.view.take) == ("paying", "1.99", "Exact, no change")
    counter.strike("5")
    assert (counter.view.received, counter.view.take) == ("5", "Change 3.01")
    counter.strike("enter")
    assert counter.sale.change.value is not None
    assert counter.sale.change.value.change == "3.01"


def test_plus_is_the_next_note_and_again_the_one_after(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("+")
    assert counter.view.received == "5.00"
    counter.strike("+")
    assert counter.view.received == "10.00"


def test_too_little_cash_is_not_taken_and_says_what_is_missing(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("enter", "1", "enter")
    assert counter.view.notice == "0.99 is still missing. Type what was received."
    assert counter.shop.journal.acts == []


def test_far_too_much_cash_is_asked_for_once_more(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("enter", "9", "9", "0", "enter")
    assert counter.view.notice == "990.00 in cash? Press Enter again to take it."
    counter.strike("enter")
    assert counter.sale.change.value is not None


def test_escape_clears_the_amount_first_then_leaves(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("enter", "5", "escape")
    assert (counter.view.phase, counter.view.received) == ("paying", "1.99")
    counter.strike("escape")
    assert counter.view.phase == "selling"


def test_a_scan_while_cash_is_typed_goes_on_selling(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("enter", "5")
    counter.scan(MUFFINS)
    assert (counter.view.phase, counter.view.total) == ("selling", "2.88")


def test_paying_nothing_says_so(counter: Counter) -> None:
    counter.strike("enter")
    assert (counter.view.phase, counter.view.notice) == ("selling", "There is nothing to pay. Scan the first article.")


def test_the_next_scan_takes_the_change_away(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("exact")
    counter.scan(MUFFINS)
    assert counter.sale.change.value is None
    assert counter.view.last is not None


def test_enter_takes_the_change_away_too(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("exact", "enter")
    assert counter.sale.change.value is None
    assert counter.view.phase == "selling"


def test_a_sale_that_cannot_be_recorded_is_the_open_sale_again(counter: Counter) -> None:
    counter.scan(NUTELLA)
    counter.shop.journal.failure = DiskFull()
    counter.strike("exact")
    assert counter.sale.trouble.value.startswith("The disk is full.")
    assert counter.details == [("1 × 1.99", "1.99")]
    counter.shop.journal.failure = None
    counter.strike("exact")
    assert counter.sale.trouble.value == ""
    assert counter.sale.change.value is not None


def test_a_full_disk_is_said_at_the_first_scan_of_a_sale(counter: Counter) -> None:
    counter.shop.journal.failure = DiskFull()
    counter.scan(NUTELLA)
    assert counter.sale.trouble.value.startswith("The disk is full.")
    assert len(counter.view.lines) == 1


def test_scans_during_recording_belong_to_the_next_sale() -> None:
    counter = Counter()
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


def test_the_receipt_beside_the_change_is_the_printed_one(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("exact")
    change = counter.sale.change.value
    assert change is not None
    assert change.paper == counter.shop.receipts.document("S01-T1a-000042")


@pytest.mark.parametrize(
    ("event", "note", "is_bad"),
    [
        (JobChanged(1, "S01-T1a-000042", "printed"), "Receipt S01-T1a-000042 is printed", False),
        (JobChanged(1, "another", "printed"), "Receipt S01-T1a-000042", False),
        (PrinterChanged("blocked", ("paper_end",)), "The printer has no paper. The sale is saved.", True),
        (DrawerChanged(is_open=False), "The drawer did not open. The sale is saved.", True),
        (JobChanged(1, "S01-T1a-000042", "failed"), "The printer does not answer. Sale S01-T1a-000042 is saved.", True),
    ],
)
def test_printer_and_drawer_speak_below_the_receipt(
    counter: Counter, event: DeviceEvent, note: str, is_bad: bool
) -> None:
    counter.scan(NUTELLA).strike("exact")
    counter.sale.on_device(event)
    change = counter.sale.change.value
    assert change is not None
    assert change.paper_note.startswith(note)
    assert change.is_paper_trouble is is_bad


def test_reprint_prints_the_last_receipt_and_says_so(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("exact", "reprint")
    assert counter.shop.receipts.reprinted == ["S01-T1a-000042"]


def test_locking_keeps_the_sale_and_forgets_what_was_half_typed(counter: Counter) -> None:
    counter.scan(NUTELLA).strike("4", "2")
    counter.sale.leave()
    assert (counter.view.entry, len(counter.view.lines)) == ("", 1)


def test_stock_of_the_chosen_line_in_both_stores_with_its_age(counter: Counter) -> None:
    counter.sale.watch_stock(is_watched=True)
    counter.scan(NUTELLA)
    counter.shop.clock.move(180)
    counter.sale.refresh_stock()
    stock = counter.sale.stock.value
    assert stock.title == "Nutella 230 g"
    assert [(place.name, place.on_hand) for place in stock.places] == [
        ("Quillmere Stores, Harbour", "52"),
        ("Quillmere Stores, Market", counter.shop.stock.on_hand["S02", "F0003"]),
    ]
    assert stock.age == "As of 14:32, 3 minutes ago"


def test_a_sale_moves_the_stock_that_is_shown(counter: Counter) -> None:
    counter.sale.watch_stock(is_watched=True)
    counter.scan(NUTELLA).strike("exact")
    counter.scan(NUTELLA)
    assert counter.sale.stock.value.places[0].on_hand == "51"


def test_what_was_never_counted_is_no_zero(counter: Counter) -> None:
    counter.sale.watch_stock(is_watched=True)
    del counter.shop.stock.on_hand["S01", "F0003"]
    counter.scan(NUTELLA)
    assert (counter.sale.stock.value.places[0].on_hand, counter.sale.stock.value.places[0].note) == (
        "?",
        "never counted",
    )


def test_favourites_show_name_and_price(counter: Counter) -> None:
    assert (counter.sale.tiles.value[0].name, counter.sale.tiles.value[0].price) == ("Bananas, loose", "1.29")

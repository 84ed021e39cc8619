"""The panels of customers, held sales, receipts, reasons and the connection."""

from datetime import timedelta

import pytest

from pos_client.counter.acts import DrawerOpened, SaleParked, SaleVoided
from pos_client.events import SyncChanged
from pos_client.presenters.panel_views import (
    CardView,
    ChoiceView,
    FindView,
    FormView,
    PanelView,
    RowsView,
    SyncPanelView,
)
from pos_client.presenters.pretend_aside import PretendSale
from pos_client.presenters.status import StatusPresenter
from sync_engine.domain.dates import instant_text
from tests.helpers.blind_till import MUFFINS, NUTELLA, BlindTill


def panel(till: BlindTill) -> PanelView | None:
    """What the open panel shows."""
    return till.sale.panels.view.value


def names(till: BlindTill) -> list[str]:
    return [line.name for line in till.view.lines]


# --- customers ---


def test_a_customer_is_found_by_phone_and_attached(counter: BlindTill) -> None:
    counter.strike("customer", *"7946 0022")
    view = panel(counter)
    assert isinstance(view, FindView)
    assert [row.name for row in view.rows] == ["Customer 2", "New customer: 7946 0022"]
    counter.strike("enter")
    buyer = counter.shop.counter.sale.buyer
    assert buyer is not None
    assert (buyer.customer_id, buyer.price_list) == ("K2", "members")
    assert counter.view.notice == "This sale is for Customer 2. Member prices hold."


def test_a_scanned_card_attaches_at_once(counter: BlindTill) -> None:
    counter.sale.panels.open("find")
    counter.sale.type_text("880003")
    counter.sale.panels.open("customer")
    buyer = counter.shop.counter.sale.buyer
    assert buyer is not None
    assert buyer.name == "Customer 3"
    assert panel(counter) is None


@pytest.mark.parametrize(
    ("typed", "field"), [("020 555 0199", "phone"), ("someone@example.com", "email"), ("Newcomer", "name")]
)
def test_what_was_searched_for_stands_in_the_right_line(counter: BlindTill, typed: str, field: str) -> None:
    counter.strike("customer", *typed, "down", "down", "down", "down", "enter")
    view = panel(counter)
    assert isinstance(view, FormView)
    assert {one.word: one.text for one in view.fields if one.text} == {field: typed}


def test_a_customer_without_a_name_cannot_be_saved(counter: BlindTill) -> None:
    counter.strike("customer", *"020 555 0199", "enter", "enter")
    view = panel(counter)
    assert isinstance(view, FormView)
    assert view.is_bad
    assert counter.shop.counter.sale.buyer is None


def test_only_what_was_said_is_kept_as_agreed(counter: BlindTill) -> None:
    counter.strike("customer", *"Newcomer", "enter")
    counter.sale.panels.act("agree receipts")
    counter.strike("enter")
    saved = counter.shop.customers.find("Newcomer")[0]
    assert [(one.purpose, one.is_given, one.text_version) for one in saved.consents] == [("receipts", True, "2026-11")]


def test_the_card_shows_purchases_with_their_age(counter: BlindTill) -> None:
    counter.strike("customer", *"7946 0022", "enter", "customer")
    view = panel(counter)
    assert isinstance(view, CardView)
    assert view.rows_title == "Bought in all stores and online (6 min old)"
    assert [(row.amount, row.note) for row in view.rows] == [("23.45", "6 min old"), ("12.75", "6 min old")]


def test_a_customer_is_taken_off_with_one_key(counter: BlindTill) -> None:
    counter.strike("customer", *"7946 0022", "enter", "customer", "-")
    assert counter.shop.counter.sale.buyer is None
    assert panel(counter) is None


# --- held sales ---


def test_holding_asks_nothing_and_what_was_typed_is_the_note(counter: BlindTill) -> None:
    counter.scan(NUTELLA, MUFFINS)
    counter.sale.type_text("green coat")
    counter.strike("park")
    assert names(counter) == []
    assert panel(counter) is None
    held = [act for act in counter.shop.journal.acts if isinstance(act, SaleParked)]
    assert [(act.note, act.items, act.total_minor) for act in held] == [("green coat", 2, 288)]
    assert counter.view.notice == "Held: 14:32, 2 items, £2.88. F5 brings it back."


def test_an_empty_counter_cannot_be_held(counter: BlindTill) -> None:
    counter.strike("park")
    assert counter.view.is_notice_bad


def test_the_only_held_sale_comes_back_at_once(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("park", "resume")
    assert names(counter) == ["Nutella 230 g"]
    assert panel(counter) is None


def test_of_several_the_number_of_its_row_brings_one_back(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("park")
    counter.scan(MUFFINS).strike("park", "resume")
    view = panel(counter)
    assert isinstance(view, RowsView)
    assert [(row.hint, row.amount) for row in view.rows] == [("1", "0.89"), ("2", "1.99")]
    counter.strike("2")
    assert names(counter) == ["Nutella 230 g"]


def test_nothing_is_resumed_over_goods_on_the_counter(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("park")
    counter.scan(MUFFINS).strike("resume", "enter")
    assert names(counter) == ["Mini Muffins 104 g"]
    view = panel(counter)
    assert isinstance(view, RowsView)
    assert view.is_bad


def test_a_slip_brings_its_sale_back(counter: BlindTill) -> None:
    counter.scan(NUTELLA).strike("park")
    code = counter.shop.parking.parked()[0].code
    counter.scan(MUFFINS).strike("park")
    counter.sale.type_text(code)
    counter.sale.panels.open("resume")
    assert names(counter) == ["Nutella 230 g"]


# --- reasons ---


def test_the_drawer_opens_for_a_reason(counter: BlindTill) -> None:
    counter.strike("drawer")
    assert isinstance(panel(counter), ChoiceView)
    counter.strike("1")
    opened = [act for act in counter.shop.journal.acts if isinstance(act, DrawerOpened)]
    assert [act.reason for act in opened] == ["give_change"]
    assert counter.view.notice == "Drawer opened: Give change."


def test_a_sale_is_given_up_for_a_reason_and_written_down(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    counter.sale.panels.open("void")
    counter.strike("1")
    assert names(counter) == []
    gone = [act for act in counter.shop.journal.acts if isinstance(act, SaleVoided)]
    assert [(act.reason, act.total_minor) for act in gone] == [("changed_mind", 199)]


def test_every_reason_has_a_key_and_there_are_six_at_most(counter: BlindTill) -> None:
    counter.scan(NUTELLA)
    for word in ("drawer", "void"):
        counter.sale.panels.open(word)
        view = panel(counter)
        assert isinstance(view, ChoiceView)
        assert [one.hint for one in view.choices] == ["1", "2", "3", "4", "5", "6"]


# --- receipts and the connection ---


def with_sales(till: BlindTill, unsent: int) -> None:
    now = till.shop.clock.now()
    till.shop.sales.rows = [
        PretendSale(f"S01-T1a-{41 - number:06}", instant_text(now - timedelta(minutes=number)), minor, "GBP", False)
        for number, minor in enumerate((1999, 450, 12640))
    ]
    till.shop.sales.unsent = unsent


def test_an_older_receipt_is_chosen_and_printed_again(counter: BlindTill) -> None:
    with_sales(counter, 0)
    counter.sale.panels.open("sales")
    counter.strike("down", "enter")
    assert counter.shop.receipts.reprinted == ["S01-T1a-000040"]


def test_every_sale_has_a_mark_of_its_own(counter: BlindTill) -> None:
    with_sales(counter, 1)
    counter.sale.panels.open("sales")
    view = panel(counter)
    assert isinstance(view, RowsView)
    assert [(row.mark, row.detail.rpartition("  ")[2]) for row in view.rows] == [
        ("arrow-up", "saved on this till"),
        ("check", "sent"),
        ("check", "sent"),
    ]


def test_the_connection_tells_what_works_what_waits_and_its_value(counter: BlindTill) -> None:
    with_sales(counter, 2)
    status = StatusPresenter(counter.shop.clock)
    status.on_sync(SyncChanged("offline", 2, 251.0))
    counter.sale.panels.follow(status)
    counter.sale.panels.open("sync")
    view = panel(counter)
    assert isinstance(view, SyncPanelView)
    assert view.sentence.startswith("Selling works.")
    assert view.facts == (
        ("Last heard from the ledger", "4 min ago"),
        ("Not sent yet", "2 sales, £24.49"),
        ("Oldest of them", "14:31  S01-T1a-000040"),
    )
    assert [row.mark for row in view.rows] == ["arrow-up", "arrow-up", "check"]


def test_the_numbers_of_the_connection_follow_while_it_is_open(counter: BlindTill) -> None:
    with_sales(counter, 2)
    counter.sale.panels.open("sync")
    counter.shop.sales.unsent = 0
    counter.shop.clock.move(2)
    counter.sale.panels.tick()
    view = panel(counter)
    assert isinstance(view, SyncPanelView)
    assert view.facts[1] == ("Not sent yet", "nothing")

"""The panels in the whole window: by keyboard alone, by touch alone, and the scanner never disturbed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from pos_client.events import SyncChanged
from pos_client.presenters.panel_views import FindView, FormView, PanelView, RowsView, SyncPanelView
from pos_client.qt.screens.find_panel import FindPanelScreen
from pos_client.qt.screens.form_panel import FormPanelScreen
from pos_client.qt.screens.panel_dock import PanelDock
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.panel_parts import ActionButton, PanelCard
from tests.qt.counter_window import MILK, NUTELLA, CounterWindow


def dock(till: CounterWindow) -> PanelDock:
    """Where the panels stand."""
    found = till.sale_screen.findChild(PanelDock)
    assert isinstance(found, PanelDock)
    return found


def card(till: CounterWindow) -> PanelCard:
    """The panel that is shown."""
    found = dock(till).current
    assert found is not None
    assert found.isVisible()
    return found


def panel(till: CounterWindow) -> PanelView | None:
    return till.sale.panels.view.value


def touch(till: CounterWindow, word: str) -> None:
    """Touch the visible button of that word."""
    buttons = card(till).findChildren(ActionButton)
    till.robot.click(next(one for one in buttons if one.word == word and one.isVisible()))


def touch_row(till: CounterWindow, rows: RowList, number: int) -> None:
    """Touch a row of a list."""
    box = rows.visualRect(rows.rows.index(number))
    till.robot.click(rows.viewport(), QPoint(box.center().x(), box.center().y()))


def has_focus_in(till: CounterWindow, place: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is place or place.isAncestorOf(focus))


# --- by keyboard alone ---


def test_f2_types_finds_and_adds_with_enter(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.key(Qt.Key.Key_F2)
    till.robot.type_text("mini muff")
    assert till.robot.wait_until(lambda: isinstance(panel(till), FindView) and bool(panel(till).rows))  # type: ignore[union-attr]
    till.robot.key(Qt.Key.Key_Return)
    assert till.robot.wait_until(lambda: till.names() == ["Mini Muffins 104 g"])
    assert panel(till) is None
    assert till.sale_screen.cart.entry.field.hasFocus()


def test_ten_percent_off_with_three_keys(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    for key in (Qt.Key.Key_F8, Qt.Key.Key_2, Qt.Key.Key_1):
        till.robot.key(key)
    assert till.robot.wait_until(lambda: till.view.total == "1.79")


def test_hold_and_resume_with_one_key_each(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.robot.key(Qt.Key.Key_F4)
    assert till.robot.wait_until(lambda: till.names() == [])
    till.robot.key(Qt.Key.Key_F5)
    assert till.robot.wait_until(lambda: till.names() == ["Nutella 230 g"])


def test_a_customer_is_written_down_with_the_keyboard(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.key(Qt.Key.Key_F3)
    till.robot.type_text("Newcomer")
    till.robot.key(Qt.Key.Key_Return)
    assert till.robot.wait_until(lambda: isinstance(panel(till), FormView))
    till.robot.type_text("02079460099")
    till.robot.key(Qt.Key.Key_Return)
    assert till.robot.wait_until(lambda: till.shop.counter.sale.buyer is not None)
    found = till.shop.customers.find("02079460099")
    assert [one.name for one in found] == ["Newcomer"]


def test_escape_gives_the_keyboard_back_and_keeps_the_cart(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Escape):
        till.robot.key(key)
    assert panel(till) is None
    assert till.names() == ["Nutella 230 g"]
    assert till.sale_screen.cart.entry.field.hasFocus()


# --- by touch alone ---


def test_an_article_is_found_with_letters_on_the_screen(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.sale.strike("find")
    found = card(till)
    assert isinstance(found, FindPanelScreen)
    till.robot.click(found.keyboard)
    for letter in "muff":
        till.robot.click(found.letters.keys[letter])
    assert till.robot.wait_until(lambda: bool(found.rows.rows.rows))
    touch_row(till, found.rows, 0)
    assert till.robot.wait_until(lambda: len(till.names()) == 1)


def test_a_discount_is_three_touches(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.sale.strike("menu")
    touch(till, "discount")
    touch(till, "2")
    touch(till, "damaged")
    assert till.view.total == "1.79"


def test_a_held_sale_is_touched_and_then_resumed(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    for code in (NUTELLA, MILK):
        till.robot.scan(code)
        till.sale.strike("park")
    till.sale.strike("resume")
    assert isinstance(panel(till), RowsView)
    rows = card(till).findChild(RowList)
    assert isinstance(rows, RowList)
    touch_row(till, rows, 1)
    assert till.robot.wait_until(lambda: till.names() == ["Nutella 230 g"])


def test_a_touch_on_the_chip_says_where_the_till_stands(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.program.post(SyncChanged("offline", 3, 251.0))
    till.robot.click(till.window.bar.chip)
    view = panel(till)
    assert isinstance(view, SyncPanelView)
    assert view.sentence.startswith(("Selling works.", "Everything works."))
    till.robot.click(card(till).leave)
    assert panel(till) is None


def test_an_agreement_is_one_touch_and_is_kept_with_its_wording(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    for word in ("customer", *"Newcomer", "enter"):
        till.sale.strike(word)
    assert isinstance(card(till), FormPanelScreen)
    touch(till, "agree offers")
    touch(till, "enter")
    saved = till.shop.customers.find("Newcomer")[0]
    assert [(one.purpose, one.is_given, one.text_version) for one in saved.consents] == [("offers", True, "2026-11")]


# --- beside the scanner ---

OPENINGS: dict[str, Callable[[CounterWindow], None]] = {
    word: lambda till, word=word: till.sale.strike(word)  # type: ignore[misc]
    for word in ("find", "customer", "discount", "drawer", "void", "resume", "sales", "sync", "keys", "menu")
}


@pytest.mark.parametrize("word", OPENINGS)
def test_a_scan_goes_to_the_cart_past_every_panel(counter_window: CounterWindow, word: str) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    if word == "resume":
        till.sale.strike("park")
        till.robot.scan(NUTELLA)
    OPENINGS[word](till)
    assert has_focus_in(till, card(till))
    before = panel(till)
    till.robot.scan(MILK)
    assert till.robot.wait_until(lambda: len(till.names()) == 2)
    assert panel(till) == before
    assert QApplication.activeModalWidget() is None


def test_what_is_to_pay_stays_where_it_is_whatever_panel_opens(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    total = till.sale_screen.pay.pay
    place = total.mapTo(till.window, QPoint(0, 0)), total.size()
    for word in (*OPENINGS, "stock", "price_check"):
        till.sale.strike(word)
        QApplication.processEvents()
        assert (total.mapTo(till.window, QPoint(0, 0)), total.size()) == place, word

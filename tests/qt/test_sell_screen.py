"""The sell screen at work: keys on its lines, fixed places, the curtain, and what a screen reader hears."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_client.presenters.pretend_goods import DRILL, RECALLED, WINE
from pos_client.qt.widgets.line_strip import ActionKey
from tests.qt.counter_window import MILK, NUTELLA, CounterWindow

UNKNOWN = "2000000123457"


def key_on_line(till: CounterWindow, word: str) -> ActionKey:
    """The key that does `word` on a line of the cart."""
    cart = till.sale_screen.cart.cart
    return next(one for one in cart.findChildren(ActionKey) if one.word == word and one.isVisible())


def test_the_chosen_line_is_changed_by_touch_alone(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.robot.click(key_on_line(till, "one_more"))
    assert [line.detail for line in till.view.lines] == ["2 × 1.99"]
    till.robot.click(key_on_line(till, "quantity"))
    for digit in "12":
        till.robot.click(till.sale_screen.pay.pad.keys[digit])
    assert till.view.prompt == "New quantity of Nutella 230 g"
    till.robot.click(till.sale_screen.pay.pad.keys["enter"])
    assert [line.detail for line in till.view.lines] == ["12 × 1.99"]
    till.robot.click(key_on_line(till, "remove"))
    assert till.names() == []
    till.robot.click(till.sale_screen.cart.undo)
    assert [line.detail for line in till.view.lines] == ["12 × 1.99"]


def test_answers_stand_on_the_line_that_waits_for_them(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(WINE)
    assert (till.view.lines[0].tag, till.view.blocked) == ("18+", "Sort out line 1 first")
    till.robot.click(key_on_line(till, "id_seen"))
    assert (till.view.lines[0].is_unresolved, till.view.blocked) == (False, "")


def test_who_is_too_young_is_refused_by_one_key_and_that_is_written_down(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(WINE)
    till.robot.key(Qt.Key.Key_Delete)
    assert till.view.lines == ()
    assert [type(act).__name__ for act in till.shop.journal.acts][-1] == "AgeCheckRefused"


def test_what_is_recalled_stops_payment_until_it_is_set_aside(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.robot.scan(RECALLED)
    assert (till.view.lines[1].is_stopped, till.view.total) == (True, "1.99")
    assert [action.word for action in till.view.lines[1].actions] == ["set_aside"]
    till.robot.click(key_on_line(till, "set_aside"))
    assert till.view.blocked == ""


def test_a_line_that_waits_never_stops_the_next_scan(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    for code in (UNKNOWN, NUTELLA, DRILL, MILK):
        till.robot.scan(code)
    assert [line.is_unresolved for line in till.view.lines] == [True, False, True, False]


def targets(till: CounterWindow) -> dict[QWidget, QRect]:
    """Where everything that can be touched outside the cart is."""
    cart = till.sale_screen.cart.cart
    found = till.window.findChildren(QWidget)
    usable = [one for one in found if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return {
        one: QRect(one.mapTo(till.window, QPoint(0, 0)), one.size()) for one in usable if not cart.isAncestorOf(one)
    }


def test_a_scan_moves_nothing_beside_the_cart(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    before = targets(till)
    for code in (NUTELLA, UNKNOWN, WINE, *([MILK] * 2)):
        till.robot.scan(code)
        assert targets(till) == before
    assert len(before) > 20


def test_many_lines_scroll_the_list_and_the_newest_keeps_its_keys_in_sight(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    for article in till.shop.catalog.search("", 40):
        till.sale.scan(article.article_id)
    QApplication.processEvents()
    cart = till.sale_screen.cart.cart
    assert cart.viewport().rect().contains(cart.chosen.geometry())


def test_f12_draws_a_curtain_over_the_same_screen(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.robot.key(Qt.Key.Key_F12)
    curtain = till.window.curtain
    assert curtain is not None
    assert till.window.screens.currentWidget() is till.sale_screen
    assert curtain.isVisible()
    assert till.sale_screen.cart.cart.isVisible()
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_F10, Qt.Key.Key_Return):
        till.robot.key(key)
    assert till.names() == ["Nutella 230 g"]
    assert till.shop.journal.acts == []
    till.robot.type_text("1111")
    assert not curtain.isVisible()
    assert QApplication.focusWidget() is till.sale_screen.cart.entry.field


def test_tab_stays_within_the_curtain(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.key(Qt.Key.Key_F12)
    curtain = till.window.curtain
    assert curtain is not None
    for _ in range(30):
        till.robot.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert curtain.isAncestorOf(focus)


def test_nothing_below_the_curtain_can_be_touched(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    till.robot.key(Qt.Key.Key_F12)
    till.robot.click(till.sale_screen.cart.undo)
    assert till.names() == ["Nutella 230 g"]


def test_a_till_left_alone_locks_itself_but_not_in_a_sale(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    till.robot.scan(NUTELLA)
    shell = till.window.shell
    till.shop.clock.move(200)
    shell.tick()
    assert shell.view.value.place == "sale"
    till.robot.key(Qt.Key.Key_F10)
    assert till.sale.change.value is not None
    till.shop.clock.move(179)
    shell.tick()
    assert shell.view.value.place == "sale"
    till.robot.key(Qt.Key.Key_Shift)
    till.shop.clock.move(179)
    shell.tick()
    assert shell.view.value.place == "sale"
    till.shop.clock.move(1)
    shell.tick()
    assert (shell.view.value.place, shell.view.value.is_curtain) == ("sign_in", True)
    assert till.sale.change.value is not None


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader is told from now on, and whether that interrupts."""
    said: list[tuple[str, bool]] = []

    def note(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append((event.message(), event.politeness() == QAccessible.AnnouncementPoliteness.Assertive))

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    return said


def test_scan_total_change_and_errors_are_announced(
    counter_window: CounterWindow, heard: list[tuple[str, bool]]
) -> None:
    till = counter_window.signed_in()
    heard.clear()
    till.robot.scan(NUTELLA)
    till.robot.wait(300)  # a label that is read twice at once counts once
    till.robot.scan(NUTELLA)
    till.robot.scan(UNKNOWN)
    till.robot.key(Qt.Key.Key_Delete)
    till.shop.clock.move(1)
    till.robot.key(Qt.Key.Key_F10)
    assert heard == [
        ("1. Nutella 230 g, 1 × 1.99, 1.99. To pay 1.99", False),
        ("1. Nutella 230 g, 2 × 1.99, 3.98. To pay 3.98", False),
        (f"2. {UNKNOWN}: Not found in this shop. Find it, price it, or set it aside.", True),
        ("No change 0.00", False),
    ]

"""The whole window, worked at with window-system events."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.qt.counter_window import MILK, NUTELLA, CounterWindow


def test_a_pin_signs_in_with_its_last_digit(counter_window: CounterWindow) -> None:
    counter_window.robot.type_text("111")
    assert counter_window.window.screens.currentWidget() is counter_window.sign_in_screen
    counter_window.robot.type_text("1")
    assert counter_window.window.screens.currentWidget() is counter_window.sale_screen
    assert counter_window.window.bar.person.label == "Cashier 1"


def test_a_scan_makes_a_line_wherever_the_focus_is(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.sale_screen.pay.favourites.tiles[3].setFocus()
    counter_window.robot.scan(NUTELLA)
    assert counter_window.names() == ["Nutella 230 g"]
    assert counter_window.sale_screen.cart.entry.field.text() == ""


def test_typing_goes_to_the_entry_line_in_order_and_enter_rings_it_up(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.type_text("F0003")
    assert counter_window.robot.wait_until(lambda: counter_window.sale_screen.cart.entry.field.text() == "F0003")
    counter_window.robot.key(Qt.Key.Key_Return)
    assert counter_window.names() == ["Nutella 230 g"]


def test_three_times_before_a_scan_gives_three(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.type_text("3*")
    assert counter_window.view.waiting_quantity == "3 ×"
    counter_window.robot.scan(NUTELLA)
    assert [line.detail for line in counter_window.view.lines] == ["3 × 1.99"]


def test_one_key_pays_exactly_and_a_scan_starts_the_next_sale(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.scan(NUTELLA)
    counter_window.shop.clock.move(1)
    counter_window.robot.key(Qt.Key.Key_F10)
    assert counter_window.robot.wait_until(lambda: counter_window.sale.change.value is not None)
    assert counter_window.sale_screen.left.currentWidget() is counter_window.sale_screen.change
    counter_window.robot.scan(MILK)
    assert counter_window.sale_screen.left.currentWidget() is counter_window.sale_screen.cart
    assert counter_window.names() == ["Biologische volle melk lang houdbaar 1 l"]


def test_enter_pays_with_what_is_typed(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.scan(NUTELLA)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_5, Qt.Key.Key_Return):
        counter_window.robot.key(key)
    change = counter_window.sale.change.value
    assert change is not None
    assert change.change == "3.01"


def test_a_touch_on_a_note_pays(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.scan(NUTELLA)
    note = counter_window.sale_screen.pay.pay.notes[0]
    assert note.label.startswith("£")
    counter_window.robot.click(note)
    assert counter_window.sale.change.value is not None


def test_f12_locks_and_the_sale_is_kept(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.scan(NUTELLA)
    counter_window.robot.key(Qt.Key.Key_F12)
    assert counter_window.sign_in.view.value.kept == "The open sale is kept: 1 item, £1.99."
    counter_window.signed_in()
    assert counter_window.names() == ["Nutella 230 g"]


def test_an_unknown_code_is_a_line_of_its_own_and_a_touch_removes_it(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    counter_window.robot.scan("2000000123457")
    cart = counter_window.sale_screen.cart.cart
    row = cart.visualRect(cart.lines.index(0))
    assert counter_window.view.blocked == "Sort out line 1 first"
    counter_window.robot.click(
        cart.viewport(), row.topRight() - row.topLeft() + row.topLeft().__class__(-40, row.height() // 2)
    )
    assert counter_window.view.lines == ()


def test_no_dialog_ever(counter_window: CounterWindow) -> None:
    counter_window.signed_in()
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Escape):
        counter_window.robot.key(key)
        assert QApplication.activeModalWidget() is None

"""Paying on the window: by keys alone, by touch alone, and nothing moves under the finger."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hardware.payment import Stage
from pos_client.counter.acts import SaleCompleted
from pos_client.i18n import use_language
from pos_client.qt.pay_scenes import pay_scenes
from pos_client.qt.scenes import Scene
from pos_client.qt.screens.pay_pane import PayPane
from pos_client.qt.widgets.pay_parts import WayKey
from tests.qt.counter_window import MILK, NUTELLA, CounterWindow


def rung(till: CounterWindow, *codes: str) -> CounterWindow:
    """Goods on the counter, and the moment after a scan in which no key closes a sale has passed."""
    till.signed_in()
    for code in codes:
        till.robot.scan(code)
    till.shop.clock.move(1)
    return till


def pane(till: CounterWindow) -> PayPane:
    return till.sale_screen.pay.taking


def sold(till: CounterWindow) -> list[tuple[str, int, str | None]]:
    act = till.shop.journal.acts[-1]
    assert isinstance(act, SaleCompleted)
    return [(one.kind, one.amount_minor, one.reference) for one in act.sale.tenders]


def change(till: CounterWindow) -> str:
    found = till.sale.change.value
    assert found is not None
    return found.change


def place_of(control: QWidget, window: QWidget) -> tuple[int, int, int, int]:
    """Left, top, width and height on the window."""
    at = control.mapTo(window, control.rect().topLeft())
    return at.x(), at.y(), control.width(), control.height()


# --- one key, one touch ---


def test_exact_cash_is_one_key(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA, MILK, NUTELLA)
    till.robot.key(Qt.Key.Key_F10)
    assert sold(till)[0][0] == "cash"


def test_exact_cash_is_one_touch(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA, MILK, NUTELLA)
    till.robot.click(till.sale_screen.pay.pay.exact)
    assert sold(till)[0][0] == "cash"


def test_a_note_is_one_touch(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.click(till.sale_screen.pay.pay.notes[1])
    assert change(till) == "3.01"


def test_a_note_is_typed_as_it_is_called(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.key(Qt.Key.Key_Return)
    till.robot.type_text("50")
    till.robot.key(Qt.Key.Key_Return)
    assert change(till) == "48.01"


def test_a_card_is_one_key_and_the_slip(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.key(Qt.Key.Key_F11)
    till.robot.type_text("4711")
    till.robot.key(Qt.Key.Key_Return)
    assert sold(till) == [("card", 199, "4711")]


# --- in parts ---


def test_cash_and_card_are_an_amount_and_two_keys(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA, MILK)
    till.robot.type_text("2")
    till.robot.key(Qt.Key.Key_F10)
    assert till.view.total == "3.08"
    till.robot.key(Qt.Key.Key_F11)
    till.robot.type_text("9")
    till.robot.key(Qt.Key.Key_Return)
    assert sold(till) == [("cash", 200, None), ("card", 308, "9")]


def test_parts_are_paid_and_taken_back_by_touch_alone(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA, MILK)
    block = till.sale_screen.pay.pay
    till.robot.click(block.card)
    for digit in "12":
        till.robot.click(pane(till).pad.keys[digit])
    till.robot.click(pane(till).back)  # clears the slip
    till.robot.click(pane(till).back)  # nothing was paid
    till.robot.click(pane(till).pad.keys["2"])
    till.robot.click(pane(till).parts.take)
    assert [part.amount for part in till.sale.payment.view.value.paid] == ["2.00"]
    till.robot.click(pane(till).parts.paid.rows[0].back)
    assert till.sale.payment.view.value.paid == ()
    till.robot.click(pane(till).pad.keys["1"])
    till.robot.click(pane(till).rub)
    till.robot.click(pane(till).parts.take)
    assert sold(till) == [("cash", 508, None)]


def test_foreign_cash_is_four_touches(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.click(till.sale_screen.pay.pay.more)
    till.robot.click(way(till, "foreign USD"))
    till.robot.click(way(till, "note 500"))
    assert change(till) == "1.96"


def way(till: CounterWindow, word: str) -> WayKey:
    return next(key for key in pane(till).parts.ways.keys if key.view.word == word and key.isVisible())


# --- the card box ---


def test_the_card_box_has_one_place_and_one_size_in_all_six_stages(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    terminal = till.shop.terminal
    terminal.is_attended = False
    terminal.hear = till.sale.payment.on_report
    seen: set[Stage] = set()
    places: set[tuple[int, int, int, int]] = set()
    for stage in (Stage.WAITING, Stage.WORKING, Stage.NO_ANSWER, Stage.DECLINED, Stage.OFFLINE, Stage.APPROVED):
        if not till.sale.payment.view.value.card or stage in {Stage.OFFLINE, Stage.APPROVED}:
            till.robot.key(Qt.Key.Key_F11)
        if stage is not Stage.WAITING:
            if stage is Stage.APPROVED:
                till.robot.scan(MILK)
            terminal.say(stage, "7")
        QApplication.processEvents()
        box = pane(till).box
        if box.isVisible():
            assert QApplication.activeModalWidget() is None
            seen.add(stage)
            places.add(place_of(box, till.window))
    assert seen >= {Stage.WAITING, Stage.WORKING, Stage.NO_ANSWER, Stage.DECLINED, Stage.OFFLINE}
    assert len(places) == 1


def test_no_answer_is_settled_by_touch_alone(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.shop.terminal.is_attended = False
    till.shop.terminal.hear = till.sale.payment.on_report
    till.robot.click(till.sale_screen.pay.pay.card)
    till.shop.terminal.say(Stage.NO_ANSWER, asks_again_s=24)
    QApplication.processEvents()
    till.robot.click(pane(till).box.buttons[1])
    for digit in "31":
        till.robot.click(pane(till).pad.keys[digit])
    till.robot.click(pane(till).box.buttons[1])
    assert sold(till) == [("card", 199, "31")]


# --- after the sale ---


def test_the_chips_work_by_key_and_by_touch(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.key(Qt.Key.Key_F10)
    doc_no = till.sale.change.value.doc_no if till.sale.change.value else ""
    till.robot.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    till.robot.click(till.sale_screen.change.chips[1])
    assert till.shop.receipts.gifts == [(doc_no, False), (doc_no, False)]
    till.robot.click(till.sale_screen.change.chips[3])
    assert till.sale_screen.paper.code.code.text.endswith(doc_no)
    till.robot.click(till.sale_screen.change.chips[2])
    till.robot.type_text("a@b.example")
    till.robot.key(Qt.Key.Key_Return)
    assert till.shop.receipts.mailed == [(doc_no, "a@b.example")]
    assert till.sale_screen.paper.note.text == "The receipt goes to a@b.example."


def test_an_address_is_written_without_a_keyboard(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.click(till.sale_screen.pay.pay.exact)
    till.robot.click(till.sale_screen.change.chips[2])
    mail = till.sale_screen.paper.mail
    for letter in "a@b.de":
        till.robot.click(mail.letters.keys[letter])
    till.robot.click(mail.send)
    assert till.shop.receipts.mailed[0][1] == "a@b.de"


def test_a_scan_goes_past_whatever_stands_beside_the_change(counter_window: CounterWindow) -> None:
    till = rung(counter_window, NUTELLA)
    till.robot.key(Qt.Key.Key_F10)
    till.robot.click(till.sale_screen.change.chips[2])
    till.robot.scan(MILK)
    assert len(till.view.lines) == 1
    assert till.sale.change.value is None
    assert till.sale.after.view.value.kind == ""


# --- nothing moves ---


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    use_language("en-GB")
    made = Scene(1366, 768, 3.95)
    made.sign_in()
    made.sell()
    yield made
    made.window.close()
    use_language("en")


def test_digits_amounts_and_ways_keep_their_places_while_a_sale_is_paid(scene: Scene) -> None:
    assert scene.window.sale is not None
    side = scene.window.sale.pay
    fixed: list[QWidget] = [*side.taking.pad.keys.values(), side.taking.rub, side.taking.back, side.taking.received]
    fixed += [side.pay.exact, *side.pay.notes, side.pay.card, side.pay.more]
    places: dict[int, set[tuple[int, int, int, int]]] = {number: set() for number in range(len(fixed))}
    for _ in pay_scenes(scene):
        QApplication.processEvents()
        for number, control in enumerate(fixed):
            if control.isVisible():
                places[number].add(place_of(control, scene.window))
    assert {number: len(found) for number, found in places.items()} == dict.fromkeys(range(len(fixed)), 1)

"""Scans are told from typing in the stream of the whole window, whatever has the focus and whatever the layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QThread
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hardware.scanner.keymap import X11
from hardware.scanner.stroke import Suffix
from hardware.scanner.symbol import RawScan
from hardware.scanner.wedge import Wedge, WedgeSettings
from pos_client.qt.scan_filter import ScanFilter
from tests.qt.counter_window import CounterWindow

CODES = {marks[0]: code for code, marks in X11.items() if code < 79}
SHIFTED = {marks[1]: code for code, marks in X11.items() if code < 79}
RUSSIAN = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю", strict=True))


@dataclass
class Keyboard:
    """Sends key events with scan codes and times of their own, as a window system does."""

    line: QLineEdit
    window: QWidget
    scans: list[RawScan] = field(default_factory=list)
    now_ms: int = 10_000
    filter: ScanFilter = field(init=False)

    def close(self) -> None:
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self.filter)

    def press(self, mark: str, gap_ms: int, *, is_russian: bool = False) -> None:
        self.now_ms += gap_ms
        is_shifted = mark not in CODES and mark in SHIFTED
        code = SHIFTED[mark] if is_shifted else CODES.get(mark, 0)
        text = RUSSIAN.get(mark.lower(), mark) if is_russian else mark
        modifiers = Qt.KeyboardModifier.ShiftModifier if is_shifted else Qt.KeyboardModifier.NoModifier
        self.send(QKeyEvent(QEvent.Type.KeyPress, ord(mark.upper()), modifiers, code, 0, 0, text))
        self.send(QKeyEvent(QEvent.Type.KeyRelease, ord(mark.upper()), modifiers, code, 0, 0, text))

    def enter(self, gap_ms: int) -> None:
        self.now_ms += gap_ms
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.send(QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, 36, 0, 0, "\r"))

    def end(self, key: Qt.Key, code: int, text: str) -> None:
        self.now_ms += 8
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.send(QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, code, 0, 0, text))

    @property
    def glass(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def send(self, event: QKeyEvent) -> None:
        event.setTimestamp(self.now_ms)
        QCoreApplication.sendEvent(self.glass, event)

    def scan(self, marks: Sequence[str], *, is_russian: bool = False) -> None:
        for number, mark in enumerate(marks):
            self.press(mark, 10 if number else 2000, is_russian=is_russian)
        self.enter(10)


def keyboard_in(qtbot: QtBot, settings: WedgeSettings | None = None) -> Keyboard:
    """A keyboard at a field in a window of its own, behind the filter."""
    window = QWidget()
    line = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    made = Keyboard(line, window)
    made.filter = ScanFilter(made.scans.append, Wedge(settings))
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(made.filter)
    return made


@pytest.fixture
def keyboard(qtbot: QtBot) -> Iterator[Keyboard]:
    made = keyboard_in(qtbot)
    yield made
    made.close()


def test_a_burst_is_a_scan_and_leaves_nothing_in_the_field(keyboard: Keyboard) -> None:
    keyboard.scan("4006381333931")
    assert [scan.data for scan in keyboard.scans] == ["4006381333931"]
    assert keyboard.line.text() == ""


def test_a_russian_layout_changes_no_scan(keyboard: Keyboard) -> None:
    keyboard.scan("Ab-4006;X/y", is_russian=True)
    assert [scan.data for scan in keyboard.scans] == ["Ab-4006;X/y"]


def test_typing_arrives_whole_and_in_order(keyboard: Keyboard, qtbot: QtBot) -> None:
    for mark in "hello 42":
        keyboard.press(mark, 120)
    qtbot.waitUntil(lambda: keyboard.line.text() == "hello 42")
    assert keyboard.scans == []


def test_typed_russian_stays_russian(keyboard: Keyboard, qtbot: QtBot) -> None:
    for mark in "vjkjrj":
        keyboard.press(mark, 120, is_russian=True)
    qtbot.waitUntil(lambda: keyboard.line.text() == "молоко")


def test_what_was_typed_before_a_scan_stays_before_it(keyboard: Keyboard) -> None:
    for mark in "abc":
        keyboard.press(mark, 150)
    keyboard.scan("4006381333931")
    assert keyboard.line.text() == "abc"
    assert len(keyboard.scans) == 1


def test_enter_after_typing_reaches_the_field(keyboard: Keyboard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keyboard.line.returnPressed):
        for mark in "42":
            keyboard.press(mark, 150)
        keyboard.enter(150)
    assert keyboard.line.text() == "42"


def test_a_person_is_no_scanner_when_the_program_stalls(keyboard: Keyboard) -> None:
    for mark in "4711":  # the keys' own times are 90 ms apart though they are delivered all at once
        keyboard.press(mark, 90)
    keyboard.enter(90)
    assert keyboard.scans == []
    assert keyboard.line.text() == "4711"


def test_chords_are_never_held(keyboard: Keyboard) -> None:
    keyboard.line.setText("abc")
    control = Qt.KeyboardModifier.ControlModifier
    keyboard.send(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, control, 38, 0, 0, "\x01"))
    assert keyboard.line.selectedText() == "abc"


def test_what_was_typed_before_a_touch_is_there_before_it(keyboard: Keyboard) -> None:
    keyboard.press("7", 300)
    QTest.mouseClick(keyboard.glass, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert keyboard.line.text() == "7"


def test_a_touch_does_not_tear_a_scan_apart(keyboard: Keyboard) -> None:
    for mark in "40063813":
        keyboard.press(mark, 8)
    QTest.mouseClick(keyboard.glass, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    for mark in "33931":
        keyboard.press(mark, 8)
    keyboard.enter(8)
    assert [scan.data for scan in keyboard.scans] == ["4006381333931"]
    assert keyboard.line.text() == ""


def test_the_beginning_of_a_scan_that_got_through_is_taken_out_of_the_field(keyboard: Keyboard, qtbot: QtBot) -> None:
    keyboard.line.setText("x")
    keyboard.press("4", 300)
    qtbot.waitUntil(lambda: keyboard.line.text() == "x4")
    for mark in "006381333931":
        keyboard.press(mark, 10)
    keyboard.enter(10)
    assert [scan.data for scan in keyboard.scans] == ["4006381333931"]
    assert keyboard.line.text() == "x"
    assert keyboard.filter.statistics.rejoined == 1


def test_a_second_end_key_does_not_reach_the_field(keyboard: Keyboard) -> None:
    entered: list[bool] = []
    keyboard.line.returnPressed.connect(lambda: entered.append(True))
    keyboard.scan("4006381333931")
    keyboard.enter(8)
    assert entered == []
    keyboard.enter(500)
    assert entered == [True]


def test_a_dead_key_of_the_layout_is_the_key_of_the_scanner(keyboard: Keyboard) -> None:
    for mark in "a=b":
        keyboard.press(mark, 8)
    keyboard.now_ms += 8
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        dead = Qt.Key.Key_Dead_Acute
        keyboard.send(QKeyEvent(kind, dead, Qt.KeyboardModifier.NoModifier, CODES["="], 0, 0, ""))
    keyboard.press("c", 8)
    keyboard.enter(8)
    assert [scan.data for scan in keyboard.scans] == ["a=b=c"]


def test_shift_of_a_scanner_is_no_key_of_its_own(keyboard: Keyboard) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    for mark in "ABcD-1":
        if mark.isupper():
            keyboard.send(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, shift, 50, 0, 0, ""))
        keyboard.press(mark, 8)
    keyboard.enter(8)
    assert [scan.data for scan in keyboard.scans] == ["ABcD-1"]


@pytest.mark.parametrize(("suffix", "count"), [("any", 1), ("tab", 1), ("enter", 0)])
def test_tab_ends_a_scan_where_the_settings_say_so(qtbot: QtBot, suffix: Suffix, count: int) -> None:
    keyboard = keyboard_in(qtbot, WedgeSettings(suffix=suffix))
    for mark in "4006381333931":
        keyboard.press(mark, 8)
    keyboard.end(Qt.Key.Key_Tab, 23, "\t")
    keyboard.close()
    assert len(keyboard.scans) == count


def test_a_scan_without_an_end_key_arrives_when_it_falls_silent(qtbot: QtBot) -> None:
    keyboard = keyboard_in(qtbot, WedgeSettings(suffix="none"))
    for mark in "4006381333931":
        keyboard.press(mark, 8)
    qtbot.waitUntil(lambda: len(keyboard.scans) == 1)
    keyboard.close()
    assert keyboard.line.text() == ""


def test_a_key_as_prefix(qtbot: QtBot) -> None:
    keyboard = keyboard_in(qtbot, WedgeSettings(prefix_key="F9"))
    keyboard.end(Qt.Key.Key_F9, 75, "")
    for mark in "R1":
        keyboard.press(mark, 100)
    keyboard.enter(100)
    keyboard.close()
    assert [scan.data for scan in keyboard.scans] == ["R1"]


def test_keys_come_back_after_the_program_was_busy(keyboard: Keyboard, qtbot: QtBot) -> None:
    keyboard.press("4", 300)
    QThread.msleep(120)  # the timer is late; the rest of the scan waits behind it
    for mark in "006381333931":
        keyboard.press(mark, 10)
    keyboard.enter(10)
    qtbot.wait(150)
    assert [scan.data for scan in keyboard.scans] == ["4006381333931"]
    assert keyboard.line.text() == ""


def test_ten_scans_in_a_second_keep_their_order(keyboard: Keyboard) -> None:
    wanted = [f"40063813339{number:02}" for number in range(10)]
    for code in wanted:
        for number, mark in enumerate(code):
            keyboard.press(mark, 5 if number else 30)
        keyboard.enter(5)
    assert [scan.data for scan in keyboard.scans] == wanted


def test_a_scan_is_one_line_and_no_character_whatever_has_the_focus(counter_window: CounterWindow) -> None:
    till = counter_window.signed_in()
    screen = till.sale_screen
    focusable = [one for one in screen.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    shown = [one for one in focusable if one.isVisible() and one.isEnabled()]
    assert len(shown) > 15
    keyboard = Keyboard(screen.cart.entry.field, till.window)
    for number, control in enumerate(shown, start=1):
        control.setFocus()
        keyboard.now_ms += 1000
        keyboard.scan("59027904")
        assert [line.detail for line in till.view.lines] == [f"{number} × 1.99"]
        assert screen.cart.entry.field.text() == ""

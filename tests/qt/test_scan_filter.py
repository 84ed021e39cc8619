"""Scans are told from typing in the stream of the whole window, whatever has the focus and whatever the layout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hardware.scanner.keymap import X11
from hardware.scanner.symbol import RawScan
from pos_client.qt.scan_filter import ScanFilter
from tests.qt.counter_window import CounterWindow

CODES = {marks[0]: code for code, marks in X11.items() if code < 79}
SHIFTED = {marks[1]: code for code, marks in X11.items() if code < 79}
RUSSIAN = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю", strict=True))


@dataclass
class Keyboard:
    """Sends key events with scan codes and times of their own, as a window system does."""

    line: QLineEdit
    scans: list[RawScan] = field(default_factory=list)
    now_ms: int = 10_000

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

    def send(self, event: QKeyEvent) -> None:
        event.setTimestamp(self.now_ms)
        handle = self.line.window().windowHandle()
        assert handle is not None
        QCoreApplication.sendEvent(handle, event)

    def scan(self, marks: Sequence[str], *, is_russian: bool = False) -> None:
        for number, mark in enumerate(marks):
            self.press(mark, 10 if number else 2000, is_russian=is_russian)
        self.enter(10)


@pytest.fixture
def keyboard(qtbot: QtBot) -> Iterator[Keyboard]:
    window = QWidget()
    line = QLineEdit(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    made = Keyboard(line)
    scan_filter = ScanFilter(made.scans.append)
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(scan_filter)
    yield made
    application.removeEventFilter(scan_filter)


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
    keyboard = Keyboard(screen.cart.entry.field)
    for number, control in enumerate(shown, start=1):
        control.setFocus()
        keyboard.now_ms += 1000
        keyboard.scan("59027904")
        assert [line.detail for line in till.view.lines] == [f"{number} × 1.99"]
        assert screen.cart.entry.field.text() == ""

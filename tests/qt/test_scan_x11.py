"""Scans and typing through a real X server with real layouts: keys go in as codes and come out as they may."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hardware.scanner.symbol import RawScan, raw_scan
from pos_client.qt.scan_filter import ScanFilter
from pos_client.qt.widgets.entry import EntryField
from tests.qt.x11_keys import Keyboard

pytestmark = pytest.mark.xvfb
CODES = ("4006381333931", "]C1Ab-4006;x=7[z", "XCCCASHJ")


class Window:
    """A field in a window, behind the filter."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.scans: list[RawScan] = []
        self.window = QWidget()
        self.field = EntryField(self.window)
        qtbot.addWidget(self.window)
        self.filter = ScanFilter(self.scans.append)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self.filter)
        self.window.resize(400, 100)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def wait_for(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.scans) == count)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(qtbot)
    yield made
    application = QApplication.instance()
    assert application is not None
    application.removeEventFilter(made.filter)


@pytest.fixture
def keyboard() -> Iterator[Keyboard]:
    with Keyboard() as made:
        yield made
    lay_out("us")


def lay_out(name: str) -> None:
    """Give the server another layout."""
    subprocess.run(["setxkbmap", name], check=True, env=dict(os.environ), capture_output=True)


@pytest.mark.parametrize("layout", ["us", "ru", "de", "jp", "fr", "us(intl)"])
def test_a_scan_is_the_same_on_every_layout_and_leaves_nothing(
    layout: str, window: Window, keyboard: Keyboard, qtbot: QtBot
) -> None:
    lay_out(layout)
    keyboard.tap_shift()
    qtbot.wait(200)  # the program hears of the layout, and of the keyboard that has it
    for number, code in enumerate(CODES, start=1):
        keyboard.scan(code)
        window.wait_for(number)
        qtbot.wait(100)
    assert [scan.data for scan in window.scans] == [raw_scan(code).data for code in CODES]
    assert window.field.text() == ""


@pytest.mark.parametrize(("layout", "typed"), [("us", "a2;Z"), ("ru", "ф2жЯ"), ("de", "a2öY"), ("fr", "qémW")])
def test_what_a_person_types_is_what_the_layout_gives(
    layout: str, typed: str, window: Window, keyboard: Keyboard, qtbot: QtBot
) -> None:
    lay_out(layout)
    keyboard.tap_shift()
    qtbot.wait(200)  # the program hears of the layout, and of the keyboard that has it
    for mark in "a2;Z":
        keyboard.strike(mark, 110, 70)
    qtbot.waitUntil(lambda: window.field.text() == typed)
    assert window.scans == []


def test_typing_and_scans_in_turn(window: Window, keyboard: Keyboard, qtbot: QtBot) -> None:
    lay_out("us")
    keyboard.tap_shift()
    qtbot.wait(200)
    for number in range(1, 4):
        keyboard.strike("7", 200, 60)
        keyboard.scan(CODES[0], gap_ms=4, after_ms=150)
        window.wait_for(number)
        qtbot.wait(300)
    assert window.field.text() == "777"
    assert window.filter.statistics.rejoined == 0

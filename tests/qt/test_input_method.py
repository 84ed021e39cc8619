"""Input methods stay away from codes, and give back the scans they caught."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hardware.scanner.symbol import RawScan
from pos_client.qt.input_method import InputMethodGate, for_words
from pos_client.qt.widgets.entry import EntryField


class Field:
    """A field for words with an input method, and a clock that is moved by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self.now_ms, self.scans = 1000, list[RawScan]()
        self.gate = InputMethodGate(self.scans.append, lambda: self.now_ms)
        self.window = QWidget()
        self.field = EntryField(self.window)
        for_words(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def compose(self, text: str, gap_ms: int) -> None:
        for length in range(1, len(text) + 1):
            QCoreApplication.sendEvent(self.field, QInputMethodEvent(text[:length], []))
            self.now_ms += gap_ms
        done = QInputMethodEvent()
        done.setCommitString(text)
        QCoreApplication.sendEvent(self.field, done)


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[Field]:
    made = Field(qtbot)
    yield made
    made.gate.close()


def takes_method(field: QWidget) -> bool:
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QCoreApplication.sendEvent(field, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))


def test_a_field_for_codes_has_no_input_method_and_one_for_words_has(field: Field, qtbot: QtBot) -> None:
    codes = EntryField()
    qtbot.addWidget(codes)
    assert (takes_method(codes), takes_method(field.field)) == (False, True)


def test_a_scan_that_was_composed_is_a_scan_and_leaves_nothing(field: Field) -> None:
    field.compose("４００６３８１３３３９３１", 8)
    assert [scan.data for scan in field.scans] == ["4006381333931"]
    assert (field.field.text(), field.field.displayText()) == ("", "")


def test_words_that_a_person_composes_stay(field: Field) -> None:
    field.compose("牛乳", 150)
    field.compose("ＡＢＣＤ１２", 150)
    assert field.field.text() == "牛乳ＡＢＣＤ１２"
    assert field.scans == []


def test_words_that_are_no_code_stay_however_fast_they_came(field: Field) -> None:
    field.compose("ぎゅうにゅう", 2)
    field.compose("１２", 2)
    assert field.field.text() == "ぎゅうにゅう１２"
    assert field.scans == []


def test_a_composition_that_was_given_up_is_forgotten(field: Field) -> None:
    QCoreApplication.sendEvent(field.field, QInputMethodEvent("あ", []))
    field.now_ms += 900
    QCoreApplication.sendEvent(field.field, QInputMethodEvent())
    field.compose("４００６３８", 5)
    assert [scan.data for scan in field.scans] == ["400638"]

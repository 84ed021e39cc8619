"""A scan into every state x everything that can have the focus x every layout: exactly one scan, and no trace of it.

`./pos scans` (or `python -m tests.qt.scan_matrix`) walks all of it; the suite takes every so many-th case. The scan is
not obeyed, so that a state stays what it is: whatever has changed afterwards has leaked.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from hardware.scanner.symbol import RawScan, raw_scan
from pos_client.i18n import use_language
from pos_client.qt.input_method import InputMethodGate
from pos_client.qt.scan_filter import ScanFilter
from tests.qt.scan_layouts import LAYOUTS, Layout, Scanner, focusable
from tests.qt.scan_states import Till, open_till, pages, states

Text = QLineEdit | QTextEdit
CODES = ("4006381333931", "]C1Ab-4006;x=7", "XCCCASHJ")


@dataclass(frozen=True)
class Case:
    """Where a scan goes."""

    state: str
    control: QWidget
    layout: Layout
    code: str

    def __str__(self) -> str:
        return f"{self.state}, {_name(self.control)}, {self.layout.name}, {self.code}"


@dataclass
class Outcome:
    """What came of all cases."""

    cases: int = 0
    controls: int = 0
    wrong: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)


class Ears:
    """Hears scans instead of the till."""

    def __init__(self, till: Till) -> None:
        self.heard: list[RawScan] = []
        self._application = till.program.application
        till.program.drain()
        self.filter = ScanFilter(self.heard.append)
        self.gate = InputMethodGate(self.heard.append)
        self._application.installEventFilter(self.filter)

    def close(self) -> None:
        self._application.removeEventFilter(self.filter)
        self.gate.close()


@dataclass
class Walk:
    """Goes through states and pages; what looks like one that was tried already is not tried again."""

    takes: Callable[[int], bool]
    outcome: Outcome = field(default_factory=Outcome)
    seen: set[object] = field(default_factory=set)
    number: int = 0

    def state(self, name: str, enter: Callable[[Till], None]) -> None:
        till = open_till(name)
        enter(till)
        till.window.activateWindow()
        QCoreApplication.processEvents()
        ears = Ears(till)
        try:
            self._pages(name, till, ears)
        finally:
            ears.close()
            till.program.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _pages(self, name: str, till: Till, ears: Ears) -> None:
        for page, show in pages(till.window):
            show()
            QCoreApplication.processEvents()
            controls = list(focusable(till.window))
            looks = (*map(_name, controls), *(() if page else _shown(till)))
            if looks not in self.seen:
                self.seen.add(looks)
                self._controls(f"{name} {page}".rstrip(), controls, till, ears)

    def _controls(self, state: str, controls: Sequence[QWidget], till: Till, ears: Ears) -> None:
        texts = _texts(till.window)
        self.outcome.states[state] += 1
        for control in controls:
            self.outcome.controls += 1
            for layout in LAYOUTS:
                self.number += 1
                if self.takes(self.number):
                    case = Case(state, control, layout, CODES[self.number % len(CODES)])
                    self.outcome.cases += 1
                    _try(case, till, ears, texts, self.outcome)


def walk(
    takes: Callable[[int], bool] = lambda _number: True,
    names: Sequence[str] = (),
    told: Callable[[str], object] = lambda _name: None,
) -> Outcome:
    """Try every case whose number `takes` wants, in the states whose names hold one of those (all without names)."""
    walking = Walk(takes)
    for name, enter in states():
        if not names or any(part in name for part in names):
            told(name)
            walking.state(name, enter)
    return walking.outcome


def _try(case: Case, till: Till, ears: Ears, texts: Sequence[Text], outcome: Outcome) -> None:
    case.control.setFocus(Qt.FocusReason.OtherFocusReason)
    handle = till.window.windowHandle()
    assert handle is not None
    before, ears.heard[:] = [*_shown(till), *_written(texts)], []
    Scanner(handle, case.layout, now_ms=100_000 + outcome.cases * 10_000).scan(case.code)
    heard, wanted = [scan.data for scan in ears.heard], [raw_scan(case.code).data]
    if heard != wanted:
        outcome.wrong.append(f"{case}: heard {heard}")
    elif [*_shown(till), *_written(texts)] != before:
        outcome.wrong.append(f"{case}: left something behind")


def _texts(window: QWidget) -> Sequence[Text]:
    return [*window.findChildren(QLineEdit), *window.findChildren(QTextEdit)]


def _written(texts: Sequence[Text]) -> list[object]:
    """All that is written anywhere."""
    return [one.text() if isinstance(one, QLineEdit) else one.toPlainText() for one in texts]


def _shown(till: Till) -> list[object]:
    """All that the presenters show."""
    shell = till.shell
    shown: list[object] = [shell.view.value, shell.status.view.value]
    if shell.sale is not None and shell.sign_in is not None:
        sale = shell.sale
        shown += [sale.sale.value, sale.change.value, sale.panels.view.value, shell.sign_in.view.value]
    return shown


def _name(control: QWidget) -> str:
    said = control.accessibleName() or control.objectName()
    return f"{type(control).__name__} {said}".rstrip()


def _lines(outcome: Outcome) -> Iterator[str]:
    states_count, layouts_count = len(outcome.states), len(LAYOUTS)
    yield f"{outcome.cases} scans: {states_count} states, {outcome.controls} places of focus, {layouts_count} layouts"
    yield from outcome.wrong[:50]
    yield f"wrong: {len(outcome.wrong)}"


def main() -> int:
    """Walk everything and say what was found; 1 when a scan was lost or left something behind."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    use_language("en-GB")
    outcome = walk(names=sys.argv[1:], told=lambda name: sys.stderr.write(f"{name}\n"))
    for line in _lines(outcome):
        sys.stdout.write(line + "\n")
    return 1 if outcome.wrong or not outcome.cases else 0


if __name__ == "__main__":
    sys.exit(main())

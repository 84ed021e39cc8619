"""A scan into every state x everything that can have the focus x every layout: exactly one scan, and no trace of it.

`./pos scans` (or `python -m tests.qt.scan_matrix`) walks all of it; the suite takes every so many-th case. The scan is
not obeyed, so that a state stays what it is: whatever has changed afterwards has leaked.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from hardware.scanner.symbol import RawScan, raw_scan
from pos_client.i18n import use_language
from pos_client.qt.input_method import InputMethodGate
from pos_client.qt.scan_filter import ScanFilter
from tests.qt.scan_layouts import LAYOUTS, Layout, Scanner, focusable
from tests.qt.scan_states import Till, open_till, pages, states

CODES = ("4006381333931", "]C1Ab-4006;x=7", "XCCCASHJ")


@dataclass(frozen=True)
class Case:
    """Where a scan goes."""

    state: str
    control: str
    layout: Layout
    code: str


@dataclass
class Outcome:
    """What came of all cases."""

    cases: int = 0
    controls: int = 0
    wrong: list[tuple[Case, str]] = field(default_factory=list)
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


def walk(takes: Callable[[int], bool] = lambda _number: True, names: Sequence[str] = ()) -> Outcome:
    """Try every case whose number `takes` wants, in the states of those names (all without names)."""
    outcome = Outcome()
    for name, enter in states():
        if not names or name in names:
            till = open_till()
            enter(till)
            till.window.activateWindow()
            QCoreApplication.processEvents()
            ears = Ears(till)
            try:
                _walk_state(name, till, ears, outcome, takes)
            finally:
                ears.close()
                till.program.close()
    return outcome


def _walk_state(name: str, till: Till, ears: Ears, outcome: Outcome, takes: Callable[[int], bool]) -> None:
    number = sum(outcome.states.values())
    for page, show in pages(till.window):
        show()
        QCoreApplication.processEvents()
        for control in list(focusable(till.window)):
            outcome.controls += 1
            for layout in LAYOUTS:
                number += 1
                outcome.states[name] += 1
                if takes(number):
                    case = Case(f"{name} {page}".rstrip(), _name(control), layout, CODES[number % len(CODES)])
                    _try(case, till, ears, control, outcome)


def _try(case: Case, till: Till, ears: Ears, control: QWidget, outcome: Outcome) -> None:
    control.setFocus(Qt.FocusReason.OtherFocusReason)
    handle = till.window.windowHandle()
    assert handle is not None
    before, ears.heard[:] = _everything(till), []
    Scanner(handle, case.layout, now_ms=100_000 + outcome.cases * 10_000).scan(case.code)
    outcome.cases += 1
    heard, wanted = [scan.data for scan in ears.heard], [raw_scan(case.code).data]
    if heard != wanted:
        outcome.wrong.append((case, f"heard {heard}"))
    elif _everything(till) != before:
        outcome.wrong.append((case, "left something behind"))


def _everything(till: Till) -> list[object]:
    """All that is written anywhere, and all that the presenters show."""
    window, shell = till.window, till.shell
    seen: list[object] = [one.text() for one in window.findChildren(QLineEdit)]
    seen += [one.toPlainText() for one in window.findChildren(QTextEdit)]
    shown = [shell.view.value, till.sale.sale.value, till.sale.change.value, till.sale.panels.view.value]
    return [*seen, *shown, shell.sign_in.view.value if shell.sign_in else None]


def _name(control: QWidget) -> str:
    said = control.accessibleName() or control.objectName()
    return f"{type(control).__name__} {said}".rstrip()


def _lines(outcome: Outcome) -> Iterator[str]:
    states_count, layouts_count = len(outcome.states), len(LAYOUTS)
    yield f"{outcome.cases} scans: {states_count} states, {outcome.controls} places of focus, {layouts_count} layouts"
    for case, why in outcome.wrong[:50]:
        yield f"  {case.state}, {case.control}, {case.layout.name}, {case.code}: {why}"
    yield f"wrong: {len(outcome.wrong)}"


def main() -> int:
    """Walk everything and say what was found; 1 when a scan was lost or left something behind."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    use_language("en-GB")
    outcome = walk(names=sys.argv[1:])
    for line in _lines(outcome):
        sys.stdout.write(line + "\n")
    return 1 if outcome.wrong or not outcome.cases else 0


if __name__ == "__main__":
    sys.exit(main())

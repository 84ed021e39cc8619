"""Hands that count: each key and each touch is noted where it enters the window's glass; scans and customers are not.

A step is written as a word. `F10`, `Ctrl+Z` or `*` is a key, `exact` or `line remove` is something to touch. `type 2.5`
is an amount or a number, counted apart: its length is the customer's matter. `scan CODE` is the scanner, and
`customer pays` the other side of the counter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from hardware.payment import Stage
from pos_client.qt.main_window import MainWindow
from pos_client.qt.robot import Robot
from pos_client.qt.screens.sale_screen import SaleScreen
from pos_client.qt.widgets.keypad import Key, Keypad
from pos_client.qt.widgets.line_strip import ActionKey
from pos_client.qt.widgets.panel_parts import ActionButton
from tests.qt.scan_states import Till

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Ins": Qt.Key.Key_Insert,
    "Esc": Qt.Key.Key_Escape,
} | {f"F{number}": Qt.Key[f"Key_F{number}"] for number in range(1, 13)}
_CHORD = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift})
"""Held down with the key that counts."""


@dataclass(frozen=True)
class Effort:
    """How often a hand moved: keys struck, places touched; `typed` characters of amounts, weights and numbers."""

    keys: int = 0
    taps: int = 0
    typed: int = 0


class Glass(QObject):
    """Sees what the window system delivers to a window; what the program itself sends on is not seen twice."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = self.taps = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(watched, QWindow) and event.spontaneous():
            is_chord = isinstance(event, QKeyEvent) and event.key() in _CHORD
            self.keys += event.type() == QEvent.Type.KeyPress and not is_chord
            self.taps += event.type() == QEvent.Type.MouseButtonPress
        return False


class Hands:
    """One person at one till."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._robot = Robot(till.window)
        self._glass = Glass()
        self._typed = 0
        till.program.application.installEventFilter(self._glass)

    def close(self) -> None:
        """Count no more."""
        self._till.program.application.removeEventFilter(self._glass)

    @property
    def effort(self) -> Effort:
        """All that was done so far."""
        moves = self._glass.keys + self._glass.taps
        is_touch = self._glass.taps > self._glass.keys
        keys, taps = self._glass.keys, self._glass.taps
        assert moves >= self._typed
        return Effort(keys - (0 if is_touch else self._typed), taps - (self._typed if is_touch else 0), self._typed)

    def scan(self, code: str) -> None:
        """The scanner reads a code."""
        self._robot.scan(code)

    def key(self, step: str) -> None:
        """One step by keyboard."""
        word, _, text = step.partition(" ")
        if word == "type":
            self._typed += len(text)
            self._robot.type_text(text)
        elif step.startswith("Ctrl+"):
            self._robot.key(Qt.Key[f"Key_{step[5:]}"], Qt.KeyboardModifier.ControlModifier)
        elif step in _KEYS:
            self._robot.key(_KEYS[step])
        elif not self._beside(step):
            self._robot.type_text(step)

    def touch(self, step: str) -> None:
        """One step by touch."""
        word, _, text = step.partition(" ")
        if word == "type":
            self._typed += len(text)
            for mark in text:
                self._robot.click(self._pad(mark))
        elif not self._beside(step):
            self._robot.click(self._place(step))

    def _beside(self, step: str) -> bool:
        """What hands of this side do not do."""
        word, _, text = step.partition(" ")
        if step == "customer pays":
            self._till.shop.terminal.say(Stage.APPROVED, "4711")
            QCoreApplication.processEvents()
        elif word == "scan":
            self.scan(text)
        else:
            return False
        return True

    def _pad(self, key: str) -> Key:
        pads = self._till.window.findChildren(Keypad)
        return next(pad.keys[key] for pad in pads if pad.isVisible() and key in pad.keys)

    def _place(self, step: str) -> QWidget:
        kind, _, word = step.partition(" ")
        if kind in {"line", "panel"}:
            made: type[ActionKey | ActionButton] = ActionKey if kind == "line" else ActionButton
            return next(one for one in self._till.window.findChildren(made) if one.word == word and one.isVisible())
        if kind == "pad":
            return self._pad(word)
        window = self._till.window
        assert isinstance(window, MainWindow)
        assert window.sale is not None
        return PLACES[step](window.sale)


PLACES: Mapping[str, Callable[[SaleScreen], QWidget]] = {
    "exact": lambda sale: sale.pay.pay.exact,
    "next note": lambda sale: sale.pay.pay.notes[0],
    "card": lambda sale: sale.pay.pay.card,
    "slip taken": lambda sale: sale.pay.taking.box.buttons[0],
    "keypad": lambda sale: sale.pay.tabs.keys[1],
    "hold": lambda sale: sale.cart.park,
    "resume": lambda sale: sale.cart.resume,
    "undo": lambda sale: sale.cart.undo,
    "reprint": lambda sale: sale.change.chips[0],
    "gift": lambda sale: sale.change.chips[1],
}
"""What can be touched at a fixed place of the sell screen."""

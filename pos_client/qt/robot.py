"""A pair of hands and a scanner for the real program, made of window-system events; it calls nothing behind the glass.

Keys and clicks enter where a keyboard or a finger would: at the window. Scans are bursts of keys with the spacing of a
real scanner.
"""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QThread
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pos_client.qt.scan_filter import now_ms

SCAN_GAP_MS = 5
TYPE_GAP_MS = 90
AGAIN_MS = 300


class Robot:
    """Works at one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._scanned = ""

    @property
    def _glass(self) -> QWindow:
        handle = self._window.windowHandle()
        assert handle is not None
        return handle

    def wait(self, ms: int) -> None:
        """Let the program run for so long."""
        QTest.qWait(ms)

    def wait_until(self, holds: Callable[[], bool], timeout_s: float = 15.0) -> bool:
        """Whether `holds` became true in time, while the program runs."""
        end = time.monotonic() + timeout_s
        while not holds():
            if time.monotonic() > end:
                return False
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QThread.msleep(5)
        return True

    def click(self, control: QWidget, at: QPoint | None = None) -> None:
        """Touch a control in its middle, or at a point of it."""
        spot = control.mapTo(self._window, at or control.rect().center())
        QTest.mouseClick(self._glass, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        self.wait(30)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Strike one key."""
        QTest.keyClick(self._glass, key, modifiers)
        self.wait(TYPE_GAP_MS)

    def press(self, name: str, *, with_control: bool = False) -> None:
        """Strike one key by its name in Qt ("F10", "Enter", "Minus"), alone or with Ctrl."""
        modifiers = Qt.KeyboardModifier
        self.key(Qt.Key[f"Key_{name}"], modifiers.ControlModifier if with_control else modifiers.NoModifier)

    def click_at(self, control: QWidget, x: int, y: int) -> None:
        """Touch a control at a point of it."""
        self.click(control, QPoint(x, y))

    def type_text(self, text: str) -> None:
        """Type as a person does."""
        for mark in text:
            self._strike(mark)
            self.wait(TYPE_GAP_MS)

    def scan(self, code: str, prefix: str = "") -> None:
        """Read a barcode: a burst of keys and Enter. `prefix` is what the scanner sends first, such as "]E0".

        The keys bear the scanner's own times, as a window system tells them, also where this machine is slow.
        """
        # What is still to be painted is painted before: this scanner shares the screen's thread. And to show the same
        # thing again takes a person longer than the till lets pass for one reading.
        self.wait(AGAIN_MS if code == self._scanned else 30)
        self._scanned = code
        begun_ms = now_ms()
        keys = [(Qt.Key(ord(mark.upper())), mark) for mark in prefix + code]
        for place, (key, text) in enumerate([*keys, (Qt.Key.Key_Return, "\r")]):
            self._scanned_key(key, text, begun_ms + place * SCAN_GAP_MS)
            QThread.msleep(SCAN_GAP_MS)
        self.wait(120)

    def _scanned_key(self, key: Qt.Key, text: str, at_ms: int) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier if text.isupper() else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, shift, text)
            event.setTimestamp(at_ms)
            QCoreApplication.sendEvent(self._glass, event)

    def _strike(self, mark: str) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier if mark.isupper() else Qt.KeyboardModifier.NoModifier
        QTest.sendKeyEvent(QTest.KeyAction.Click, self._glass, Qt.Key(ord(mark.upper())), mark, shift)

    def picture(self, path: Path) -> Path:
        """Save what the window shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._window.grab().save(str(path))
        return path

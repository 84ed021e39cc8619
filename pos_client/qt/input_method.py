"""Keeps input methods (Japanese, Chinese, dead keys) away from scans.

Where codes and amounts are typed the input method is off: keys arrive as keys. A field has one only when it was given
it by `for_words`; a scan into such a field comes as a composition that grew faster than fingers and is taken
out of it here. It knows no code and no screen.
"""

import time
import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QWidget

from hardware.scanner.symbol import RawScan, raw_scan

_FOR_WORDS = "isForWords"
_LEAST_LENGTH = 4
_GAP_MS = 35


def for_words(field: QWidget) -> None:
    """Let the input method work in `field`: names and notes are typed there."""
    field.setProperty(_FOR_WORDS, True)
    if field.hasFocus():
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)


def is_for_words(field: QWidget) -> bool:
    """Whether the input method may work in `field`."""
    return bool(field.property(_FOR_WORDS))


class InputMethodGate(QObject):
    """Make it when there is an application. `scanned` is called with scans that an input method had caught."""

    def __init__(self, scanned: Callable[[RawScan], None], clock_ms: Callable[[], int] | None = None) -> None:
        super().__init__()
        self._scanned = scanned
        self._now_ms = clock_ms or (lambda: time.monotonic_ns() // 1_000_000)
        self._begun_ms: int | None = None
        self._is_clearing = False
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._following = application.focusObjectChanged.connect(self._on_focus)

    def close(self) -> None:
        """Follow the focus no more."""
        QObject.disconnect(self._following)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._is_clearing or not isinstance(event, QInputMethodEvent) or not isinstance(watched, QWidget):
            return False
        if event.preeditString() and self._begun_ms is None:
            self._begun_ms = self._now_ms()
        if event.commitString():
            return self._committed(watched, event.commitString())
        if not event.preeditString():
            self._begun_ms = None
        return False

    def _committed(self, field: QWidget, text: str) -> bool:
        """Whether the composition was a scan; then it leaves no trace in the field."""
        begun_ms, self._begun_ms = self._begun_ms, None
        code = unicodedata.normalize("NFKC", text)
        if begun_ms is None or len(code) < _LEAST_LENGTH or not (code.isascii() and code.isprintable()):
            return False
        if self._now_ms() - begun_ms > _GAP_MS * len(code):
            return False
        self._is_clearing = True
        try:
            QCoreApplication.sendEvent(field, QInputMethodEvent())
        finally:
            self._is_clearing = False
        self._scanned(raw_scan(code, self._now_ms(), "keyboard"))
        return True

    def _on_focus(self, focused: object) -> None:
        self._begun_ms = None
        if isinstance(focused, QWidget) and is_for_words(focused):
            focused.installEventFilter(self)

"""Takes scans out of the key events of the whole program: by their speed, never by what has the focus.

Printable keys are held for a moment; what turns out to be a person is given back in order. It looks at events where
they enter a window, before any control, so each key is judged once. It knows no code and no screen.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from hardware.scanner.symbol import RawScan
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Wedge

_TERMINATORS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS = (
    (Qt.KeyboardModifier.ShiftModifier, Modifiers.SHIFT),
    (Qt.KeyboardModifier.ControlModifier, Modifiers.CTRL),
    (Qt.KeyboardModifier.AltModifier, Modifiers.ALT),
    (Qt.KeyboardModifier.MetaModifier, Modifiers.META),
)


def now_ms() -> int:
    """Milliseconds that never run backwards."""
    return time.monotonic_ns() // 1_000_000


class ScanFilter(QObject):
    """Install it on the application. `scanned` is called with every scan, on the screen's thread."""

    def __init__(self, scanned: Callable[[RawScan], None], wedge: Wedge | None = None) -> None:
        super().__init__()
        self._scanned = scanned
        self._wedge = wedge or Wedge()
        self._held: list[QKeyEvent] = []
        self._swallowed: set[int] = set()
        self._is_replaying = False
        self._window: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease} or self._is_replaying:
            return False
        if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
            return False
        self._window = watched
        return self._pressed(event) if kind == QEvent.Type.KeyPress else self._released(event)

    def flush(self) -> None:
        """Give back what is held: the program ends, or another window comes up."""
        self._follow(self._wedge.flush())

    def _pressed(self, event: QKeyEvent) -> bool:
        stroke = _stroke(event)
        decision = self._wedge.feed(stroke, now_ms())
        if decision.is_held:
            self._swallowed.add(event.key())
        self._follow(decision)
        if decision.is_held and not stroke.is_terminator:
            self._held.append(_clone(event, QEvent.Type.KeyPress))
        elif decision.is_held:
            self._held.clear()
        self._set_timer()
        if decision.scan is not None:
            self._scanned(decision.scan)
        return decision.is_held

    def _released(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat() or event.key() not in self._swallowed:
            return False
        self._swallowed.discard(event.key())
        return True

    def _on_due(self) -> None:
        decision = self._wedge.tick(now_ms())
        self._follow(decision)
        if decision.scan is not None:
            self._held.clear()
            self._scanned(decision.scan)
        self._set_timer()

    def _set_timer(self) -> None:
        due = self._wedge.due_ms
        if due is None:
            self._timer.stop()
        else:
            self._timer.start(max(0, due - now_ms()))

    def _follow(self, decision: Decision) -> None:
        """Give back as many held keys as the decision says, press and release, to whoever has the focus now."""
        back, self._held = self._held[: len(decision.replay)], self._held[len(decision.replay) :]
        focused: QWindow | None = QGuiApplication.focusWindow()
        window = self._window if focused is None else focused
        if not back or window is None:
            return
        self._is_replaying = True
        try:
            for press in back:
                QCoreApplication.sendEvent(window, press)
                QCoreApplication.sendEvent(window, _clone(press, QEvent.Type.KeyRelease))
        finally:
            self._is_replaying = False


def _stroke(event: QKeyEvent) -> KeyStroke:
    held = event.modifiers()
    modifiers = Modifiers.NONE
    for flag, ours in _MODIFIERS:
        if held & flag:
            modifiers |= ours
    text = event.text()
    return KeyStroke(
        timestamp_ms=event.timestamp(),
        scan_code=event.nativeScanCode(),
        text=text,
        is_printable=len(text) == 1 and text.isprintable(),
        is_terminator=Qt.Key(event.key()) in _TERMINATORS,
        modifiers=modifiers,
        is_repeat=event.isAutoRepeat(),
    )


def _clone(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    """A copy with everything a control may look at; the original dies when its delivery ends."""
    copy = QKeyEvent(
        kind,
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
    )
    copy.setTimestamp(event.timestamp())
    return copy

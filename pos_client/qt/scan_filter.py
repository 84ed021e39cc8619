"""Takes scans out of the key events of the whole program: by their speed, never by what has the focus.

Printable keys are held for a moment; what turns out to be a person is given back in order. It looks at events where
they enter a window, before any control, so each key is judged once. It knows no code and no screen.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow

from hardware.scanner.symbol import RawScan
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Statistics, Wedge

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SUFFIXES = {
    "any": _ENTER | {Qt.Key.Key_Tab},
    "none": _ENTER | {Qt.Key.Key_Tab},
    "enter": _ENTER,
    "tab": frozenset({Qt.Key.Key_Tab}),
}
_MODIFIERS = (
    (Qt.KeyboardModifier.ShiftModifier, Modifiers.SHIFT),
    (Qt.KeyboardModifier.ControlModifier, Modifiers.CTRL),
    (Qt.KeyboardModifier.AltModifier, Modifiers.ALT),
    (Qt.KeyboardModifier.MetaModifier, Modifiers.META),
)
_MODIFIER_KEYS = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Mode_switch,
        Qt.Key.Key_unknown,
    }
)  # fmt: skip
_HANDS = frozenset(
    {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress, QEvent.Type.FocusOut}
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
        self._swallowed: set[tuple[int, int]] = set()
        self._is_replaying = self._is_second = False
        self._window: QWindow | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)

    @property
    def statistics(self) -> Statistics:
        """What happened since the start."""
        return self._wedge.statistics

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._is_replaying or not isinstance(watched, QWindow):
            return False
        if isinstance(event, QKeyEvent):
            self._window = watched
            if kind == QEvent.Type.KeyPress:
                return self._pressed(event)
            return kind == QEvent.Type.KeyRelease and self._released(event)
        if kind in _HANDS and self._held and not self._wedge.is_scanning:
            self.flush()  # what was typed before a touch belongs before it
        return False

    def flush(self) -> None:
        """Give back what is held: the program ends, or a person does something else."""
        self._follow(self._wedge.flush())
        self._set_timer()

    def _pressed(self, event: QKeyEvent) -> bool:
        stroke = self._stroke(event)
        decision = self._wedge.feed(stroke, now_ms())
        if decision.is_held:
            self._swallowed.add((event.key(), event.nativeScanCode()))
        self._follow(decision)
        if decision.is_held and self._wedge.due_ms is not None:
            self._held.append(_clone(event, QEvent.Type.KeyPress))
        self._set_timer()
        if decision.scan is not None:
            self._scanned(decision.scan)
        return decision.is_held

    def _released(self, event: QKeyEvent) -> bool:
        key = (event.key(), event.nativeScanCode())
        if event.isAutoRepeat() or key not in self._swallowed:
            return False
        self._swallowed.discard(key)
        self._wedge.lifted(event.nativeScanCode())
        self._set_timer()
        return True

    def _on_due(self) -> None:
        """Keys that came while the program was busy are dealt with first: they may belong to the held ones."""
        if not self._is_second:
            self._is_second = True
            self._timer.start(0)
            return
        decision = self._wedge.tick(now_ms())
        self._follow(decision)
        self._set_timer()
        if decision.scan is not None:
            self._scanned(decision.scan)

    def _set_timer(self) -> None:
        due = self._wedge.due_ms
        self._is_second = False
        if due is None:
            self._held.clear()
            self._timer.stop()
        else:
            self._timer.start(max(0, due - now_ms()))

    def _follow(self, decision: Decision) -> None:
        """Give back as many held keys as the decision says, press and release, to whoever has the focus now; then take
        back what should not have got there.
        """
        back, self._held = self._held[: len(decision.replay)], self._held[len(decision.replay) :]
        back += [_BACKSPACE] * decision.take_back
        focused: QWindow | None = QGuiApplication.focusWindow()
        window = self._window if focused is None else focused
        if not back or window is None:
            return
        self._is_replaying = True
        try:
            for press in back:
                QCoreApplication.sendEvent(window, _clone(press, QEvent.Type.KeyPress))
                QCoreApplication.sendEvent(window, _clone(press, QEvent.Type.KeyRelease))
        finally:
            self._is_replaying = False

    def _stroke(self, event: QKeyEvent) -> KeyStroke:
        held = event.modifiers()
        modifiers = Modifiers.NONE
        for flag, ours in _MODIFIERS:
            if held & flag:
                modifiers |= ours
        text, key, settings = event.text(), Qt.Key(event.key()), self._wedge.settings
        return KeyStroke(
            timestamp_ms=event.timestamp(),
            scan_code=event.nativeScanCode(),
            text=text,
            is_printable=len(text) == 1 and text.isprintable(),
            is_terminator=key in _SUFFIXES[settings.suffix],
            modifiers=modifiers,
            is_repeat=event.isAutoRepeat(),
            is_modifier=key in _MODIFIER_KEYS and not text,
            name=QKeySequence(event.keyCombination()).toString() if settings.prefix_key else "",
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


_BACKSPACE = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier, "\b")

"""Telling a scan from typing, for scanners that act as keyboards; pure, so that it must not know any window system.

Printable keys are held back for a moment. A burst faster than fingers that ends with Enter is a scan; everything
else is given back, in order, to whoever had the focus. Measured rules (research on real event queues):

* Speed is judged by the keys' own timestamps. When the program stalls, keys arrive all at once and a person looks
  like a scanner.
* The timer that gives keys back may fire late for the same reason, before the waiting keys were delivered: then it
  waits once more, three times at most.
* One slow gap does not end a fast burst, and what counts as fast follows the scanner at hand.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Flag
from itertools import pairwise
from statistics import median

from hardware.scanner.keymap import us_character
from hardware.scanner.symbol import RawScan, raw_scan


class Modifiers(Flag):
    """Keys held down with another."""

    NONE = 0
    SHIFT = 1
    CTRL = 2
    ALT = 4
    META = 8


@dataclass(frozen=True, slots=True)
class KeyStroke:
    """One key press. `timestamp_ms` is the window system's, 0 when it has none (then the time of arrival counts)."""

    timestamp_ms: int
    scan_code: int
    text: str
    is_printable: bool
    is_terminator: bool
    modifiers: Modifiers = Modifiers.NONE
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class WedgeSettings:
    """Milliseconds and counts.

    `prefix`: what the scanner sends first; it then needs no speed at all (an AIM `]` stays in the scan, others are
    taken off). `ends_with_key`: it sends Enter or Tab last; without that a burst of `unended_length` is a scan when
    it falls silent. `separator`: the character, or "ctrl+]", it sends for the GS1 separator. `to_character` undoes
    the keyboard layout; None takes the text as it comes.
    """

    least_length: int = 4
    unended_length: int = 8
    gap_ms: int = 35
    widest_gap_ms: int = 60
    hold_ms: int = 60
    hiccup_ms: int = 150
    prefix_ms: int = 500
    late_ms: int = 20
    duplicate_ms: int = 250
    prefix: str = ""
    ends_with_key: bool = True
    separator: str = ""
    to_character: Callable[..., str | None] | None = us_character
    device: str = "keyboard"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, in this order: give `replay` back to the focus, deliver `scan`, and swallow the key or let it go."""

    is_held: bool = False
    replay: tuple[KeyStroke, ...] = ()
    scan: RawScan | None = None


_PASS = Decision()
_COMMANDS = Modifiers.CTRL | Modifiers.ALT | Modifiers.META
_RIGHT_BRACKET = 35  # its X11 scan code
_LEARN_FROM = 8
_LATE_TIMES = 3


@dataclass(slots=True)
class _Burst:
    """Keys held back, their characters and their times."""

    strokes: list[KeyStroke] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    times_ms: list[int] = field(default_factory=list)

    def add(self, stroke: KeyStroke, mark: str, time_ms: int) -> None:
        self.strokes.append(stroke)
        self.marks.append(mark)
        self.times_ms.append(time_ms)

    @property
    def text(self) -> str:
        return "".join(self.marks)

    @property
    def typical_gap_ms(self) -> float:
        """The median gap: up to half of them may be hiccups. 0 for a single key."""
        gaps = [after - before for before, after in pairwise(self.times_ms)]
        return median(gaps) if gaps else 0.0


class Wedge:
    """Feed it every key press, and `tick` it when `due_ms` has come. `now_ms` is any clock that never goes back."""

    def __init__(self, settings: WedgeSettings | None = None) -> None:
        self.settings = settings or WedgeSettings()
        self.duplicates = 0
        self.due_ms: int | None = None
        self._burst = _Burst()
        self._late_times = 0
        self._last: tuple[str, int] | None = None
        self._learnt: deque[float] = deque(maxlen=_LEARN_FROM)

    @property
    def limit_ms(self) -> float:
        """The widest typical gap of a scan, four times what this scanner has shown, within the settings."""
        known = 4 * max(self._learnt, default=0)
        return min(max(self.settings.gap_ms, known), max(self.settings.gap_ms, self.settings.widest_gap_ms))

    def feed(self, stroke: KeyStroke, now_ms: int) -> Decision:
        """Decide about one key press, as it is delivered at `now_ms`."""
        if stroke.is_repeat or (not stroke.text and not stroke.is_printable and not stroke.is_terminator):
            return self._aside(stroke)
        time_ms = stroke.timestamp_ms or now_ms
        before = self._settle() if self._is_too_late(time_ms) else _PASS
        if self._is_separator(stroke):
            return self._hold(stroke, "\x1d", now_ms, before)
        if stroke.modifiers & _COMMANDS or not (stroke.is_printable or stroke.is_terminator):
            return replace(before, replay=before.replay + self._release())
        if not stroke.is_terminator:
            return self._hold(stroke, self._mark(stroke), now_ms, before)
        if self._is_scan(self.settings.least_length):
            return replace(before, is_held=True, scan=self._scanned())
        return replace(before, replay=before.replay + self._release())

    def tick(self, now_ms: int) -> Decision:
        """The timer fired: give the held keys back, or wait once more when it fired late."""
        if self.due_ms is None or now_ms < self.due_ms:
            return _PASS
        if now_ms > self.due_ms + self.settings.late_ms and self._late_times < _LATE_TIMES:
            self._late_times += 1
            self.due_ms = now_ms + self.settings.hold_ms
            return _PASS
        return self._settle()

    def flush(self) -> Decision:
        """Give everything back at once: the focus moves, a password is being typed, the program ends."""
        return Decision(replay=self._release())

    def _aside(self, stroke: KeyStroke) -> Decision:
        """Shift and its like say nothing; a repeated key is a finger, so what was held is given back before it."""
        if not stroke.is_repeat:
            return _PASS if not self._burst.strokes or _is_modifier(stroke) else Decision(replay=self._release())
        return Decision(replay=self._release())

    def _hold(self, stroke: KeyStroke, mark: str, now_ms: int, before: Decision) -> Decision:
        self._burst.add(stroke, mark, stroke.timestamp_ms or now_ms)
        self._late_times = 0
        self.due_ms = now_ms + self._patience_ms()
        return replace(before, is_held=True)

    def _settle(self) -> Decision:
        """Nothing more belongs to the burst: it is a scan without an end key, or somebody types."""
        if not self.settings.ends_with_key and self._is_scan(self.settings.unended_length):
            return Decision(scan=self._scanned())
        return Decision(replay=self._release())

    def _is_too_late(self, time_ms: int) -> bool:
        """Whether a key of that time (its own, not its arrival) comes too long after the held ones."""
        return bool(self._burst.strokes) and time_ms - self._burst.times_ms[-1] > self._patience_ms()

    def _patience_ms(self) -> int:
        """How long the next key of this burst may take: longer once it has been fast, longest behind a prefix."""
        if self._has_prefix():
            return self.settings.prefix_ms
        if len(self._burst.strokes) >= 3 and self._burst.typical_gap_ms <= self.limit_ms:
            return self.settings.hiccup_ms
        return self.settings.hold_ms

    def _is_scan(self, least_length: int) -> bool:
        if self._has_prefix():
            return len(self._burst.text) > len(self.settings.prefix)
        return len(self._burst.strokes) >= least_length and self._burst.typical_gap_ms <= self.limit_ms

    def _has_prefix(self) -> bool:
        return bool(self.settings.prefix) and self._burst.text.startswith(self.settings.prefix)

    def _scanned(self) -> RawScan | None:
        """The scan in the burst; None for the same symbol again at once, which a trembling hand reads twice."""
        text, (begun_ms, *_), ended_ms = self._burst.text, self._burst.times_ms, self._burst.times_ms[-1]
        if self._has_prefix() and self.settings.prefix != "]":
            text = text.removeprefix(self.settings.prefix)
        if len(self.settings.separator) == 1:
            text = text.replace(self.settings.separator, "\x1d")
        self._learnt.append(self._burst.typical_gap_ms)
        self._release()
        before, self._last = self._last, (text, ended_ms)
        if before is not None and before[0] == text and begun_ms - before[1] <= self.settings.duplicate_ms:
            self.duplicates += 1
            return None
        return raw_scan(text, ended_ms, self.settings.device)

    def _release(self) -> tuple[KeyStroke, ...]:
        strokes, self._burst = tuple(self._burst.strokes), _Burst()
        self.due_ms, self._late_times = None, 0
        return strokes

    def _is_separator(self, stroke: KeyStroke) -> bool:
        """Ctrl+] inside a burst, where the settings say that it stands for the GS1 separator."""
        is_key = stroke.scan_code == _RIGHT_BRACKET or stroke.text in {"]", "\x1d"}
        is_asked = self.settings.separator == "ctrl+]" and stroke.modifiers == Modifiers.CTRL
        return is_key and is_asked and bool(self._burst.strokes)

    def _mark(self, stroke: KeyStroke) -> str:
        undo = self.settings.to_character
        mark = undo(stroke.scan_code, shift=bool(stroke.modifiers & Modifiers.SHIFT)) if undo else None
        return mark or stroke.text


def _is_modifier(stroke: KeyStroke) -> bool:
    """Shift (50, 62), Ctrl (37, 105), Alt (64, 108), Meta (133, 134), Caps Lock (66), or a key without a code."""
    return stroke.scan_code in {0, 37, 50, 62, 64, 66, 105, 108, 133, 134}

"""Telling a scan from typing, for scanners that act as keyboards; pure, so that it must not know any window system.

Printable keys are held back for a moment. A burst faster than fingers that ends with Enter is a scan; everything
else is given back, in order, to whoever had the focus. Measured rules (research on real event queues):

* Speed is judged by the keys' own timestamps. When the program stalls, keys arrive all at once and a person looks
  like a scanner.
* The timer that gives keys back may fire late for the same reason, before the waiting keys were delivered: then it
  waits once more, three times at most.
* One slow gap does not end a fast burst, and what counts as fast, and how long a key is held, follow the scanner at
  hand. A key that stays down is a finger's, and is given back sooner.
* Where the beginning of a scan got through all the same, it is taken back and put before the rest: half a code could
  be another article's.
"""

from collections import deque
from dataclasses import replace

from hardware.scanner.burst import Burst
from hardware.scanner.stroke import COMMANDS, Decision, KeyStroke, Modifiers, Statistics, WedgeSettings
from hardware.scanner.symbol import RawScan, raw_scan

__all__ = ["Decision", "KeyStroke", "Modifiers", "Statistics", "Wedge", "WedgeSettings"]

_PASS = Decision()
_LEARN_FROM = 8
_LATE_TIMES = 3
_JITTER_MS = 20  # two devices need not agree to the millisecond
_LONGEST_LOST = 64
_SHORT = 3  # from so many keys on the speed of a burst says what it is


class Wedge:
    """Feed it every key press, and `tick` it when `due_ms` has come. `now_ms` is any clock that never goes back."""

    def __init__(self, settings: WedgeSettings | None = None) -> None:
        self.settings = settings or WedgeSettings()
        self.statistics = Statistics()
        self.due_ms: int | None = None
        self._burst, self._let_go = Burst(), Burst()
        self._late_times, self._arrived_ms = 0, 0
        self._last: tuple[str, int] | None = None
        self._learnt: deque[float] = deque(maxlen=_LEARN_FROM)
        self._leads: deque[int] = deque(maxlen=_LEARN_FROM)

    @property
    def limit_ms(self) -> float:
        """The widest typical gap of a scan, four times what this scanner has shown, within the settings."""
        known = 4 * max(self._learnt, default=0)
        return min(max(self.settings.gap_ms, known), max(self.settings.gap_ms, self.settings.widest_gap_ms))

    @property
    def hold_ms(self) -> int:
        """How long a key waits for the next one, three times what this scanner has shown, within the settings."""
        if not self._leads:
            return self.settings.hold_ms
        return min(max(3 * max(self._leads) + 10, self.settings.least_hold_ms), self.settings.hold_ms)

    @property
    def is_scanning(self) -> bool:
        """Whether what is held can only come from a scanner."""
        return self._has_prefix() or self._is_fast()

    def feed(self, stroke: KeyStroke, now_ms: int) -> Decision:
        """Decide about one key press, as it is delivered at `now_ms`."""
        if stroke.is_modifier:
            return _PASS
        if stroke.is_repeat:  # a finger; on another key while a scanner is at work, it is no part of the scan
            return _PASS if self._is_fast() else Decision(replay=self._release())
        time_ms = stroke.timestamp_ms or now_ms
        before = self._settle() if self._is_too_late(time_ms) else _PASS
        self._rejoin(time_ms)
        mark = self._mark(stroke)
        if mark is not None:
            return self._hold(stroke, mark, now_ms, before)
        if self._ends(stroke):
            return self._end(time_ms, before)
        if self._is_fast():
            return before
        return replace(before, replay=before.replay + self._release())

    def lifted(self, scan_code: int) -> None:
        """A key came up. If it is the last one held, it may be a scanner's: the next one is awaited in full."""
        strokes = self._burst.strokes
        if strokes and strokes[-1].scan_code == scan_code and self.due_ms is not None and not self._late_times:
            self.due_ms = max(self.due_ms, self._arrived_ms + self._patience_ms())

    def tick(self, now_ms: int) -> Decision:
        """The timer fired: give the held keys back, or wait once more when it fired late."""
        if self.due_ms is None or now_ms < self.due_ms:
            return _PASS
        if now_ms > self.due_ms + self.settings.late_ms and self._late_times < _LATE_TIMES:
            self._late_times += 1
            self.statistics.late_timers += 1
            self.due_ms = now_ms + self.hold_ms
            return _PASS
        return self._settle()

    def flush(self) -> Decision:
        """Give everything back at once: the focus moves by hand, or the program ends."""
        return Decision(replay=self._release())

    def _hold(self, stroke: KeyStroke, mark: str, now_ms: int, before: Decision) -> Decision:
        self._burst.add(stroke, mark, stroke.timestamp_ms or now_ms)
        self._late_times, self._arrived_ms = 0, now_ms
        patience_ms = self._patience_ms()
        self.due_ms = now_ms + (patience_ms if self.is_scanning else min(patience_ms, self.settings.dwell_ms))
        return replace(before, is_held=True)

    def _end(self, time_ms: int, before: Decision) -> Decision:
        """An end key: the scan is whole; or it is a scanner's second end key; or somebody's Enter."""
        if self._is_scan(self.settings.least_length):
            return self._scanned(replace(before, is_held=True))
        if not self._burst and self._last is not None and 0 <= time_ms - self._last[1] <= self.settings.echo_ms:
            self.statistics.end_echoes += 1
            return replace(before, is_held=True)
        return replace(before, replay=before.replay + self._release())

    def _settle(self) -> Decision:
        """Nothing more belongs to the burst: it is a scan without an end key, or somebody types."""
        if self.settings.suffix == "none" and self._burst.held and self._is_scan(self.settings.unended_length):
            return self._scanned(_PASS)
        burst, replay = self._burst, self._release()
        if "" not in burst.marks and len(burst) <= _LONGEST_LOST:
            burst.given, self._let_go = len(burst), burst
        return Decision(replay=replay)

    def _rejoin(self, time_ms: int) -> None:
        """What was given back a moment ago may be the beginning of what comes now."""
        times_ms = self._let_go.times_ms
        if not self._burst and times_ms and 0 <= time_ms - times_ms[-1] <= self.settings.rejoin_ms:
            self._burst, self._let_go = self._let_go, Burst()

    def _is_too_late(self, time_ms: int) -> bool:
        """Whether a key of that time (its own, not its arrival) comes too long after the held ones.

        A time before theirs is another clock's, or that of a clock that began anew.
        """
        return bool(self._burst) and not -_JITTER_MS <= time_ms - self._burst.times_ms[-1] <= self._patience_ms()

    def _patience_ms(self) -> int:
        """How long the next key of this burst may take: longer once it has been fast, longest behind a prefix."""
        if self._has_prefix():
            return self.settings.prefix_ms
        return self.settings.hiccup_ms if self._is_fast() else self.hold_ms

    def _is_fast(self) -> bool:
        return len(self._burst) >= _SHORT and self._burst.typical_gap_ms <= self.limit_ms

    def _is_scan(self, least_length: int) -> bool:
        count, gap_ms = len(self._burst), self._burst.typical_gap_ms
        if self._has_prefix():
            return len(self._burst.text) > len(self.settings.prefix)
        is_fast = count >= least_length and gap_ms <= self.limit_ms
        return is_fast or (count >= self.settings.sure_length and gap_ms <= self.settings.widest_gap_ms)

    def _has_prefix(self) -> bool:
        settings, strokes = self.settings, self._burst.strokes
        if settings.prefix_key and strokes and strokes[0].name == settings.prefix_key:
            return True
        return bool(settings.prefix) and self._burst.text.startswith(settings.prefix)

    def _scanned(self, before: Decision) -> Decision:
        """The scan in the burst; without one for the same symbol again at once, which a trembling hand reads twice."""
        burst, text = self._burst, self._text()
        self._learn(burst)
        self._forget()
        self.statistics.kept_back += len(burst.held)
        self.statistics.rejoined += bool(burst.given)
        scan: RawScan | None = raw_scan(text, burst.times_ms[-1], self.settings.device)
        last, self._last = self._last, (text, burst.times_ms[-1])
        if last is not None and last[0] == text and 0 <= burst.times_ms[0] - last[1] <= self.settings.duplicate_ms:
            self.statistics.duplicates += 1
            scan = None
        else:
            self.statistics.scans += 1
        return replace(before, scan=scan, take_back=burst.given)

    def _learn(self, burst: Burst) -> None:
        self._learnt.append(burst.typical_gap_ms)
        self._leads.append(self.settings.hold_ms if burst.given else burst.lead_gap_ms)

    def _text(self) -> str:
        text, settings = self._burst.text, self.settings
        if settings.prefix and settings.prefix != "]":
            text = text.removeprefix(settings.prefix)
        return text.replace(settings.separator, "\x1d") if len(settings.separator) == 1 else text

    def _release(self) -> tuple[KeyStroke, ...]:
        strokes = self._burst.held
        self.statistics.given_back += len(strokes)
        self._forget()
        return strokes

    def _forget(self) -> None:
        self._burst, self._let_go = Burst(), Burst()
        self.due_ms, self._late_times = None, 0

    def _ends(self, stroke: KeyStroke) -> bool:
        """Enter and Tab; for a line feed as Ctrl+J see `echo_ms`."""
        is_echo = stroke.modifiers == Modifiers.CTRL and stroke.text in {"\n", "\r"} and not self._burst
        return is_echo or (stroke.is_terminator and not stroke.modifiers & COMMANDS)

    def _mark(self, stroke: KeyStroke) -> str | None:
        """The character of a key that may belong to a scan, "" for one that does without; None for all others."""
        if self.settings.prefix_key and stroke.name == self.settings.prefix_key and not self._burst:
            return ""
        undo, is_shifted = self.settings.to_character, bool(stroke.modifiers & Modifiers.SHIFT)
        mark = undo(stroke.scan_code, shift=is_shifted) if undo else None
        if stroke.modifiers & COMMANDS:
            return self._chord(stroke, mark)
        return mark or (stroke.text if stroke.is_printable else None)

    def _chord(self, stroke: KeyStroke, mark: str | None) -> str | None:
        """A chord inside a scan: the GS1 separator, or a control character that must not do what the keys would."""
        is_bracket = stroke.modifiers == Modifiers.CTRL and (mark == "]" or stroke.text in {"]", "\x1d"})
        if is_bracket and self._burst and (self.settings.separator == "ctrl+]" or self._is_fast()):
            return "\x1d"
        return "" if self._is_fast() and not is_bracket else None

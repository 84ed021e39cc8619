"""A person and a scanner at the keys, for tests of the wedge."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hardware.scanner.keymap import X11
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Wedge

EAN = "4006381333931"
CODES = {mark: (code, shift) for code, marks in reversed(X11.items()) for shift, mark in enumerate(marks)}
CYRILLIC = dict(zip("qwertyuiopasdfghjklzxcvbnm];", "йцукенгшщзфывапролдячсмитьъж", strict=True))
ENTER = 36


def key(mark: str, at_ms: int, text: str | None = None) -> KeyStroke:
    code, shift = CODES[mark]
    held = Modifiers.SHIFT if shift else Modifiers.NONE
    return KeyStroke(
        at_ms, code, mark if text is None else text, is_printable=True, is_terminator=False, modifiers=held
    )


def enter(at_ms: int) -> KeyStroke:
    return KeyStroke(at_ms, ENTER, "\r", is_printable=False, is_terminator=True)


def burst(text: str, start_ms: int = 1000, gap_ms: int = 10) -> list[KeyStroke]:
    """`text` with Enter, as a scanner sends it."""
    keys = [key(mark, start_ms + place * gap_ms) for place, mark in enumerate(text)]
    return [*keys, enter(start_ms + len(text) * gap_ms)]


@dataclass
class Counter:
    """A window with a focus: what reaches it, what was scanned, and a timer that may be late."""

    wedge: Wedge = field(default_factory=Wedge)
    typed: str = ""
    scans: list[str] = field(default_factory=list)

    def press(self, strokes: Iterable[KeyStroke], late_ms: int = 0, down_ms: int = 4) -> None:
        """Strike the keys at their times; each comes up `down_ms` later."""
        for stroke in strokes:
            now_ms = stroke.timestamp_ms + late_ms
            self.pass_time(now_ms)
            self.obey(self.wedge.feed(stroke, now_ms), stroke)
            self.pass_time(now_ms + down_ms)
            self.wedge.lifted(stroke.scan_code)

    def pass_time(self, now_ms: int) -> None:
        while self.wedge.due_ms is not None and self.wedge.due_ms <= now_ms:
            self.obey(self.wedge.tick(self.wedge.due_ms), None)

    def obey(self, decision: Decision, stroke: KeyStroke | None) -> None:
        self.typed += "".join(replayed.text for replayed in decision.replay)
        self.typed = self.typed[: len(self.typed) - decision.take_back]
        if decision.scan is not None:
            self.scans.append(decision.scan.data)
        if stroke is not None and not decision.is_held:
            self.typed += stroke.text

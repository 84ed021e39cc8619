"""Any interleaving of typing and scans, through a program that stalls, against what a perfect till would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.scanner.keymap import X11
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Wedge

CODES = {mark: (code, bool(shift)) for code, marks in reversed(X11.items()) for shift, mark in enumerate(marks)}
MARKS = "abzXYZ0189-/;"


@dataclass(frozen=True)
class Typing:
    """A person types: marks, with the pause before each and how long each key stays down."""

    keys: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Scan:
    """A scanner: its code, its spacing, the one gap that is a hiccup, how the end key is doubled."""

    code: str
    gap_ms: int
    hiccup_at: int
    hiccup_ms: int
    is_doubled: bool


Act = Typing | Scan

typed_keys = st.tuples(st.sampled_from(MARKS), st.integers(70, 400), st.integers(5, 90))
typings = st.lists(typed_keys, min_size=1, max_size=8).map(tuple).map(Typing)
codes = st.text(MARKS, min_size=6, max_size=20)
scans = st.builds(Scan, codes, st.integers(2, 20), st.integers(0, 30), st.integers(0, 70), st.booleans())
acts = st.lists(st.tuples(typings | scans, st.integers(260, 2000)), min_size=1, max_size=8)
stalls = st.lists(st.tuples(st.integers(0, 6000), st.integers(20, 400)), max_size=20)


@dataclass(frozen=True)
class Event:
    """A key goes down (`stroke`) or, without one, up; at that time of the window system."""

    at_ms: int
    code: int
    stroke: KeyStroke | None = None


def mark_key(mark: str, at_ms: int) -> KeyStroke:
    code, is_shifted = CODES[mark]
    held = Modifiers.SHIFT if is_shifted else Modifiers.NONE
    return KeyStroke(at_ms, code, mark, is_printable=True, is_terminator=False, modifiers=held)


def end_key(at_ms: int) -> KeyStroke:
    return KeyStroke(at_ms, 36, "\r", is_printable=False, is_terminator=True)


@dataclass
class Hands:
    """Turns acts into the events of a window system, and knows what should come of them."""

    now_ms: int = 1000
    events: list[Event] = field(default_factory=list)
    typed: str = ""
    scans: list[str] = field(default_factory=list)

    def do(self, act: Act, pause_ms: int) -> None:
        self.now_ms += pause_ms
        if isinstance(act, Typing):
            for mark, before_ms, down_ms in act.keys:
                self.now_ms += before_ms
                self.strike(mark_key(mark, self.now_ms), down_ms)
                self.typed += mark
        else:
            self.scan(act)

    def scan(self, act: Scan) -> None:
        for place, mark in enumerate(act.code):
            self.now_ms += act.gap_ms + (act.hiccup_ms if place == act.hiccup_at else 0)
            self.strike(mark_key(mark, self.now_ms), 1)
        for _ in range(2 if act.is_doubled else 1):
            self.now_ms += act.gap_ms
            self.strike(end_key(self.now_ms), 1)
        self.scans.append(act.code)

    def strike(self, stroke: KeyStroke, down_ms: int) -> None:
        self.events.append(Event(stroke.timestamp_ms, stroke.scan_code, stroke))
        self.events.append(Event(stroke.timestamp_ms + down_ms, stroke.scan_code))


@dataclass
class Program:
    """A program that stalls at times; then its timer fires before the keys that waited with it."""

    stalls: Sequence[tuple[int, int]]
    wedge: Wedge = field(default_factory=Wedge)
    typed: str = ""
    scans: list[str] = field(default_factory=list)

    def free_at(self, at_ms: int) -> int:
        """When something of that time is dealt with."""
        for start_ms, length_ms in sorted(self.stalls):
            if start_ms + 1000 <= at_ms < start_ms + 1000 + length_ms:
                at_ms = start_ms + 1000 + length_ms
        return at_ms

    def run(self, events: Sequence[Event]) -> None:
        for event in sorted(events, key=lambda one: one.at_ms):
            now_ms = self.free_at(event.at_ms)
            self.fire_timers(now_ms)
            if event.stroke is None:
                self.wedge.lifted(event.code)
            else:
                self.obey(self.wedge.feed(event.stroke, now_ms), event.stroke)
        self.fire_timers(10**9)

    def fire_timers(self, until_ms: int) -> None:
        while self.wedge.due_ms is not None and self.free_at(self.wedge.due_ms) <= until_ms:
            self.obey(self.wedge.tick(self.free_at(self.wedge.due_ms)), None)

    def obey(self, decision: Decision, stroke: KeyStroke | None) -> None:
        self.typed += "".join(given.text for given in decision.replay)
        self.typed = self.typed[: len(self.typed) - decision.take_back]
        if decision.scan is not None:
            self.scans.append(decision.scan.data)
        if stroke is not None and not decision.is_held:
            self.typed += stroke.text


@settings(max_examples=300)
@given(acts, stalls)
def test_every_scan_arrives_once_and_every_typed_key_in_its_order(
    acts: list[tuple[Act, int]], stalls: list[tuple[int, int]]
) -> None:
    hands, program = Hands(), Program(stalls)
    for act, pause_ms in acts:
        hands.do(act, pause_ms)
    program.run(hands.events)
    assert program.typed == hands.typed
    assert program.scans == hands.scans


@given(st.lists(st.tuples(typings, st.integers(0, 500)), min_size=1, max_size=6))
def test_a_person_alone_never_waits_longer_than_the_longest_hold(acts: list[tuple[Typing, int]]) -> None:
    hands, wedge = Hands(), Wedge()
    for act, pause_ms in acts:
        hands.do(act, pause_ms)
    waits, held_ms = [], 0
    for event in hands.events:
        if wedge.due_ms is not None and wedge.due_ms <= event.at_ms and event.stroke is not None:
            waits.append(wedge.due_ms - held_ms)
            assert wedge.tick(wedge.due_ms).replay
        if event.stroke is None:
            wedge.lifted(event.code)
        else:
            held_ms = event.at_ms
            wedge.feed(event.stroke, event.at_ms)
    assert max(waits, default=0) <= wedge.settings.hold_ms

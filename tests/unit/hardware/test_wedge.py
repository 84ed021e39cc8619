"""Scans told from typing by the keys' own times."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from hardware.scanner.keymap import X11
from hardware.scanner.symbol import RawScan, Symbology
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Statistics, Wedge, WedgeSettings

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


def test_a_burst_that_ends_with_enter_is_a_scan_and_nothing_of_it_leaks() -> None:
    counter = Counter()
    counter.press(burst(EAN))
    assert (counter.scans, counter.typed) == ([EAN], "")


def test_a_scan_carries_its_time_its_device_and_its_symbology() -> None:
    wedge = Wedge(WedgeSettings(device="lane 2"))
    decisions = [wedge.feed(stroke, stroke.timestamp_ms) for stroke in burst("]E0" + EAN)]
    assert decisions[-1].scan == RawScan(EAN, Symbology.EAN13, 1150, "lane 2")
    assert all(decision.is_held for decision in decisions)


@pytest.mark.parametrize("gap_ms", [61, 80, 120, 400])
def test_typing_arrives_whole_and_in_order(gap_ms: int) -> None:
    counter = Counter()
    counter.press(burst("Hello 12345", gap_ms=gap_ms))
    assert (counter.scans, counter.typed) == ([], "Hello 12345\r")


def test_typing_is_given_back_without_another_key() -> None:
    counter = Counter()
    counter.press([key("a", 1000)])
    assert counter.typed == ""
    counter.pass_time(1060)
    assert counter.typed == "a"
    assert counter.wedge.due_ms is None


def test_two_quick_keys_and_enter_are_typing() -> None:
    counter = Counter()
    counter.press(burst("12", gap_ms=5))
    assert (counter.scans, counter.typed) == ([], "12\r")


def test_fast_fingers_are_not_a_scanner() -> None:
    counter = Counter()
    counter.press(burst("12345678", gap_ms=50))
    assert (counter.scans, counter.typed) == ([], "12345678\r")


def test_keys_of_a_person_that_arrive_at_once_after_a_stall_are_typing() -> None:
    counter = Counter()
    for stroke in burst("12345", gap_ms=80):
        counter.obey(counter.wedge.feed(stroke, 5000), stroke)
    assert (counter.scans, counter.typed) == ([], "12345\r")


def test_a_scan_that_arrives_in_pieces_through_a_stalling_program_is_a_scan() -> None:
    counter = Counter()
    strokes = burst(EAN)
    for stroke in strokes[:5]:
        counter.obey(counter.wedge.feed(stroke, 1050), stroke)
    # The program stalls; its timer fires before the keys that waited with it.
    counter.obey(counter.wedge.tick(1230), None)
    for stroke in strokes[5:]:
        counter.obey(counter.wedge.feed(stroke, 1231), stroke)
    assert (counter.scans, counter.typed) == ([EAN], "")


def test_a_timer_that_is_always_late_gives_the_keys_back_in_the_end() -> None:
    wedge = Wedge()
    wedge.feed(key("a", 1000), 1000)
    replayed = [wedge.tick(now_ms).replay for now_ms in (1200, 1400, 1600, 1800)]
    assert [len(strokes) for strokes in replayed] == [0, 0, 0, 1]


def test_a_timer_that_fires_early_or_for_nothing_changes_nothing() -> None:
    wedge = Wedge()
    assert wedge.tick(5) == Decision()
    wedge.feed(key("a", 1000), 1000)
    assert wedge.tick(1059) == Decision()


def test_scans_survive_random_stalls_and_hiccups() -> None:
    chance = random.Random(40)
    counter = Counter()
    at_ms = 1000
    for number in range(40):
        strokes = burst(f"{number:04}{EAN}"[:13], at_ms, 8 + number % 10)
        hiccup = chance.randrange(4, len(strokes))
        later = [replace(stroke, timestamp_ms=stroke.timestamp_ms + 90) for stroke in strokes[hiccup:]]
        strokes = [*strokes[:hiccup], *later]
        counter.press(strokes, late_ms=chance.randrange(180))
        at_ms = strokes[-1].timestamp_ms + 1000
        counter.pass_time(at_ms + 400)
    assert (len(counter.scans), counter.typed) == (40, "")


def test_what_counts_as_fast_follows_the_scanner_within_limits() -> None:
    counter = Counter()
    assert counter.wedge.limit_ms == 35
    counter.press(burst(EAN, gap_ms=14))
    assert counter.wedge.limit_ms == 56
    counter.press(burst("12345678", 5000, gap_ms=30))
    assert counter.wedge.limit_ms == 60
    counter.press(burst("87654321", 9000, gap_ms=50))
    assert counter.scans == [EAN, "12345678", "87654321"]


def test_another_layout_is_undone_by_scan_codes() -> None:
    counter = Counter()
    text = "]C1Ab-4006;x"
    strokes = [key(mark, 1000 + place * 10, CYRILLIC.get(mark.lower(), mark)) for place, mark in enumerate(text)]
    counter.press([*strokes, enter(1000 + len(text) * 10)])
    assert counter.scans == ["Ab-4006;x"]


def test_keys_without_scan_code_or_time_are_taken_as_they_come() -> None:
    wedge = Wedge()
    for place, mark in enumerate(EAN):
        stroke = KeyStroke(0, 0, mark, is_printable=True, is_terminator=False)
        assert wedge.feed(stroke, 1000 + place * 8).is_held
    found = wedge.feed(KeyStroke(0, 0, "\r", is_printable=False, is_terminator=True), 1110)
    assert found.scan is not None
    assert found.scan.data == EAN


@pytest.mark.parametrize("held", [Modifiers.CTRL, Modifiers.ALT, Modifiers.META, Modifiers.CTRL | Modifiers.SHIFT])
def test_shortcuts_are_never_held_and_keep_their_place(held: Modifiers) -> None:
    wedge = Wedge()
    wedge.feed(key("a", 1000), 1000)
    shortcut = KeyStroke(1010, 54, "\x03", is_printable=False, is_terminator=False, modifiers=held)
    decision = wedge.feed(shortcut, 1010)
    assert not decision.is_held
    assert [stroke.text for stroke in decision.replay] == ["a"]


def test_shift_alone_does_not_end_a_burst_but_an_arrow_key_does() -> None:
    shift = KeyStroke(1005, 50, "", is_printable=False, is_terminator=False, is_modifier=True)
    arrow = KeyStroke(1010, 113, "", is_printable=False, is_terminator=False)
    wedge = Wedge()
    wedge.feed(key("a", 1000), 1000)
    assert wedge.feed(shift, 1005) == Decision()
    assert [stroke.text for stroke in wedge.feed(arrow, 1010).replay] == ["a"]
    assert wedge.feed(arrow, 1020) == Decision()


def test_a_key_held_down_is_a_finger() -> None:
    counter = Counter()
    repeat = KeyStroke(1010, 38, "a", is_printable=True, is_terminator=False, is_repeat=True)
    counter.press([key("a", 1000), repeat, repeat])
    assert counter.typed == "aaa"


def test_the_same_symbol_again_at_once_is_dropped_and_counted() -> None:
    counter = Counter()
    counter.press(burst(EAN, 1000))
    counter.press(burst(EAN, 1300))
    assert (counter.scans, counter.wedge.statistics.duplicates, counter.typed) == ([EAN], 1, "")
    counter.press(burst("96385074", 1700))
    counter.press(burst(EAN, 2500))
    counter.press(burst(EAN, 3000))
    assert counter.scans == [EAN, "96385074", EAN, EAN]
    assert counter.wedge.statistics.duplicates == 1


def test_a_prefix_makes_a_scan_of_any_speed_and_is_taken_off() -> None:
    counter = Counter(Wedge(WedgeSettings(prefix="~")))
    counter.press(burst("~R1", gap_ms=200))
    assert (counter.scans, counter.typed) == (["R1"], "")


def test_a_prefix_typed_by_a_person_is_given_back() -> None:
    counter = Counter(Wedge(WedgeSettings(prefix="~")))
    counter.press([key("~", 1000)])
    counter.pass_time(1500)
    assert counter.typed == "~"
    counter.press([enter(3000)])
    assert counter.typed == "~\r"


def test_an_identifier_as_prefix_stays_for_the_grammar() -> None:
    wedge = Wedge(WedgeSettings(prefix="]"))
    decisions = [wedge.feed(stroke, stroke.timestamp_ms) for stroke in burst("]E0" + EAN, gap_ms=100)]
    assert decisions[-1].scan == RawScan(EAN, Symbology.EAN13, 2500, "keyboard")


def test_a_scanner_without_end_key_scans_when_it_falls_silent() -> None:
    counter = Counter(Wedge(WedgeSettings(suffix="none")))
    counter.press(burst(EAN)[:-1])
    assert counter.scans == []
    counter.pass_time(2000)
    assert (counter.scans, counter.typed) == ([EAN], "")
    counter.press(burst("1234", 3000)[:-1])
    counter.pass_time(4000)
    assert (counter.scans, counter.typed) == ([EAN], "1234")


def test_two_scans_without_end_key_that_waited_in_a_stall_are_two() -> None:
    wedge = Wedge(WedgeSettings(suffix="none"))
    counter = Counter(wedge)
    for stroke in [*burst(EAN)[:-1], *burst("96385074", 3000)[:-1]]:
        counter.obey(wedge.feed(stroke, 5000), stroke)
    counter.pass_time(6000)
    assert (counter.scans, counter.typed) == ([EAN, "96385074"], "")


def test_a_configured_sign_stands_for_the_separator() -> None:
    counter = Counter(Wedge(WedgeSettings(separator="~")))
    counter.press(burst("]C110AB~17261231"))
    assert counter.scans == ["10AB\x1d17261231"]


def test_ctrl_bracket_stands_for_the_separator_within_a_burst_where_asked() -> None:
    counter = Counter(Wedge(WedgeSettings(separator="ctrl+]")))
    start, end = burst("10AB", 1000)[:-1], burst("17261231", 1050)
    bracket = KeyStroke(1040, 35, "\x1d", is_printable=False, is_terminator=False, modifiers=Modifiers.CTRL)
    counter.press([*start, bracket, *end])
    assert counter.scans == ["10AB\x1d17261231"]
    assert not counter.wedge.feed(bracket, 9000).is_held


def test_a_key_that_stays_down_is_a_fingers_and_is_given_back_sooner() -> None:
    counter = Counter()
    counter.press([key("a", 1000)], down_ms=100)
    assert counter.typed == "a"
    again = Counter()
    again.obey(again.wedge.feed(key("a", 1000), 1000), key("a", 1000))
    again.pass_time(1030)
    assert again.typed == "a"


def test_how_long_a_key_is_held_follows_the_scanner_within_limits() -> None:
    counter = Counter()
    assert counter.wedge.hold_ms == 60
    counter.press(burst(EAN, gap_ms=2))
    assert counter.wedge.hold_ms == 30
    counter.press(burst("12345678", 5000, gap_ms=9))
    assert counter.wedge.hold_ms == 37
    counter.press(burst("87654321", 9000, gap_ms=30))
    assert counter.wedge.hold_ms == 60


def test_the_beginning_of_a_scan_that_got_through_is_taken_back() -> None:
    counter = Counter()
    strokes = burst(EAN, gap_ms=10)
    later = [replace(stroke, timestamp_ms=stroke.timestamp_ms + 60) for stroke in strokes[1:]]
    counter.press([strokes[0]])
    counter.pass_time(1065)
    assert counter.typed == "4"
    counter.press(later)
    assert (counter.scans, counter.typed) == ([EAN], "")
    assert counter.wedge.statistics.rejoined == 1
    assert counter.wedge.hold_ms == 60


def test_what_somebody_typed_a_moment_before_a_scan_stays_typed() -> None:
    counter = Counter()
    counter.press([key("7", 1000)], down_ms=80)
    counter.press(burst(EAN, 1095))
    assert (counter.scans, counter.typed) == ([EAN], "7")


@pytest.mark.parametrize("second", [(ENTER, "\r"), (23, "\t")])
def test_a_second_end_key_at_once_is_the_scanners(second: tuple[int, str]) -> None:
    code, text = second
    counter = Counter()
    end = KeyStroke(1160, code, text, is_printable=False, is_terminator=True)
    counter.press([*burst(EAN), end])
    assert (counter.scans, counter.typed, counter.wedge.statistics.end_echoes) == ([EAN], "", 1)
    counter.press([replace(end, timestamp_ms=1300)])
    assert counter.typed == text


def test_a_line_feed_behind_a_scan_is_the_scanners_too() -> None:
    counter = Counter()
    feed = KeyStroke(1140, 44, "\n", is_printable=False, is_terminator=False, modifiers=Modifiers.CTRL)
    counter.press([*burst(EAN), feed])
    assert (counter.scans, counter.typed) == ([EAN], "")


def test_a_control_character_in_a_code_does_nothing_but_stay_out() -> None:
    counter = Counter()
    strokes = burst("40063813")[:-1]
    undo = KeyStroke(1075, 52, "\x1a", is_printable=False, is_terminator=False, modifiers=Modifiers.CTRL)
    counter.press([*strokes, undo, *burst("33931", 1080)])
    assert (counter.scans, counter.typed) == ([EAN], "")


def test_a_separator_in_a_fast_burst_needs_no_setting() -> None:
    counter = Counter()
    bracket = KeyStroke(1040, 35, "\x1d", is_printable=False, is_terminator=False, modifiers=Modifiers.CTRL)
    counter.press([*burst("10AB", 1000)[:-1], bracket, *burst("17261231", 1050)])
    assert counter.scans == ["10AB\x1d17261231"]


def test_a_finger_on_another_key_does_not_tear_a_scan_apart() -> None:
    counter = Counter()
    strokes = burst(EAN)
    arrow = KeyStroke(1065, 116, "", is_printable=False, is_terminator=False)
    held = replace(arrow, timestamp_ms=1075, is_repeat=True)
    counter.press([*strokes[:7], arrow, strokes[7], held, *strokes[8:]])
    assert (counter.scans, counter.typed) == ([EAN], "")


def test_a_dead_key_is_the_key_it_is_on_a_us_keyboard() -> None:
    counter = Counter()
    strokes = burst("a=b=c=1")
    dead = [replace(one, text="", is_printable=False) if one.text == "=" else one for one in strokes]
    counter.press(dead)
    assert counter.scans == ["a=b=c=1"]


def test_a_key_without_a_character_as_prefix_makes_a_scan_of_any_speed() -> None:
    counter = Counter(Wedge(WedgeSettings(prefix_key="F9")))
    f9 = KeyStroke(900, 75, "", is_printable=False, is_terminator=False, name="F9")
    counter.press([f9, *burst("R1", gap_ms=200)])
    assert (counter.scans, counter.typed) == (["R1"], "")
    alone = counter.wedge.feed(replace(f9, timestamp_ms=5000), 5000)
    assert alone.is_held
    assert [stroke.name for stroke in counter.wedge.tick(5500).replay] == ["F9"]


def test_a_slow_but_steady_scanner_is_one() -> None:
    counter = Counter()
    counter.press(burst(EAN, gap_ms=55))
    assert (counter.scans, counter.typed) == ([EAN], "")


def test_keys_of_another_clock_belong_to_nothing_before_them() -> None:
    counter = Counter()
    counter.press(burst(EAN, 4_294_967_000))
    counter.press([key("7", 4_294_968_000)], down_ms=80)
    now_ms = 4_294_969_000
    for stroke in burst(EAN, 500):
        now_ms += 10
        counter.obey(counter.wedge.feed(stroke, now_ms), stroke)
    assert (counter.scans, counter.typed) == ([EAN, EAN], "7")


def test_what_happened_is_counted() -> None:
    counter = Counter()
    counter.press(burst(EAN))
    counter.press(burst("42", 3000, 100))
    assert counter.wedge.statistics == Statistics(scans=1, kept_back=13, given_back=2)


def test_everything_held_is_given_back_on_demand() -> None:
    wedge = Wedge()
    wedge.feed(key("a", 1000), 1000)
    assert [stroke.text for stroke in wedge.flush().replay] == ["a"]
    assert wedge.flush() == Decision()
    assert wedge.due_ms is None


def test_no_key_is_lost_or_doubled_whatever_is_pressed() -> None:
    chance = random.Random(7)
    for _ in range(200):
        counter = Counter()
        at_ms, pressed = 1000, ""
        for _ in range(chance.randrange(1, 40)):
            at_ms += chance.choice([1, 8, 30, 60, 61, 149, 151, 400])
            mark = chance.choice("abcXYZ0123")
            pressed += mark
            counter.press([key(mark, at_ms)])
        counter.pass_time(at_ms + 1000)
        assert counter.typed == pressed

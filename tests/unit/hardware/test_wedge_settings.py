"""Scanners of every habit: prefixes, separators, end keys, double reads, leaks."""

import random
from dataclasses import replace

import pytest

from hardware.scanner.symbol import RawScan, Symbology
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Statistics, Wedge, WedgeSettings
from tests.unit.hardware.wedge_keys import EAN, ENTER, Counter, burst, enter, key


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

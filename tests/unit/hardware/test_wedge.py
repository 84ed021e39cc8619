"""Scans told from typing by the keys' own times."""

import random
from dataclasses import replace

import pytest

from hardware.scanner.symbol import RawScan, Symbology
from hardware.scanner.wedge import Decision, KeyStroke, Modifiers, Wedge, WedgeSettings
from tests.unit.hardware.wedge_keys import CYRILLIC, EAN, Counter, burst, enter, key


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

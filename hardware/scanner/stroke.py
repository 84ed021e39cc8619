"""Key presses, what to do about them, and how to judge them, as values; they must not know any window system."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag
from typing import Literal

from hardware.scanner.keymap import us_character
from hardware.scanner.symbol import RawScan


class Modifiers(Flag):
    """Keys held down with another."""

    NONE = 0
    SHIFT = 1
    CTRL = 2
    ALT = 4
    META = 8


Suffix = Literal["any", "enter", "tab", "none"]
COMMANDS = Modifiers.CTRL | Modifiers.ALT | Modifiers.META


@dataclass(frozen=True, slots=True)
class KeyStroke:
    """One key press. `timestamp_ms` is the window system's, 0 when it has none (then the time of arrival counts).

    `is_modifier` is Shift and its like alone. `name` is what settings call the key ("F9", "Ctrl+B"), where they may.
    """

    timestamp_ms: int
    scan_code: int
    text: str
    is_printable: bool
    is_terminator: bool
    modifiers: Modifiers = Modifiers.NONE
    is_repeat: bool = False
    is_modifier: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class WedgeSettings:
    """Milliseconds and counts.

    `prefix`: what the scanner sends first; it then needs no speed at all (an AIM `]` stays in the scan, others are
    taken off). `prefix_key` is the same for a key without a character, by its name. `suffix`: which key it sends last;
    without one a burst of `unended_length` is a scan when it falls silent. `separator`: the character, or
    "ctrl+]", it sends for the GS1 separator. `to_character` undoes the keyboard layout; None takes the text as it
    comes.
    """

    least_length: int = 4
    sure_length: int = 10  # so many keys at `widest_gap_ms` are no fingers either
    unended_length: int = 8
    gap_ms: int = 35
    widest_gap_ms: int = 60
    hold_ms: int = 60  # at most, and before a scanner is known
    least_hold_ms: int = 30
    dwell_ms: int = 30  # a scanner lets go of a key sooner, a finger hardly ever
    hiccup_ms: int = 150
    prefix_ms: int = 500
    late_ms: int = 20
    rejoin_ms: int = 90
    echo_ms: int = 40  # a second end key (CR and LF) comes within this
    duplicate_ms: int = 250
    prefix: str = ""
    prefix_key: str = ""
    suffix: Suffix = "any"
    separator: str = ""
    to_character: Callable[..., str | None] | None = us_character
    device: str = "keyboard"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do, in this order: give `replay` back to the focus, take the last `take_back` characters back out of it,
    deliver `scan`, and swallow the key or let it go.
    """

    is_held: bool = False
    replay: tuple[KeyStroke, ...] = ()
    scan: RawScan | None = None
    take_back: int = 0


@dataclass(slots=True)
class Statistics:
    """What happened since the start.

    `kept_back`: keys of scans that no control saw. `given_back`: keys of people that were held for a moment.
    `late_timers`: the program was busy when the time was over. `rejoined`: scans whose beginning had got through as
    typing and was taken back. `end_echoes`: second end keys behind a scan.
    """

    scans: int = 0
    duplicates: int = 0
    kept_back: int = 0
    given_back: int = 0
    late_timers: int = 0
    rejoined: int = 0
    end_echoes: int = 0

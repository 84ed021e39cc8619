"""Characters of keys by their place, whatever layout is on them."""

from hardware.scanner.keymap import WINDOWS, X11, characters_of, us_character, us_character_windows


def test_the_number_pad_and_the_us_rows_have_their_characters() -> None:
    assert [us_character(code, shift=False) for code in (10, 24, 35, 79, 90, 91, 65, 106, 63)] == list("1q]70. /*")
    assert [us_character(code, shift=True) for code in (10, 24, 35, 48, 51)] == list('!Q}"|')
    assert us_character(0, shift=False) is None
    assert us_character(50, shift=True) is None


def test_windows_tells_the_same_keys_by_its_own_codes() -> None:
    assert [us_character_windows(code, shift=False) for code in (2, 16, 27, 71, 82, 83, 57, 0x135, 55)] == list(
        "1q]70. /*"
    )
    assert [us_character_windows(code, shift=True) for code in (2, 16, 27, 40, 43)] == list('!Q}"|')


def test_keys_that_came_later_are_not_those_of_the_number_pad() -> None:
    assert us_character_windows(0x147, shift=False) is None  # Home, which the pad has as 7
    assert us_character_windows(42, shift=False) is None  # Shift


def test_both_tables_have_every_character_of_a_us_keyboard() -> None:
    everything = {chr(code) for code in range(ord(" "), ord("~") + 1)}
    for table in (X11, WINDOWS):
        assert {mark for marks in table.values() for mark in marks} == everything


def test_each_platform_has_its_table() -> None:
    assert [characters_of(name) for name in ("xcb", "wayland", "offscreen")] == [us_character] * 3
    assert characters_of("windows") is us_character_windows
    assert characters_of("cocoa") is None

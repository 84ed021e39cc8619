"""Characters of keys by their place, whatever layout is on them."""

from hardware.scanner.keymap import us_character


def test_the_number_pad_and_the_us_rows_have_their_characters() -> None:
    assert [us_character(code, shift=False) for code in (10, 24, 35, 79, 90, 91, 65, 106, 63)] == list("1q]70. /*")
    assert [us_character(code, shift=True) for code in (10, 24, 35, 48, 51)] == list('!Q}"|')
    assert us_character(0, shift=False) is None
    assert us_character(50, shift=True) is None

"""What people type is one line, and keeps no number of a payment card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_client.counter.free_text import clean, one_line


def test_text_is_one_line_without_control_characters() -> None:
    assert one_line("  blue\x1b[2J\n ribbon\t\u200e ") == "blue [2J ribbon"
    assert clean("Ёлка, 50 % off") == "Ёлка, 50 % off"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4111111111111111", "************1111"),
        ("visa 4111 1111 1111 1111 12/30", "visa ************1111 12/30"),
        ("5555-5555-5555-4444", "************4444"),
        ("378282246310005", "***********0005"),
        ("6011111111111117!", "************1117!"),
        ("2223003122003222 and 3530111333300000", "************3222 and ************0000"),
        ("12 4111-1111-1111-1111 5555 5555 5555 4444", "12 ************1111 ************4444"),
    ],
)
def test_a_card_number_is_masked_to_its_last_four_digits(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["4111111111111112", "4006381333931", "call 0049 30 1234567", "order 20261121 100000042", "1234567890123452", ""],
)
def test_other_numbers_are_kept(typed: str) -> None:
    assert clean(typed) == typed


@given(st.text(max_size=60))
def test_what_was_cleaned_is_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text).isprintable()

"""A payment card's number is known among other digits, and other numbers are left alone."""

import pytest

from sync_engine.domain.card_number import has_card_number, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111111111111111", "************1111"),
        ("4222222222222", "*********2222"),
        ("5555 5555 5555 4444", "************4444"),
        ("3782-822463-10005", "***********0005"),
        ("30569309025904", "**********5904"),
        ("visa 4111 1111 1111 1111 12/30", "visa ************1111 12/30"),
        ("12 4111 1111 1111 1111 and 6011111111111117", "12 ************1111 and ************1117"),
    ],
)
def test_a_card_number_is_seen_with_whatever_stands_beside_it(text: str, shown: str) -> None:
    assert (has_card_number(text), masked(text)) == (True, shown)


@pytest.mark.parametrize(
    "text", ["", "4111111111111112", "1234567812345670", "4006381333931", "0049 30 123456789", "1 " * 250]
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert (has_card_number(text), masked(text)) == (False, text)

"""Amounts written and read."""

import pytest

from pos_client.i18n import words
from pos_client.presenters.amounts import Amounts
from sync_engine.domain.errors import NotANumber, TooManyDecimals


@pytest.mark.parametrize(
    ("language", "code", "minor", "text"),
    [
        ("en-GB", "GBP", 2000, "£20"),
        ("en-GB", "GBP", 2050, "£20.50"),
        ("de", "EUR", 2000, "20 €"),
        ("ja", "JPY", 2000, "¥2,000"),
        ("en-GB", "GBP", 100000, "£1,000"),
    ],
)
def test_whole_amounts_are_short(language: str, code: str, minor: int, text: str) -> None:
    assert Amounts(words(language), code).short(minor).replace("\uffe5", "¥") == text


@pytest.mark.parametrize(("text", "minor"), [("50", 5000), ("12,5", 1250), ("12.34", 1234), ("0.05", 5)])
def test_typed_amounts_are_whole_units_first(text: str, minor: int) -> None:
    assert Amounts(words("en"), "GBP").typed(text) == minor


def test_what_is_no_amount_is_refused() -> None:
    with pytest.raises(NotANumber):
        Amounts(words("en"), "GBP").typed("x")
    with pytest.raises(TooManyDecimals):
        Amounts(words("ja"), "JPY").typed("1.5")


def test_the_fewest_notes_and_coins() -> None:
    amounts = Amounts(words("en-GB"), "GBP")
    assert amounts.pieces(3827) == (
        (1, 2000, True), (1, 1000, True), (1, 500, True), (1, 200, False), (1, 100, False),
        (1, 20, False), (1, 5, False), (1, 2, False),
    )  # fmt: skip
    assert [amounts.piece(value) for value in (2000, 200, 50)] == ["£20", "£2", "50p"]


def test_no_pieces_where_none_are_known_or_they_do_not_come_out_even() -> None:
    assert Amounts(words("en"), "XOF").pieces(500) == ()
    assert Amounts(words("en"), "CHF").pieces(3) == ()


def test_the_decimal_mark_of_the_language() -> None:
    assert [Amounts(words(tag), "EUR").point for tag in ("en", "de", "ru")] == [".", ",", ","]
    assert Amounts(words("ja"), "JPY").point == ""

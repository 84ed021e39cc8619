"""The other layout's word, both ways."""

import pytest

from sync_engine.sql.keyboards import other_layout


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ащщв", "food"),
        ("vjkjrj", "молоко"),
        ("[kt,", "хлеб"),
        ("`krf", "ёлка"),
        ("{FKDF", "халва"),
        ("цштвщц", "window"),
        ("ЙУК.", "qer/"),
        (",", "б"),
        ("vjkjrj2", "молоко2"),
    ],
)
def test_the_same_keys_in_the_other_layout(typed: str, meant: str) -> None:
    assert other_layout(typed) == meant


@pytest.mark.parametrize("word", ["500", "0,5", "50%", "牛乳", "", "*"])
def test_what_has_no_letters_of_either_layout_stays(word: str) -> None:
    assert other_layout(word) == word

"""Folding makes spellings comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.sql.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Milk \t 3.2%\n", "milk 3.2%"),
        ("Ёлка ёж", "елка еж"),
        ("Straße", "strasse"),
        ("Crème Brûlée", "creme brulee"),
        ("İstanbul", "istanbul"),
        ("№ 5", "no 5"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("a\x00b\u200bc \ud83d", "a bc"),
        ("", ""),
    ],
)
def test_spellings_fold_to_the_same_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters()))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)

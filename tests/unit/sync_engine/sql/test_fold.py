"""Folding makes spellings comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_engine.sql.fold import fold, match_expression


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Milk \t 3.2%\n", "milk 3.2%"),
        ("Ёлка ёж", "елка еж"),
        ("Straße", "strasse"),
        ("Crème Brûlée", "creme brulee"),
        ("İstanbul", "istanbul"),
        ("№ 5", "no 5"),
        ("", ""),
    ],
)
def test_spellings_fold_to_the_same_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_search_asks_for_every_word_and_quotes_what_fts_would_read_as_syntax() -> None:
    assert match_expression('Мёд "OR" 3kg x') == '"мед" AND """or""" AND "3kg"'

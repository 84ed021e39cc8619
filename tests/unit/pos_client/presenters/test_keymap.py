"""The keys of the sell screen as data."""

import pytest

from pos_client.i18n import use_language
from pos_client.presenters.keymap import KEYMAP, ONCE, SELL_KEYS, mark_of


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en-GB")


def test_every_key_has_one_meaning() -> None:
    assert len(KEYMAP) == len(SELL_KEYS.bindings)
    assert SELL_KEYS.intent("F10") == "exact"
    assert SELL_KEYS.intent("F6") == ""


def test_controls_show_the_key_that_does_the_same() -> None:
    assert [SELL_KEYS.key(intent) for intent in ("exact", "undo", "remove", "set_aside", "nothing")] == [
        "F10", "Ctrl Z", "−", "Del", "",
    ]  # fmt: skip


def test_the_legend_reminds_of_few() -> None:
    assert SELL_KEYS.legend() == (
        ("Enter", "pay"), ("*", "quantity"), ("−", "remove"), ("Ctrl Z", "undo"), ("F1", "keys"),
    )  # fmt: skip


def test_the_legend_follows_the_state_of_the_screen() -> None:
    assert SELL_KEYS.legend("change") == (("Enter", "next sale"), ("Ctrl P", "reprint"))
    assert ("Esc", "back") in SELL_KEYS.legend("paying")


def test_the_map_has_one_row_for_an_intent() -> None:
    rows = {words: keys for keys, words in SELL_KEYS.rows()}
    assert rows["Choose another line"] == "↑ / ↓ / PgUp / PgDn"
    assert rows["Take a card"] == "F11"


def test_a_shop_may_have_other_keys() -> None:
    ours = SELL_KEYS.with_keys({"F9": "card", "F11": "more"})
    assert (ours.intent("F9"), ours.intent("F11"), ours.key("card")) == ("card", "more", "F9")
    assert ours.intent("F10") == "exact"
    with pytest.raises(ValueError, match="juggle"):
        SELL_KEYS.with_keys({"F9": "juggle"})


def test_what_happens_once_has_a_key() -> None:
    assert set(KEYMAP.values()) >= ONCE


def test_marks_are_what_stands_on_the_key() -> None:
    assert [mark_of(key) for key in ("Ctrl+Z", "+", "-", "Up", "F2")] == ["Ctrl Z", "+", "−", "↑", "F2"]

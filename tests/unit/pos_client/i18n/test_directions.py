"""Texts from right to left keep what must not turn; keys are called as they are printed; languages nobody speaks."""

from collections.abc import Iterator

import pytest

from pos_client.i18n import key_cap, languages, tr, use_language, words
from pos_client.i18n.bidi import END, FIRST_STRONG, LEFT_TO_RIGHT, isolated, plain_side
from sync_engine.receipt.pseudo import LONG, MIRRORED, PSEUDO, long, mirrored


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_language("en")


def test_a_code_in_a_sentence_from_right_to_left_is_shut_off() -> None:
    use_language(MIRRORED)
    said = tr("Receipt {doc_no} is printed", doc_no="S01-T1a-000042")
    assert f"{FIRST_STRONG}S01-T1a-000042{END}" in said
    use_language("en")
    assert tr("Receipt {doc_no} is printed", doc_no="S01-T1a-000042") == "Receipt S01-T1a-000042 is printed"


def test_nothing_is_shut_off_where_there_is_nothing() -> None:
    assert isolated({"name": "", "count": 3}, words(MIRRORED)) == {"name": "", "count": f"{FIRST_STRONG}3{END}"}
    assert isolated({"count": 3}, words("ru")) == {"count": 3}


@pytest.mark.parametrize("text", ["-5.00", "3 × 2.50", "+44 20 7946 0022", "S01-T1a-000042", "Till 1."])
def test_amounts_and_codes_keep_their_order_beside_text_from_right_to_left(text: str) -> None:
    assert plain_side(text) == f"{LEFT_TO_RIGHT}{text}{END}"


@pytest.mark.parametrize("text", ["", "\u0633\u0639\u0631 5", "\u05de\u05d7\u05d9\u05e8", mirrored("Price")])
def test_what_runs_from_right_to_left_stays_as_it_is(text: str) -> None:
    assert plain_side(text) == text


def test_every_word_becomes_longer_by_two_fifths_and_placeholders_stay() -> None:
    text = "Set aside {count} of {name}"
    made = long(text)
    assert made == "[Šété àšîdééö {count} öf {name}]"
    assert len(long("Quantity of the next scan")) >= 1.3 * len("Quantity of the next scan")


def test_a_turned_word_begins_and_ends_its_turning() -> None:
    assert mirrored("Pay {amount}") == "\u202ePay\u202c {amount}"


def test_languages_that_nobody_speaks_are_no_choice_of_a_shop() -> None:
    assert PSEUDO == (LONG, MIRRORED)
    assert not set(PSEUDO) & set(languages())
    assert (words(LONG).is_rtl, words(MIRRORED).is_rtl) == (False, True)
    assert words(LONG).ntr("{count} item", "{count} items", 2) == "[2 îtémšéö]"


@pytest.mark.parametrize(
    ("language", "caps"),
    [
        ("de", ["Strg P", "Entf", "Bild ↑ / Bild ↓", "F2", "+"]),
        ("ru", ["Ctrl P", "Del", "PgUp / PgDn", "F2", "+"]),
    ],
)
def test_keys_are_called_as_they_are_printed(language: str, caps: list[str]) -> None:
    assert [key_cap(mark, words(language)) for mark in ("Ctrl P", "Del", "PgUp / PgDn", "F2", "+")] == caps


@pytest.mark.parametrize(("language", "units"), [("ru", ["кг", "м", "piece"]), ("de", ["kg", "m", "piece"])])
def test_units_of_measure_are_said_in_the_language(language: str, units: list[str]) -> None:
    assert [words(language).unit(unit) for unit in ("kg", "m", "piece")] == units

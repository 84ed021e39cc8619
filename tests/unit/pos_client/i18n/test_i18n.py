"""Words, amounts, dates and the sentences of errors."""

from datetime import UTC, datetime
from types import ModuleType

import pytest

from pos_client import app, i18n
from pos_client.counter import open_sale, saved_sale, session, sorting_out, ticket_file
from pos_client.i18n.sentences import SENTENCES, sentence
from pos_client.i18n.words import tag_in, words
from pos_client.store import trouble
from sync_engine.domain import errors
from sync_engine.domain.errors import LockedOut, QuantityOutOfRange, Refusal, Unavailable
from sync_engine.domain.quantity import Quantity
from sync_engine.sql.migrator import NewerSchema


@pytest.mark.parametrize(
    ("language", "minor", "code", "text"),
    [
        ("en-GB", 123_456_789, "GBP", "£1,234,567.89"),
        ("en-GB", -5, "EUR", "-€0.05"),
        ("de", 123_456, "EUR", "1.234,56 €"),
        ("fr", 123_456, "EUR", "1 234,56 €"),
        ("ru", 123_456, "RUB", "1 234,56 ₽"),
        ("ja", 1_234, "JPY", "￥1,234"),
        ("id", 5_000_000, "IDR", "Rp 50.000,00"),
        ("en", 1_234, "KWD", "KWD 1.234"),
        ("en", 100, "XAU", "XAU 1.00"),
    ],
)
def test_money_is_written_as_the_language_does_with_plain_spaces(
    language: str, minor: int, code: str, text: str
) -> None:
    assert words(language).money(minor, code) == text


def test_numbers_prices_quantities_and_rates() -> None:
    say = words("de")
    assert [
        say.number(1_234),
        say.amount(-1_234, "EUR"),
        say.unit_price(25_500, "EUR"),
        say.unit_price(12_345, "EUR"),
    ] == [
        "1.234",
        "-12,34",
        "2,55",
        "1,2345",
    ]
    assert [say.quantity(Quantity(350, 3)), say.percent(77_000), say.percent(200_000)] == ["0,350", "7,7 %", "20 %"]


def test_days_and_instants_are_on_the_clock_of_the_shop() -> None:
    say = words("en-GB")
    at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert (say.day("2026-11-21"), say.instant(at, "Europe/London"), say.clock(at, "Europe/London")) == (
        "21 Nov 2026",
        "02/07/2026, 00:30",
        "00:30",
    )


@pytest.mark.parametrize(
    ("language", "country", "tag"),
    [("en", "GB", "en-GB"), ("de", "", "de"), ("pt-BR", "PT", "pt-BR"), ("ja", "GB", "ja")],
)
def test_a_language_is_written_as_in_its_country_where_that_is_known(language: str, country: str, tag: str) -> None:
    assert tag_in(language, country) == tag


@pytest.mark.parametrize("language", ["xx", "", "not a tag", "de-XX"])
def test_an_unknown_language_still_says_something(language: str) -> None:
    assert words(language).tr("Cash") != ""


def test_the_program_speaks_one_language_at_a_time() -> None:
    before = i18n.current().language
    i18n.use_language("de")
    try:
        assert i18n.current().language == "de"
        assert i18n.tr("{a} and {b}", a=1, b=2) == "1 and 2"
        assert i18n.ntr("{count} item", "{count} items", 1_000).startswith("1.000")
    finally:
        i18n.use_language(before)


def classes(*modules: ModuleType) -> list[type[Refusal | Unavailable]]:
    found: dict[str, type[Refusal | Unavailable]] = {}
    for module in modules:
        for value in vars(module).values():
            is_error = isinstance(value, type) and issubclass(value, Refusal | Unavailable)
            if is_error and value.__module__ == module.__name__:
                found[value.__name__] = value
    abstract = {"Refusal", "Unavailable", "JournalUnavailable"}
    of_the_wire = {"UnknownCurrency", "CurrencyMismatch", "UnknownTimeZone", "UnusableTillId"}
    return [kind for name, kind in found.items() if name not in abstract | of_the_wire]


@pytest.mark.parametrize(
    "kind",
    classes(errors, trouble, open_sale, saved_sale, session, sorting_out, ticket_file, app.enrolment),
    ids=lambda kind: kind.__name__,
)
def test_every_refusal_and_every_failure_has_a_sentence(kind: type[Refusal | Unavailable]) -> None:
    assert kind.__new__(kind).code in SENTENCES


def test_a_sentence_is_filled_with_the_facts() -> None:
    assert sentence(QuantityOutOfRange("1000000000"), words("en")).startswith("1000000000 is no quantity")
    assert sentence(LockedOut(1_500), words("en")) == (
        "Too many wrong PINs. The sale is kept. Wait 1,500 seconds, or let somebody else sign in."
    )
    assert "newer version" in sentence(NewerSchema("journal", 9, 1), words("en"))


class Unheard(Unavailable):
    """A failure that nobody wrote a sentence for."""


def test_an_unknown_failure_is_said_too_with_its_code() -> None:
    assert sentence(Unheard(), words("en")) == (
        "Something did not work (unheard). All recorded sales are safe. Try again, or call support."
    )

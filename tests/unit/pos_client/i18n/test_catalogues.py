"""The template has every text of the code and no other; the catalogues are complete and say it in their language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_client.i18n import languages, sentence, words
from sync_engine.domain.errors import LockedOut, QuantityOutOfRange, WrongPin
from tests.helpers.source import ROOT, modules, name_of, tree
from tests.words.catalogue import (
    KEYWORDS,
    LOCALES,
    RECEIPTS,
    TEMPLATE,
    catalogues,
    placeholders,
    read,
    strings,
    template,
    text_of,
    untranslated,
    update,
)

AGAIN = "run ./pos words"
BY_VALUE = {
    "pos_client/i18n/__init__.py",  # hands on what it is given
    "sync_engine/receipt/template.py",  # says the receipt texts, which the template has too
}


def calls() -> Iterator[tuple[str, ast.Call, int]]:
    """Every call that says or marks a text: the file, the call, and how many forms it takes."""
    for path in modules("pos_client", "sync_engine"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name in KEYWORDS:
                    yield name_of(path), node, len(KEYWORDS[name] or (1,))


def text_in(argument: ast.expr) -> str | None:
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return str(argument.value) if is_text else None  # type: ignore[attr-defined]


def test_the_template_has_every_text_of_the_code_and_no_other() -> None:
    in_code = {tuple(text_in(one) for one in call.args[:forms]) for _, call, forms in calls()}
    found = read(TEMPLATE)
    in_template = {(m.id,) if isinstance(m.id, str) else tuple(m.id) for m in found if m.id}
    of_receipts = {(m.id,) for m in found if m.id and all(file.startswith(RECEIPTS) for file, _ in m.locations)}
    assert {texts for texts in in_code if None not in texts} == in_template - of_receipts, AGAIN
    assert of_receipts == {
        ("Thank you. Keep this receipt for returns.",),
        ("This receipt is for exchange. It shows no prices.",),
    }


def test_texts_are_said_as_they_stand_or_marked_before() -> None:
    by_value = {file for file, call, forms in calls() if None in map(text_in, call.args[:forms])}
    assert {file for file in by_value if not has_marks(file)} == BY_VALUE


def has_marks(file: str) -> bool:
    """Whether a file keeps marked texts of its own, which it then says by value."""
    found = ast.walk(tree(ROOT / file))
    return any(isinstance(node, ast.FunctionDef) and node.name == "_" for node in found)


def test_the_template_is_what_the_code_gives_now() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == text_of(template()), AGAIN


def test_german_indonesian_and_russian_are_there_beside_english_and_nothing_that_nobody_speaks() -> None:
    assert languages() == ("de", "en", "id", "ru")


@pytest.mark.parametrize(("language", "forms"), [("de", 2), ("id", 1), ("ru", 3)])
def test_a_language_has_as_many_forms_as_it_counts_with(language: str, forms: int) -> None:
    found = read(LOCALES / language / "LC_MESSAGES" / "pos.po")
    counted = [strings(message) for message in found if message.id and not isinstance(message.id, str)]
    assert found.num_plurals == forms
    assert len(counted) > 15
    assert {len(one) for one in counted} == {forms}


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parents[1].name)
def test_a_catalogue_is_complete_and_in_order(path: Path) -> None:
    found = read(path)
    assert path.read_text(encoding="utf-8") == text_of(update(path, template())), AGAIN
    assert untranslated(found) == []
    assert not [message.id for message in found if message.id and message.fuzzy]
    for message in found:
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else message.id
            wanted = {tuple(placeholders(form)) for form in forms}
            assert {tuple(placeholders(form)) for form in strings(message)} <= wanted, message.id
            assert len(strings(message)) == (1 if isinstance(message.id, str) else found.num_plurals), message.id
            assert all(form == form.strip() and "  " not in form for form in strings(message)), message.id


def test_german_counts_and_fills_in() -> None:
    say = words("de-CH")
    assert [say.ntr("{count} sale", "{count} sales", count) for count in (0, 1, 1_200)] == [
        "0 Verkäufe",
        "1 Verkauf",
        "1’200 Verkäufe",
    ]
    assert say.tr("PIN of {name}", name="Kasse 1") == "PIN von Kasse 1"


def test_russian_counts_in_three_forms_and_indonesian_in_one() -> None:
    counts = (0, 1, 2, 5, 11, 21, 22, 112, 1_201)
    said = {
        language: [words(language).ntr("{count} item", "{count} items", count) for count in counts]
        for language in ("ru", "id")
    }
    assert said["ru"] == [
        "0 товаров", "1 товар", "2 товара", "5 товаров", "11 товаров", "21 товар", "22 товара", "112 товаров",
        "1 201 товар",
    ]  # fmt: skip
    assert said["id"] == [f"{count} barang" for count in (0, 1, 2, 5, 11, 21, 22, 112)] + ["1.201 barang"]


def test_the_words_of_the_counter_are_those_of_the_trade() -> None:
    assert [words("ru").tr(text) for text in ("Hold", "Resume", "Return: {name}", "To pay", "Change", "Cash")] == [
        "Отложить", "Вернуть чек", "Возврат: {name}", "К оплате", "Сдача", "Наличные",
    ]  # fmt: skip
    assert [words("id").tr(text) for text in ("Hold", "Resume", "Return: {name}", "To pay", "Change", "Cash")] == [
        "Tahan", "Lanjutkan", "Retur: {name}", "Total bayar", "Kembalian", "Tunai",
    ]  # fmt: skip


def test_german_sentences_know_their_numbers() -> None:
    say = words("de")
    assert sentence(WrongPin(1), say) == "Diese PIN stimmt nicht. Noch 1 Versuch."
    assert sentence(WrongPin(4), say) == "Diese PIN stimmt nicht. Noch 4 Versuche."
    assert "Warten Sie 1.500 Sekunden" in sentence(LockedOut(1_500), say)
    assert sentence(QuantityOutOfRange("0"), say).startswith("0 ist keine Menge, die diese Kasse verkaufen kann.")


def test_english_sentences_know_their_numbers_too() -> None:
    assert sentence(WrongPin(1), words("en")) == "That PIN is not right. 1 try left."
    assert sentence(WrongPin(2), words("en")) == "That PIN is not right. 2 tries left."

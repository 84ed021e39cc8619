"""The template has every text of the code and no other; the catalogues are complete and say it in their language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_client.i18n import languages, sentence, words
from sync_engine.domain.errors import LockedOut, QuantityOutOfRange, WrongPin
from tests.helpers.source import modules, name_of, tree
from tests.words.catalogue import (
    KEYWORDS,
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
    "pos_client/i18n/sentences.py",  # says what is marked above
    "pos_client/presenters/sale_words.py",  # the same
    "pos_client/receipts/slips.py",  # says a reason as a person chose it
    "sync_engine/receipt/sale.py",  # the same
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
    assert {file for file, call, forms in calls() if None in map(text_in, call.args[:forms])} == BY_VALUE


def test_the_template_is_what_the_code_gives_now() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == text_of(template()), AGAIN


def test_german_is_there_beside_english() -> None:
    assert languages() == ("de", "en")


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
    one, many = "{count} sale is saved here", "{count} sales are saved here"
    assert [say.ntr(one, many, count) for count in (0, 1, 1_200)] == [
        "0 Verkäufe sind hier gesichert",
        "1 Verkauf ist hier gesichert",
        "1’200 Verkäufe sind hier gesichert",
    ]
    assert say.tr("PIN of {name}", name="Kasse 1") == "PIN von Kasse 1"


def test_german_sentences_know_their_numbers() -> None:
    say = words("de")
    assert sentence(WrongPin(1), say) == "Diese PIN stimmt nicht. Noch 1 Versuch."
    assert sentence(WrongPin(4), say) == "Diese PIN stimmt nicht. Noch 4 Versuche."
    assert "Warten Sie 1.500 Sekunden" in sentence(LockedOut(1_500), say)
    assert sentence(QuantityOutOfRange("0"), say).startswith("0 ist keine Menge, die diese Kasse verkaufen kann.")


def test_english_sentences_know_their_numbers_too() -> None:
    assert sentence(WrongPin(1), words("en")) == "That PIN is not right. 1 try left."
    assert sentence(WrongPin(2), words("en")) == "That PIN is not right. 2 tries left."

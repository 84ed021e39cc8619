"""The template of all words, made from the code and the receipt texts; catalogues of languages beside it.

A text is marked by the function that says it or keeps it: `tr`, `ntr`, `_`, `Counted`. Knows no screen.
"""

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.helpers.source import ROOT

KEYWORDS = {"tr": None, "ntr": (1, 2), "_": None, "Counted": (1, 2)}
LOCALES = ROOT / "resources" / "locale"
TEMPLATE = LOCALES / "pos.pot"
RECEIPTS = "resources/receipts"
SPEAKING = ("pos_client", "sync_engine/receipt", "sync_engine/ledger")
"""Folders of code that says something to a person in their language."""

_PLACEHOLDER = re.compile(r"\{\w*\}")
_LEFT_OUT = tuple(
    f'"{name}'
    for name in (
        "POT-Creation",
        "PO-Revision",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid",
        "Generated",
        "Project",
    )
)
_TEMPLATE_HEADING = """\
# What the till says. Made from the code by ./pos words: change the code, not this file."""
_HEADING = """\
# {language} words of the till. ./pos words brings new ones in; the translations are written here, by hand."""


def template() -> Catalog:
    """Every text that is marked, with the files it stands in."""
    made = Catalog(project="unified-pos", header_comment=_TEMPLATE_HEADING, fuzzy=False, charset="utf-8")
    for file, message in (*_of_code(), *_of_receipts()):
        made.add(message, locations=[(file, 0)])
    return made


def catalogues() -> tuple[Path, ...]:
    """The catalogues there are."""
    return tuple(sorted(LOCALES.glob("*/LC_MESSAGES/pos.po")))


def read(path: Path) -> Catalog:
    """A catalogue or template from its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name if path.suffix == ".po" else None, abort_invalid=True)


def update(path: Path, made: Catalog) -> Catalog:
    """The catalogue of a language with the messages of the template: new ones empty, gone ones dropped."""
    found = read(path)
    found.update(made, no_fuzzy_matching=True, update_header_comment=False)
    found.obsolete.clear()
    found.header_comment = _HEADING.format(language=found.locale.english_name if found.locale else path.stem)
    return found


def text_of(found: Catalog) -> str:
    """The file's text: in the order of the messages, files without line numbers, so that changes stay readable."""
    written = io.BytesIO()
    write_po(written, found, width=110, sort_output=True, include_lineno=False)
    return _without_dates(written.getvalue().decode())


def untranslated(found: Catalog) -> list[str]:
    """The texts that lack a translation, or one of its forms."""
    return [singular(message) for message in found if message.id and not (strings(message) and all(strings(message)))]


def singular(message: Message) -> str:
    """The text, its form for one when it has several."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> tuple[str, ...]:
    """The translation in all its forms."""
    found = message.string or ()
    return (found,) if isinstance(found, str) else tuple(found)


def placeholders(text: str) -> list[str]:
    """The `{names}` in a text."""
    return sorted(_PLACEHOLDER.findall(text))


def _of_code() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    methods = [("**.py", "python")]
    for folder in SPEAKING:
        for name, _, message, _, _ in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS):
            yield f"{folder}/{name}", message


def _of_receipts() -> Iterator[tuple[str, str]]:
    """Receipt texts that are more than names in braces."""
    for path in sorted((ROOT / RECEIPTS).glob("*.toml")):
        for part in tomllib.loads(path.read_text(encoding="utf-8")).values():
            for line in part.get("lines", ()):
                if _PLACEHOLDER.sub("", line).strip():
                    yield f"{RECEIPTS}/{path.name}", line


def _without_dates(text: str) -> str:
    """No moment, no tool and nobody: version control knows that better."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_LEFT_OUT))

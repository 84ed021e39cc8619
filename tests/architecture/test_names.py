"""Modules and classes have a word of the trade for a name, not one that fits anything."""

import ast
import re
from pathlib import Path

import pytest

from tests.helpers.source import EVERYWHERE, modules, name_of, tree

BANNED = {"manager", "helper", "util", "utils", "common", "misc", "base", "data", "info", "process", "handle"}


def last_word(name: str) -> str:
    """The last word of a snake_case or CamelCase name, in small letters."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return words[-1].lower() if words else ""


def declared(path: Path) -> list[str]:
    """The module's own name (a package's folder) and its classes."""
    module = path.parent.name if path.name == "__init__.py" else path.stem
    return [module, *(node.name for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))]


@pytest.mark.parametrize("folder", EVERYWHERE)
def test_no_module_or_class_has_an_empty_name(folder: str) -> None:
    found = {(name_of(path), name) for path in modules(folder) for name in declared(path) if last_word(name) in BANNED}
    assert found == set()


@pytest.mark.parametrize(
    ("name", "word"), [("sale_info", "info"), ("SaleInfo", "info"), ("HTTPBase", "base"), ("database", "database")]
)
def test_only_the_last_whole_word_counts(name: str, word: str) -> None:
    assert last_word(name) == word

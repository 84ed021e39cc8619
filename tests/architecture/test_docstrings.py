"""Every module says what it is for."""

import ast

import pytest

from tests.helpers.source import EVERYWHERE, modules, name_of, tree


@pytest.mark.parametrize("folder", EVERYWHERE)
def test_every_module_says_what_it_is_for(folder: str) -> None:
    silent = [name_of(path) for path in modules(folder) if not ast.get_docstring(tree(path))]
    assert silent == []

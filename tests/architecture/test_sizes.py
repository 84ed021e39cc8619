"""Functions, classes and files stay small enough to read at once.

What is larger stands in sizes.toml with its reason. That list may only shrink: an entry is a limit that the code must
reach exactly, so whoever makes something smaller lowers the entry or takes it out.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.helpers.source import EVERYWHERE, ROOT, modules, name_of, tree

LIMITS = {"function": 40, "class": 250, "file": 300, "parameters": 6}
EXCEPTIONS = Path(__file__).with_name("sizes.toml")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sizes(path: Path) -> Iterator[tuple[str, str, int]]:
    """What is measured, its name, its size: lines, or the number of parameters."""
    where = name_of(path)
    yield "file", where, len(path.read_text(encoding="utf-8").splitlines())
    yield from _inner_sizes(tree(path), where + "::")


def _inner_sizes(node: ast.AST, prefix: str) -> Iterator[tuple[str, str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | Function):
            name = prefix + child.name
            lines = (child.end_lineno or child.lineno) - child.lineno + 1
            yield ("class" if isinstance(child, ast.ClassDef) else "function"), name, lines
            if isinstance(child, Function):
                yield "parameters", name, parameters(child)
            yield from _inner_sizes(child, name + ".")
        else:
            yield from _inner_sizes(child, prefix)


def parameters(function: Function) -> int:
    """How many parameters a caller has to think of."""
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def too_large() -> dict[tuple[str, str], int]:
    """Everything above its limit; fixtures count as parameters of a test, so those are left out."""
    return {
        (kind, name): size
        for path in modules(*EVERYWHERE)
        for kind, name, size in sizes(path)
        if size > LIMITS[kind] and not (kind == "parameters" and name.startswith("tests/"))
    }


def exceptions() -> list[dict[str, Any]]:
    """The entries of sizes.toml."""
    entries: list[dict[str, Any]] = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["exception"]
    return entries


def test_whatever_is_too_large_is_listed_with_its_exact_size() -> None:
    assert too_large() == {(entry["kind"], entry["name"]): entry["size"] for entry in exceptions()}


def test_every_exception_has_its_reason() -> None:
    assert [entry["name"] for entry in exceptions() if not entry.get("reason", "").strip()] == []


def test_the_script_that_starts_everything_stays_small() -> None:
    assert len((ROOT / "pos").read_text(encoding="utf-8").splitlines()) <= LIMITS["file"]

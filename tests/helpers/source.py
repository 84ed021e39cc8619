"""The project's own files and their syntax trees, for the tests that check the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("pos_client", "sync_engine", "hardware", "resources")
EVERYWHERE = (*PRODUCT, "tests")
BESIDE = ("docs", "requirements", ".ci")


def modules(*folders: str) -> Iterator[Path]:
    """Every Python file below these folders, in order."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """The path from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of that file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is ours and text."""
    roots = [ROOT / folder for folder in (*EVERYWHERE, *BESIDE)]
    inner = (path for root in roots for path in sorted(root.rglob("*")))
    outer = (path for path in sorted(ROOT.iterdir()) if path.name not in {".git", "LICENSE", "uv.lock"})
    for path in (*inner, *outer):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            if b"\0" not in content:
                yield name_of(path), content.decode("utf-8", "replace")

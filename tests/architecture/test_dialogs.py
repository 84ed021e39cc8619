"""No dialog, menu or loop of its own can stand between a scan and the sale: the code has none to open."""

import ast
import re
from collections.abc import Iterator

from tests.helpers.source import modules, name_of, tree

IN_THE_WAY = re.compile(
    r"Q\w*Dialog|QMessageBox|QErrorMessage|QWizard|QMenu|QMenuBar|QComboBox|QCompleter|QWhatsThis|QDrag", re.ASCII
)
"""What takes the keyboard away, or lies over the window, until somebody dismisses it."""
WAITS = frozenset({"exec", "exec_", "setModal", "setWindowModality", "grabKeyboard", "grabMouse"})
THE_LOOP = {"pos_client/qt/program.py": 1}
"""The one loop of the program itself."""


def names(node: ast.AST) -> Iterator[str]:
    """Every class of the toolkit that is named, however it is reached."""
    match node:
        case ast.ImportFrom():
            yield from (one.name for one in node.names)
        case ast.Name():
            yield node.id
        case ast.Attribute():
            yield node.attr


def test_nothing_that_has_to_be_dismissed_is_ever_made() -> None:
    found = [
        (name_of(path), name)
        for path in modules("pos_client")
        for node in ast.walk(tree(path))
        for name in names(node)
        if IN_THE_WAY.fullmatch(name)
    ]
    assert found == []


def test_nothing_but_the_program_waits_in_a_loop_of_events() -> None:
    waiting: dict[str, int] = {}
    for path in modules("pos_client"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and is_waiting(node.func):
                waiting[name_of(path)] = waiting.get(name_of(path), 0) + 1
    assert waiting == THE_LOOP


def is_waiting(called: ast.expr) -> bool:
    """Whether a call runs a loop of events, or takes the keyboard for one widget."""
    if isinstance(called, ast.Attribute):
        return called.attr in WAITS
    return isinstance(called, ast.Name) and called.id == "QEventLoop"


def test_the_search_finds_what_it_looks_for() -> None:
    source = ast.parse(
        "from PySide6.QtWidgets import QMessageBox, QFileDialog\n"
        "import PySide6.QtWidgets as w\n"
        "w.QMenu().exec()\nQEventLoop()\nlabel.setModal(True)"
    )
    named = [name for node in ast.walk(source) for name in names(node) if IN_THE_WAY.fullmatch(name)]
    waits = [node for node in ast.walk(source) if isinstance(node, ast.Call) and is_waiting(node.func)]
    assert sorted(named) == ["QFileDialog", "QMenu", "QMessageBox"]
    assert len(waits) == 3

"""Every word on every screen goes through the catalogue: in a language that marks what it says, nothing is unmarked."""

import re
import sys
from collections.abc import Callable, Iterator
from gettext import NullTranslations
from importlib import import_module
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.qt.scenes import SCREENS, Scene
from pos_client.qt.widgets import paint

STOPPED = "The disk is full. All recorded sales are safe. Make room before the next sale."
KEYS = re.compile(r"Ctrl [A-Z]|Backspace|Del|Enter|Esc|Ins|Pg(Dn|Up)|F\d+")
"""What stands on the keys of a keyboard."""


class Marking(NullTranslations):
    """A language in which everything is said in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """All that is painted as text from now on."""
    seen: set[str] = set()

    def noting(write: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any, **named: Any) -> Any:
            seen.update(one for one in given if isinstance(one, str))
            return write(*given, **named)

        return noted

    for name in ("write", "write_lines"):
        write: Callable[..., Any] = getattr(paint, name)
        for module in [one for path, one in sys.modules.items() if path.startswith("pos_client.qt")]:
            if getattr(module, name, None) is write:
                monkeypatch.setattr(module, name, noting(write))
    return seen


@pytest.fixture
def scene(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, drawn: set[str]) -> Iterator[Scene]:
    spoken = import_module("sync_engine.receipt.words")
    monkeypatch.setattr(spoken, "_catalogue", lambda _: Marking())
    spoken.words.cache_clear()
    use_language("de")
    made = Scene(*SCREENS[1], is_dark=False)
    yield made
    made.window.close()
    use_language("en")
    spoken.words.cache_clear()


def test_no_word_on_any_screen_is_written_into_the_code(scene: Scene, drawn: set[str]) -> None:
    said = drawn
    for _ in scene.scenes():
        QApplication.processEvents()
        scene.window.grab()
        for widget in scene.window.findChildren(QWidget):
            if widget.isVisible():
                said |= {widget.accessibleName(), widget.accessibleDescription()}
    assert len([text for text in said if "⟦" in text]) > 60
    shop = names_of(scene) | {STOPPED}  # the one sentence that the scene itself says
    unmarked = {text for text in said if "⟦" not in text and re.search("[A-Za-z]{3,}", text)}
    foreign = {text for text in unmarked if not any(name in text for name in shop)}
    assert {text for text in foreign if not all(map(KEYS.fullmatch, text.split(" / ")))} == set()


def names_of(scene: Scene) -> set[str]:
    """What is called as people and files call it: articles, people, stores, tax rates, receipts."""
    articles = {article.name for article in scene.shop.catalog.search("", 2_000)}
    people = {"Cashier", "Manager", "Customer", "Quillmere", "green coat", "example.com", "Members", "Web shop"}
    return articles | people | {"standard 20%", "zero 0%", "S01-T1a-", "Damaged", "GBP", "USD", "EUR"}

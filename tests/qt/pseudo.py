"""Languages that nobody speaks, to see what a screen does with them: every word 40 % longer, or marked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from importlib import import_module

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from pos_client.i18n import use_language


def longer(text: str) -> str:
    """Every word with two fifths more letters; what stands in braces stays."""
    return re.sub(r"(?<![{\w])([A-Za-z]+)(?![\w}])", lambda word: word[0] + "e" * -(-len(word[0]) * 2 // 5), text)


class Longer(NullTranslations):
    """A language of long words."""

    def gettext(self, message: str) -> str:
        return longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return longer(msgid1 if n == 1 else msgid2)


@contextmanager
def speaking(monkeypatch: pytest.MonkeyPatch, catalogue: NullTranslations) -> Iterator[None]:
    """Let the program speak the words of `catalogue`, with German amounts."""
    spoken = import_module("sync_engine.receipt.words")
    monkeypatch.setattr(spoken, "_catalogue", lambda _: catalogue)
    spoken.words.cache_clear()
    use_language("de")
    try:
        yield
    finally:
        use_language("en")
        monkeypatch.undo()
        spoken.words.cache_clear()


@contextmanager
def from_right_to_left() -> Iterator[None]:
    """Let text and layout run from right to left."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        yield
    finally:
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

"""Every label of a key has room in every language, the long one that nobody speaks too, on the smallest screen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.qt.scenes import SCREENS, Scene
from pos_client.qt.widgets import paint
from pos_client.qt.widgets.button import Button
from sync_engine.receipt.pseudo import LONG, MIRRORED

SMALLEST = SCREENS[0]
LANGUAGES = ("de", "id", "ru", LONG, MIRRORED)


class Cuts:
    """What was painted shorter, or in a lower place, than it needs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: set[str] = set()
        self._shortened = paint.shortened
        monkeypatch.setattr(paint, "shortened", self._noting_width)
        self._note_height(monkeypatch)

    def _noting_width(self, text: str, font: QFont, width: float, mode: Qt.TextElideMode) -> str:
        shown = self._shortened(text, font, width, mode)
        if shown != text:
            self.texts.add(text)
        return shown

    def _note_height(self, monkeypatch: pytest.MonkeyPatch) -> None:
        draw: Callable[..., Any] = vars(paint)["_draw"]

        def noted(painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
            if QFontMetricsF(painter.font()).ascent() > box.height() + 1:
                self.texts.add(text)
            draw(painter, box, text, align)

        monkeypatch.setattr(paint, "_draw", noted)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[str]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    use_language(request.param)
    if request.param == MIRRORED:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield request.param
    application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    use_language("en")


def test_no_label_of_a_key_is_cut_on_any_screen(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cuts = Cuts(monkeypatch)
    scene = Scene(*SMALLEST)
    found: dict[str, str] = {}
    for picture in scene.scenes():
        QApplication.processEvents()
        cuts.texts.clear()
        scene.window.grab()
        found |= dict.fromkeys(cut_labels(scene, cuts.texts), picture)
    scene.window.close()
    assert found == {}


def cut_labels(scene: Scene, cut: set[str]) -> set[str]:
    """The labels of visible buttons among what was cut, or a row of which was. Names of goods may be."""
    names = {article.name for article in scene.shop.catalog.search("", 2_000)}
    shown = [button for button in scene.window.findChildren(Button) if button.isVisible()]
    labels = {button.label for button in shown if button.label and button.label not in names}
    return {label for label in labels if any(row and row in label for row in cut)}

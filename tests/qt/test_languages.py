"""Languages with long words, larger text, and text that runs from right to left: nothing is cut, everything mirrors."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.qt.scenes import SCREENS, Scene
from pos_client.qt.widgets import paint
from pos_client.qt.widgets.button import Button
from tests.qt.pseudo import Longer, from_right_to_left, longer, speaking

Walk = Callable[[Scene], set[str]]


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}x{screen[1]}")
def screen(request: pytest.FixtureRequest, qtbot: QtBot) -> tuple[int, int, float]:
    found: tuple[int, int, float] = request.param
    return found


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """Goes through all states; what was painted shorter than it is."""
    cut: set[str] = set()
    shortened = paint.shortened

    def noting(text: str, font: QFont, width: float, mode: Qt.TextElideMode) -> str:
        shown = shortened(text, font, width, mode)
        if shown != text:
            cut.add(text)
        return shown

    monkeypatch.setattr(paint, "shortened", noting)

    def walk(scene: Scene) -> set[str]:
        for _ in scene.scenes():
            QApplication.processEvents()
            scene.window.grab()
        scene.window.close()
        return cut

    yield walk
    use_language("en")


def own_words(scene: Scene, texts: set[str]) -> set[str]:
    """The program's words among `texts`: names of articles, people and stores may be shortened."""
    names = {one.name for one in scene.shop.catalog.search("", 2_000)} | {"Quillmere", "Cashier", "Manager"}
    return {text for text in texts if not any(name in text for name in names)}


def test_words_become_longer() -> None:
    assert longer("Set aside {count} of {name}") == "Setee asideee {count} ofe {name}"


def test_no_word_of_the_sell_screen_is_cut_in_a_language_of_long_words(
    screen: tuple[int, int, float], walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with speaking(monkeypatch, Longer()):
        scene = Scene(*screen)
        keys = buttons(scene)
        assert own_words(scene, walk(scene)) & keys == set()


def buttons(scene: Scene) -> set[str]:
    """The labels of all buttons of the window."""
    return {one.label for one in scene.window.findChildren(Button)}


def test_text_is_whole_at_130_percent(screen: tuple[int, int, float], walk: Walk) -> None:
    use_language("en-GB")
    scene = Scene(*screen, text_scale=1.3)
    keys = buttons(scene)
    assert own_words(scene, walk(scene)) & keys == set()


def test_from_right_to_left_the_sides_change_and_the_pads_do_not(screen: tuple[int, int, float]) -> None:
    use_language("en-GB")
    plain = corners(screen)
    with from_right_to_left():
        mirrored = corners(screen)
    width = screen[0]
    for name, box in plain.items():
        other = mirrored[name]
        if name.startswith("key "):
            continue
        assert (other.top(), other.size()) == (box.top(), box.size()), name
        assert abs(other.left() - (width - box.left() - box.width())) <= 2, name
    assert mirrored["key 7"].left() < mirrored["key 9"].left()


def corners(screen: tuple[int, int, float]) -> dict[str, QRect]:
    """Where the zones of the sell screen are."""
    scene = Scene(*screen)
    scene.sign_in()
    scene.sell()
    assert scene.window.sale is not None
    sale = scene.window.sale
    sale.pay.show_page(1)
    QApplication.processEvents()
    scene.window.grab()
    widgets: dict[str, QWidget] = {
        "entry": sale.cart.entry, "cart": sale.cart.cart, "remove": sale.cart.cart.chosen.remove,
        "undo": sale.cart.undo, "exact": sale.pay.pay.exact, "note": sale.pay.pay.notes[0], "due": sale.pay.pay.due,
        "tab": sale.pay.tabs.keys[0], "key 7": sale.pay.pad.keys["7"], "key 9": sale.pay.pad.keys["9"],
    }  # fmt: skip
    found = {name: QRect(one.mapTo(scene.window, QPoint(0, 0)), one.size()) for name, one in widgets.items()}
    scene.window.close()
    return found

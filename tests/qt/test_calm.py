"""Nothing stands before the sale, and nothing moves under the finger, whatever the till shows and whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.qt.scenes import SCREENS, Scene
from tests.qt.calm import Found, glance, look_around, moved, targets
from tests.qt.scan_states import open_till, states

PARTS = 4
"""The walk is parted, so that a slow machine does not take its length for a hang."""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en-GB")
    yield
    use_language("en")


@contextmanager
def scene_on(screen: tuple[int, int, float]) -> Iterator[Scene]:
    """A window that is really gone afterwards: a till that dresses would dress it too."""
    scene = Scene(*screen)
    yield scene
    scene.window.close()
    scene.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_nothing_is_covered_or_shifted_by_what_nobody_did_one_thing_after_the_other(qtbot: QtBot) -> None:
    found = Found()
    with scene_on(SCREENS[0]) as scene:
        for picture in scene.scenes():
            look_around(scene, picture, found)
    assert found.wrong == []
    assert found.states > 60
    assert found.targets > 20_000


def test_nothing_is_covered_or_shifted_on_a_large_screen_either(qtbot: QtBot) -> None:
    found = Found()
    with scene_on(SCREENS[3]) as scene:
        for picture in scene.scenes():
            glance(scene, picture, found)
    assert found.wrong == []
    assert found.states > 60


@pytest.mark.parametrize("part", range(PARTS))
def test_no_state_that_a_key_leads_to_is_covered_or_shifted_by_what_nobody_did(qtbot: QtBot, part: int) -> None:
    found = Found()
    every = list(states())
    for name, enter in every[part::PARTS]:
        till = open_till(name)
        enter(till)
        glance(till, name, found)
        till.program.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert found.wrong == []
    assert found.states * PARTS > 70


def test_the_comparison_sees_what_moves_grows_and_goes(qtbot: QtBot) -> None:
    with scene_on(SCREENS[1]) as scene:
        scene.sign_in()
        assert scene.window.sale is not None
        QCoreApplication.processEvents()
        before = targets(scene.window)
        cart = scene.window.sale.cart
        cart.park.hide()
        cart.search.move(cart.search.x() + 1, cart.search.y())
        cart.last.reprint.resize(10, 10)
        assert len(list(moved(before, targets(scene.window)))) == 3


def test_nothing_moves_beside_the_clock_at_ten(qtbot: QtBot) -> None:
    use_language("en-US")
    with scene_on(SCREENS[0]) as scene:
        scene.sign_in()
        shown: list[tuple[str, dict[str, QRect]]] = []
        for minutes in (-275, 4):
            scene.shop.clock.move(minutes * 60)
            scene.shell.stir()
            scene.shell.tick()
            QCoreApplication.processEvents()
            shown.append((scene.window.bar.clock.text, targets(scene.window)))
    (early, before), (late, after) = shown
    assert (early, late) == ("9:57 AM", "10:01 AM")
    assert list(moved(before, after)) == []

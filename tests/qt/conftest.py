"""A whole window over the demo shop in memory, with hands and a scanner."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.qt.program import Program, Screen, Wishes
from pos_client.qt.robot import Robot
from tests.qt.counter_window import CounterWindow


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says at every window that it has no window manager to tell sizes to."""
    for item in items:
        if "tests/qt/" in item.nodeid:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def counter_window(qtbot: QtBot) -> Iterator[CounterWindow]:
    """A till with a window, nobody signed in."""
    use_language("en-GB")
    program = Program(Wishes(screen=Screen(1366, 768, 3.95)))
    shop = PretendShop()
    program.open(shop.trade())
    assert program.window is not None
    qtbot.waitUntil(program.window.isActiveWindow)
    yield CounterWindow(program, shop, Robot(program.window))
    program.close()
    use_language("en")

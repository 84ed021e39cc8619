"""Sounds of the real window, from the key to the player."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hardware.simulated.speaker import SimulatedPlayer
from pos_client.app.sounding import open_sounds
from pos_client.i18n import use_language
from pos_client.presenters.pretend import PretendShop
from pos_client.qt.program import Program, Screen, Wishes
from pos_client.qt.robot import Robot

NUTELLA = "59027904"
UNKNOWN = "4006381333931"
TRIES = 15


class SoundingTill:
    """A till with a window, signed in, and a loudspeaker made of code."""

    def __init__(self, folder: Path, closing: ExitStack, *, is_instant: bool) -> None:
        use_language("en-GB")
        closing.callback(use_language, "en")
        self.player = SimulatedPlayer(is_instant=is_instant)
        self.program = Program(Wishes(screen=Screen(1366, 768, 3.95)))
        closing.callback(self.program.close)
        play = open_sounds({}, folder, closing, self.player)
        self.shop = PretendShop()
        self.program.open(replace(self.shop.trade(), play=play))
        assert self.program.window is not None
        assert self.program.shell is not None
        self.window, self.shell = self.program.window, self.program.shell
        self.robot = Robot(self.window)
        self.robot.type_text("1111")
        assert self.robot.wait_until(lambda: self.shell.view.value.place == "sale")


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_line_a_repeat_a_riddle_and_a_payment_sound_different(
    qtbot: QtBot, tmp_path: Path, closing: ExitStack
) -> None:
    till = SoundingTill(tmp_path, closing, is_instant=True)
    for number, code in enumerate((NUTELLA, NUTELLA, UNKNOWN), start=1):
        till.robot.scan(code)
        till.player.wait_for(number)
    till.robot.press("Minus")
    till.shop.clock.move(1)  # keys that close a sale are deaf for a moment after a scan
    till.robot.press("F10")
    assert till.player.wait_for(4) == ["accepted", "again", "look", "paid"]


def test_a_sound_begins_with_the_key(qtbot: QtBot, tmp_path: Path, closing: ExitStack) -> None:
    till = SoundingTill(tmp_path, closing, is_instant=True)
    handle = till.window.windowHandle()
    assert handle is not None
    waits_ms: list[float] = []
    for number in range(1, TRIES + 1):
        till.robot.type_text(NUTELLA)
        till.robot.wait(100)
        pressed_ns = time.perf_counter_ns()
        QTest.keyClick(handle, Qt.Key.Key_Return)
        assert len(till.player.wait_for(number)) == number
        waits_ms.append((till.player.played[-1].at_ns - pressed_ns) / 1e6)
    assert median(waits_ms) < 100, waits_ms

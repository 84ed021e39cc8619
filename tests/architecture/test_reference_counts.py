"""The Qt binding gives back every reference it takes.

PySide6 6.12 under CPython 3.11 drops one to True or None at each emit and single shot; the interpreter aborts after
some thousand calls, which a short test run would not show. (From CPython 3.12 on both are immortal.)
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

ROUNDS = 400
NOISE = ROUNDS // 2  # other code takes and gives some meanwhile; the fault takes one or more at each round


class Bell(QObject):
    """Something that can be heard."""

    rung = Signal(object)


def test_emitting_keeps_the_references_to_true(qtbot: QtBot) -> None:
    bell = Bell()
    heard: list[int] = []
    bell.rung.connect(heard.append)
    gc.collect()
    before = sys.getrefcount(True)
    for number in range(ROUNDS):
        bell.rung.emit(number)
    assert sys.getrefcount(True) > before - NOISE
    assert len(heard) == ROUNDS


def test_single_shots_keep_the_references_to_none(qtbot: QtBot) -> None:
    fired: list[int] = []
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        QTimer.singleShot(0, lambda: fired.append(1))
    qtbot.waitUntil(lambda: len(fired) == ROUNDS)
    assert sys.getrefcount(None) > before - NOISE

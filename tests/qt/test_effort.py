"""Every task of a sale, at the real window, by one kind of hand alone: as many moves as the table says, no more."""

import pytest
from pytestqt.qtbot import QtBot

from pos_client.i18n import use_language
from tests.qt.effort import TASKS, Side, Task, walk
from tests.qt.hands import Effort


@pytest.mark.parametrize("side", ["keyboard", "touch"])
@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.goal_id} {task.name}")
def test_a_task_takes_as_many_moves_as_were_promised(qtbot: QtBot, task: Task, side: Side) -> None:
    use_language("en-GB")
    walked = walk(task, side)
    use_language("en")
    way = task.way(side)
    keys, taps = (way.moves, 0) if side == "keyboard" else (0, way.moves)
    assert walked.effort == Effort(keys, taps, way.typed)
    assert walked.is_done
    assert walked.is_undone

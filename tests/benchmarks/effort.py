"""What the tasks of a sale cost a hand after the last scan: keys by keyboard alone, touches by touch alone.

Each is walked at the real window and counted where keys and touches enter it; how fast, is not asked. Beside each the
steps that other systems' own documents ask for, where those say it.
"""

import os

from pos_client.i18n import use_language
from pos_client.qt.application import application, log_qt_messages
from tests.benchmarks.figures import Figure
from tests.benchmarks.ground import Ground
from tests.benchmarks.windows import FOR_WINDOWS
from tests.qt.effort import TASKS, Task, Way, walk
from tests.qt.hands import Effort


def run(ground: Ground) -> list[Figure]:
    """A line for each task. A quick run is the whole one."""
    os.environ.update(FOR_WINDOWS)
    application()
    release = log_qt_messages()
    use_language("en-GB")
    figures = [_figure(task, ground) for task in TASKS]
    use_language("en")
    release()
    return figures


def _figure(task: Task, ground: Ground) -> Figure:
    ground.say(f"{task.goal_id} {task.name}")
    by_key, by_touch = walk(task, "keyboard"), walk(task, "touch")
    if not (by_key.is_done and by_key.is_undone and by_touch.is_done and by_touch.is_undone):
        raise RuntimeError(f"{task.name} did not end as it should")
    keys, taps = by_key.effort, by_touch.effort
    is_met = keys.keys <= task.keyboard.goal and taps.taps <= task.touch.goal
    return Figure(
        f"{task.goal_id} {task.name}",
        f"{_moves(keys)} by keyboard, {_moves(taps)} by touch",
        task.elsewhere,
        "",
        f"{_goal(task.keyboard)}, {_goal(task.touch)}",
        is_met,
        float(keys.keys + taps.taps),
        "moves",
    )


def _moves(effort: Effort) -> str:
    typed = f" + {effort.typed} typed" if effort.typed else ""
    return f"{effort.keys + effort.taps}{typed}"


def _goal(way: Way) -> str:
    return f"<= {way.goal}" + (" + amount" if way.typed else "")

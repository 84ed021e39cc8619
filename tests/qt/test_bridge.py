"""From background threads to the screen and back."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from pos_client.qt.application import guard
from pos_client.qt.bridge import Bridge
from pos_client.qt.tasks import StoreTasks, UnexpectedFailure
from sync_engine.domain.errors import EmptyCart, Unavailable


class DiskFull(Unavailable):
    pass


class Heard:
    """Remembers results and the thread they came on."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.threads: set[str] = set()

    def done(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread().name)

    def failed(self, error: Exception) -> None:
        self.errors.append(error)
        self.threads.add(threading.current_thread().name)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[StoreTasks]:
    made = StoreTasks(Bridge())
    yield made
    made.stop()


def test_events_of_other_threads_arrive_in_order_where_the_screen_lives(qtbot: QtBot, heard: Heard) -> None:
    bridge = Bridge()
    bridge.listen(heard.done)

    def post_all() -> None:
        for number in range(100):
            bridge.post(number)

    thread = threading.Thread(target=post_all)
    thread.start()
    thread.join()
    assert heard.results == []
    qtbot.waitUntil(lambda: len(heard.results) == 100)
    assert heard.results == list(range(100))
    assert heard.threads == {threading.main_thread().name}


def test_large_amounts_arrive_whole(qtbot: QtBot, heard: Heard) -> None:
    bridge = Bridge()
    bridge.listen(heard.done)
    bridge.post(2**40 + 1)
    qtbot.waitUntil(lambda: bool(heard.results))
    assert heard.results == [2**40 + 1]


def test_work_is_done_in_order_on_one_other_thread(qtbot: QtBot, tasks: StoreTasks, heard: Heard) -> None:
    worked: list[str] = []

    def work(number: int) -> int:
        worked.append(threading.current_thread().name)
        return number

    for number in range(20):
        tasks.run(partial(work, number), heard.done, heard.failed)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert heard.results == list(range(20))
    assert heard.threads == {threading.main_thread().name}
    assert set(worked) == {"store_0"}


@pytest.mark.parametrize("error", [EmptyCart(), DiskFull()])
def test_an_expected_failure_comes_back_as_it_is(
    qtbot: QtBot, tasks: StoreTasks, heard: Heard, error: Exception
) -> None:
    def work() -> None:
        raise error

    tasks.run(work, heard.done, heard.failed)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert heard.errors == [error]
    assert heard.results == []


@pytest.mark.qt_no_exception_capture
@pytest.mark.expects_log
def test_a_bug_in_work_is_told_logged_and_shown(
    qtbot: QtBot, tasks: StoreTasks, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    release = guard(lambda: shown.append("red bar"))
    try:
        tasks.run(lambda: 1 // 0, heard.done, heard.failed)
        qtbot.waitUntil(lambda: bool(shown))
    finally:
        release()
    assert [type(error) for error in heard.errors] == [UnexpectedFailure]
    assert shown == ["red bar"]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.qt_no_exception_capture
@pytest.mark.expects_log
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_any_thread_is_logged_and_shown(caplog: pytest.LogCaptureFixture) -> None:
    shown: list[str] = []
    release = guard(lambda: shown.append("red bar"))
    try:
        thread = threading.Thread(target=lambda: 1 // 0, name="printer")
        thread.start()
        thread.join()
    finally:
        release()
    assert shown == ["red bar"]
    assert "a bug in thread printer" in caplog.text


def test_stopping_waits_for_what_was_begun(qtbot: QtBot, heard: Heard) -> None:
    tasks = StoreTasks(Bridge())
    begun, written = threading.Event(), []

    def work() -> None:
        begun.set()
        written.append("sale")

    tasks.run(work, heard.done, heard.failed)
    tasks.stop()
    assert begun.is_set()
    assert written == ["sale"]

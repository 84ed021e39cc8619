"""`python -m tests.benchmarks.painted HOME`: the till's own start, with a witness who says when the sign-in is painted.

Writes one line, a reading of the monotonic clock in nanoseconds after the first paint of the sign-in screen. Stays
open until its input ends. Without a home it is the other side: a window with one label, from the same library.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import QEvent, QMetaObject, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

SIGN_IN, BARE = "SignInScreen", "QLabel"


class Witness(QObject):
    """Waits for the first paint of a widget whose class is called `wanted`."""

    def __init__(self, application: QApplication, wanted: str) -> None:
        super().__init__()
        self._application, self._wanted = application, wanted
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What is posted before the paint is done right after it."""
        if event.type() == QEvent.Type.Paint and type(watched).__name__ == self._wanted:
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self._say)
        return False

    def _say(self) -> None:
        print(time.monotonic_ns(), flush=True)
        threading.Thread(target=self._close_after_input, daemon=True).start()

    def _close_after_input(self) -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        QMetaObject.invokeMethod(self._application, "closeAllWindows", Qt.ConnectionType.QueuedConnection)


def witness_the_till(home: str) -> None:
    """Start as `pos-client --home HOME` does; the witness comes in when the event loop begins."""
    run: Callable[[], int] = QApplication.exec
    kept: list[Witness] = []

    def witnessed(*_: object) -> int:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        kept.append(Witness(application, SIGN_IN))
        return run()

    QApplication.exec = witnessed  # type: ignore[method-assign]
    sys.argv = ["pos-client", "--home", home]
    import_module("pos_client.__main__").main()


def show_a_label() -> None:
    """The least that a window can be."""
    application = QApplication([])
    witness = Witness(application, BARE)
    label = QLabel("Till")
    label.resize(1024, 768)
    label.show()
    application.exec()
    del witness


if __name__ == "__main__":
    if sys.argv[1:]:
        witness_the_till(sys.argv[1])
    else:
        show_a_label()

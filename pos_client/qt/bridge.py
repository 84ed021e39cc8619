"""The one way from background work to the screen: `post` from any thread, handled where the screen lives.

One QObject, made on the screen's thread, with one signal that carries any frozen value. (`Signal(int)` would wrap
amounts at 2^31; a lambda connected across threads would run in the wrong one.)
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Bridge(QObject):
    """Make it on the screen's thread; post to it from anywhere."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._handlers: list[Callable[[object], None]] = []
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def post(self, event: object) -> None:
        """Tell the screen. Returns at once; events of one thread arrive in their order."""
        self._posted.emit(event)

    def listen(self, handler: Callable[[object], None]) -> None:
        """Hear every event, on the screen's thread."""
        self._handlers.append(handler)

    @Slot(object)
    def _on_posted(self, event: object) -> None:
        for handler in self._handlers:
            handler(event)

"""The running window program: application, bridge, store thread, scan filter and window, opened and closed in order.

It is given a `Trade` and knows nothing of where that comes from.
"""

import signal
from dataclasses import dataclass, field, replace
from types import FrameType

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from hardware.scanner.keymap import characters_of
from hardware.scanner.symbol import RawScan
from hardware.scanner.wedge import Wedge, WedgeSettings
from pos_client.presenters.ports import Trade
from pos_client.presenters.shell import Shell
from pos_client.qt.application import application, guard
from pos_client.qt.bridge import Bridge
from pos_client.qt.input_method import InputMethodGate
from pos_client.qt.main_window import MainWindow
from pos_client.qt.scan_filter import ScanFilter
from pos_client.qt.tasks import StoreTasks
from pos_client.qt.theme import Theme, dress, theme_for, theme_of


@dataclass(frozen=True, slots=True)
class BugSeen:
    """Something was caught at the border of the program; the log has it."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen to lay out for: logical pixels, and pixels per millimetre. For pictures and tests."""

    width_px: int
    height_px: int
    px_per_mm: float


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the program should look and listen. No `screen`: the real one, maximized."""

    is_dark: bool = False
    screen: Screen | None = None
    language: str = "en"
    wedge: WedgeSettings = field(default_factory=WedgeSettings)


def _here(wedge: WedgeSettings) -> WedgeSettings:
    """With the key codes of this window system."""
    return replace(wedge, to_character=characters_of(QGuiApplication.platformName()))


class Program:
    """Make it on the main thread. `post` may be called from any thread, also before `open`."""

    def __init__(self, wishes: Wishes | None = None) -> None:
        self._wishes = wishes or Wishes()
        self._screen = self._wishes.screen
        self.application = application(self._wishes.language)
        self.theme = self._theme(is_dark=self._wishes.is_dark)
        dress(self.application, self.theme)
        self.bridge = Bridge()
        self.post = self.bridge.post
        self.tasks = StoreTasks(self.bridge)
        self.shell: Shell | None = None
        self.window: MainWindow | None = None
        self.filter: ScanFilter | None = None
        self.gate: InputMethodGate | None = None
        self._release = guard(self._report_bug)
        self.bridge.listen(self._on_event)

    def open(self, trade: Trade) -> None:
        """Show the window."""
        self.shell = Shell(trade)
        self.shell.open()
        self.window = MainWindow(self.theme, self.shell, self._width())
        self.filter = ScanFilter(self._on_scan, Wedge(_here(self._wishes.wedge)))
        self.application.installEventFilter(self.filter)
        self.gate = InputMethodGate(self._on_scan)
        if self._screen is None:
            self.window.setGeometry(
                QGuiApplication.primaryScreen().availableGeometry()
            )  # also without a window manager
            self.window.showMaximized()
        else:
            self.window.resize(self._screen.width_px, self._screen.height_px)
            self.window.show()
        self.window.activateWindow()

    def run(self) -> int:
        """Run until the window is closed, or the program is asked to end; its exit status."""
        before = [(number, signal.signal(number, self._on_signal)) for number in (signal.SIGINT, signal.SIGTERM)]
        try:
            return self.application.exec()
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.application.quit()

    def drain(self) -> None:
        """Take no more keys, and finish what the store thread began; the till below may be closed afterwards."""
        if self.filter is not None:
            self.application.removeEventFilter(self.filter)
        if self.gate is not None:
            self.gate.close()
        if self.window is not None:
            self.window.ticking.stop()
        self.tasks.stop()
        QCoreApplication.processEvents()  # the last results reach the screen

    def close(self) -> None:
        """Take the window away."""
        self.drain()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
        self._release()

    def _theme(self, *, is_dark: bool) -> Theme:
        if self._screen is None:
            return theme_of(QGuiApplication.primaryScreen(), is_dark=is_dark)
        return theme_for(self._screen.width_px, self._screen.height_px, self._screen.px_per_mm, is_dark=is_dark)

    def _width(self) -> int:
        return self._screen.width_px if self._screen else QGuiApplication.primaryScreen().size().width()

    def _report_bug(self) -> None:
        self.post(BugSeen())

    def _on_scan(self, scan: RawScan) -> None:
        if self.shell is not None:
            self.shell.scan(scan.data)

    def _on_event(self, event: object) -> None:
        if self.shell is None:
            return
        if isinstance(event, BugSeen):
            self.shell.report_bug()
        else:
            self.shell.on_event(event)

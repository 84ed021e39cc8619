"""The window: status bar, red bar, the screens on top of each other. It decides nothing.

There is no dialog in this program: what has to be said stands in the bar, below the cart, or on the line it is about.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shell import Shell, ShellView
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import StatusView
from pos_client.qt.key_names import name_of
from pos_client.qt.screens.layouts import column
from pos_client.qt.screens.lock_curtain import LockCurtain
from pos_client.qt.screens.sale_screen import SaleScreen, columns_of
from pos_client.qt.screens.sign_in_screen import SignInScreen
from pos_client.qt.screens.waiting_screen import WaitingScreen
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.chip import Banner
from pos_client.qt.widgets.status_bar import StatusBar

TICK_MS = 1000
_STIRRING = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})


class MainWindow(QMainWindow):
    """One till."""

    def __init__(self, theme: Theme, shell: Shell, width_px: int) -> None:
        super().__init__()
        self.theme, self.shell, self.width_px = theme, shell, width_px
        self.setWindowTitle(tr("Till"))
        self.bar = StatusBar(theme)
        self.screens = QStackedWidget()
        self.waiting = WaitingScreen(theme)
        self.sign_in: SignInScreen | None = None
        self.sale: SaleScreen | None = None
        self.curtain: LockCurtain | None = None
        self.screens.addWidget(self.waiting)
        ground = QWidget()
        ground.setObjectName("ground")
        stack = column(theme, ground, gap=0)
        stack.addWidget(self.bar)
        self.banner = Banner(theme, self.bar)
        stack.addWidget(self.screens, 1)
        self.setCentralWidget(ground)
        self.bar.person.clicked.connect(shell.lock)
        self.bar.chip.clicked.connect(self._on_chip)
        shell.view.listen(self.show_shell)
        shell.status.view.listen(self.show_status)
        self.bar.paper.clicked.connect(shell.paper.act)
        self.bar.settle.clicked.connect(self._on_paper_there)
        shell.paper.view.listen(self.bar.show_paper)
        self.ticking = QTimer(self)
        self.ticking.timeout.connect(shell.tick)
        self.ticking.start(TICK_MS)

    def show_shell(self, view: ShellView) -> None:
        """Show the screen that is meant."""
        self.bar.show_shell(view)
        self.waiting.say(view.waiting)
        if view.place == "waiting":
            return
        sign_in, sale = self._screens()
        is_locked = view.place == "sign_in"
        screen: QWidget = sign_in if is_locked and not view.is_curtain else sale
        is_other = self.screens.currentWidget() is not screen
        self.screens.setCurrentWidget(screen)
        if self._draw(is_drawn=is_locked and view.is_curtain) or (is_other and not view.is_curtain):
            screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self, *, is_drawn: bool) -> bool:
        """Draw the curtain or open it; whether it was opened, and the keyboard belongs to the sale again."""
        assert self.curtain is not None
        is_changed = is_drawn == self.curtain.isHidden()
        if is_drawn and is_changed:
            self.curtain.draw()
        elif is_changed:
            self.curtain.open()
        return is_changed and not is_drawn

    def show_status(self, view: StatusView) -> None:
        """Show the state of the line, and the red bar when the till is stopped."""
        self.bar.show_status(view)
        self.banner.say(view.bar)

    def _screens(self) -> tuple[SignInScreen, SaleScreen]:
        if self.sign_in is None or self.sale is None:
            assert isinstance(self.shell.sign_in, SignInPresenter)
            assert isinstance(self.shell.sale, SalePresenter)
            self.sign_in = SignInScreen(self.theme, self.shell.sign_in)
            point = self.shell.sale.amounts.point or "000"
            self.sale = SaleScreen(self.theme, self.shell.sale, self.width_px, point)
            for screen in (self.sign_in, self.sale):
                self.screens.addWidget(screen)
            self.curtain = LockCurtain(self.theme, self.shell.sign_in, self.sale, columns_of(self.width_px))
        return self.sign_in, self.sale

    def _on_paper_there(self) -> None:
        self.shell.paper.settle(is_wanted=False)

    def _on_chip(self) -> None:
        if self.shell.sale is not None and self.shell.view.value.place == "sale":
            self.shell.sale.strike("sync")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _STIRRING:
            self.shell.stir()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        glass = self.windowHandle()
        if glass is not None:
            glass.installEventFilter(self)  # of the window alone: few events pass here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F12 and not event.isAutoRepeat():
            self.shell.lock()
        elif name_of(event) == "Ctrl+O" and not event.isAutoRepeat():
            self.shell.paper.act()
        elif name_of(event) == "Ctrl+J" and not event.isAutoRepeat():
            self._on_paper_there()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.banner.resize(self.width(), self.bar.height())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.ticking.stop()
        super().closeEvent(event)
        application = QApplication.instance()
        if application is not None:
            application.quit()

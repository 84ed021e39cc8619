"""The window: status bar, red bar, the screens on top of each other. It decides nothing.

There is no dialog in this program: what has to be said stands in the bar, below the cart, or on the line it is about.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.shell import Shell, ShellView
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import StatusView
from pos_client.qt.screens.layouts import column
from pos_client.qt.screens.sale_screen import SaleScreen
from pos_client.qt.screens.sign_in_screen import SignInScreen
from pos_client.qt.screens.waiting_screen import WaitingScreen
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.chip import Banner
from pos_client.qt.widgets.status_bar import StatusBar

TICK_MS = 1000


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
        self.screens.addWidget(self.waiting)
        ground = QWidget()
        ground.setObjectName("ground")
        stack = column(theme, ground, gap=0)
        stack.addWidget(self.bar)
        self.banner = Banner(theme, self.bar)
        stack.addWidget(self.screens, 1)
        self.setCentralWidget(ground)
        self.bar.person.clicked.connect(shell.lock)
        shell.view.listen(self.show_shell)
        shell.status.view.listen(self.show_status)
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
        screen: QWidget = sign_in if view.place == "sign_in" else sale
        if self.screens.currentWidget() is not screen:
            self.screens.setCurrentWidget(screen)
            screen.setFocus(Qt.FocusReason.OtherFocusReason)

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
        return self.sign_in, self.sale

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F12 and not event.isAutoRepeat():
            self.shell.lock()
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

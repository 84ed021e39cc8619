"""What the tests of the window reach: the program, its shop, and hands."""

from dataclasses import dataclass

from pos_client.presenters.pretend import PretendShop
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.sign_in import SignInPresenter
from pos_client.presenters.views import SaleView
from pos_client.qt.main_window import MainWindow
from pos_client.qt.program import Program
from pos_client.qt.robot import Robot
from pos_client.qt.screens.sale_screen import SaleScreen
from pos_client.qt.screens.sign_in_screen import SignInScreen

NUTELLA = "59027904"
MILK = "F0201"


@dataclass(frozen=True)
class CounterWindow:
    """One till on the screen."""

    program: Program
    shop: PretendShop
    robot: Robot

    @property
    def window(self) -> MainWindow:
        assert self.program.window is not None
        return self.program.window

    @property
    def sale(self) -> SalePresenter:
        assert self.program.shell is not None
        assert self.program.shell.sale is not None
        return self.program.shell.sale

    @property
    def sign_in(self) -> SignInPresenter:
        assert self.program.shell is not None
        assert self.program.shell.sign_in is not None
        return self.program.shell.sign_in

    @property
    def view(self) -> SaleView:
        return self.sale.sale.value

    @property
    def sale_screen(self) -> SaleScreen:
        assert self.window.sale is not None
        return self.window.sale

    @property
    def sign_in_screen(self) -> SignInScreen:
        assert self.window.sign_in is not None
        return self.window.sign_in

    def signed_in(self) -> "CounterWindow":
        """Cashier 1 signs in with the keyboard."""
        self.robot.type_text("1111")
        self.robot.wait_until(lambda: self.window.screens.currentWidget() is self.sale_screen)
        return self

    def names(self) -> list[str]:
        """The names of the lines."""
        return [line.name for line in self.view.lines]

"""The sell screen: cart and payment side by side, the change after it, the keys of the keyboard. Decides nothing."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_client.presenters.keymap import ONCE, SELL_KEYS
from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import Announcement, ChangeView, SaleView
from pos_client.qt.announcing import announce
from pos_client.qt.key_names import name_of
from pos_client.qt.screens.cart_pane import CartPane
from pos_client.qt.screens.change_pane import ChangePane, PaperPane
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.screens.side_pane import SidePane
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.legend import Legend


def columns_of(width_px: int) -> tuple[int, int]:
    """How the width is shared between cart and actions."""
    if width_px < 1200:
        return 7, 5
    return (6, 6) if width_px >= 1500 else (13, 11)


def tiles_of(width_px: int) -> tuple[int, int]:
    """Favourites: columns and rows."""
    if width_px < 1200:
        return 3, 4
    return (4, 5) if width_px >= 1500 else (4, 4)


class SaleScreen(QWidget):
    """Left the cart or the change, right the payment or the receipt, below them the keys worth a reminder."""

    def __init__(self, theme: Theme, presenter: SalePresenter, width_px: int, point: str) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.presenter = presenter
        self.cart = CartPane(theme, presenter)
        self.change = ChangePane(theme, presenter)
        self.pay = SidePane(theme, presenter, point, tiles_of(width_px))
        self.paper = PaperPane(theme, presenter, self.change)
        self.legend = Legend(theme)
        self.legend.show_keys(SELL_KEYS.legend())
        self.left, self.right = QStackedWidget(self), QStackedWidget(self)
        for stack, pages in ((self.left, (self.cart, self.change)), (self.right, (self.pay, self.paper))):
            for page in pages:
                stack.addWidget(page)
        self._lay_out(theme, columns_of(width_px))
        self.setFocusProxy(self.cart.entry.field)
        presenter.sale.listen(self.show_sale)
        presenter.change.listen(self.show_change)
        presenter.tiles.listen(self.pay.show_favourites)
        presenter.panels.view.listen(self.show_panel)
        presenter.said.listen(self.say)

    def _lay_out(self, theme: Theme, shares: tuple[int, int]) -> None:
        sides = row(theme, gap=theme.mm(3))
        for stack, share in zip((self.left, self.right), shares, strict=True):
            stack.setMinimumWidth(1)  # the shares hold, whatever is written on the keys
            sides.addWidget(stack, share)
        margin = theme.mm(2)
        box = column(theme, self, gap=4)
        box.setContentsMargins(margin, margin, margin, 4)
        box.addLayout(sides, 1)
        box.addWidget(self.legend)

    def show_sale(self, view: SaleView) -> None:
        """Show the open sale."""
        self.cart.show_view(view)
        self.pay.show_view(view)
        self._remind()

    def _remind(self) -> None:
        """The keys that matter in this state."""
        is_changing, is_paying = self.presenter.change.value is not None, self.presenter.sale.value.phase == "paying"
        self.legend.show_keys(SELL_KEYS.legend("change" if is_changing else "paying" if is_paying else "selling"))

    def show_panel(self, view: PanelView | None) -> None:
        """Show a panel beside the cart, or none; then the keyboard is the entry line's again."""
        is_other = self.pay.show_panel(view)
        if view is None and is_other and self.isVisible() and self.presenter.change.value is None:
            self.cart.entry.field.setFocus()

    def show_change(self, view: ChangeView | None) -> None:
        """Show the change of the sale that was just paid, or the sale again."""
        page = 0 if view is None else 1
        self._remind()
        if view is not None:
            self.change.show_view(view)
            self.paper.show_view(view)
        self.left.setCurrentIndex(page)
        self.right.setCurrentIndex(page)
        if self.isVisible():
            (self.cart.entry.field if view is None else self.change).setFocus()

    def say(self, said: Announcement) -> None:
        """Let a screen reader say it."""
        if said.text:
            announce(self, said.text, is_urgent=said.is_urgent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = name_of(event)
        word = name if len(name) == 1 else SELL_KEYS.intent(name)
        if not word or word in {"lock", "paper", "paper_there"} or (event.isAutoRepeat() and word in ONCE):
            super().keyPressEvent(event)
            return
        self.presenter.strike(word)
        event.accept()

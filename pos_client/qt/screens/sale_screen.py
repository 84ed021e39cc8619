"""The sell screen: cart and payment side by side, the change after it, the keys of the keyboard. Decides nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import ChangeView, SaleView
from pos_client.qt.screens.cart_pane import CartPane
from pos_client.qt.screens.change_pane import ChangePane, PaperPane
from pos_client.qt.screens.layouts import row
from pos_client.qt.screens.pay_pane import PayPane
from pos_client.qt.theme import Theme

_WORD_KEYS = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Escape: "escape",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_F1: "keys",
    Qt.Key.Key_F2: "find",
    Qt.Key.Key_F3: "customer",
    Qt.Key.Key_F4: "park",
    Qt.Key.Key_F5: "resume",
    Qt.Key.Key_F8: "discount",
    Qt.Key.Key_F10: "exact",
}
_CHORDS = {Qt.Key.Key_Z: "undo", Qt.Key.Key_P: "reprint", Qt.Key.Key_D: "drawer"}
_ONCE = frozenset({"enter", "exact", "reprint"})  # holding these down does them once


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
    """Left the cart or the change, right the payment or the receipt."""

    def __init__(self, theme: Theme, presenter: SalePresenter, width_px: int, point: str) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.presenter = presenter
        self.cart = CartPane(theme, presenter)
        self.change = ChangePane(theme, presenter)
        self.pay = PayPane(theme, presenter, point, tiles_of(width_px))
        self.paper = PaperPane(theme)
        self.left, self.right = QStackedWidget(self), QStackedWidget(self)
        for stack, pages in ((self.left, (self.cart, self.change)), (self.right, (self.pay, self.paper))):
            for page in pages:
                stack.addWidget(page)
        box = row(theme, self, margin=theme.mm(2), gap=theme.mm(3))
        for stack, share in zip((self.left, self.right), columns_of(width_px), strict=True):
            box.addWidget(stack, share)
        self.setFocusProxy(self.cart.entry.field)
        presenter.sale.listen(self.show_sale)
        presenter.change.listen(self.show_change)
        presenter.stock.listen(self.pay.show_stock)
        presenter.tiles.listen(self.pay.show_favourites)
        presenter.panels.view.listen(self.show_panel)

    def show_sale(self, view: SaleView) -> None:
        """Show the open sale."""
        self.cart.show_view(view)
        self.pay.show_view(view)

    def show_panel(self, view: PanelView | None) -> None:
        """Show a panel beside the cart, or none; then the keyboard is the entry line's again."""
        is_other = self.pay.show_panel(view)
        if view is None and is_other and self.isVisible() and self.presenter.change.value is None:
            self.cart.entry.field.setFocus()

    def show_change(self, view: ChangeView | None) -> None:
        """Show the change of the sale that was just paid, or the sale again."""
        page = 0 if view is None else 1
        if view is not None:
            self.change.show_view(view)
            self.paper.show_view(view)
        self.left.setCurrentIndex(page)
        self.right.setCurrentIndex(page)
        if self.isVisible():
            (self.cart.entry.field if view is None else self.change).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        word = self._word(event)
        if not word or (event.isAutoRepeat() and word in _ONCE):
            super().keyPressEvent(event)
            return
        self.presenter.strike(word)
        event.accept()

    def _word(self, event: QKeyEvent) -> str:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return _CHORDS.get(key, "")
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return ""
        text = event.text()
        return _WORD_KEYS.get(key) or (text if len(text) == 1 and text.isprintable() else "")

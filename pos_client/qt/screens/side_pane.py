"""The right side of the sell screen: favourites, keypad or a panel above, what is to pay below. Decides nothing.

Whatever stands above, the amounts and the keys that pay keep their places.
"""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_client.i18n import tr
from pos_client.presenters.keymap import SELL_KEYS
from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView, TileView
from pos_client.qt.screens.layouts import column
from pos_client.qt.screens.panel_dock import PanelDock
from pos_client.qt.screens.pay_pane import PayPane
from pos_client.qt.screens.total_block import TotalBlock
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Look
from pos_client.qt.widgets.favourites import FavouritePages
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.tabs import Tabs

FAVOURITES, KEYPAD, CUSTOMER = range(3)
CHOOSING, PAYING, DOCK = range(3)


def sale_pad(theme: Theme, point: str, parent: QWidget) -> Keypad:
    """The keypad while selling: what it types goes to the entry line."""
    digits = [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["00", "0", point]]
    quantity, remove = SELL_KEYS.key("quantity"), SELL_KEYS.key("remove")
    ends = [
        ("backspace", Look("", icon="backspace", kind="quiet", height="key"), tr("Delete the last digit")),
        ("*", Look(tr("Quantity"), hint=quantity, kind="quiet", height="key", is_tight=True), tr("Quantity")),
        ("-", Look(tr("Remove"), hint=remove, kind="quiet", height="key", is_tight=True), tr("Remove the line")),
        ("enter", Look(tr("Enter"), kind="tint", height="key"), tr("Enter")),
    ]
    rows = [[*((key, digit_look(key), key) for key in line), end] for line, end in zip(digits, ends, strict=True)]
    return Keypad(theme, rows, parent)


class SidePane(QWidget):
    """Tabs and pages above, the total block below."""

    def __init__(self, theme: Theme, presenter: SalePresenter, point: str, grid: tuple[int, int]) -> None:
        super().__init__()
        self.theme, self.presenter = theme, presenter
        self._is_paying = self._has_panel = False
        self._page_before: int | None = None
        self.tabs = Tabs(
            theme,
            [
                Look(tr("Favourites"), icon="grid"),
                Look(tr("Keypad"), icon="keypad"),
                Look(tr("Customer"), hint=SELL_KEYS.key("customer"), icon="user"),
            ],
            self,
        )
        self.tabs.chosen.connect(self._on_tab)
        self.favourites = FavouritePages(theme, *grid)
        self.favourites.chosen.connect(presenter.add_favourite)
        self.pad = sale_pad(theme, point, self)
        self.pad.struck.connect(presenter.strike)
        self.pages = QStackedWidget(self)
        for page in (self.favourites, self.pad):
            self.pages.addWidget(page)
        self.taking = PayPane(theme, presenter)
        self.dock = PanelDock(theme, presenter.panels, self)
        self.above = QStackedWidget(self)
        for above in (self._choosing(), self.taking, self.dock):
            self.above.addWidget(above)
        self.pay = TotalBlock(theme, presenter, self)
        stack = column(theme, self)
        stack.addWidget(self.above, 1)
        stack.addWidget(self.pay)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), super().minimumSizeHint().height())

    def _choosing(self) -> QWidget:
        page = QWidget(self)
        stack = column(self.theme, page)
        stack.addWidget(self.tabs)
        stack.addWidget(self.pages, 1)
        return page

    def _on_tab(self, number: int) -> None:
        if number == CUSTOMER:
            self.presenter.strike("customer")
        else:
            self.show_page(number)

    def show_page(self, number: int) -> None:
        """Open favourites or keypad."""
        self.tabs.choose(number)
        self.pages.setCurrentIndex(number)

    def show_view(self, view: SaleView) -> None:
        """Show what is to pay, and how it is paid while that is taken."""
        self._is_paying = view.phase == "paying"
        self._place()
        self._offer_pad(is_asked=view.asks_quantity)
        name = view.customer
        tab = self.tabs.keys[CUSTOMER]
        tab.set_text(name or tr("Customer"), tr("Customer {name}", name=name) if name else tr("Customer"))
        self.pay.show_view(view)

    def _offer_pad(self, *, is_asked: bool) -> None:
        """A number is asked for: the keypad is there for it, and what stood there before comes back after it."""
        if is_asked and self._page_before is None:
            self._page_before = self.tabs.current
            self.show_page(KEYPAD)
        elif not is_asked and self._page_before is not None:
            self.show_page(self._page_before)
            self._page_before = None

    def show_panel(self, view: PanelView | None) -> bool:
        """Show a panel in the place of favourites and keypad, or them again; whether that is another page."""
        was = self.above.currentIndex()
        self._has_panel = view is not None
        self._place()
        if self.above.currentIndex() == DOCK != was:
            self.dock.take_focus()
        return self.above.currentIndex() != was

    def _place(self) -> None:
        self.above.setCurrentIndex(PAYING if self._is_paying else DOCK if self._has_panel else CHOOSING)

    def show_favourites(self, tiles: tuple[TileView, ...]) -> None:
        """Show the store's favourites."""
        self.favourites.show_views(tiles)

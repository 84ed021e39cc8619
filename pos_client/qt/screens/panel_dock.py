"""Where the panels stand: the one of them that is open, in the place of favourites and keypad. It decides nothing."""

from typing import Protocol, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_client.presenters.panel_views import (
    AmountView,
    CardView,
    ChoiceView,
    FindView,
    FormView,
    KeysView,
    PanelView,
    PriceView,
    RowsView,
    StockPanelView,
    SyncPanelView,
)
from pos_client.presenters.panels import Panels
from pos_client.qt.screens.amount_panel import AmountPanelScreen
from pos_client.qt.screens.card_panel import CardPanelScreen
from pos_client.qt.screens.choice_panel import ChoicePanelScreen
from pos_client.qt.screens.find_panel import FindPanelScreen
from pos_client.qt.screens.form_panel import FormPanelScreen
from pos_client.qt.screens.keys_panel import KeysPanelScreen
from pos_client.qt.screens.price_panel import PricePanelScreen
from pos_client.qt.screens.rows_panel import RowsPanelScreen
from pos_client.qt.screens.stock_panel import StockPanelScreen
from pos_client.qt.screens.sync_panel import SyncPanelScreen
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_parts import PanelCard


class _Showing(Protocol):
    def show_view(self, view: PanelView) -> None: ...


SCREENS: dict[type[PanelView], type[PanelCard]] = {
    FindView: FindPanelScreen,
    ChoiceView: ChoicePanelScreen,
    AmountView: AmountPanelScreen,
    FormView: FormPanelScreen,
    RowsView: RowsPanelScreen,
    CardView: CardPanelScreen,
    StockPanelView: StockPanelScreen,
    PriceView: PricePanelScreen,
    SyncPanelView: SyncPanelScreen,
    KeysView: KeysPanelScreen,
}


class PanelDock(QStackedWidget):
    """Makes a panel when it is first wanted. The keyboard goes to the panel that opens."""

    def __init__(self, theme: Theme, panels: Panels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.panels = theme, panels
        self.made: dict[type[PanelView], PanelCard] = {}
        panels.view.listen(self.show_view)

    @property
    def current(self) -> PanelCard | None:
        """The panel that is shown."""
        card = self.currentWidget()
        return card if isinstance(card, PanelCard) else None

    def show_view(self, view: PanelView | None) -> None:
        """Show a panel; nothing changes for None, whoever holds the dock shows something else then."""
        if view is None:
            return
        card = self._card(type(view))
        cast("_Showing", card).show_view(view)
        is_other = self.currentWidget() is not card
        self.setCurrentWidget(card)
        if is_other and self.isVisible():
            card.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), 0)  # a panel fits the place it is given; what is to pay never moves

    def take_focus(self) -> None:
        """The dock came into sight: the keyboard goes to its panel."""
        if self.current is not None:
            self.current.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, kind: type[PanelView]) -> PanelCard:
        card = self.made.get(kind)
        if card is None:
            card = self.made[kind] = SCREENS[kind](self.theme, self)
            card.acted.connect(self.panels.act)
            card.typed.connect(self.panels.type_text)
            card.struck.connect(self.panels.strike)
            card.filled.connect(self.panels.fill)
            self.addWidget(card)
        return card

"""The panel beside the cart: which one is open, and the way of keys, touches and scans to it. The one door to them all.

A panel takes the place of favourites and keypad, never that of the cart or of what is to pay. Escape closes it and
does nothing else. A scan goes to the cart, but for the one scan that a panel has just asked for.
"""

from collections.abc import Callable, Mapping

from pos_client.presenters.acts_panel import DrawerPanel, VoidPanel
from pos_client.presenters.aside import Aside, Panel
from pos_client.presenters.board import Board
from pos_client.presenters.customer import CustomerPanel
from pos_client.presenters.find import FindPanel
from pos_client.presenters.keys_panel import KeysPanel
from pos_client.presenters.line_panel import LinePanel
from pos_client.presenters.menu import MenuPanel
from pos_client.presenters.needs import NeedPanel
from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.parked import ParkPanel, ResumePanel
from pos_client.presenters.ports import Trade
from pos_client.presenters.price_check import PriceCheckPanel
from pos_client.presenters.sales_panel import SalesPanel
from pos_client.presenters.shown import Shown
from pos_client.presenters.status import StatusPresenter
from pos_client.presenters.stock_panel import StockPanel
from pos_client.presenters.sync_panel import SyncPanel

PANELS: Mapping[str, Callable[[Aside], Panel]] = {
    "customer": CustomerPanel,
    "discount": LinePanel,
    "drawer": DrawerPanel,
    "find": FindPanel,
    "keys": KeysPanel,
    "menu": MenuPanel,
    "park": ParkPanel,
    "price_check": PriceCheckPanel,
    "price_it": NeedPanel,
    "resume": ResumePanel,
    "sales": SalesPanel,
    "stock": StockPanel,
    "sync": SyncPanel,
    "void": VoidPanel,
}

_TOGGLES = frozenset({"keys", "menu", "sync"})


class Panels:
    """At most one panel is open. `begin` is called before something is rung up from a panel."""

    def __init__(self, trade: Trade, board: Board, begin: Callable[[], None]) -> None:
        self._board = board
        self._panel: Panel | None = None
        self._status = StatusPresenter(trade.clock)
        self._aside = Aside(trade, board, begin, self._show, self.close, self.open, lambda: self._status)
        self.view: Shown[PanelView | None] = Shown(None)

    @property
    def word(self) -> str:
        """The word of the open panel; "" for none."""
        return self._panel.word if self._panel else ""

    def follow(self, status: StatusPresenter) -> None:
        """Where the till stands with the ledger is told by `status`."""
        self._status = status

    def open(self, word: str) -> bool:
        """Open the panel called `word`, or do what it stands for at once; False for a word that no panel has.

        What stood in the entry line is handed over. The same word once more begins again, or
        closes what is only read.
        """
        make = PANELS.get(word)
        if make is None or not self._is_served(word):
            return False
        text, self._board.entry = self._board.entry, ""
        is_again = self.word == word and word in _TOGGLES
        self.close()
        if not is_again:
            self._panel = panel = make(self._aside)
            panel.begin(text)
        self._board.show()
        return True

    def _is_served(self, word: str) -> bool:
        trade = self._aside.trade
        needed = {"customer": trade.customers, "park": trade.parking, "resume": trade.parking, "sales": trade.sales}
        return word not in needed or needed[word] is not None

    def close(self) -> None:
        """Nothing but the cart and what is to pay."""
        panel, self._panel = self._panel, None
        if panel is not None:
            panel.end()
            self.view.show(None)

    def strike(self, word: str) -> bool:
        """A key; whether the open panel took it. A code that is half typed in the entry line keeps its keys."""
        if self._panel is None:
            return False
        if word == "escape":
            self.close()
            return True
        return not self._board.entry and self._panel.strike(word)

    def type_text(self, text: str) -> None:
        """What stands in the panel's own line now."""
        if self._panel is not None:
            self._panel.type_text(text)

    def fill(self, word: str, text: str) -> None:
        """What stands in one line of the panel's form now."""
        if self._panel is not None:
            self._panel.fill(word, text)

    def act(self, word: str) -> None:
        """An action or a row of the panel was touched."""
        if word == "escape":
            self.close()
        elif self._panel is not None:
            self._panel.act(word)

    def take_scan(self, raw: str) -> bool:
        """Whether the open panel asked for this scan; all others belong to the cart."""
        return self._panel is not None and self._panel.take_scan(raw)

    def refresh(self) -> None:
        """What the till knows has changed."""
        if self._panel is not None:
            self._panel.refresh()

    def tick(self) -> None:
        """A second has passed."""
        if self._panel is not None:
            self._panel.tick()

    def _show(self, view: PanelView) -> None:
        if self._panel is not None:
            self.view.show(view)

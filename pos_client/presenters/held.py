"""How many sales are held in the store, beside the key that brings them back. Knows no held sale itself."""

from pos_client.i18n import current
from pos_client.presenters.board import Board
from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.ports import Trade


class HeldCount:
    """Counts when it may have changed: after a panel closed, and when another till held or resumed one."""

    def __init__(self, trade: Trade, board: Board) -> None:
        self._parking, self._board = trade.parking, board

    def refresh(self) -> None:
        """Count again and show it."""
        count = len(self._parking.parked()) if self._parking is not None else 0
        text = current().number(count) if count else ""
        if text != self._board.parked:
            self._board.parked = text
            self._board.show()

    def on_panel(self, view: PanelView | None) -> None:
        """A panel opened or closed."""
        if view is None:
            self.refresh()

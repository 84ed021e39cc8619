"""The map of the keys, beside the cart."""

from PySide6.QtWidgets import QWidget

from pos_client.presenters.panel_views import KeysView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_keys import KeyTable
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard


class KeysPanelScreen(PanelCard):
    """Every key and what it does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.table = KeyTable(theme, self)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.doing)

    def show_view(self, view: KeysView) -> None:
        """Show the map."""
        self.show_head(view)
        self.table.show_keys(view.keys)
        self.doing.show_actions(view.actions)

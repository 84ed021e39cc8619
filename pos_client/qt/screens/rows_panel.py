"""A list beside the cart, and what can be done with the chosen row: held sales, receipts."""

from PySide6.QtWidgets import QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import RowsView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard


class RowsPanelScreen(PanelCard):
    """Arrows choose, Enter does the first action, a touch chooses."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.rows = RowList(theme, tr("List"), self)
        self.rows.touched.connect(self.acted)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.doing.refused.connect(self.explain)
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self.doing)

    def show_view(self, view: RowsView) -> None:
        """Show the list."""
        self.show_head(view)
        self.rows.setAccessibleName(view.title)
        self.rows.show_rows(view.rows, view.selected, view.empty)
        self.doing.show_actions(view.actions)

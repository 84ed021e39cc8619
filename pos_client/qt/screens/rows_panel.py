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
        super().__init__(theme, parent, sentence_lines=2)
        self.rows = RowList(theme, tr("List"), self)
        self.rows.touched.connect(self.acted)
        self.actions = ActionGrid(theme, self)
        self.actions.acted.connect(self.acted)
        self.actions.refused.connect(self.sentence.say)
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self.actions)

    def show_view(self, view: RowsView) -> None:
        """Show the list."""
        self.show_head(view)
        self.rows.setAccessibleName(view.title)
        self.rows.show_rows(view.rows, view.selected, view.empty)
        self.actions.show_actions(view.actions)

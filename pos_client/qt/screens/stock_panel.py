"""Stock here and in every other store, beside the cart."""

from PySide6.QtWidgets import QWidget

from pos_client.presenters.panel_views import StockPanelView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_armed import ArmedStrip
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard
from pos_client.qt.widgets.panel_stock import StockTable


class StockPanelScreen(PanelCard):
    """The article in the head, its places below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.armed = ArmedStrip(theme, self)
        self.table = StockTable(theme, self)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.doing.refused.connect(self._on_refused)
        self.body.addWidget(self.armed)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.doing)

    def show_view(self, view: StockPanelView) -> None:
        """Show another article, or newer numbers."""
        self.setAccessibleName(view.title)
        self.words.say(view.code, title=view.name or view.title)
        self.armed.say(view.sentence, is_armed=view.is_armed, is_bad=view.is_bad)
        self.table.show_levels(view.heads, view.levels, view.empty)
        self.doing.show_actions(view.actions)

    def _on_refused(self, reason: str) -> None:
        self.armed.say(reason, is_armed=self.armed.is_armed, is_bad=False)

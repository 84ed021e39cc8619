"""Stock here and in every other store, beside the cart."""

from PySide6.QtWidgets import QWidget

from pos_client.presenters.panel_views import StockPanelView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_armed import ArmedStrip
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard
from pos_client.qt.widgets.panel_stock import StockTable
from pos_client.qt.widgets.pieces import Words


class StockPanelScreen(PanelCard):
    """The article above, its places below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.armed = ArmedStrip(theme, self)
        self.name = Words(theme, "name", parent=self)
        self.code = Words(theme, "small", "text2", self)
        self.table = StockTable(theme, self)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.doing.refused.connect(self._on_refused)
        for part in (self.armed, self.name, self.code):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.doing)

    def show_view(self, view: StockPanelView) -> None:
        """Show another article, or newer numbers."""
        self.setAccessibleName(view.title)
        self.words.say("", title=view.title)
        self.armed.say(view.sentence, is_armed=view.is_armed, is_bad=view.is_bad)
        self.name.say(view.name)
        self.code.say(view.code)
        self.table.show_levels(view.heads, view.levels, view.empty)
        self.doing.show_actions(view.actions)

    def _on_refused(self, reason: str) -> None:
        self.armed.say(reason, is_armed=self.armed.is_armed, is_bad=False)

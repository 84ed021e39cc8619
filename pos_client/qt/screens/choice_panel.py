"""A few things to choose from beside the cart: each has its place, its key and its name."""

from PySide6.QtWidgets import QWidget

from pos_client.presenters.panel_views import ChoiceView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard


class ChoicePanelScreen(PanelCard):
    """One key or one touch takes a choice."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.choices = ActionGrid(theme, self, height="target_big")
        self.extra = ActionGrid(theme, self)
        for grid in (self.choices, self.extra):
            grid.acted.connect(self.acted)
            grid.refused.connect(self.explain)
        self.body.addWidget(self.choices)
        self.body.addWidget(self.extra)
        self.body.addStretch(1)

    def show_view(self, view: ChoiceView) -> None:
        """Show other choices."""
        self.show_head(view)
        self.choices.show_actions(view.choices, view.columns)
        self.extra.show_actions(view.extra)

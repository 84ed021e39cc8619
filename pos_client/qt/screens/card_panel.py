"""One customer beside the cart: who they are, what they agreed to, what they bought wherever it was."""

from PySide6.QtWidgets import QWidget

from pos_client.presenters.panel_views import CardView
from pos_client.qt.screens.layouts import column
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard
from pos_client.qt.widgets.pieces import Words

MOST_LINES = 4


class CardPanelScreen(PanelCard):
    """Name above, purchases below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.name = Words(theme, "title", parent=self)
        self.lines = [Words(theme, "body", "text2", self) for _ in range(MOST_LINES)]
        self.rows_title = Words(theme, "mark", "text2", self)
        self.rows = RowList(theme, "", self)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.doing.refused.connect(self.explain)
        who = column(theme, gap=0)
        who.addWidget(self.name)
        for line in self.lines:
            who.addWidget(line)
        self.body.addLayout(who)
        self.body.addWidget(self.rows_title)
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self.doing)

    def show_view(self, view: CardView) -> None:
        """Show a customer."""
        self.show_head(view)
        self.name.say(view.name)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(view.lines))
            line.say(view.lines[number] if number < len(view.lines) else "")
        self.rows_title.say(view.rows_title)
        self.rows.setAccessibleName(view.rows_title)
        self.rows.show_rows(view.rows, "", view.empty)
        self.doing.show_actions(view.actions)

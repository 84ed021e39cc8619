"""Where the till stands with the ledger, beside the cart: opened from the chip, never by itself."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_client.presenters.panel_views import SyncPanelView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard
from pos_client.qt.widgets.panel_sync import Facts, StateStrip, TwoLists
from pos_client.qt.widgets.pieces import Words


class SyncPanelScreen(PanelCard):
    """The state and its sentence, what works and waits, how much, and the last sales."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.state = StateStrip(theme, self)
        self.lists = TwoLists(theme, self)
        self.facts = Facts(theme, self)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.rows_title = Words(theme, "mark", "text2", self)
        self.rows = RowList(theme, "", self)
        for part in (self.state, self.lists, self.facts, self.rows_title):
            self.body.addWidget(part)
        self.body.addWidget(self.rows, 1)
        self.body.addStretch(0)
        self.body.addWidget(self.doing)

    def show_view(self, view: SyncPanelView) -> None:
        """Show where the till stands now."""
        self.setAccessibleName(view.title)
        self.words.say("", title=view.title)
        self.state.show_view(view)
        self.lists.show_view(view)
        self.facts.show_facts(view.facts)
        self.rows_title.say(view.rows_title)
        self.rows.setAccessibleName(view.rows_title)
        self.rows.show_rows(view.rows, "", view.empty)
        self.doing.show_actions(view.actions)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The list of sales shows where two rows of it have room; the key below leads to it everywhere."""
        theme = self.theme
        parts = (self.words, self.state, self.lists, self.facts, self.rows_title)
        used = sum(part.sizeHint().height() + theme.px("gap") for part in parts)
        used += theme.px("target") + theme.px("gap") + 2 * theme.mm(3)
        has_room = self.height() - used >= 2 * theme.px("row")
        for part in (self.rows_title, self.rows):
            part.setVisible(has_room)

"""What something costs, beside the cart: the price large, the member's beside it, where it lies below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import PriceView
from pos_client.qt.screens.layouts import row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.panel_armed import ArmedStrip
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard
from pos_client.qt.widgets.pieces import Words


class PricePanelScreen(PanelCard):
    """Read at arm's length: it is often shown to the customer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.armed = ArmedStrip(theme, self)
        self.price, self.price_label = Words(theme, "total", parent=self), Words(theme, "body", "text2", self)
        self.member, self.member_label = Words(theme, "display", "ok", self), Words(theme, "body", "text2", self)
        self.rows = RowList(theme, tr("Stock"), self)
        self.doing = ActionGrid(theme, self)
        self.doing.acted.connect(self.acted)
        self.doing.refused.connect(self._on_refused)
        self.body.addWidget(self.armed)
        self.body.addLayout(self._prices())
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self.doing)

    def _prices(self) -> QLayout:
        prices = row(self.theme)
        fixed = QSizePolicy.Policy.Fixed
        for number, label in ((self.price, self.price_label), (self.member, self.member_label)):
            number.setSizePolicy(fixed, fixed)
            label.align = Align.AlignLeft | Align.AlignBottom
            prices.addWidget(number, 0, Qt.AlignmentFlag.AlignBottom)
            prices.addWidget(label, 1, Qt.AlignmentFlag.AlignBottom)
        return prices

    def show_view(self, view: PriceView) -> None:
        """Show another article."""
        self.setAccessibleName(view.title)
        self.words.say(view.code, title=view.name or view.title)
        self.armed.say(view.sentence, is_armed=view.is_armed, is_bad=view.is_bad)
        self.price.say(view.price)
        self.price_label.say(view.price_label)
        self.member.say(view.member)
        self.member_label.say(view.member_label)
        self.rows.show_rows(view.stock, "", view.empty)
        self.doing.show_actions(view.actions)

    def _on_refused(self, reason: str) -> None:
        self.armed.say(reason, is_armed=self.armed.is_armed, is_bad=False)

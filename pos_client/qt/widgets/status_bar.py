"""The bar at the top: which till, who, the state of the line, the time. Knows finished words only."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.paper import PaperView
from pos_client.presenters.shell import ShellView
from pos_client.presenters.views import StatusView
from pos_client.qt.screens.layouts import row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.chip import StatusChip
from pos_client.qt.widgets.paint import Align, painter_for, text_width
from pos_client.qt.widgets.pieces import Words

_PAPER_MM, _SETTLE_MM = 40.0, 30.0
_LONG_HOUR = "00:00 MM"  # wide enough at every hour: nothing beside the clock moves at ten


class StatusBar(QWidget):
    """Always in sight, always the same places."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.title = Words(theme, "strong", parent=self)
        self.person = Button(
            theme, Look("", hint="F12", icon="user", kind="bare", height="target_min", role="strong"), self
        )
        self.chip = StatusChip(theme, self)
        self.settle = StatusChip(theme, self, _SETTLE_MM)
        self.paper = StatusChip(theme, self, _PAPER_MM)
        self.settle.hide()
        self.paper.hide()
        self.clock = Words(theme, "strong", "text2", self)
        self.clock.align = Align.AlignRight | Align.AlignVCenter
        fixed = QSizePolicy.Policy.Fixed
        self.person.setSizePolicy(fixed, fixed)
        self.clock.setSizePolicy(fixed, fixed)
        self.clock.setMinimumWidth(round(text_width(theme.font("strong"), _LONG_HOUR)) + 2)
        self.setFixedHeight(theme.px("status"))
        box = row(theme, self, gap=theme.mm(3))
        box.setContentsMargins(theme.mm(4), 0, theme.mm(4), 1)
        self.title.setSizePolicy(fixed, fixed)
        box.addWidget(self.title)
        box.addWidget(self.person)
        box.addStretch(1)
        box.addWidget(self.settle)
        box.addWidget(self.paper)
        box.addWidget(self.chip)
        box.addWidget(self.clock)

    def show_shell(self, view: ShellView) -> None:
        """Show till, person and time."""
        self.title.say(view.title)
        self.clock.say(view.clock)
        self.person.setVisible(bool(view.person))
        self.person.set_text(view.person, tr("{name}, lock the till", name=view.person))

    def show_status(self, view: StatusView) -> None:
        """Show the state of the line."""
        self.chip.show_view(view)

    def show_paper(self, view: PaperView) -> None:
        """Show where the receipts are, when somebody has to know."""
        self.paper.show_view(StatusView("limit" if view.is_trouble else "live", view.word, view.sentence))
        self.paper.setToolTip(view.sentence)
        self.paper.setVisible(bool(view.word))
        self.settle.show_view(StatusView("live", view.settle, view.sentence))
        self.settle.setVisible(bool(view.settle))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(self.rect(), self.theme.colour("surface"))
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self.theme.colour("line"))
        painter.end()

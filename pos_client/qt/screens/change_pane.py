"""What goes back to the customer, as large as it gets; it stays until the next scan and asks for nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_client.i18n import tr
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import ChangeView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.money import MegaAmount, Pieces
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.paper import PaperView
from pos_client.qt.widgets.pieces import Card, Words


class ChangePane(Card):
    """Label, amount, notes and coins; the hint below says that the next scan is enough."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that no button has the keys while the change is shown
        self.label = Words(theme, "title", "text2", self)
        self.amount = MegaAmount(theme, self)
        self.summary = Words(theme, "name", "text2", self)
        self.pieces = Pieces(theme, self)
        self.hint = Words(theme, "body", "text2", self)
        for words in (self.label, self.summary, self.hint):
            words.align = Align.AlignCenter
        self.reprint = Button(theme, Look(tr("Reprint"), hint="Ctrl P", icon="printer"), self)
        self.reprint.clicked.connect(presenter.reprint)
        self.next = Button(theme, Look(tr("Next sale"), hint="Enter", kind="primary"), self)
        self.next.clicked.connect(presenter.start_next)
        inside = column(theme, self, margin=theme.mm(4), gap=theme.mm(2))
        inside.addStretch(2)
        for widget in (self.label, self.amount, self.summary):
            inside.addWidget(widget)
        inside.addSpacing(theme.mm(4))
        inside.addWidget(self.pieces)
        inside.addStretch(3)
        inside.addWidget(self.hint)
        buttons = row(theme)
        buttons.addWidget(self.reprint, 1)
        buttons.addWidget(self.next, 1)
        inside.addLayout(buttons)

    def show_view(self, view: ChangeView) -> None:
        """Show the change of one sale."""
        self.label.say(view.label)
        self.amount.show_amount(view.change, view.spoken)
        self.setAccessibleName(view.spoken)
        self.summary.say(view.summary)
        self.pieces.show_pieces(view.pieces)
        self.hint.say(view.hint)


class PaperPane(QWidget):
    """The receipt beside the change."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = PaperView(theme, self)
        self.note = Words(theme, "body", "text2", self, lines=2)
        self.note.align = Align.AlignCenter
        stack = column(theme, self)
        stack.addWidget(self.view, 1)
        stack.addWidget(self.note)

    def show_view(self, view: ChangeView) -> None:
        """Show the receipt of one sale, and where its paper is."""
        self.view.show_document(view.paper, tr("Receipt {doc_no}", doc_no=view.doc_no))
        self.note.say(view.paper_note, "warn" if view.is_paper_trouble else "text2")

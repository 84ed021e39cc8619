"""The left side of the sell screen: entry line, cart, what can be done with the chosen line, the sale before."""

from PySide6.QtWidgets import QLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.cart_list import CartList
from pos_client.qt.widgets.entry import Entry
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.pieces import Card, Words


class CartPane(QWidget):
    """Fixed zones from top to bottom; only the cart grows."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.presenter = theme, presenter
        self.entry = Entry(theme, self)
        self.entry.field.textEdited.connect(presenter.type_text)
        self.notice = Words(theme, "body", parent=self)
        self.cart = CartList(theme, self)
        self.cart.line_chosen.connect(presenter.editing.choose)
        self.cart.removal_asked.connect(presenter.editing.remove)
        self.items = Words(theme, "body", "text2", self)
        stack = column(theme, self)
        stack.addWidget(self.entry)
        stack.addWidget(self._cart_card(), 1)
        stack.addLayout(self._actions())
        self.last = LastSaleStrip(theme, presenter, self)  # made last: Tab goes in the order of making
        stack.addWidget(self.last)

    def _cart_card(self) -> QWidget:
        card = Card(self.theme, self)
        inside = column(self.theme, card, margin=1, gap=0)
        inside.setContentsMargins(1, 8, 1, 1)
        inside.addWidget(self.cart, 1)
        foot = row(self.theme)
        foot.setContentsMargins(self.theme.mm(4), 4, self.theme.mm(3), 6)
        self.items.setSizePolicy(self.items.sizePolicy().Policy.Preferred, self.items.sizePolicy().verticalPolicy())
        self.notice.align = Align.AlignRight | Align.AlignVCenter
        foot.addWidget(self.items)
        foot.addWidget(self.notice, 1)
        inside.addLayout(foot)
        return card

    def _actions(self) -> QLayout:
        theme, presenter = self.theme, self.presenter
        bar = row(theme)
        self.less = Button(theme, Look("", icon="minus"), self, name=tr("One less"))
        self.more = Button(theme, Look("", icon="plus"), self, name=tr("One more"))
        self.quantity = Button(theme, Look(tr("Quantity"), hint="*"), self)
        self.remove = Button(theme, Look(tr("Remove"), hint="−"), self)
        self.undo = Button(theme, Look(tr("Undo"), hint="Ctrl Z", icon="undo"), self)
        self.less.clicked.connect(presenter.editing.one_less)
        self.more.clicked.connect(presenter.editing.one_more)
        self.quantity.clicked.connect(presenter.editing.ask_quantity)
        self.remove.clicked.connect(presenter.editing.remove_chosen)
        self.undo.clicked.connect(presenter.editing.undo)
        for button, share in ((self.less, 2), (self.more, 2), (self.quantity, 4), (self.remove, 4), (self.undo, 5)):
            button.refused.connect(presenter.explain)
            bar.addWidget(button, share)
        return bar

    def show_view(self, view: SaleView) -> None:
        """Show the sale."""
        field = self.entry.field
        if field.text() != view.entry:
            field.setText(view.entry)
        field.setPlaceholderText(view.prompt)
        field.setAccessibleName(view.prompt)
        self.entry.show_badge(view.waiting_quantity, "cash" if view.phase == "paying" else "scanner")
        self.cart.show_lines(view.lines, view.selected, view.newest, view.bump)
        self.notice.say(view.notice, "warn" if view.is_notice_bad else "text2")
        self.items.say(view.items)
        reason = "" if view.can_change else tr("Choose a line first.")
        for button in (self.less, self.more, self.quantity):
            button.set_reason(reason)
        self.remove.set_reason("" if view.selected else tr("There is no line to remove."))
        self.last.show_view(view)


class LastSaleStrip(QWidget):
    """The change of the sale before, and its receipt once more."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Words(theme, "body", "text2", self)
        self.change = Words(theme, "strong", "text", self)
        self.reprint = Button(theme, Look(tr("Reprint"), hint="Ctrl P", icon="printer", kind="quiet"), self)
        self.reprint.clicked.connect(presenter.reprint)
        self.reprint.refused.connect(presenter.explain)
        bar = row(theme, self)
        bar.setContentsMargins(theme.mm(4), 0, 0, 0)
        bar.addWidget(self.text, 3)
        bar.addWidget(self.change, 2)
        bar.addWidget(self.reprint, 0)
        self.reprint.setSizePolicy(self.reprint.sizePolicy().Policy.Fixed, self.reprint.sizePolicy().Policy.Fixed)

    def show_view(self, view: SaleView) -> None:
        """Show the sale before this one, or that there was none."""
        last = view.last
        self.text.say(last.text if last else tr("No sale yet."))
        self.change.say(last.change if last else "")
        self.reprint.set_reason("" if last else tr("There is no receipt to print again yet."))

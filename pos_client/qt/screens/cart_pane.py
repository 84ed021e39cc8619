"""The left side of the sell screen: entry line, cart and its counts, what can be done with the sale, the one before."""

from PySide6.QtWidgets import QLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.keymap import SELL_KEYS
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
        self.search = _key(theme, tr("Find"), "find", "search", self)
        self.search.setFixedHeight(theme.px("entry"))
        self.search.clicked.connect(self._on_find)
        self.cart = CartList(theme, self)
        self.cart.line_chosen.connect(presenter.editing.choose)
        self.cart.acted.connect(presenter.act_on)
        self.foot = CartFoot(theme, self)
        stack = column(theme, self)
        line = row(theme)
        line.addWidget(self.entry, 1)
        line.addWidget(self.search)
        stack.addLayout(line)
        stack.addWidget(self._cart_card(), 1)
        stack.addLayout(self._keys())
        self.last = LastSaleStrip(theme, presenter, self)  # made last: Tab goes in the order of making
        stack.addWidget(self.last)

    def _cart_card(self) -> QWidget:
        card = Card(self.theme, self)
        inside = column(self.theme, card, margin=1, gap=0)
        inside.setContentsMargins(1, 8, 1, 1)
        inside.addWidget(self.cart, 1)
        inside.addWidget(self.foot)
        return card

    def _keys(self) -> QLayout:
        theme, bar = self.theme, row(self.theme)
        self.park = _key(theme, tr("Hold"), "park", "pause", self)
        self.resume = _key(theme, tr("Resume"), "resume", "play", self)
        self.menu = _key(theme, tr("More"), "menu", "dots", self)
        self.undo = _key(theme, tr("Undo"), "undo", "undo", self)
        for key, share in ((self.park, 5), (self.resume, 6), (self.menu, 5), (self.undo, 6)):
            key.clicked.connect(self._on_key)
            key.refused.connect(self.presenter.explain)
            bar.addWidget(key, share)
        return bar

    def _on_find(self) -> None:
        self.presenter.strike("find")

    def _on_key(self) -> None:
        words = {self.park: "park", self.resume: "resume", self.menu: "menu", self.undo: "undo"}
        sender = self.sender()
        assert isinstance(sender, Button)
        self.presenter.strike(words[sender])

    def show_view(self, view: SaleView) -> None:
        """Show the sale."""
        field = self.entry.field
        if field.text() != view.entry:
            field.setText(view.entry)
        field.setPlaceholderText(view.prompt)
        field.setAccessibleName(view.prompt)
        self.entry.show_badge(view.waiting_quantity, "cash" if view.phase == "paying" else "scanner")
        self.cart.show_lines(view.lines, view.selected, view.newest, view.bump)
        self.foot.show_view(view)
        self.park.set_reason("" if view.lines else tr("There is nothing to hold yet."))
        self.resume.set_text(tr("Resume ({count})", count=view.parked) if view.parked else tr("Resume"), tr("Resume"))
        self.last.show_view(view)


class CartFoot(QWidget):
    """How many pieces to bag, what was saved, the tax; a sentence takes their place beside the count."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.items = Words(theme, "strong", parent=self)
        self.facts = Words(theme, "body", "text2", self)
        self.notice = Words(theme, "small", parent=self, lines=2)
        self.facts.align = Align.AlignRight | Align.AlignVCenter
        self.notice.align = Align.AlignRight | Align.AlignVCenter
        self.items.setSizePolicy(self.items.sizePolicy().Policy.Preferred, self.items.sizePolicy().verticalPolicy())
        foot = row(theme, self)
        foot.setContentsMargins(theme.mm(4), 2, theme.mm(3), 4)
        foot.addWidget(self.items)
        foot.addWidget(self.facts, 1)
        foot.addWidget(self.notice, 1)
        self.setFixedHeight(max(self.notice.sizeHint().height() + 6, theme.mm(9)))

    def show_view(self, view: SaleView) -> None:
        """Show the counts, or the sentence."""
        self.items.say(view.items)
        self.facts.say("   ".join(fact for fact in (view.saved, view.tax) if fact))
        self.notice.say(view.notice, "warn" if view.is_notice_bad else "text2")
        self.notice.setVisible(bool(view.notice))
        self.facts.setVisible(not view.notice)


class LastSaleStrip(QWidget):
    """The change of the sale before, and its receipt once more."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Words(theme, "body", "text2", self)
        self.change = Words(theme, "price", "text", self)
        self.reprint = _key(theme, tr("Reprint"), "reprint", "printer", self, kind="quiet")
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


def _key(theme: Theme, text: str, intent: str, icon: str, parent: QWidget, *, kind: str = "plain") -> Button:
    """A key of the screen that shows its key of the keyboard."""
    return Button(theme, Look(text, hint=SELL_KEYS.key(intent), icon=icon, kind=kind), parent)  # type: ignore[arg-type]

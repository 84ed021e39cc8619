"""The right side of the sell screen: favourites, keypad or stock above, what is to pay and the quick amounts below."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import PanelView
from pos_client.presenters.sale import SalePresenter
from pos_client.presenters.views import SaleView, StockView, TileView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.screens.panel_dock import PanelDock
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.money import Total
from pos_client.qt.widgets.pieces import Card, Choices
from pos_client.qt.widgets.stock_list import StockList
from pos_client.qt.widgets.tiles import FavouriteGrid

FAVOURITES, KEYPAD, STOCK = range(3)
DOCK = 2  # of what stands above: choosing, taking cash, a panel
_WORD = Look("", kind="quiet", height="key")


def _rows(last_column: list[tuple[str, Look, str]], point: str) -> list[list[tuple[str, Look, str]]]:
    digits = [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["00", "0", point]]
    return [
        [*((key, digit_look(key), key) for key in line), end] for line, end in zip(digits, last_column, strict=True)
    ]


def sale_pad(theme: Theme, point: str, parent: QWidget) -> Keypad:
    """The keypad while selling: what it types goes to the entry line."""
    ends = [
        ("backspace", Look("", icon="backspace", kind="quiet", height="key"), tr("Delete the last digit")),
        ("*", Look(tr("Quantity"), hint="*", kind="quiet", height="key", is_tight=True), tr("Quantity")),
        ("-", Look(tr("Remove"), hint="−", kind="quiet", height="key", is_tight=True), tr("Remove the line")),
        ("enter", Look(tr("Enter"), kind="tint", height="key"), tr("Enter")),
    ]
    return Keypad(theme, _rows(ends, point), parent)


def pay_pad(theme: Theme, point: str, parent: QWidget) -> Keypad:
    """The keypad while cash is taken: it types the amount received."""
    ends = [
        ("backspace", Look("", icon="backspace", kind="quiet", height="key"), tr("Delete the last digit")),
        ("+", Look(tr("Next note"), hint="+", kind="quiet", height="key", is_tight=True), tr("Next note up")),
        ("escape", Look(tr("Back"), hint="Esc", kind="quiet", height="key", is_tight=True), tr("Back to the sale")),
        ("enter", Look(tr("Take"), hint="Enter", kind="primary", height="key", is_tight=True), tr("Take the cash")),
    ]
    return Keypad(theme, _rows(ends, point), parent)


class PayPane(QWidget):
    """Tabs and pads above never change the place of the amounts below."""

    def __init__(self, theme: Theme, presenter: SalePresenter, point: str, grid: tuple[int, int]) -> None:
        super().__init__()
        self.theme, self.presenter = theme, presenter
        self._is_paying = self._has_panel = False
        self.tabs = Choices(theme, [tr("Favourites"), tr("Keypad"), tr("Stock")], self)
        self.tabs.chosen.connect(self._on_tab)
        self.favourites = FavouriteGrid(theme, *grid)
        self.favourites.chosen.connect(presenter.add_favourite)
        self.pad = sale_pad(theme, point, self)
        self.pad.struck.connect(presenter.strike)
        self.stock = StockList(theme)
        self.pages = QStackedWidget(self)
        for page in (self.favourites, self.pad, self.stock):
            self.pages.addWidget(page)
        self.taking = TakingCash(theme, presenter, point)
        self.above = QStackedWidget(self)
        self.above.addWidget(self._choosing())
        self.above.addWidget(self.taking)
        self.dock = PanelDock(theme, presenter.panels, self)
        self.above.addWidget(self.dock)
        self.pay = PayCard(theme, presenter, self)
        stack = column(theme, self)
        stack.addWidget(self.above, 1)
        stack.addWidget(self.pay)

    def _choosing(self) -> QWidget:
        page = QWidget(self)
        stack = column(self.theme, page)
        stack.addWidget(self.tabs)
        stack.addWidget(self.pages, 1)
        return page

    def _on_tab(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.presenter.watch_stock(is_watched=number == STOCK)

    def show_page(self, number: int) -> None:
        """Open favourites, keypad or stock."""
        self.tabs.choose(number)
        self._on_tab(number)

    def show_view(self, view: SaleView) -> None:
        """Show what is to pay, and the keypad for cash while it is taken."""
        self._is_paying = view.phase == "paying"
        self._place()
        self.taking.show_view(view)
        self.pay.show_view(view)

    def show_panel(self, view: PanelView | None) -> bool:
        """Show a panel in the place of favourites and keypad, or them again; whether that is another page."""
        was = self.above.currentIndex()
        self._has_panel = view is not None
        self._place()
        if self.above.currentIndex() == DOCK != was:
            self.dock.take_focus()
        return self.above.currentIndex() != was

    def _place(self) -> None:
        self.above.setCurrentIndex(1 if self._is_paying else DOCK if self._has_panel else 0)

    def show_favourites(self, tiles: tuple[TileView, ...]) -> None:
        """Show the store's favourites."""
        self.favourites.show_views(tiles)

    def show_stock(self, view: StockView) -> None:
        """Show where the chosen article lies."""
        self.stock.show_view(view)


class TakingCash(QWidget):
    """The amount received, and the keypad that types it."""

    def __init__(self, theme: Theme, presenter: SalePresenter, point: str) -> None:
        super().__init__()
        self.received = Total(theme, self)
        self.pad = pay_pad(theme, point, self)
        self.pad.struck.connect(presenter.strike)
        card = Card(theme, self)
        inside = row(theme, card, margin=0)
        inside.setContentsMargins(theme.mm(4), 0, theme.mm(4), 0)
        inside.addWidget(self.received)
        stack = column(theme, self)
        stack.addWidget(card)
        stack.addWidget(self.pad, 1)

    def show_view(self, view: SaleView) -> None:
        """Show the amount as it is typed."""
        self.received.show_amount(tr("Cash received"), view.received, view.take, is_note_bad=bool(view.take_reason))
        enter = self.pad.keys["enter"]
        enter.set_reason(view.take_reason)


class PayCard(Card):
    """What is to pay, and one touch for the amounts a customer is likely to hand over."""

    def __init__(self, theme: Theme, presenter: SalePresenter, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.presenter = presenter
        self.total = Total(theme, self)
        self.exact = Button(theme, Look(tr("Exact"), hint="F10", kind="primary", height="target_big"), self)
        self.exact.clicked.connect(presenter.pay_exact)
        self.exact.refused.connect(presenter.explain)
        self.notes = [Button(theme, Look("", height="target_big"), self) for _ in range(3)]
        self._amounts = [0, 0, 0]
        chips = row(theme)
        chips.addWidget(self.exact, 5)
        for note in self.notes:
            note.clicked.connect(self._on_note)
            note.refused.connect(presenter.explain)
            chips.addWidget(note, 3)
        inside = column(theme, self, margin=theme.mm(3))
        inside.addWidget(self.total)
        inside.addLayout(chips)

    def _on_note(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Button)
        self.presenter.pay(self._amounts[self.notes.index(sender)])

    def show_view(self, view: SaleView) -> None:
        """Show the total and the amounts worth a key; their places stay, also when there are fewer."""
        note = view.blocked or view.cash_total or view.tax
        self.total.show_amount(view.due_label, view.total, note, is_note_bad=bool(view.blocked))
        more = view.chips[1:]
        reason = view.blocked or ("" if view.chips else tr("Scan something first."))
        self.exact.set_kind("plain" if view.phase == "paying" else "primary")
        self.exact.set_reason(reason)
        self.exact.set_text(tr("Exact"), view.chips[0].spoken if view.chips else tr("Exact"))
        for place, button in enumerate(self.notes):
            is_used = place < len(more)
            self._amounts[place] = more[place].amount_minor if is_used else 0
            button.set_text(more[place].label if is_used else "–", more[place].spoken if is_used else tr("No amount"))
            button.set_reason(reason if is_used or reason else tr("There is no larger note to suggest."))

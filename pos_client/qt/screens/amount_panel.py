"""A number typed beside the cart: a percent, an amount, a price, a weight; on the keyboard or on the pad.

The keys of the pad keep their size: on a low screen the pad stands beside the words, on a high one below them.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import AmountView
from pos_client.qt.screens.layouts import column
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Look
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.panel_number import TypedNumber
from pos_client.qt.widgets.panel_parts import PanelCard


def amount_pad(theme: Theme, parent: QWidget) -> Keypad:
    """Digits, the decimal mark, and one long key that goes on."""
    lines = [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["00", "0", "."]]
    rows = [[(key, digit_look(key), key) for key in line] for line in lines]
    gone = Look("", icon="backspace", kind="quiet", height="key")
    rows[0].append(("backspace", gone, tr("Delete the last digit")))
    on = Look(tr("Enter"), hint=tr("Enter"), kind="primary", height="key", is_tight=True)
    rows[1].append(("enter", on, tr("Enter")))
    pad = Keypad(theme, rows, parent)
    grid = pad.layout()
    assert isinstance(grid, QGridLayout)
    grid.addWidget(pad.keys["enter"], 1, 3, 3, 1)
    return pad


class AmountPanelScreen(PanelCard):
    """One number and the way on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.number = TypedNumber(theme, self)
        self.pad = amount_pad(theme, self)
        self.pad.struck.connect(self.struck)
        self.pad.keys["enter"].refused.connect(self.explain)
        inside = self.layout()
        assert isinstance(inside, QBoxLayout)
        self.inside = inside
        self.left = column(theme)
        for part in (self.head, self.body):
            inside.removeItem(part)
            self.left.addLayout(part)
        self.body.addWidget(self.number)
        self.body.addStretch(1)
        inside.addLayout(self.left, 1)
        inside.addWidget(self.pad, 1)

    def show_view(self, view: AmountView) -> None:
        """Show the number as it is typed."""
        self.show_head(view)
        self.number.show_number(view.prompt, view.text, view.unit)
        point = self.pad.keys["."]
        point.set_text(view.point or "–", view.point or tr("No decimals"))
        point.set_reason("" if view.point else tr("This has no decimals."))
        enter = self.pad.keys["enter"]
        enter.set_text(view.main, view.main)
        enter.set_reason(view.main_reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margin, gap = 2 * self.theme.mm(3), self.theme.px("gap")
        needed = self.pad.minimumSizeHint().height() + self.number.sizeHint().height() + self.theme.px("target")
        is_low = self.height() < needed + margin + 2 * gap
        self.inside.setDirection(QBoxLayout.Direction.LeftToRight if is_low else QBoxLayout.Direction.TopToBottom)
        self.head.setDirection(QBoxLayout.Direction.BottomToTop if is_low else QBoxLayout.Direction.LeftToRight)
        for part in (self.number, self.words):
            part.set_tall(is_tall=is_low)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), self.pad.minimumSizeHint().height() + 2 * self.theme.mm(3))

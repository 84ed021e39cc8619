"""A number typed beside the cart: a percent, an amount, a price, a weight; on the keyboard or on the pad."""

from PySide6.QtWidgets import QGridLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import AmountView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Look
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.panel_number import TypedNumber
from pos_client.qt.widgets.panel_parts import PanelCard


def _pad(theme: Theme, parent: QWidget) -> Keypad:
    lines = [["7", "8", "9"], ["4", "5", "6"], ["1", "2", "3"], ["00", "0", "."]]
    rows = [[(key, digit_look(key), key) for key in line] for line in lines]
    gone = Look("", icon="backspace", kind="quiet", height="key")
    rows[0].append(("backspace", gone, tr("Delete the last digit")))
    rows[1].append(
        ("enter", Look(tr("Enter"), hint=tr("Enter"), kind="primary", height="key", is_tight=True), tr("Enter"))
    )
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
        self.pad = _pad(theme, self)
        self.pad.struck.connect(self.struck)
        self.pad.keys["enter"].refused.connect(self.sentence.say)
        self.body.addWidget(self.number)
        self.body.addWidget(self.pad, 1)

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

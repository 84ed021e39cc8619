"""What is shown before the store is known: one sentence about what the till waits for."""

from PySide6.QtWidgets import QWidget

from pos_client.qt.screens.layouts import column
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import Align
from pos_client.qt.widgets.pieces import Words


class WaitingScreen(QWidget):
    """A sentence in the middle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.words = Words(theme, "name", "text2", self, lines=3)
        self.words.align = Align.AlignCenter
        box = column(theme, self, margin=theme.mm(20))
        box.addStretch(1)
        box.addWidget(self.words)
        box.addStretch(1)

    def say(self, text: str) -> None:
        """Show what is waited for."""
        self.words.say(text)

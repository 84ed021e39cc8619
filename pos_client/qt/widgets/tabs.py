"""Tabs: words side by side, one of them open. Each is a control of its own, with its icon and its key."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.paint import fill, is_mirrored, painter_for


class Tab(Button):
    """One tab."""

    def __init__(self, theme: Theme, look: Look, parent: QWidget) -> None:
        super().__init__(theme, look, parent)
        self.setCheckable(True)

    def shades(self) -> tuple[QColor, QColor, QColor | None]:
        colour = self.theme.colour
        if self.isChecked():
            return colour("surface"), colour("text"), colour("line")
        return colour("line" if self.isDown() else "surface2"), colour("text2"), None

    def nextCheckState(self) -> None:
        """Which tab is open is told from outside."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        tabs = self.parentWidget()
        if step is None or not isinstance(tabs, Tabs):
            super().keyPressEvent(event)
            return
        tabs.step(self, -step if is_mirrored(self) else step)


class Tabs(QWidget):
    """`chosen` carries the number of a tab that was touched, also of the one that is open already."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, looks: list[Look], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.current = theme, 0
        self.setFixedHeight(theme.px("target") + 8)
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 4, 4, 4)
        line.setSpacing(4)
        self.keys = [Tab(theme, look, self) for look in looks]
        for key in self.keys:
            key.clicked.connect(self._on_clicked)
            line.addWidget(key, 1)
        self.choose(0)

    def choose(self, number: int) -> None:
        """Open tab `number` without telling anybody."""
        self.current = number
        for place, key in enumerate(self.keys):
            key.setChecked(place == number)
            key.update()

    def step(self, key: Tab, by: int) -> None:
        """Open the tab beside `key`, and give it the keyboard."""
        place = self.keys.index(key) + by
        if 0 <= place < len(self.keys):
            self.keys[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(place)

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Tab)
        self.chosen.emit(self.keys.index(sender))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        fill(painter, QRectF(self.rect()), self.theme.colour("surface2"), RADIUS_BUTTON + 2)
        painter.end()

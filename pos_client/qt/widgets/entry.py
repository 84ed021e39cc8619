"""The line where scans and typed codes appear, and the dots of a PIN. They know characters, not what they mean."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from pos_client.qt.icons import paint_icon
from pos_client.qt.input_method import is_for_words
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CARD
from pos_client.qt.widgets.paint import Align, fill, flipped, is_mirrored, painter_for, ring, text_width, write

# Keys that mean something to the whole screen while the line is empty or always: the line leaves them alone.
SCREEN_KEYS = frozenset(
    {
        Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Plus, Qt.Key.Key_Asterisk, Qt.Key.Key_Minus,
        Qt.Key.Key_Insert,
    }
)  # fmt: skip


class EntryField(QLineEdit):
    """An ordinary line of text that hands the screen's keys on, without an input method unless it is for words."""

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:
        if query == Qt.InputMethodQuery.ImEnabled and not is_for_words(self):
            return False
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_chord = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key = Qt.Key(event.key())
        has_nothing_behind = self.cursorPosition() == len(self.text()) and not self.hasSelectedText()
        if is_chord or key in SCREEN_KEYS or (key is Qt.Key.Key_Delete and has_nothing_behind):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Entry(QWidget):
    """The entry line in its frame: icon, a quantity that waits, the text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.icon = "scanner"
        self.badge = ""
        self.field = EntryField(self)
        self.field.setFont(theme.font("name"))
        self.field.setFrame(False)
        self.field.setMaxLength(200)
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.setFixedHeight(theme.px("entry"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, theme.mm(3), 0)
        self._row.addWidget(self.field)
        self._place()

    def show_badge(self, badge: str, icon: str = "scanner") -> None:
        """A quantity that waits for the next scan, before the text."""
        if (badge, icon) != (self.badge, self.icon):
            self.badge, self.icon = badge, icon
            self._place()
            self.update()

    def _badge_box(self) -> QRectF:
        if not self.badge:
            return QRectF()
        width = text_width(self.theme.font("button"), self.badge) + 2 * self.theme.mm(2)
        high = self.theme.px("target_min")
        left = self.theme.mm(12)
        return QRectF(left, (self.height() - high) / 2, width, high)

    def _place(self) -> None:
        left = round(self._badge_box().right()) + 8 if self.badge else self.theme.mm(12)
        right = self.theme.mm(3)
        self._row.setContentsMargins(*((right, 0, left, 0) if is_mirrored(self) else (left, 0, right, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        has_focus = self.field.hasFocus()
        fill(painter, box, theme.colour("surface"), RADIUS_CARD - 2, theme.colour("line_strong"))
        if has_focus:
            ring(painter, box, theme.colour("brand"), RADIUS_CARD - 2)
        side = float(theme.mm(6))
        rtl = is_mirrored(self)
        spot = flipped(QRectF(theme.mm(4), box.center().y() - side / 2, side, side), box, is_rtl=rtl)
        paint_icon(painter, self.icon, spot, theme.colour("brand" if has_focus else "text3"))
        if self.badge:
            badge = flipped(self._badge_box(), box, is_rtl=rtl)
            fill(painter, badge, theme.colour("brand_tint"), 6)
            write(painter, badge, self.badge, theme.font("button"), theme.colour("brand"), Align.AlignCenter)
        painter.end()


class PinDots(QWidget):
    """As many rings as the PIN has digits, filled as it is typed. It never knows the digits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.entered, self.digits, self.is_wrong = 0, 4, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, entered: int, digits: int, *, is_wrong: bool, spoken: str) -> None:
        """Fill `entered` of `digits`."""
        self.entered, self.digits, self.is_wrong = entered, digits, is_wrong
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(f"{entered} / {digits}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), self.theme.mm(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        size, gap = float(self.theme.mm(5)), float(self.theme.mm(5))
        left = (self.width() - self.digits * size - (self.digits - 1) * gap) / 2
        for number in range(self.digits):
            self._paint_dot(painter, left + number * (size + gap) + size / 2, size / 2, is_full=number < self.entered)
        painter.end()

    def _paint_dot(self, painter: QPainter, x: float, radius: float, *, is_full: bool) -> None:
        theme = self.theme
        colour = theme.colour("err" if self.is_wrong else "brand" if is_full else "line_strong")
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.setBrush(colour if is_full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, self.height() / 2), radius - 1, radius - 1)

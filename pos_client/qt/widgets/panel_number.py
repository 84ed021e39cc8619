"""A number as it is typed, with what it is and its unit, in a frame like the entry line. It knows text only."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CARD
from pos_client.qt.widgets.paint import Align, flipped, is_mirrored, painter_for, ring, text_width, write, write_lines


class TypedNumber(QWidget):
    """Prompt at the start, the number large at the end, its unit behind it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.prompt = self.text = self.unit = ""
        self.is_tall = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, prompt: str, text: str, unit: str) -> None:
        """Show what was typed so far."""
        self.prompt, self.text, self.unit = prompt, text, unit
        self.setAccessibleName(prompt)
        self.setAccessibleDescription(f"{text} {unit}" if text else unit)
        self.update()

    def set_tall(self, *, is_tall: bool) -> None:
        """The prompt above the number instead of before it, where there is little width."""
        if is_tall != self.is_tall:
            self.is_tall = is_tall
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        high = self.theme.px("entry") + self.theme.mm(2)
        return QSize(self.theme.mm(40), high + (self.theme.mm(12) if self.is_tall else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(30), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        painter = painter_for(self)
        box = QRectF(self.rect())
        ring(painter, box, theme.colour("brand"), RADIUS_CARD - 2)
        inner = box.adjusted(theme.mm(4), 0, -theme.mm(4), 0)
        if self.is_tall:
            above = QRectF(inner.left(), inner.top() + theme.mm(2), inner.width(), theme.mm(11))
            start = Align.AlignLeft | Align.AlignVCenter
            write_lines(painter, above, self.prompt, theme.font("body"), theme.colour("text2"), start)
            inner.setTop(above.bottom())
        unit_font, number_font = theme.font("body"), theme.font("display")
        unit_width = text_width(unit_font, self.unit) + 1
        unit = QRectF(inner.right() - unit_width, inner.top(), unit_width, inner.height())
        shown = self.text or "0"
        number_width = min(text_width(number_font, shown) + 2, inner.width() * 0.6)
        number = QRectF(unit.left() - theme.mm(2) - number_width, inner.top(), number_width, inner.height())
        words = QRectF(inner.left(), inner.top(), number.left() - inner.left() - theme.mm(2), inner.height())
        write(painter, flipped(unit, box, is_rtl=rtl), self.unit, unit_font, theme.colour("text2"), Align.AlignCenter)
        shade = theme.colour("text" if self.text else "text3")
        write(painter, flipped(number, box, is_rtl=rtl), shown, number_font, shade, Align.AlignCenter)
        if not self.is_tall:
            self._paint_prompt(painter, flipped(words, box, is_rtl=rtl))
        painter.end()

    def _paint_prompt(self, painter: QPainter, words: QRectF) -> None:
        start = Align.AlignLeft | Align.AlignVCenter
        write_lines(painter, words, self.prompt, self.theme.font("body"), self.theme.colour("text2"), start)

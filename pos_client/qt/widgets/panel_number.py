"""A number as it is typed, with what it is and its unit, in a frame like the entry line. It knows text only."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CARD
from pos_client.qt.widgets.paint import Align, flipped, is_mirrored, painter_for, ring, text_width, write


class TypedNumber(QWidget):
    """Prompt at the start, the number large at the end, its unit behind it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.prompt = self.text = self.unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, prompt: str, text: str, unit: str) -> None:
        """Show what was typed so far."""
        self.prompt, self.text, self.unit = prompt, text, unit
        self.setAccessibleName(prompt)
        self.setAccessibleDescription(f"{text} {unit}" if text else unit)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), self.theme.px("entry") + self.theme.mm(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        painter = painter_for(self)
        box = QRectF(self.rect())
        ring(painter, box, theme.colour("brand"), RADIUS_CARD - 2)
        inner = box.adjusted(theme.mm(4), 0, -theme.mm(4), 0)
        unit_font, number_font = theme.font("body"), theme.font("display")
        unit_width = text_width(unit_font, self.unit) + 1
        unit = QRectF(inner.right() - unit_width, inner.top(), unit_width, inner.height())
        shown = self.text or "0"
        number_width = min(text_width(number_font, shown) + 2, inner.width() * 0.6)
        number = QRectF(unit.left() - theme.mm(2) - number_width, inner.top(), number_width, inner.height())
        words = QRectF(inner.left(), inner.top(), number.left() - inner.left() - theme.mm(2), inner.height())
        middle = Align.AlignVCenter
        write(painter, flipped(unit, box, is_rtl=rtl), self.unit, unit_font, theme.colour("text2"), Align.AlignCenter)
        shade = theme.colour("text" if self.text else "text3")
        write(painter, flipped(number, box, is_rtl=rtl), shown, number_font, shade, Align.AlignCenter)
        write(
            painter, flipped(words, box, is_rtl=rtl), self.prompt, theme.font("body"), theme.colour("text2"),
            Align.AlignLeft | middle,
        )  # fmt: skip
        painter.end()

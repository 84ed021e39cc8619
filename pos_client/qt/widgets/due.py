"""What is to pay, as large as it gets; beside it the amount in cash, as large, where coins cannot pay it exactly."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import Align, flipped, is_mirrored, painter_for, text_width, write

_LEAST_MM = 6.0


class DueAmount(QWidget):
    """Label and note at the start, the amount at the end. Amounts are never cut: they are set smaller."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.label, self.amount, self.cash_label, self.cash, self.note = "", "", "", "", ""
        self.is_note_bad = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_due(self, label: str, amount: str, note: str = "", *, is_note_bad: bool = False) -> None:
        """Show what is to pay. `note` says why it cannot be paid (`is_note_bad`), or something about the amount."""
        self.label, self.amount, self.note, self.is_note_bad = label, amount, note, is_note_bad
        self._spell()

    def show_cash(self, label: str, amount: str) -> None:
        """The amount that cash pays, where it is another; "" for none."""
        self.cash_label, self.cash = label, amount
        self._spell()

    def _spell(self) -> None:
        cash = f", {self.cash_label} {self.cash}" if self.cash else ""
        self.setAccessibleName(f"{self.label} {self.amount}{cash}")
        self.setAccessibleDescription(self.note)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(70), round(self.theme.font("total").pixelSize() * 1.2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        if self.cash:
            self._paint_two(painter)
        else:
            self._paint_one(painter)
        painter.end()

    def _paint_one(self, painter: QPainter) -> None:
        theme, box, rtl = self.theme, QRectF(self.rect()), is_mirrored(self)
        big = theme.fitted(self.amount, "total", box.width() * 0.66, _LEAST_MM)
        width = text_width(big, self.amount)
        spot = QRectF(box.right() - width - 1, box.top(), width + 1, box.height())
        write(painter, flipped(spot, box, is_rtl=rtl), self.amount, big, theme.colour("text"), Align.AlignCenter)
        self._paint_words(painter, QRectF(box.left(), box.top(), box.width() - width - 12, box.height()))

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        theme, box, rtl = self.theme, QRectF(self.rect()), is_mirrored(self)
        label, small = theme.font("name"), theme.font("strong" if self.is_note_bad else "small")
        high, low = label.pixelSize() * 1.3, small.pixelSize() * 1.4 if self.note else 0.0
        top = room.center().y() - (high + low) / 2
        start = Align.AlignLeft | Align.AlignVCenter
        line = flipped(QRectF(room.left(), top, room.width(), high), box, is_rtl=rtl)
        write(painter, line, self.label, label, theme.colour("text2"), start)
        if not self.note:
            return
        below = QRectF(room.left(), top + high, room.width(), low)
        if self.is_note_bad:
            side = float(theme.mm(4.5))
            icon = QRectF(below.left(), below.center().y() - side / 2, side, side)
            paint_icon(painter, "triangle-fill", flipped(icon, box, is_rtl=rtl), theme.colour("warn"))
            below.setLeft(below.left() + side + 4)
        colour = theme.colour("warn" if self.is_note_bad else "text2")
        fitting = _shrunk(theme, self.note, small, below.width())
        write(painter, flipped(below, box, is_rtl=rtl), self.note, fitting, colour, start)

    def _paint_two(self, painter: QPainter) -> None:
        theme, box, rtl = self.theme, QRectF(self.rect()), is_mirrored(self)
        half = (box.width() - 16) / 2
        wider = max(self.amount, self.cash, key=len)
        big = theme.fitted(wider, "total", half, _LEAST_MM)
        small = theme.font("small")
        high = small.pixelSize() * 1.4
        note_is_label = self.is_note_bad and bool(self.note)
        columns = ((self.note if note_is_label else self.label, self.amount), (self.cash_label, self.cash))
        for number, (words, amount) in enumerate(columns):
            part = flipped(QRectF(box.left() + number * (half + 16), box.top(), half, box.height()), box, is_rtl=rtl)
            bad = note_is_label and number == 0
            label = QRectF(part.left(), part.top(), part.width(), high)
            side = Align.AlignRight if number else Align.AlignLeft
            write(painter, label, words, small, theme.colour("warn" if bad else "text2"), side | Align.AlignVCenter)
            figure = QRectF(part.left(), part.top() + high, part.width(), part.height() - high)
            write(painter, figure, amount, big, theme.colour("text"), side | Align.AlignVCenter)


def _shrunk(theme: Theme, text: str, font: QFont, width: float) -> QFont:
    least = round(3.2 * theme.px_per_mm)
    while font.pixelSize() > least and text_width(font, text) > width:
        font = theme.font_px(font.pixelSize() - 1, font.weight())
    return font

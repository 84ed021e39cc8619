"""The strip that says where the next scan goes: looked up here (with the scanner's sign), or sold as always."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON
from pos_client.qt.widgets.paint import Align, fill, flipped, is_mirrored, painter_for, write_lines


class ArmedStrip(QWidget):
    """Blue and with a frame while the panel waits for its scan, quiet afterwards, amber when the code is unknown."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.text, self.is_armed, self.is_bad = "", False, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str, *, is_armed: bool, is_bad: bool) -> None:
        """Show where the next scan goes."""
        self.text, self.is_armed, self.is_bad = text, is_armed, is_bad
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), self.theme.px("target"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(30), self.theme.px("target"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        shade = "warn" if self.is_bad else "brand" if self.is_armed else "text2"
        ground = "warn_tint" if self.is_bad else "brand_tint" if self.is_armed else "surface2"
        border = theme.colour(shade) if self.is_armed or self.is_bad else None
        fill(painter, box, theme.colour(ground), RADIUS_BUTTON, border)
        side = float(theme.mm(6))
        spot = QRectF(theme.mm(3), box.center().y() - side / 2, side, side)
        rtl = is_mirrored(self)
        icon = "triangle" if self.is_bad else "scanner"
        paint_icon(painter, icon, flipped(spot, box, is_rtl=rtl), theme.colour(shade))
        words = QRectF(spot.right() + theme.mm(2), 2, box.right() - spot.right() - theme.mm(4), box.height() - 4)
        role = "strong" if self.is_armed else "body"
        align = Align.AlignLeft | Align.AlignVCenter
        write_lines(painter, flipped(words, box, is_rtl=rtl), self.text, theme.font(role), theme.colour("text"), align)
        painter.end()

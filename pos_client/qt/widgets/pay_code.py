"""A QR code, as large as its place allows, always dark on white so that every telephone reads it. Knows no receipt."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hardware import symbols
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CARD
from pos_client.qt.widgets.paint import fill, painter_for

_QUIET = 4  # modules around it, as ISO/IEC 18004 wants
_LARGEST_MM = 100


class QrCode(QWidget):
    """Shows one text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.text = ""
        self._rows: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str, spoken: str) -> None:
        """Show another text; "" for none."""
        if text != self.text:
            self.text = text
            self._rows = tuple(tuple(row) for row in symbols.qr(text)) if text else ()
            self.update()
        self.setAccessibleName(spoken)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), self.theme.mm(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = painter_for(self)
        room = min(self.width(), self.height(), self.theme.mm(_LARGEST_MM))
        unit = max(1, room // (len(self._rows) + 2 * _QUIET))
        side = unit * (len(self._rows) + 2 * _QUIET)
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        fill(painter, QRectF(left, top, side, side), self.theme.colour("paper"), RADIUS_CARD)
        ink = self.theme.colour("ink")
        for y, row in enumerate(self._rows, _QUIET):
            for x, is_dark in enumerate(row, _QUIET):
                if is_dark:
                    painter.fillRect(left + x * unit, top + y * unit, unit, unit, ink)
        painter.end()

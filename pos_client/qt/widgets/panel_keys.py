"""What keys do, in two columns of key and words. Knows the map as text only."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import (
    Align,
    flipped,
    is_mirrored,
    keycap,
    keycap_height,
    keycap_width,
    painter_for,
    write_lines,
)


class KeyTable(QWidget):
    """All keys at once; the rows shrink before anything is left out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.keys: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show another map."""
        self.keys = keys
        self.setAccessibleName("; ".join(f"{key}: {words}" for key, words in keys))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(80), self.theme.mm(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        painter = painter_for(self)
        box = QRectF(self.rect())
        rows = max(1, (len(self.keys) + 1) // 2)
        high = min(box.height() / rows, float(theme.px("row")))
        half = box.width() / 2
        cap_room = max((keycap_width(theme, key.split(" / ")[0]) for key, _ in self.keys), default=0.0)
        font = theme.font("small")
        for number, (key, words) in enumerate(self.keys):
            left = box.left() + (half if number >= rows else 0)
            cell = QRectF(left, box.top() + (number % rows) * high, half - theme.mm(3), high)
            mark = key.split(" / ")[0] if keycap_width(theme, key) > theme.mm(16) else key
            width = keycap_width(theme, mark)
            cap = QRectF(cell.left(), cell.center().y() - keycap_height(theme) / 2, width, keycap_height(theme))
            keycap(painter, theme, flipped(cap, box, is_rtl=rtl), mark, theme.colour("text"))
            room = max(cap_room, width) + theme.mm(2)
            text = QRectF(cell.left() + room, cell.top(), cell.width() - room, cell.height())
            align = Align.AlignLeft | Align.AlignVCenter
            write_lines(painter, flipped(text, box, is_rtl=rtl), words, font, theme.colour("text"), align)
        painter.end()

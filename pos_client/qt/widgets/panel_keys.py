"""What keys do, in two columns of key and words. Knows the map as text only."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import (
    Align,
    broken,
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
        painter = painter_for(self)
        box = QRectF(self.rect())
        font, heights = self._fitting(box)
        first = _split(heights)
        y = box.top()
        for number, ((key, words), high) in enumerate(zip(self.keys, heights, strict=True)):
            y = box.top() if number == first else y
            left = box.left() + (box.width() / 2 if number >= first else 0)
            self._row(painter, QRectF(left, y, self._room(box), high), key, words, font)
            y += high
        painter.end()

    def _room(self, box: QRectF) -> float:
        return box.width() / 2 - self.theme.mm(3)

    def _caps(self) -> float:
        """How much room the keys take before the words."""
        return max((keycap_width(self.theme, _mark(key)) for key, _ in self.keys), default=0.0) + self.theme.mm(2)

    def _fitting(self, box: QRectF) -> tuple[QFont, list[float]]:
        """The font with which all rows fit in two columns, and how high each row is; not below what can be read."""
        room = self._room(box) - self._caps()
        for size_mm in (4.5, 4.2, 3.8, 3.5, 3.2):
            font = self.theme.font_px(round(size_mm * self.theme.px_per_mm * self.theme.text_scale), 400)
            line = QFontMetricsF(font).lineSpacing()
            heights = [len(broken(words, font, room)) * line + line * 0.35 for _, words in self.keys]
            if _higher(heights) <= box.height():
                break
        rows = max(_split(heights), len(heights) - _split(heights), 1)
        more = min(max(0.0, box.height() - _higher(heights)) / rows, self.theme.mm(3))
        return font, [height + more for height in heights]

    def _row(self, painter: QPainter, cell: QRectF, key: str, words: str, font: QFont) -> None:
        theme, rtl, box = self.theme, is_mirrored(self), QRectF(self.rect())
        mark, high = _mark(key), keycap_height(theme)
        cap = QRectF(cell.left(), cell.center().y() - high / 2, keycap_width(theme, mark), high)
        keycap(painter, theme, flipped(cap, box, is_rtl=rtl), mark, theme.colour("text"))
        text = cell.adjusted(self._caps(), 0, 0, 0)
        align = Align.AlignLeft | Align.AlignVCenter
        write_lines(painter, flipped(text, box, is_rtl=rtl), words, font, theme.colour("text"), align)


def _mark(key: str) -> str:
    """The first of several keys that do the same."""
    return key.split(" / ", maxsplit=1)[0]


def _split(heights: list[float]) -> int:
    """How many rows stand in the first column, so that both are about as high."""
    return min(range(len(heights) + 1), key=lambda first: max(sum(heights[:first]), sum(heights[first:])))


def _higher(heights: list[float]) -> float:
    """How high the higher of the two columns is."""
    first = _split(heights)
    return max(sum(heights[:first]), sum(heights[first:]))

"""Stock of one article in every place, as a table: on hand, held, to sell, and the age of each number. Views only."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.presenters.panel_views import LevelView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import Align, flipped, is_mirrored, painter_for, write, write_lines

_SHADES = {"own": "text", "other": "text", "none": "text2", "unknown": "text3", "old": "text3"}
_START = Align.AlignLeft | Align.AlignVCenter
_END = Align.AlignRight | Align.AlignVCenter


class StockTable(QWidget):
    """A row for each place; the number that can be sold is the large one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.heads: tuple[str, str, str] = ("", "", "")
        self.levels: tuple[LevelView, ...] = ()
        self.empty = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_levels(self, heads: tuple[str, str, str], levels: tuple[LevelView, ...], empty: str) -> None:
        """Show other numbers."""
        self.heads, self.levels, self.empty = heads, levels, empty
        self.setAccessibleName("; ".join(level.spoken for level in levels) or empty)
        self.setMinimumHeight(self.theme.mm(7) + len(levels) * self.theme.px("row"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(80), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        if not self.levels:
            inner = box.adjusted(theme.mm(4), theme.mm(4), -theme.mm(4), -theme.mm(4))
            align = Align.AlignHCenter | Align.AlignTop
            write_lines(painter, inner, self.empty, theme.font("body"), theme.colour("text2"), align)
        else:
            high = float(theme.mm(7))
            self._cells(painter, QRectF(box.left(), box.top(), box.width(), high), self.heads, "mark", "text2")
            for number, level in enumerate(self.levels):
                top = box.top() + high + number * theme.px("row")
                self._level(painter, QRectF(box.left(), top, box.width(), theme.px("row")), level)
        painter.end()

    def _columns(self, row: QRectF) -> tuple[QRectF, list[QRectF]]:
        """The place, then three columns of numbers."""
        wide = min(row.width() * 0.19, self.theme.mm(26))
        edge = self.theme.mm(1)
        numbers = [QRectF(row.right() - edge - (3 - place) * wide, row.top(), wide, row.height()) for place in range(3)]
        rtl = is_mirrored(self)
        place = QRectF(row.left(), row.top(), numbers[0].left() - row.left() - self.theme.mm(1), row.height())
        return flipped(place, row, is_rtl=rtl), [flipped(one, row, is_rtl=rtl) for one in numbers]

    def _cells(self, painter: QPainter, row: QRectF, texts: tuple[str, ...], role: str, shade: str) -> None:
        _, columns = self._columns(row)
        for column, text in zip(columns, texts, strict=True):
            write(painter, column.adjusted(2, 0, 0, 0), text, self.theme.font(role), self.theme.colour(shade), _END)

    def _level(self, painter: QPainter, row: QRectF, level: LevelView) -> None:
        theme = self.theme
        painter.fillRect(QRectF(row.left(), row.top(), row.width(), 1), theme.colour("line"))
        place, columns = self._columns(row)
        shade = _SHADES[level.level]
        name, small = theme.font("strong" if level.note and level.level != "unknown" else "body"), theme.font("small")
        note = "  ·  ".join(text for text in (level.note, level.age) if text)
        high, low = name.pixelSize() * 1.3, small.pixelSize() * 1.3
        top = row.center().y() - (high + (low if note else 0)) / 2
        write(painter, QRectF(place.left(), top, place.width(), high), level.place, name, theme.colour("text"), _START)
        write(painter, QRectF(place.left(), top + high, place.width(), low), note, small, theme.colour("text2"), _START)
        numbers = (level.on_hand, level.reserved, level.available)
        for column, text, role in zip(columns, numbers, ("body", "body", "price"), strict=True):
            write(painter, column.adjusted(2, 0, 0, 0), text, theme.font(role), theme.colour(shade), _END)

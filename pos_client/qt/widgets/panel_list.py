"""Rows in a panel: mark, name and detail at the start, an amount at the end. Knows rows as views; touch and arrows are
told, not decided, here.
"""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pos_client.presenters.panel_views import RowView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.flick import flicked
from pos_client.qt.widgets.paint import (
    Align,
    fill,
    keycap,
    keycap_height,
    keycap_width,
    painter_for,
    ring,
    text_width,
    write,
    write_lines,
)

VIEW = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
_SLIP_PX = 12  # a finger that moved further was scrolling
_START = Align.AlignLeft | Align.AlignVCenter
_END = Align.AlignRight | Align.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractListModel):
    """The rows as a Qt list."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[RowView, ...] = ()

    def show_rows(self, rows: tuple[RowView, ...]) -> None:
        """Show other rows; the same keys with other words repaint in place."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == VIEW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken or ", ".join(text for text in (row.name, row.detail, row.amount, row.note) if text)
        return None


class RowPainter(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.selected, self.enter = "", ""
        self.has_focus = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.theme.px("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RowView = index.data(VIEW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        self._ground(painter, box, row, is_mirrored=is_mirrored)
        line = _Line(painter, self.theme, box.adjusted(self.theme.mm(2), 0, -self.theme.mm(2), -1), is_mirrored)
        line.paint(row, self.enter if row.key == self.selected else "")
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, row: RowView, *, is_mirrored: bool) -> None:
        theme = self.theme
        is_selected = row.key == self.selected
        painter.fillRect(box, theme.colour("brand_tint" if is_selected else "surface"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line"))
        if is_selected:
            left = box.right() - 4 if is_mirrored else box.left()
            painter.fillRect(QRectF(left, box.top(), 4, box.height() - 1), theme.colour("brand"))
            if self.has_focus:
                ring(painter, box.adjusted(2, 2, -2, -3), theme.colour("brand"), 6)


class _Line:
    """The words of one row; `free` is what is left of it, from the start to the end of the writing direction."""

    def __init__(self, painter: QPainter, theme: Theme, box: QRectF, is_mirrored: bool) -> None:
        self.painter, self.theme, self.box, self.free, self.is_mirrored = painter, theme, box, box, is_mirrored

    def paint(self, row: RowView, enter: str) -> None:
        """Mark and key first, then the amount, then the words between them; `enter` is the key that takes the row."""
        theme = self.theme
        if row.hint:
            width = keycap_width(theme, row.hint)
            box = self._take(width, theme.mm(2), from_end=False)
            cap = QRectF(box.left(), box.center().y() - keycap_height(theme) / 2, width, keycap_height(theme))
            keycap(self.painter, theme, cap, row.hint, theme.colour("text2"))
        if row.mark:
            side = float(theme.mm(5))
            box = self._take(side, theme.mm(2), from_end=False)
            spot = QRectF(box.left(), box.center().y() - side / 2, side, side)
            paint_icon(self.painter, row.mark, spot, theme.colour(row.shade))
        self._amount(row)
        if enter:
            width = keycap_width(theme, enter)
            box = self._take(width, theme.mm(3), from_end=True)
            cap = QRectF(box.left(), box.center().y() - keycap_height(theme) / 2, width, keycap_height(theme))
            keycap(self.painter, theme, cap, enter, theme.colour("brand"))
        self._two(self.free, row.name, row.detail, ("strong", "small"), ("text", "text2"), _START)

    def _amount(self, row: RowView) -> None:
        theme = self.theme
        wide = max(text_width(theme.font("price"), row.amount), text_width(theme.font("small"), row.note))
        if wide:
            box = self._take(min(wide + 1, self.free.width() * 0.6), theme.mm(3), from_end=True)
            shade = "text" if row.mark else row.shade
            self._two(box, row.amount, row.note, ("price", "small"), (shade, "text2"), _END)

    def _two(
        self, box: QRectF, first: str, second: str, roles: tuple[str, str], shades: tuple[str, str], align: Align
    ) -> None:
        theme, painter = self.theme, self.painter
        high, low = theme.font(roles[0]), theme.font(roles[1])
        above, below = high.pixelSize() * 1.3, low.pixelSize() * 1.3
        total = (above if first else 0) + (below if second else 0)
        top = box.center().y() - total / 2
        if first:
            place = QRectF(box.left(), top, box.width(), above)
            write(painter, place, first, high, theme.colour(shades[0]), align)
            top += above
        if second:
            write(painter, QRectF(box.left(), top, box.width(), below), second, low, theme.colour(shades[1]), align)

    def _take(self, width: float, gap: float, *, from_end: bool) -> QRectF:
        free = self.free
        if from_end != self.is_mirrored:
            taken = QRectF(free.right() - width, free.top(), width, free.height())
            self.free = free.adjusted(0, 0, -width - gap, 0)
        else:
            taken = QRectF(free.left(), free.top(), width, free.height())
            self.free = free.adjusted(width + gap, 0, 0, 0)
        return taken


class RowList(QListView):
    """A list of rows. `touched` carries the key of a row that was tapped."""

    touched = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None, *, enter: str = "") -> None:
        super().__init__(parent)
        self.theme, self.empty = theme, ""
        self.rows = Rows()
        self.painter = RowPainter(theme)
        self.painter.enter = enter
        self._pressed: QPoint | None = None
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(theme.px("row"))
        flicked(self)
        self.setAccessibleName(name)

    def show_rows(self, rows: tuple[RowView, ...], selected: str = "", empty: str = "") -> None:
        """Show rows, or the sentence that stands where they would be."""
        self.empty = empty
        self.setAccessibleDescription(empty if not rows else "")
        self.rows.show_rows(rows)
        is_moved = selected != self.painter.selected
        self.painter.selected = selected
        place = next((number for number, row in enumerate(rows) if row.key == selected), -1)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place))
            if is_moved:
                self.scrollTo(self.rows.index(place))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        here, start = event.position().toPoint(), self._pressed
        self._pressed = None
        index = self.indexAt(here)
        if start is not None and index.isValid() and (here - start).manhattanLength() <= _SLIP_PX:
            self.touched.emit(index.data(VIEW).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the screen has the keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._mark_focus(has_focus=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._mark_focus(has_focus=False)
        super().focusOutEvent(event)

    def _mark_focus(self, *, has_focus: bool) -> None:
        self.painter.has_focus = has_focus
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self.theme
        painter = painter_for(self.viewport())
        box = QRectF(self.viewport().rect())
        if not self.rows.rows and self.empty:
            inner = box.adjusted(theme.mm(4), theme.mm(4), -theme.mm(4), -theme.mm(4))
            write_lines(
                painter,
                inner,
                self.empty,
                theme.font("body"),
                theme.colour("text2"),
                Align.AlignHCenter | Align.AlignTop,
            )
        self._thumb(painter, box)
        painter.end()

    def _thumb(self, painter: QPainter, box: QRectF) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() > 0:
            whole = bar.maximum() + bar.pageStep()
            top, high = box.height() * bar.value() / whole, box.height() * bar.pageStep() / whole
            left = 2 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else box.width() - 6
            fill(painter, QRectF(left, top, 4, high), self.theme.colour("line_strong"), 2)

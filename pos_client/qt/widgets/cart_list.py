"""The cart as cashier and customer see it. Knows lines as views; which line is chosen is told, not decided, here.

New lines appear at the bottom and scroll the list, never anything beside it. The newest line glows for 600 ms. The
keys of a line lie on it as controls: one set for the chosen line, one for each unresolved line.
"""

from PySide6.QtCore import QEvent, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from pos_client.i18n import tr
from pos_client.presenters.views import LineView
from pos_client.qt.icons import paint_icon
from pos_client.qt.models.cart_model import VIEW, CartModel
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.cart_line import CartDelegate
from pos_client.qt.widgets.flick import flicked
from pos_client.qt.widgets.line_strip import ChosenStrip, NoticeStrip
from pos_client.qt.widgets.paint import Align, fill, flipped, is_mirrored, painter_for, write

GLOW_MS = 600


class CartList(QListView):
    """Lines under each other. `line_chosen` carries a line's key, `acted` the key and the word of what was touched."""

    line_chosen = Signal(str)
    acted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.lines = CartModel()
        self.painter = CartDelegate(theme, self)
        self._bump = 0
        self.setModel(self.lines)
        self.setItemDelegate(self.painter)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a thumb is painted: nothing moves aside for it
        flicked(self)
        self.setAccessibleName(tr("Lines of this sale"))
        self.chosen = ChosenStrip(theme, self.viewport())
        self.chosen.acted.connect(self.acted)
        self.painter.keys_width = self.chosen.width_used + theme.mm(2)
        self.notices: list[NoticeStrip] = []
        self.glowing = QVariantAnimation(self)
        self.glowing.setDuration(GLOW_MS)
        self.glowing.setStartValue(1.0)
        self.glowing.setEndValue(0.0)
        self.glowing.valueChanged.connect(self._on_glow)

    def show_lines(self, lines: tuple[LineView, ...], selected: str, newest: str, bump: int) -> None:
        """Show the cart; `bump` grows whenever `newest` was scanned, also again."""
        is_moved = selected != self.painter.selected
        self.painter.selected, self.painter.newest = selected, newest
        self.lines.show_lines(lines)
        if is_moved:
            self.scheduleDelayedItemsLayout()  # another line is the open one
        if bump != self._bump:
            self._bump = bump
            self.glowing.stop()
            self.glowing.start()
            is_moved = True
        row = self.lines.row_of(selected)
        self.executeDelayedItemsLayout()
        if row >= 0 and is_moved:
            self.setCurrentIndex(self.lines.index(row))
            self.scrollTo(self.lines.index(row))
        self._place_strips()
        self.viewport().update()

    def _place_strips(self) -> None:
        """Lay the keys over the lines they belong to; those of lines out of sight stay away."""
        indent, free = self.painter.number_width + 8, list(self.notices)
        self.painter.notice_widths.clear()
        self.chosen.hide()
        for row, line in enumerate(self.lines.lines):
            if line.is_unresolved:
                strip = free.pop(0) if free else self._another_strip()
                strip.show_line(line)
                self.painter.notice_widths[line.key] = strip.width_used
                strip.place(self.visualRect(self.lines.index(row)), indent)
            elif line.key == self.painter.selected:
                self.chosen.show_line(line)
                self.painter.keys_width = self.chosen.width_used + self.theme.mm(2)
                self.chosen.place(self.visualRect(self.lines.index(row)), indent)
        for strip in free:
            strip.hide()
        for shown in (self.chosen, *self.notices):
            if not shown.geometry().intersects(self.viewport().rect()):
                shown.hide()  # scrolled out of sight: out of reach of Tab too

    def _another_strip(self) -> NoticeStrip:
        strip = NoticeStrip(self.theme, self.viewport())
        strip.acted.connect(self.acted)
        self.notices.append(strip)
        return strip

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_strips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_strips()

    def _on_glow(self, value: object) -> None:
        self.painter.glow = value if isinstance(value, float) else 0.0
        row = self.lines.row_of(self.painter.newest)
        if row >= 0:
            self.update(self.lines.index(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.line_chosen.emit(index.data(VIEW).key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the screen has the keys; the list would search for what is typed

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
        if self.lines.lines:
            self._paint_thumb()
            return
        theme = self.theme
        painter = painter_for(self.viewport())
        box = QRectF(self.viewport().rect())
        side = float(theme.mm(16))
        spot = QRectF(box.center().x() - side / 2, box.center().y() - side, side, side)
        paint_icon(painter, "scanner", spot, theme.colour("line_strong"))
        words = QRectF(box.left(), spot.bottom() + theme.mm(3), box.width(), theme.mm(8))
        write(
            painter, words, tr("Scan the first article"), theme.font("name"), theme.colour("text3"), Align.AlignCenter
        )
        painter.end()

    def _paint_thumb(self) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() <= 0:
            return
        whole = bar.maximum() + bar.pageStep()
        box = QRectF(self.viewport().rect())
        thumb = QRectF(box.width() - 6, box.height() * bar.value() / whole, 4, box.height() * bar.pageStep() / whole)
        painter = painter_for(self.viewport())
        fill(painter, flipped(thumb, box, is_rtl=is_mirrored(self)), self.theme.colour("line_strong"), 2)
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        return False if event.type() == QEvent.Type.ToolTip else super().viewportEvent(event)

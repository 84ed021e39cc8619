"""The cart as cashier and customer see it. Knows lines as views; which line is chosen is told, not decided, here.

New lines appear at the bottom and scroll the list, never anything beside it. The newest line glows for 600 ms.
"""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pos_client.i18n import tr
from pos_client.presenters.views import LineView
from pos_client.qt.icons import paint_icon
from pos_client.qt.models.cart_model import VIEW, CartModel
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON
from pos_client.qt.widgets.flick import flicked
from pos_client.qt.widgets.paint import Align, fill, painter_for, ring, text_width, write

GLOW_MS = 600
Index = QModelIndex | QPersistentModelIndex


class CartDelegate(QStyledItemDelegate):
    """Paints one line: number, name, amount; below it what it is made of."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.selected = ""
        self.newest = ""
        self.glow = 0.0
        self.has_focus = False
        self.number_width = theme.mm(9)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.theme.px("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: LineView = index.data(VIEW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect)
        self._paint_ground(painter, box, line)
        self._paint_words(painter, box, line)
        painter.restore()

    def remove_box(self, box: QRectF) -> QRectF:
        """Where an unresolved line has its button."""
        width = text_width(self.theme.font("button"), tr("Remove")) + 2 * self.theme.mm(3)
        return QRectF(box.right() - self.theme.mm(3) - width, box.top() + 3, width, box.height() - 7)

    def _paint_ground(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        theme = self.theme
        is_selected = line.key == self.selected
        ground = theme.colour("warn_tint" if line.is_unresolved else "brand_tint" if is_selected else "surface")
        if line.key == self.newest and self.glow > 0 and not line.is_unresolved:
            ground = _mixed(ground, theme.colour("brand_flash"), self.glow)
        painter.fillRect(box, ground)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line"))
        if is_selected:
            bar = theme.colour("warn" if line.is_unresolved else "brand")
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height() - 1), bar)
            if self.has_focus:
                ring(painter, box.adjusted(2, 2, -2, -3), theme.colour("brand"), 6)

    def _paint_words(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        theme = self.theme
        name, small, price = theme.font("name"), theme.font("small"), theme.font("price")
        high, low = name.pixelSize() * 1.25, small.pixelSize() * 1.3
        top = box.top() + (box.height() - high - low) / 2 - 1
        left = box.left() + self.number_width + 8
        right = box.right() - theme.mm(3)
        start = Align.AlignLeft | Align.AlignVCenter
        if line.is_unresolved:
            side = float(theme.mm(6))
            spot = QRectF(box.left() + theme.mm(2.5), box.center().y() - side / 2, side, side)
            paint_icon(painter, "triangle", spot, theme.colour("warn"))
            button = self.remove_box(box)
            fill(painter, button, theme.colour("surface"), RADIUS_BUTTON - 2, theme.colour("warn"))
            write(painter, button, tr("Remove"), theme.font("button"), theme.colour("warn"), Align.AlignCenter)
            right = button.left() - 12
        else:
            number = QRectF(box.left() + 6, top, self.number_width - 6, high)
            write(painter, number, line.number, small, theme.colour("text3"), Align.AlignRight | Align.AlignVCenter)
            width = text_width(price, line.amount)
            amount = QRectF(right - width, box.top(), width + 1, box.height() - 1)
            write(painter, amount, line.amount, price, theme.colour("text"), Align.AlignRight | Align.AlignVCenter)
            right = amount.left() - 12
        words = theme.colour("warn" if line.is_unresolved else "text")
        write(painter, QRectF(left, top, right - left, high), line.name, name, words, start)
        detail = theme.font("mark") if line.is_many else small
        colour = theme.colour("text" if line.is_many or line.is_unresolved else "text2")
        write(painter, QRectF(left, top + high, right - left, low), line.detail, detail, colour, start)
        after = left + text_width(detail, line.detail) + theme.mm(4)
        if line.code and after < right:
            write(
                painter, QRectF(after, top + high, right - after, low), line.code, small, theme.colour("text3"), start
            )


def _mixed(ground: QColor, over: QColor, part: float) -> QColor:
    def mix(below: int, above: int) -> int:
        return round(below + (above - below) * part)

    return QColor(mix(ground.red(), over.red()), mix(ground.green(), over.green()), mix(ground.blue(), over.blue()))


class CartList(QListView):
    """Lines under each other. `line_chosen` and `removal_asked` carry a line's key."""

    line_chosen = Signal(str)
    removal_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.lines = CartModel()
        self.painter = CartDelegate(theme)
        self._bump = 0
        self.setModel(self.lines)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(
                Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            )  # a thumb is painted over the lines: nothing moves aside for it
        flicked(self)
        self.setAccessibleName(tr("Lines of this sale"))
        self.glowing = QVariantAnimation(self)
        self.glowing.setDuration(GLOW_MS)
        self.glowing.setStartValue(1.0)
        self.glowing.setEndValue(0.0)
        self.glowing.valueChanged.connect(self._on_glow)

    def show_lines(self, lines: tuple[LineView, ...], selected: str, newest: str, bump: int) -> None:
        """Show the cart; `bump` grows whenever `newest` was scanned, also again."""
        self.lines.show_lines(lines)
        is_moved = selected != self.painter.selected
        self.painter.selected, self.painter.newest = selected, newest
        if bump != self._bump:
            self._bump = bump
            self.glowing.stop()
            self.glowing.start()
            is_moved = True
        row = self.lines.row_of(selected)
        if row >= 0 and is_moved:
            self.setCurrentIndex(self.lines.index(row))
            self.scrollTo(self.lines.index(row))
        self.viewport().update()

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
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            line: LineView = index.data(VIEW)
            box = self.painter.remove_box(QRectF(self.visualRect(index)))
            if line.is_unresolved and box.contains(event.position()):
                self.removal_asked.emit(line.key)

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
        high = float(self.viewport().height())
        thumb = QRectF(self.viewport().width() - 6, high * bar.value() / whole, 4, high * bar.pageStep() / whole)
        painter = painter_for(self.viewport())
        fill(painter, thumb, self.theme.colour("line_strong"), 2)
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        return False if event.type() == QEvent.Type.ToolTip else super().viewportEvent(event)

"""Paints one line of the cart: number, name, what changed its price, amount; below it what it is made of.

The amounts of all lines end at the same place, so that their decimals stand below each other. Knows views only.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pos_client.presenters.views import LineView
from pos_client.qt.icons import paint_icon
from pos_client.qt.models.cart_model import VIEW
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CHIP
from pos_client.qt.widgets.paint import Align, broken, fill, flipped, is_mirrored, ring, text_width, write, write_lines

Index = QModelIndex | QPersistentModelIndex
_SENTENCE_MM = 30  # a sentence beside the keys needs so much room


class CartDelegate(QStyledItemDelegate):
    """A line is open (higher, with keys on it) while it is chosen or unresolved."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view
        self.selected = ""
        self.newest = ""
        self.glow = 0.0
        self.has_focus = False
        self.number_width = theme.mm(9)
        self.keys_width = 0
        self.notice_widths: dict[str, int] = {}
        self._closed, self._open = QSize(0, theme.px("row")), QSize(0, theme.px("row_open"))

    def is_open(self, line: LineView) -> bool:
        """Whether the line has its keys on it."""
        return line.is_unresolved or line.key == self.selected

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._open if self.is_open(index.data(VIEW)) else self._closed

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: LineView = index.data(VIEW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect)
        self._paint_ground(painter, box, line)
        if line.is_unresolved:
            self._paint_notice(painter, box, line)
        else:
            self._paint_line(painter, box, line)
        painter.restore()

    def _tone(self, line: LineView) -> str:
        return "err" if line.is_stopped else "warn" if line.is_unresolved else "brand"

    def _paint_ground(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        theme, tone = self.theme, self._tone(line)
        is_selected = line.key == self.selected
        ground = theme.colour(f"{tone}_tint" if line.is_unresolved or is_selected else "surface")
        if line.key == self.newest and self.glow > 0 and not line.is_unresolved:
            ground = mixed(ground, theme.colour("brand_flash"), self.glow)
        painter.fillRect(box, ground)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("line"))
        if is_selected:
            bar = QRectF(box.left(), box.top(), 4, box.height() - 1)
            painter.fillRect(flipped(bar, box, is_rtl=self._rtl), theme.colour(tone))
            if self.has_focus:
                ring(painter, box.adjusted(2, 2, -2, -3), theme.colour("brand"), RADIUS_CHIP)

    @property
    def _rtl(self) -> bool:
        return is_mirrored(self.view)

    def _rows(self, box: QRectF, *, is_open: bool) -> tuple[QRectF, QRectF]:
        """The places of the first and the second row of words, from the name on."""
        high, low = self.theme.font("name").pixelSize() * 1.25, self.theme.font("small").pixelSize() * 1.35
        left, width = box.left() + self.number_width + 8, box.width() - self.number_width - 8 - self.theme.mm(3)
        if not is_open:
            top = box.top() + (box.height() - high - low) / 2 - 1
            return QRectF(left, top, width, high), QRectF(left, top + high, width, low)
        keys = self.theme.px("target")
        below = box.bottom() - 4 - keys
        top = box.top() + max(2.0, (below - box.top() - high) / 2 + 2)
        return QRectF(left, top, width, high), QRectF(left, below + (keys - low) / 2, width, low)

    def _paint_line(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        theme = self.theme
        is_open = self.is_open(line)
        first, second = self._rows(box, is_open=is_open)
        self._paint_number(painter, box, first, line)
        price = theme.font("price")
        width = text_width(price, line.amount)
        middle = first if is_open else QRectF(first.left(), box.top(), first.width(), box.height() - 1)
        self._write(painter, (box, middle), line.amount, ("price", "text"), Align.AlignRight)
        first = first.adjusted(0, 0, -width - 12, 0)
        if line.tag:
            first = self._paint_tag(painter, box, first, line.tag, "brand_tint" if not is_open else "surface", "brand")
        self._write(painter, (box, first), line.name, ("name", "text"), Align.AlignLeft)
        second = second.adjusted(0, 0, -(self.keys_width + 12 if is_open else width + 12), 0)
        self._paint_detail(painter, box, second, line)

    def _paint_number(self, painter: QPainter, box: QRectF, first: QRectF, line: LineView) -> None:
        number = QRectF(box.left() + 6, first.top(), self.number_width - 6, first.height())
        self._write(painter, (box, number), line.number, ("small", "text2"), Align.AlignRight)

    def _paint_detail(self, painter: QPainter, box: QRectF, room: QRectF, line: LineView) -> None:
        theme, gap = self.theme, self.theme.mm(3)
        role = "mark" if line.is_many else "small"
        parts = ((line.detail, role, "text" if line.is_many else "text2"), (line.note, "small", "text2"))
        for text, of_role, colour in (*parts, (line.code, "small", "text3")):
            if not text or room.width() < theme.mm(8):
                continue
            if text is line.code and text_width(theme.font(of_role), text) > room.width():
                continue  # half a code says nothing
            self._write(painter, (box, room), text, (of_role, colour), Align.AlignLeft)
            room = room.adjusted(text_width(theme.font(of_role), text) + gap, 0, 0, 0)

    def _paint_notice(self, painter: QPainter, box: QRectF, line: LineView) -> None:
        theme, tone = self.theme, self._tone(line)
        first, second = self._rows(box, is_open=True)
        side = float(theme.mm(6))
        spot = QRectF(box.left() + theme.mm(2.2), first.center().y() - side / 2, side, side)
        icon = "octagon-fill" if line.is_stopped else "triangle-fill"
        paint_icon(painter, icon, flipped(spot, box, is_rtl=self._rtl), theme.colour(tone))
        first = self._paint_tag(painter, box, first, line.tag, "surface", tone)
        self._write(painter, (box, first), line.name, ("name", "text"), Align.AlignLeft)
        number = QRectF(box.left() + 6, second.top(), self.number_width - 6, second.height())
        self._write(painter, (box, number), line.number, ("small", "text2"), Align.AlignRight)
        room = QRectF(second.left(), box.bottom() - 3 - theme.px("target"), second.width(), float(theme.px("target")))
        room.setWidth(room.width() - self.notice_widths.get(line.key, 0) - theme.mm(2))
        font = theme.font("small")
        high = len(broken(line.detail, font, room.width())) * QFontMetricsF(font).lineSpacing()
        if room.width() >= theme.mm(_SENTENCE_MM) and high <= room.height() + 1:  # half a sentence says nothing
            place = flipped(room, box, is_rtl=self._rtl)
            align = Align.AlignLeft | Align.AlignVCenter
            write_lines(painter, place, line.detail, font, theme.colour("text2"), align)

    def _paint_tag(self, painter: QPainter, box: QRectF, room: QRectF, text: str, ground: str, ink: str) -> QRectF:
        """A word in a chip at the end of `room`; what is left of it."""
        theme = self.theme
        font = theme.font("mark")
        width = min(text_width(font, text) + 12, room.width() * 0.6)
        chip = QRectF(room.right() - width, room.top(), width, room.height())
        spot = flipped(chip, box, is_rtl=self._rtl)
        fill(painter, spot, theme.colour(ground), RADIUS_CHIP)
        write(painter, spot.adjusted(6, 0, -6, 0), text, font, theme.colour(ink), Align.AlignCenter)
        return room.adjusted(0, 0, -width - 8, 0)

    def _write(
        self, painter: QPainter, parts: tuple[QRectF, QRectF], text: str, ink: tuple[str, str], side: Align
    ) -> None:
        """Text in a part of the line (line, part), in a role and a colour, in the direction of the language."""
        theme, (box, room), (role, colour) = self.theme, parts, ink
        place = flipped(room, box, is_rtl=self._rtl)
        write(painter, place, text, theme.font(role), theme.colour(colour), side | Align.AlignVCenter)


def mixed(ground: QColor, over: QColor, part: float) -> QColor:
    """`over` laid on `ground`, `part` of it (0 to 1)."""

    def mix(below: int, above: int) -> int:
        return round(below + (above - below) * part)

    return QColor(mix(ground.red(), over.red()), mix(ground.green(), over.green()), mix(ground.blue(), over.blue()))

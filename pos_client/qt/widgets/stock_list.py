"""Where an article lies: one row for each place, the number at the end. Knows views only."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.presenters.views import PlaceView, StockView
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CARD
from pos_client.qt.widgets.paint import Align, fill, painter_for, text_width, write, write_lines

_NUMBER = {"own": "text", "other": "text", "none": "text3", "unknown": "text3"}


class StockList(QWidget):
    """The stock of one article in every place, with the age of the numbers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = StockView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_view(self, view: StockView) -> None:
        """Show another article, or newer numbers."""
        if view != self.view:
            self.view = view
            places = "; ".join(f"{place.name} {place.on_hand} {place.note}" for place in view.places)
            self.setAccessibleName(view.title or view.hint)
            self.setAccessibleDescription(f"{places}. {view.age}" if places else "")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(80), self.theme.mm(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, view = self.theme, self.view
        painter = painter_for(self)
        box = QRectF(self.rect())
        fill(painter, box, theme.colour("surface"), RADIUS_CARD, theme.colour("line"))
        inner = box.adjusted(theme.mm(4), theme.mm(3), -theme.mm(4), -theme.mm(3))
        if not view.title:
            write_lines(painter, inner, view.hint, theme.font("body"), theme.colour("text2"), Align.AlignCenter)
        else:
            self._paint_places(painter, inner)
        painter.end()

    def _paint_places(self, painter: QPainter, inner: QRectF) -> None:
        theme, view = self.theme, self.view
        start = Align.AlignLeft | Align.AlignVCenter
        title, small = theme.font("name"), theme.font("small")
        head = QRectF(inner.left(), inner.top(), inner.width(), title.pixelSize() * 1.3)
        write(painter, head, view.title, title, theme.colour("text"), start)
        code = QRectF(inner.left(), head.bottom(), inner.width(), small.pixelSize() * 1.4)
        write(painter, code, view.code, small, theme.colour("text2"), start)
        foot = QRectF(inner.left(), inner.bottom() - small.pixelSize() * 1.4, inner.width(), small.pixelSize() * 1.4)
        y = float(round(code.bottom() + theme.mm(2)))
        for place in view.places:
            row = QRectF(inner.left(), y, inner.width(), theme.px("row"))
            if row.bottom() > foot.top():
                break
            self._paint_place(painter, row, place)
            y = row.bottom()
        write(painter, foot, view.age, small, theme.colour("text2"), start)

    def _paint_place(self, painter: QPainter, row: QRectF, place: PlaceView) -> None:
        theme = self.theme
        painter.fillRect(QRectF(row.left(), row.top(), row.width(), 1), theme.colour("line"))
        number = theme.font("display")
        width = text_width(number, place.on_hand)
        end = QRectF(row.right() - width, row.top(), width + 1, row.height())
        colour = theme.colour(_NUMBER[place.level])
        write(painter, end, place.on_hand, number, colour, Align.AlignRight | Align.AlignVCenter)
        name, small = theme.font("strong" if place.level == "own" else "body"), theme.font("small")
        high, low = name.pixelSize() * 1.3, small.pixelSize() * 1.3
        room = end.left() - row.left() - 12
        top = row.center().y() - (high + (low if place.note else 0)) / 2
        start = Align.AlignLeft | Align.AlignVCenter
        write(painter, QRectF(row.left(), top, room, high), place.name, name, theme.colour("text"), start)
        if place.note:
            write(painter, QRectF(row.left(), top + high, room, low), place.note, small, theme.colour("text2"), start)

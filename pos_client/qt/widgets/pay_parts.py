"""Parts of the pane that takes money: rows of what was paid, keys of the ways to pay. They know views, no sale."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.pay_views import PaidView, WayView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.flick import flicked
from pos_client.qt.widgets.keypad import Keypad, digit_look
from pos_client.qt.widgets.paint import Align, flipped, is_mirrored, painter_for, text_width, write

_TWO_COLUMNS_MM, _WITH_ICONS_MM = 70, 100
_START = Align.AlignLeft | Align.AlignVCenter
_END = Align.AlignRight | Align.AlignVCenter


class PayPad(Keypad):
    """The digits, large. The two outer keys of the last row are those of the currency."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        lines = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"), ("00", "0", "."))
        super().__init__(theme, [[(key, digit_look(key), key) for key in line] for line in lines], parent)
        self._zeros, self._point = self.keys["00"], self.keys["."]

    def show_outer(self, zeros: str, point: str) -> None:
        """Several zeros at the start; the decimal mark at the end, two zeros where the currency has no decimals."""
        for key, text in ((self._zeros, zeros), (self._point, point or ("00" if zeros != "00" else "000"))):
            if key.objectName() != text:
                key.setObjectName(text)
                key.set_text(text, text)


class Rows(QScrollArea):
    """Things under each other that can be pushed with a finger when they are many."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inside = QWidget(self)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.stack = QVBoxLayout(inside)
        self.stack.setContentsMargins(0, 0, 0, 0)
        self.stack.setSpacing(theme.px("gap"))
        self.stack.addStretch(1)
        self.setWidget(inside)
        flicked(self)

    def add(self, row: QWidget) -> None:
        """One more below the others."""
        self.stack.insertWidget(self.stack.count() - 1, row)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(30), self.theme.px("target"))


class PaidRow(QWidget):
    """One part that was paid, and the key that takes it back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = PaidView(0, "", "")
        self.setFixedHeight(theme.px("target"))
        self.back = Button(theme, Look("", icon="undo"), self)
        self.back.setFixedWidth(theme.px("target"))

    def show_view(self, view: PaidView) -> None:
        """Show a part."""
        self.view = view
        self.setAccessibleName(", ".join(part for part in (view.name, view.detail, view.amount) if part))
        self.back.setVisible(bool(view.take_back))
        self.back.set_text("", tr("{what}: {name} {amount}", what=view.take_back, name=view.name, amount=view.amount))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        at = 0 if is_mirrored(self) else self.width() - self.back.width()
        self.back.setGeometry(at, 0, self.back.width(), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, view, rtl = self.theme, self.view, is_mirrored(self)
        painter = painter_for(self)
        box = QRectF(self.rect())
        room = box.adjusted(0, 0, -self.back.width() - theme.mm(2), 0)
        colour = theme.colour("warn" if view.is_unclear else "text")
        if view.is_unclear:
            side = float(theme.mm(6))
            spot = QRectF(box.right() - theme.px("target") / 2 - side / 2, box.center().y() - side / 2, side, side)
            paint_icon(painter, "triangle-fill", flipped(spot, box, is_rtl=rtl), colour)
        self._paint_words(painter, room, colour)
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF, colour: QColor) -> None:
        """Name and amount on one line, what else there is to know below them."""
        theme, view, rtl = self.theme, self.view, is_mirrored(self)
        price, small = theme.font("price"), theme.font("small")
        amount = "" if view.is_unclear else view.amount
        high, low = price.pixelSize() * 1.3, small.pixelSize() * 1.3 if view.detail else 0.0
        top = room.center().y() - (high + low) / 2
        wide = room.width() - text_width(price, amount) - (8 if amount else 0)
        box = QRectF(self.rect())
        line = flipped(QRectF(room.left(), top, wide, high), box, is_rtl=rtl)
        name = theme.fitted(view.name, "button", wide, 3.6)
        write(painter, line, view.name, name, colour, _START)
        figure = flipped(QRectF(room.left(), top, room.width(), high), box, is_rtl=rtl)
        write(painter, figure, amount, price, colour, _END)
        below = flipped(QRectF(room.left(), top + high, room.width(), low), box, is_rtl=rtl)
        write(painter, below, view.detail, small, theme.colour("text2"), _START)


class PaidList(Rows):
    """What was paid so far. `taken_back` carries the number of a part."""

    taken_back = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.rows: list[PaidRow] = []
        self.verticalScrollBar().rangeChanged.connect(self._show_last)

    def show_parts(self, parts: tuple[PaidView, ...]) -> None:
        """Show these parts."""
        while len(self.rows) < len(parts):
            row = PaidRow(self.theme, self)
            row.back.clicked.connect(self._on_back)
            self.rows.append(row)
            self.add(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(parts))
            if place < len(parts):
                row.show_view(parts[place])

    def _show_last(self, _least: int, most: int) -> None:
        """The list grew beyond its place: the newest part is in sight."""
        self.verticalScrollBar().setValue(most)

    def _on_back(self) -> None:
        sender = self.sender()
        row = next(row for row in self.rows if row.back is sender)
        self.taken_back.emit(row.view.index)


class WayKey(Button):
    """A way to pay: sign and name at the start, what it would be at the end."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Look(""), parent)
        self.view = WayView("", "")
        self.has_icon = True

    def show_view(self, view: WayView) -> None:
        """Show a way."""
        self.view = view
        self.look = Look(view.label, icon=view.icon)
        self.set_text(view.label, f"{view.label} {view.detail}".strip())

    def paint_label(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        theme, view, rtl = self.theme, self.view, is_mirrored(self)
        inner = box.adjusted(theme.mm(3), 2, -theme.mm(3), -2)
        left, font, side = inner.left(), theme.font("button"), float(theme.mm(6))
        if view.icon and self.has_icon:
            spot = QRectF(left, inner.center().y() - side / 2, side, side)
            paint_icon(painter, view.icon, flipped(spot, box, is_rtl=rtl), ink, is_mirrored=rtl)
            left += side + 8
        font = theme.fitted(view.label, "button", inner.right() - left, 3.8)
        small = theme.fitted(view.detail, "small", inner.right() - left, 3.2)
        lines = 2 if view.detail else 1
        high, low = font.pixelSize() * 1.25, small.pixelSize() * 1.3 if lines == 2 else 0.0
        top = inner.center().y() - (high + low) / 2
        name = QRectF(left, top, inner.right() - left, high)
        write(painter, flipped(name, box, is_rtl=rtl), view.label, font, ink, _START)
        if view.detail:
            below = QRectF(left, top + high, inner.right() - left, low)
            colour = theme.colour("text2")
            write(painter, flipped(below, box, is_rtl=rtl), view.detail, small, colour, _START)


class WayList(Rows):
    """The ways to pay, in two columns where there is room. `chosen` carries the word of one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.keys: list[WayKey] = []
        self._count = 0
        self._wide = 0
        grid = QWidget(self)
        self.grid = QGridLayout(grid)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(theme.px("gap"))
        self.add(grid)

    def show_ways(self, ways: tuple[WayView, ...]) -> None:
        """Show these ways."""
        while len(self.keys) < len(ways):
            key = WayKey(self.theme, self)
            key.clicked.connect(self._on_clicked)
            self.keys.append(key)
        for key, way in zip(self.keys, ways, strict=False):
            key.show_view(way)
        if len(ways) != self._count:
            self._count = len(ways)
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns() != self._wide:
            self._place()

    def _columns(self) -> int:
        return 2 if self.viewport().width() >= self.theme.mm(_TWO_COLUMNS_MM) else 1

    def _place(self) -> None:
        self._wide = self._columns()
        for place, key in enumerate(self.keys):
            key.setVisible(place < self._count)
            key.has_icon = self._wide == 1 or self.viewport().width() >= self.theme.mm(_WITH_ICONS_MM)
            self.grid.addWidget(key, place // self._wide, place % self._wide)
        for column in range(2):
            self.grid.setColumnStretch(column, 1 if column < self._wide else 0)

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, WayKey)
        self.chosen.emit(sender.view.word)

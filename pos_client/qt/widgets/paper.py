"""A receipt as paper: the same document that goes to the printer, set in the screen's own type. Knows no sale."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from hardware import symbols
from hardware.document import Barcode, Blank, Block, Cell, Columns, Cut, Document, Qr, Rule, Text
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import ROLES
from pos_client.qt.widgets.flick import flicked
from pos_client.qt.widgets.paint import Align, broken, painter_for, text_width, write, zigzag

_SIDES = {"left": Align.AlignLeft, "centre": Align.AlignHCenter, "right": Align.AlignRight}
_LEADING = 1.38
_WIDEST_MM = 96


class Paper(QWidget):
    """The sheet. Its height follows from its width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.document: Document | None = None
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as the printer prints it
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_document(self, document: Document | None, spoken: str) -> None:
        """Another document, or a blank sheet."""
        self.document = document
        self.setAccessibleName(spoken)
        self.fit()
        self.update()

    def fit(self) -> None:
        """Take the height that the document needs at this width."""
        self.setFixedHeight(round(self._paint_blocks(None)) + self._margin() + self.theme.mm(6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(80), self.height())

    def _margin(self) -> int:
        return max(8, round(self.width() * 0.055))

    def _font(self, size: int, *, is_bold: bool) -> QFont:
        pixels = round(self.width() / 25.5) * size if size == 1 else round(self.width() / 15)
        return self.theme.font_px(pixels, ROLES["strong"][1] if is_bold else ROLES["body"][1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(self.theme.colour("paper"))
        tooth = self.theme.mm(1.5)
        painter.drawPath(zigzag(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), float(tooth)))
        self._paint_blocks(painter)
        painter.end()

    def _paint_blocks(self, painter: QPainter | None) -> float:
        """Paint from top to bottom; without a painter only measure. Returns the y below the last block."""
        y = float(self._margin())
        for block in self.document.blocks if self.document else ():
            y = self._paint_block(painter, block, y)
        return y

    def _paint_block(self, painter: QPainter | None, block: Block, y: float) -> float:
        match block:
            case Text():
                y = self._text(painter, block, y)
            case Columns():
                y = self._columns(painter, block, y)
            case Rule():
                y = self._rule(painter, y)
            case Blank():
                y += block.lines * self._font(1, is_bold=False).pixelSize() * 0.9
            case Barcode():
                y = self._bars(painter, block, y)
            case Qr():
                y = self._qr(painter, block, y)
            case Cut():
                pass
        return y

    def _rule(self, painter: QPainter | None, y: float) -> float:
        step = self._font(1, is_bold=False).pixelSize()
        if painter:
            _dashes(painter, self._margin(), self.width() - self._margin(), y + step * 0.5, self._ink())
        return y + step

    def _ink(self) -> QColor:
        return self.theme.colour("ink")

    def _text(self, painter: QPainter | None, block: Text, y: float) -> float:
        font = self._font(block.size, is_bold=block.bold or block.size == 2)
        font.setUnderline(block.underline)
        width = self.width() - 2 * self._margin()
        step = font.pixelSize() * _LEADING
        for paragraph in block.text.split("\n"):
            for row in broken(paragraph, font, width):
                if painter:
                    box = QRectF(self._margin(), y, width, step)
                    write(painter, box, row, font, self._ink(), _SIDES[block.align] | Align.AlignVCenter)
                y += step
        return y

    def _columns(self, painter: QPainter | None, block: Columns, y: float) -> float:
        font = self._font(block.size, is_bold=block.bold)
        whole = float(self.width() - 2 * self._margin())
        step, gap = font.pixelSize() * _LEADING, font.pixelSize() * 0.7
        widths = _widths(block.cells, font, whole, gap)
        name, *others = block.cells
        is_beside = widths[0] >= whole * 0.25 or text_width(font, name.text) <= widths[0]
        indent = text_width(font, name.text[: len(name.text) - len(name.text.lstrip())])
        rows = broken(name.text, font, (widths[0] if is_beside else whole) - indent)
        for number, row in enumerate(rows):
            if painter:
                box = QRectF(self._margin() + indent, y, widths[0] if is_beside else whole, step)
                write(painter, box, row, font, self._ink(), _SIDES[name.align] | Align.AlignVCenter)
                if is_beside and number == 0:
                    self._others(painter, tuple(others), widths[1:], QRectF(self._margin(), y, whole, step), gap)
            y += step
        if not is_beside:
            if painter:
                self._others(painter, tuple(others), widths[1:], QRectF(self._margin(), y, whole, step), gap)
            y += step
        return y

    def _others(self, painter: QPainter, cells: tuple[Cell, ...], widths: list[float], box: QRectF, gap: float) -> None:
        right = box.right()
        for cell, width in reversed(list(zip(cells, widths, strict=True))):
            spot = QRectF(right - width - 1, box.top(), width + 1, box.height())
            write(painter, spot, cell.text, painter.font(), self._ink(), _SIDES[cell.align] | Align.AlignVCenter)
            right -= width + gap

    def _bars(self, painter: QPainter | None, block: Barcode, y: float) -> float:
        modules = symbols.ean13(block.payload) if block.symbology == "EAN13" else symbols.code128(block.payload)
        width = float(self.width() - 2 * self._margin())
        unit = max(1.0, min(2.0, width // len(modules)))
        high = float(self.theme.mm(10))
        if painter:
            left = round((self.width() - unit * len(modules)) / 2)
            for place, is_dark in enumerate(modules):
                if is_dark:
                    painter.fillRect(QRectF(left + place * unit, y + 4, unit, high), self._ink())
        return y + high + 12

    def _qr(self, painter: QPainter | None, block: Qr, y: float) -> float:
        rows = symbols.qr(block.payload)
        unit = max(2, round(self.width() * 0.36 / len(rows)))
        if painter:
            left = round((self.width() - unit * len(rows)) / 2)
            for number, row in enumerate(rows):
                for place, is_dark in enumerate(row):
                    if is_dark:
                        spot = QRectF(left + place * unit, round(y) + 6 + number * unit, unit, unit)
                        painter.fillRect(spot, self._ink())
        return y + unit * len(rows) + 14


def _dashes(painter: QPainter, left: float, right: float, y: float, colour: QColor) -> None:
    pen = painter.pen()
    pen.setColor(colour)
    pen.setWidthF(1)
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(round(left), round(y), round(right), round(y))


def _widths(cells: tuple[Cell, ...], font: QFont, whole: float, gap: float) -> list[float]:
    """As the printer does: others get their share or what they need, and the first what is left."""
    needs = [text_width(font, cell.text) for cell in cells]
    free = whole - gap * (len(cells) - 1) - sum(n for n, cell in zip(needs, cells, strict=True) if not cell.share)
    shares = sum(cell.share for cell in cells) or 1
    found = [max(need, free * cell.share / shares) for need, cell in zip(needs, cells, strict=True)]
    found[0] = whole - gap * (len(cells) - 1) - sum(found[1:])
    return found


class PaperView(QScrollArea):
    """The paper on its ground, not wider than paper is, narrower where it fits whole; scrolled where it is longer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = Paper(theme)
        self.setWidget(self.paper)
        self.setWidgetResizable(False)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flicked(self)
        self.viewport().setAutoFillBackground(False)
        self.setAlignment(Align.AlignHCenter | Align.AlignTop)

    def show_document(self, document: Document | None, spoken: str) -> None:
        """Another document, from its top."""
        self.paper.show_document(document, spoken)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = self.paper.theme
        widest = min(self.width(), theme.mm(_WIDEST_MM))
        for width in (widest, round(widest * 0.92), round(widest * 0.85)):
            self.paper.setFixedWidth(width)
            self.paper.fit()
            if self.paper.height() <= self.height():
                return

"""The few strokes that every control is made of, so that corners, rings and text agree everywhere."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from pos_client.i18n import current, key_cap
from pos_client.i18n.bidi import plain_side
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RING, RING_GAP

Align = Qt.AlignmentFlag


def painter_for(widget: QWidget) -> QPainter:
    """A smooth painter on `widget`; use it as a context manager would be used, and call `end()`."""
    painter = QPainter(widget)
    painter.setLayoutDirection(widget.layoutDirection())  # not the program's: paper and pads keep theirs
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return painter


def is_mirrored(widget: QWidget) -> bool:
    """Whether text and layout of `widget` run from right to left."""
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


def flipped(part: QRectF, within: QRectF, *, is_rtl: bool) -> QRectF:
    """`part`, which was placed from the left in `within`, where it belongs in the direction of the language."""
    if not is_rtl:
        return part
    return QRectF(within.left() + within.right() - part.right(), part.top(), part.width(), part.height())


def fill(painter: QPainter, box: QRectF, colour: QColor, radius: float, border: QColor | None = None) -> None:
    """A rounded box; the border is one pixel and lies inside it."""
    painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5) if border else box
    painter.drawRoundedRect(inner, radius, radius)


def ring(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> QRectF:
    """The focus ring along the inside of `box`; returns what is left for the control itself."""
    half = RING / 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, RING))
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)
    left = RING + RING_GAP
    return box.adjusted(left, left, -left, -left)


def write(painter: QPainter, box: QRectF, text: str, font: QFont, colour: QColor, align: Align) -> None:
    """One line of text in `box`, shortened in the middle where it is too long."""
    painter.setFont(font)
    painter.setPen(colour)
    _draw(painter, box, shortened(text, font, box.width(), Qt.TextElideMode.ElideMiddle), align)


def shortened(text: str, font: QFont, width: float, mode: Qt.TextElideMode) -> str:
    """`text`, with an ellipsis where it is wider than `width` pixels."""
    metrics = QFontMetricsF(font)
    return text if metrics.horizontalAdvance(text) <= width else metrics.elidedText(text, mode, width)


def write_lines(painter: QPainter, box: QRectF, text: str, font: QFont, colour: QColor, align: Align) -> None:
    """Text in as many lines as `box` has room for; what does not fit is shortened on the last of them."""
    rows = broken(text, font, box.width())
    height = QFontMetricsF(font).lineSpacing()
    room = max(1, int((box.height() + 1) // height))
    if len(rows) > room:
        rows = [*rows[: room - 1], " ".join(rows[room - 1 :])]
    top = box.top()
    if align & Align.AlignVCenter:
        top += (box.height() - height * len(rows)) / 2
    if align & Align.AlignBottom:
        top += box.height() - height * len(rows)
    side = align & Align.AlignHorizontal_Mask
    for number, row in enumerate(rows):
        line = QRectF(box.left(), top + number * height, box.width(), height)
        _write_end_cut(painter, line, row, font, colour, side | Align.AlignVCenter)


def _write_end_cut(painter: QPainter, box: QRectF, text: str, font: QFont, colour: QColor, align: Align) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    _draw(painter, box, shortened(text, font, box.width(), Qt.TextElideMode.ElideRight), align)


def _draw(painter: QPainter, box: QRectF, text: str, align: Align) -> None:
    is_rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    painter.drawText(box, align, plain_side(text) if is_rtl else text)


def broken(text: str, font: QFont, width: float) -> list[str]:
    """`text` broken at spaces into rows no wider than `width` (a longer word stands alone)."""
    metrics = QFontMetricsF(font)
    rows: list[str] = []
    for word in text.split():
        joined = f"{rows[-1]} {word}" if rows else word
        if rows and metrics.horizontalAdvance(joined) <= width:
            rows[-1] = joined
        else:
            rows.append(word)
    return rows or [""]


def keycap(painter: QPainter, theme: Theme, box: QRectF, text: str, colour: QColor) -> None:
    """The mark of a key as the keyboard of the language has it, in a thin frame, to the right inside `box`."""
    frame = QRectF(0, 0, keycap_width(theme, text), box.height())
    frame.moveRight(box.right())
    frame.moveTop(box.center().y() - frame.height() / 2)
    outline = QColor(colour)
    outline.setAlphaF(0.45)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(outline, 1))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    write(painter, frame, key_cap(text, current()), theme.font("small"), colour, Align.AlignCenter)


def keycap_width(theme: Theme, text: str) -> float:
    """How wide `keycap` draws, never narrower than it is high."""
    metrics = QFontMetricsF(theme.font("small"))
    return max(metrics.horizontalAdvance(key_cap(text, current())) + 10, keycap_height(theme))


def keycap_height(theme: Theme) -> float:
    """How high a key's frame is."""
    return float(round(QFontMetricsF(theme.font("small")).height() + 2))


def text_width(font: QFont, text: str) -> float:
    """How wide `text` is, in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def zigzag(box: QRectF, tooth: float) -> QPainterPath:
    """The outline of torn paper: straight sides, teeth along the bottom."""
    path = QPainterPath(box.topLeft())
    path.lineTo(box.topRight())
    path.lineTo(box.right(), box.bottom() - tooth)
    count = max(1, round(box.width() / (2 * tooth)))
    step = box.width() / count
    for number in range(count):
        x = box.right() - number * step
        path.lineTo(x - step / 2, box.bottom())
        path.lineTo(x - step, box.bottom() - tooth)
    path.closeSubpath()
    return path

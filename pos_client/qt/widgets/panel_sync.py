"""The parts of the connection panel: the state as a strip, two short lists, facts as label and text. Views only."""

import math
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.presenters.panel_views import SyncPanelView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON
from pos_client.qt.widgets.chip import LOOKS
from pos_client.qt.widgets.paint import (
    Align,
    fill,
    flipped,
    is_mirrored,
    painter_for,
    text_width,
    write,
    write_lines,
)

_START = Align.AlignLeft | Align.AlignVCenter


class StateStrip(QWidget):
    """The state of the line in its own colour, with icon and word, and its sentence below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = SyncPanelView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: SyncPanelView) -> None:
        """Show another state."""
        self.view = view
        self.setAccessibleName(f"{view.word}. {view.sentence}")
        self.update()

    def sizeHint(self) -> QSize:
        theme = self.theme
        sentence = 2 * QFontMetricsF(theme.font("body")).lineSpacing()
        high = theme.font("button").pixelSize() * 1.4 + sentence + 2 * theme.mm(1.5)
        return QSize(theme.mm(60), math.ceil(high))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        icon, shade, _, ground = LOOKS[self.view.kind]
        painter = painter_for(self)
        box = QRectF(self.rect())
        border = theme.colour(shade) if self.view.kind == "stop" else None
        fill(painter, box, theme.colour(ground or "surface2"), RADIUS_BUTTON, border)
        inner = box.adjusted(theme.mm(3), theme.mm(1.5), -theme.mm(3), -theme.mm(1.5))
        word = theme.font("button")
        side = float(theme.mm(5))
        line = QRectF(inner.left(), inner.top(), inner.width(), word.pixelSize() * 1.4)
        spot = QRectF(line.left(), line.center().y() - side / 2, side, side)
        paint_icon(painter, icon, flipped(spot, box, is_rtl=rtl), theme.colour(shade))
        words = flipped(line.adjusted(side + theme.mm(2), 0, 0, 0), box, is_rtl=rtl)
        write(painter, words, self.view.word, word, theme.colour("text"), _START)
        rest = QRectF(inner.left(), line.bottom(), inner.width(), inner.bottom() - line.bottom())
        start = Align.AlignLeft | Align.AlignTop
        write_lines(painter, rest, self.view.sentence, theme.font("body"), theme.colour("text"), start)
        painter.end()


class _Look(NamedTuple):
    icon: str
    shade: str
    font: QFont


class TwoLists(QWidget):
    """What works beside what waits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = SyncPanelView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: SyncPanelView) -> None:
        """Show other lists."""
        is_higher = max(len(view.works), len(view.waits)) != max(len(self.view.works), len(self.view.waits))
        self.view = view
        works, waits = ", ".join(view.works), ", ".join(view.waits)
        self.setAccessibleName(f"{view.works_title}: {works}. {view.waits_title}: {waits}")
        if is_higher:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        body, count = self.theme.font("body").pixelSize() * 1.25, max(len(self.view.works), len(self.view.waits), 1)
        return QSize(self.theme.mm(60), round(self.theme.font("mark").pixelSize() * 1.4 + body * count))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        box = QRectF(self.rect())
        half = box.width() / 2
        rtl = is_mirrored(self)
        sides = (
            (box.left(), self.view.works_title, self.view.works, "check", "ok"),
            (box.left() + half, self.view.waits_title, self.view.waits, "clock", "text2"),
        )
        font = self._font(half - self.theme.mm(7.5))
        for left, title, texts, icon, shade in sides:
            part = QRectF(left, box.top(), half - self.theme.mm(2), box.height())
            self._list(painter, flipped(part, box, is_rtl=rtl), title, texts, _Look(icon, shade, font))
        painter.end()

    def _font(self, width: float) -> QFont:
        """One size for both lists: that of the longest entry."""
        texts = (*self.view.works, *self.view.waits)
        fonts = [self.theme.fitted(text, "body", width, 3.4) for text in texts] or [self.theme.font("body")]
        return min(fonts, key=QFont.pixelSize)

    def _list(self, painter: QPainter, part: QRectF, title: str, texts: tuple[str, ...], look: _Look) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        mark, body = theme.font("mark"), theme.font("body")
        head = QRectF(part.left(), part.top(), part.width(), mark.pixelSize() * 1.4)
        write(painter, head, title, mark, theme.colour("text2"), _START)
        side, y = float(theme.mm(4)), head.bottom()
        for text in texts:
            line = QRectF(part.left(), y, part.width(), body.pixelSize() * 1.25)
            spot = QRectF(line.left(), line.center().y() - side / 2, side, side)
            paint_icon(painter, look.icon, flipped(spot, part, is_rtl=rtl), theme.colour(look.shade))
            words = flipped(line.adjusted(side + theme.mm(1.5), 0, 0, 0), part, is_rtl=rtl)
            write(painter, words, text, look.font, theme.colour("text"), _START)
            y = line.bottom()


class Facts(QWidget):
    """Label at the start, what is so at the end; up to three lines keep their place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, lines: int = 3) -> None:
        super().__init__(parent)
        self.theme, self.lines = theme, lines
        self.facts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show other facts."""
        self.facts = facts
        self.setAccessibleName("; ".join(f"{label}: {text}" for label, text in facts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), round(self.theme.font("body").pixelSize() * 1.4 * self.lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        painter = painter_for(self)
        box = QRectF(self.rect())
        high = theme.font("body").pixelSize() * 1.4
        for number, (label, text) in enumerate(self.facts[: self.lines]):
            line = QRectF(box.left(), box.top() + number * high, box.width(), high)
            wide = min(text_width(theme.font("strong"), text) + 1, box.width() * 0.6)
            end = QRectF(line.right() - wide, line.top(), wide, high)
            start = QRectF(line.left(), line.top(), end.left() - line.left() - theme.mm(2), high)
            write(painter, flipped(start, box, is_rtl=rtl), label, theme.font("body"), theme.colour("text2"), _START)
            write(painter, flipped(end, box, is_rtl=rtl), text, theme.font("strong"), theme.colour("text"), _START)
        painter.end()

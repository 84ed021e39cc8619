"""Buttons of one shape: text, icon, the key that does the same. They know no screen.

A button that cannot be used now is not greyed out and mute: touching it says why (`refused`).
"""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON
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

Kind = Literal["primary", "plain", "quiet", "key", "bare", "tint"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a button shows. `hint` is the key on the keyboard, `height` a named length of the theme."""

    text: str
    hint: str = ""
    icon: str = ""
    kind: Kind = "plain"
    height: str = "target"
    role: str = "button"
    is_tight: bool = False  # hint below the text, for narrow places


class Button(QAbstractButton):
    """A painted push button. A click does not take the keyboard away from the entry line; Tab reaches it."""

    refused = Signal(str)

    def __init__(self, theme: Theme, look: Look, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.theme = theme
        self.look = look
        self._reason = ""
        self._spoken = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(look.text)

    def set_text(self, text: str, spoken: str = "") -> None:
        """Change the label (and what a screen reader says, which contains it)."""
        self._spoken = spoken or self._spoken
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(self._spoken if text in self._spoken else f"{text}, {self._spoken}".strip(", "))
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Make it the one main button, or one of the others."""
        if kind != self.look.kind:
            self.look = replace(self.look, kind=kind)
            self.update()

    def set_reason(self, reason: str) -> None:
        """Why it cannot be used now; empty: it can."""
        if reason != self._reason:
            self._reason = reason
            self.setAccessibleDescription(reason)
            self.update()

    @property
    def label(self) -> str:
        return self.text().replace("&&", "&")

    def sizeHint(self) -> QSize:
        theme, look = self.theme, self.look
        width = text_width(theme.font(look.role), self.label) + 2 * theme.mm(3)
        if look.hint and not look.is_tight:
            width += keycap_width(theme, look.hint) + 8
        if look.icon:
            width += theme.mm(6) + (8 if self.label else 0)
        height = theme.px(look.height)
        return QSize(max(round(width), height), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px("target"), self.theme.px(self.look.height))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._reason and self.isDown() and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.refused.emit(self._reason)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:  # Enter belongs to the screen: it always does the one main thing
            event.ignore()
        elif self._reason:
            self.refused.emit(self._reason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        box = QRectF(self.rect())
        if self.hasFocus():
            box = ring(painter, box, self.theme.colour("brand"), RADIUS_BUTTON)
        ground, ink, border = self.shades()
        fill(painter, box, ground, RADIUS_BUTTON - (4 if self.hasFocus() else 0), border)
        self.paint_label(painter, box, ink)
        painter.end()

    def shades(self) -> tuple[QColor, QColor, QColor | None]:
        """Ground, text and border as the button is now."""
        theme, kind, down = self.theme, self.look.kind, self.isDown()
        if self._reason or not self.isEnabled():
            return theme.colour("surface2"), theme.colour("text3"), None
        if kind == "primary":
            return theme.colour("brand_pressed" if down else "brand_deep"), theme.colour("on_brand"), None
        if kind == "tint":
            return theme.colour("brand_flash" if down else "brand_tint"), theme.colour("brand"), theme.colour("brand")
        if kind == "bare":
            return theme.colour("surface2" if down else "surface"), theme.colour("text2"), None
        if kind == "quiet":
            return theme.colour("line" if down else "surface2"), theme.colour("text"), None
        return theme.colour("surface2" if down else "surface"), theme.colour("text"), theme.colour("line_strong")

    def paint_label(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        """Icon, text and key, centred together; the text takes two lines where it must."""
        theme, look = self.theme, self.look
        font = theme.font(look.role)
        inner = box.adjusted(6, 2, -6, -2)
        if look.is_tight and look.hint:
            self._paint_tight(painter, inner, ink)
            return
        icon = float(theme.mm(6)) if look.icon else 0.0
        cap = keycap_width(theme, look.hint) + 8 if look.hint else 0.0
        gap = 8.0 if icon and self.label else 0.0
        text = min(text_width(font, self.label) + 1, inner.width() - icon - gap - cap)
        left = inner.center().x() - (icon + gap + text + cap) / 2
        if icon:
            spot = QRectF(left, inner.center().y() - icon / 2, icon, icon)
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            paint_icon(painter, look.icon, spot, ink, is_mirrored=mirrored)
        words = QRectF(left + icon + gap, inner.top(), text, inner.height())
        write_lines(painter, words, self.label, font, ink, Align.AlignCenter)
        if cap:
            spot = QRectF(words.right(), inner.center().y() - keycap_height(theme) / 2, cap, keycap_height(theme))
            keycap(painter, theme, spot, look.hint, ink)

    def _paint_tight(self, painter: QPainter, inner: QRectF, ink: QColor) -> None:
        theme, look = self.theme, self.look
        high = keycap_height(theme)
        font = theme.font(look.role)
        line = QRectF(0, 0, inner.width(), theme.font(look.role).pixelSize() * 1.25)
        line.moveTop(inner.center().y() - (line.height() + 4 + high) / 2)
        line.moveLeft(inner.left())
        write(painter, line, self.label, font, ink, Align.AlignCenter)
        width = keycap_width(theme, look.hint)
        cap = QRectF(inner.center().x() - width / 2, line.bottom() + 4, width, high)
        keycap(painter, theme, cap, look.hint, ink)

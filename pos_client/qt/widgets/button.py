"""Buttons of one shape: text, icon, the key that does the same. They know no screen.

A button that cannot be used now is not greyed out and mute: touching it says why (`refused`).
"""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON
from pos_client.qt.widgets.paint import (
    Align,
    broken,
    fill,
    flipped,
    is_mirrored,
    keycap,
    keycap_height,
    keycap_width,
    painter_for,
    ring,
    text_width,
    write_lines,
)

Kind = Literal["primary", "plain", "quiet", "key", "bare", "tint", "warn", "err"]
"""primary: the one next step; plain: framed; quiet: grey; key: a number pad; bare: no frame; tint: chosen; warn and
err: on the tint of that name."""
# kind -> ground, ground while pressed, text, border
_SHADES: dict[Kind, tuple[str, str, str, str]] = {
    "primary": ("brand_deep", "brand_pressed", "on_brand", ""),
    "plain": ("surface", "surface2", "text", "line_strong"),
    "key": ("surface", "surface2", "text", "line_strong"),
    "quiet": ("surface2", "line", "text", ""),
    "bare": ("surface", "surface2", "text2", ""),
    "tint": ("brand_tint", "brand_flash", "brand", "brand"),
    "warn": ("surface", "warn_tint", "warn", "warn"),
    "err": ("surface", "err_tint", "err", "err"),
}
_LEAST_PART = 0.7  # of the size a label should have
BUSY_AFTER_MS = 300  # shorter waits show nothing
BUSY_STEP_MS = 40


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
        self._busy_part = -1.0
        self._busy_timer: QTimer | None = None
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
    def reason(self) -> str:
        """Why it cannot be used now; "" when it can."""
        return self._reason

    def set_busy(self, *, is_busy: bool) -> None:
        """Something it started takes its time: a thin bar runs along its foot once that is longer than a moment."""
        if is_busy == (self._busy_timer is not None):
            return
        if self._busy_timer is not None:
            self._busy_timer.stop()
            self._busy_timer.deleteLater()
            self._busy_timer, self._busy_part = None, -1.0
            self.update()
            return
        self._busy_timer = QTimer(self)
        self._busy_timer.timeout.connect(self._on_busy)
        self._busy_timer.start(BUSY_AFTER_MS)

    def _on_busy(self) -> None:
        if self._busy_timer is not None:
            self._busy_timer.setInterval(BUSY_STEP_MS)
        self._busy_part = (self._busy_part + 0.04) % 1 if self._busy_part >= 0 else 0.0
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
        if self._busy_part >= 0:
            self._paint_busy(painter, box, ink)
        painter.end()

    def _paint_busy(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        track = QRectF(box.left() + RADIUS_BUTTON, box.bottom() - 6, box.width() - 2 * RADIUS_BUTTON, 3)
        wide = track.width() * 0.3
        left = track.left() + (track.width() - wide) * (1 - abs(2 * self._busy_part - 1))
        fill(painter, QRectF(left, track.top(), wide, track.height()), ink, 1.5)

    def shades(self) -> tuple[QColor, QColor, QColor | None]:
        """Ground, text and border as the button is now."""
        colour = self.theme.colour
        if self._reason or not self.isEnabled():
            return colour("surface2"), colour("text3"), None
        ground, pressed, ink, border = _SHADES[self.look.kind]
        return colour(pressed if self.isDown() else ground), colour(ink), colour(border) if border else None

    def paint_label(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        """Icon, text and key, centred together; the text takes two lines where it must."""
        theme, look = self.theme, self.look
        inner = box.adjusted(6, 2, -6, -2)
        if look.is_tight and look.hint:
            self._paint_tight(painter, inner, ink)
            return
        rtl = is_mirrored(self)
        icon, gap, cap = self._parts(inner)
        font = self._font(inner.width() - icon - gap - cap, inner.height())
        text = min(_widest(self.label, font, inner.width() - icon - gap - cap), inner.width() - icon - gap - cap)
        left = inner.center().x() - (icon + gap + text + cap) / 2
        if icon:
            spot = QRectF(left, inner.center().y() - icon / 2, icon, icon)
            paint_icon(painter, look.icon, flipped(spot, box, is_rtl=rtl), ink, is_mirrored=rtl)
        words = QRectF(left + icon + gap, inner.top(), text, inner.height())
        write_lines(painter, flipped(words, box, is_rtl=rtl), self.label, font, ink, Align.AlignCenter)
        if cap:
            high = keycap_height(theme)
            spot = QRectF(words.right() + 8, inner.center().y() - high / 2, cap - 8, high)
            keycap(painter, theme, flipped(spot, box, is_rtl=rtl), look.hint, ink)

    def is_whole(self) -> bool:
        """Whether its words are readable at the size it has: none cut, none much smaller than they should be."""
        inner = QRectF(self.rect()).adjusted(6, 2, -6, -2)
        if self.look.is_tight and self.look.hint:
            width, height = inner.width(), inner.height() - 4 - keycap_height(self.theme)
        else:
            width, height = inner.width() - sum(self._parts(inner)), inner.height()
        font = self._font(width, height)
        is_large_enough = font.pixelSize() >= _LEAST_PART * self.theme.font(self.look.role).pixelSize()
        return is_large_enough and self._fits(font, width, height)

    def _parts(self, room: QRectF) -> tuple[float, float, float]:
        """Room for the icon, the gap behind it, and the key. The icon gives way, then the key, where words need it."""
        theme, look = self.theme, self.look
        icon = float(theme.mm(6 if look.height != "target_min" else 5)) if look.icon else 0.0
        gap = 8.0 if icon and self.label else 0.0
        cap = keycap_width(theme, look.hint) + 8 if look.hint else 0.0
        if not self.label:
            return icon, gap, cap
        for parts in ((icon, gap, cap), (0.0, 0.0, cap), (icon, gap, 0.0)):
            if self._fits(theme.font(look.role), room.width() - sum(parts), room.height()):
                return parts
        return 0.0, 0.0, 0.0

    def _fits(self, font: QFont, width: float, height: float) -> bool:
        rows = broken(self.label, font, width)
        is_low_enough = len(rows) == 1 or len(rows) * QFontMetricsF(font).lineSpacing() <= height + 1
        return is_low_enough and all(text_width(font, row) <= width for row in rows)

    def _font(self, width: float, height: float) -> QFont:
        """The role's font, a little smaller where the words would not fit."""
        font = self.theme.font(self.look.role)
        while font.pixelSize() > 10 and not self._fits(font, width, height):
            font = self.theme.font_px(font.pixelSize() - 1, font.weight())
        return font

    def _paint_tight(self, painter: QPainter, inner: QRectF, ink: QColor) -> None:
        """Text above, key below; two lines where there is room for them, else smaller."""
        theme, look = self.theme, self.look
        high = keycap_height(theme)
        font = self._font(inner.width(), inner.height() - 4 - high)
        rows = len(broken(self.label, font, inner.width()))
        one = QFontMetricsF(font).lineSpacing()
        words = QRectF(inner.left(), 0, inner.width(), rows * one)
        words.moveTop(inner.center().y() - (words.height() + 4 + high) / 2)
        write_lines(painter, words, self.label, font, ink, Align.AlignCenter)
        width = keycap_width(theme, look.hint)
        cap = QRectF(inner.center().x() - width / 2, words.bottom() + 4, width, high)
        keycap(painter, theme, cap, look.hint, ink)


def _widest(text: str, font: QFont, width: float) -> float:
    """How wide the widest row is when `text` is broken to fit `width`."""
    return max(text_width(font, row) for row in broken(text, font, width)) + 1

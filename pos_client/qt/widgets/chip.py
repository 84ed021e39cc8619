"""The status chip: always an icon and a word, a colour only beside them. It knows no network."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_client.presenters.views import StatusView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CHIP
from pos_client.qt.widgets.paint import Align, fill, flipped, is_mirrored, painter_for, text_width, write

# kind of state -> (icon, colour of icon, colour of word, ground)
LOOKS = {
    "live": ("dot", "ok", "text2", ""),
    "sending": ("arrow-up-fill", "brand", "text2", ""),
    "offline": ("cloud-off-fill", "warn", "warn", "warn_tint"),
    "limit": ("triangle-fill", "warn", "warn", "warn_tint"),
    "flag": ("flag-fill", "flag", "flag", "flag_tint"),
    "stop": ("octagon-fill", "err", "err", "err_tint"),
}


_WIDE_MM, _LEAST_MM = 72.0, 3.4  # a place of one size: nothing moves when the state changes


class StatusChip(QAbstractButton):
    """Shows one state. Its words are finished text; a touch asks for more of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, wide_mm: float = _WIDE_MM) -> None:
        super().__init__(parent)
        self.theme, self.wide_mm = theme, wide_mm
        self.view = StatusView()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_view(self, view: StatusView) -> None:
        """Show another state."""
        if view != self.view:
            self.view = view
            self.setAccessibleName(view.word)
            self.setAccessibleDescription(view.sentence)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(self.wide_mm), self.theme.px("target_min"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        icon, icon_colour, word_colour, ground = LOOKS[self.view.kind]
        painter = painter_for(self)
        box, rtl = QRectF(self.rect()), is_mirrored(self)
        side, edge = float(theme.mm(5)), float(theme.mm(2.5))
        font = theme.fitted(self.view.word, "strong", box.width() - side - 8 - 2 * edge, _LEAST_MM)
        wide = min(text_width(font, self.view.word) + 2 + side + 8 + 2 * edge, box.width())
        chip = QRectF(box.right() - wide, box.top(), wide, box.height())
        if ground or self.isDown():
            fill(painter, flipped(chip, box, is_rtl=rtl), theme.colour(ground or "surface2"), RADIUS_CHIP)
        spot = QRectF(chip.left() + edge, box.center().y() - side / 2, side, side)
        paint_icon(painter, icon, flipped(spot, box, is_rtl=rtl), theme.colour(icon_colour))
        words = QRectF(spot.right() + 8, box.top(), chip.right() - spot.right() - 8, box.height())
        words = flipped(words, box, is_rtl=rtl)
        write(painter, words, self.view.word, font, theme.colour(word_colour), Align.AlignLeft | Align.AlignVCenter)
        painter.end()


class Banner(QWidget):
    """A bar over the full width for what stops the till: one sentence, never a dialog.

    It lies on the status bar, so that nothing below it moves when it comes and goes.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.text = ""
        self.hide()

    def say(self, text: str) -> None:
        """Show a sentence; none takes the bar away."""
        self.text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        painter.fillRect(box, theme.colour("err_fill"))
        side = float(theme.mm(6))
        spot = QRectF(theme.mm(4), box.center().y() - side / 2, side, side)
        rtl = is_mirrored(self)
        paint_icon(painter, "octagon-fill", flipped(spot, box, is_rtl=rtl), theme.colour("on_err"))
        words = flipped(box.adjusted(spot.right() + 12, 0, -theme.mm(4), 0), box, is_rtl=rtl)
        align = Align.AlignLeft | Align.AlignVCenter
        font = theme.fitted(self.text, "button", words.width(), 3.8)
        write(painter, words, self.text, font, theme.colour("on_err"), align)
        painter.end()

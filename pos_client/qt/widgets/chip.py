"""The status chip: always an icon and a word, a colour only beside them. It knows no network."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.presenters.views import StatusView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CHIP
from pos_client.qt.widgets.paint import Align, fill, painter_for, text_width, write

# kind of state -> (icon, colour of icon, colour of word, ground)
_LOOKS = {
    "live": ("dot", "ok", "text2", ""),
    "sending": ("arrow-up", "brand", "text2", ""),
    "offline": ("cloud-off", "warn", "warn", "warn_tint"),
    "flag": ("flag", "flag", "flag", "flag_tint"),
    "stop": ("octagon", "err", "err", "err_tint"),
}


class StatusChip(QWidget):
    """Shows one state. Its words are finished text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = StatusView()
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
        theme = self.theme
        words = text_width(theme.font("strong"), self.view.word)
        return QSize(round(words + theme.mm(5) + 8 + 2 * theme.mm(2.5)), theme.px("target_min"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        icon, icon_colour, word_colour, ground = _LOOKS[self.view.kind]
        painter = painter_for(self)
        box = QRectF(self.rect())
        if ground:
            fill(painter, box, theme.colour(ground), RADIUS_CHIP)
        side = float(theme.mm(5))
        spot = QRectF(theme.mm(2.5), box.center().y() - side / 2, side, side)
        paint_icon(painter, icon, spot, theme.colour(icon_colour))
        words = QRectF(spot.right() + 8, box.top(), box.right() - spot.right() - 8, box.height())
        align = Align.AlignLeft | Align.AlignVCenter
        write(painter, words, self.view.word, theme.font("strong"), theme.colour(word_colour), align)
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
        paint_icon(painter, "octagon", spot, theme.colour("on_err"))
        words = box.adjusted(spot.right() + 12, 0, -theme.mm(4), 0)
        align = Align.AlignLeft | Align.AlignVCenter
        font = theme.fitted(self.text, "button", words.width(), 3.8)
        write(painter, words, self.text, font, theme.colour("on_err"), align)
        painter.end()

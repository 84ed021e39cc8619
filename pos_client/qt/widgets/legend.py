"""The line of keys at the foot of the screen: marks and words from the table of keys. It cannot be touched."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import (
    Align,
    flipped,
    is_mirrored,
    keycap,
    keycap_height,
    keycap_width,
    painter_for,
    text_width,
    write,
)


class Legend(QWidget):
    """As many keys as there is room for, the first ones first."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.keys: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show other keys: (mark, words)."""
        if keys != self.keys:
            self.keys = keys
            self.setAccessibleName(", ".join(f"{mark} {words}" for mark, words in keys))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), max(self.theme.px("legend"), round(keycap_height(self.theme)) + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl = self.theme, is_mirrored(self)
        painter = painter_for(self)
        box = QRectF(self.rect())
        font, high, x = theme.font("small"), keycap_height(theme), float(theme.mm(4))
        for mark, words in self.keys:
            cap, text = keycap_width(theme, mark), text_width(font, words) + 2
            if x + cap + 6 + text > box.width():
                break
            spot = flipped(QRectF(x, box.center().y() - high / 2, cap, high), box, is_rtl=rtl)
            keycap(painter, theme, spot, mark, theme.colour("text2"))
            place = flipped(QRectF(x + cap + 6, box.top(), text, box.height()), box, is_rtl=rtl)
            write(painter, place, words, font, theme.colour("text2"), Align.AlignLeft | Align.AlignVCenter)
            x += cap + 6 + text + theme.mm(5)
        painter.end()

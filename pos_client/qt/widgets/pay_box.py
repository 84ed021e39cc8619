"""The box of a card payment: one place and one size for all of its stages, each with its sign. It decides nothing."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_client.presenters.pay_views import CardBoxView, PayActionView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_CARD
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.paint import Align, broken, fill, flipped, is_mirrored, painter_for, text_width, write_lines

# tone -> ground, colour of icon and title, border
_TONES = {
    "brand": ("surface", "brand", "brand"),
    "ok": ("ok_tint", "ok", "ok"),
    "warn": ("warn_tint", "warn", "warn"),
    "err": ("err_tint", "err", "err"),
}
_MOST_ACTIONS = 3
_HIGH_MM = 92
_START = Align.AlignLeft | Align.AlignVCenter
_END = Align.AlignRight | Align.AlignVCenter


class CardBox(QWidget):
    """Sign, title and clock above, the amount and one sentence below them, at the foot what can be done."""

    acted = Signal(str)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = CardBoxView("", "brand", "card", "", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.buttons = [Button(theme, Look(""), self) for _ in range(_MOST_ACTIONS)]
        self._words = [""] * _MOST_ACTIONS
        margin = theme.mm(3)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(margin, margin, margin, margin)
        stack.setSpacing(theme.px("gap"))
        stack.addStretch(1)
        for button in self.buttons:
            button.clicked.connect(self._on_clicked)
            button.refused.connect(self.refused)
            stack.addWidget(button)

    def show_view(self, view: CardBoxView) -> None:
        """Show another stage, or the same one a second later."""
        self.view = view
        self._dress_all()
        self.setAccessibleName(f"{view.title} {view.amount}")
        self.setAccessibleDescription(view.text)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress_all()

    def _dress_all(self) -> None:
        """The keys are larger where the box is high, so that two lines of words fit on them."""
        actions = self.view.actions
        height = "target_big" if self.height() >= self.theme.mm(_HIGH_MM) else "target"
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(actions))
            if place < len(actions):
                self._words[place] = actions[place].word
                _dress(button, actions[place], height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(40), self.theme.mm(60))

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Button)
        self.acted.emit(self._words[self.buttons.index(sender)])

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, view = self.theme, self.view
        ground, ink, border = _TONES[view.tone]
        painter = painter_for(self)
        box = QRectF(self.rect())
        fill(painter, box, theme.colour(ground), RADIUS_CARD, theme.colour(border))
        margin = float(theme.mm(4))
        foot = min((button.y() for button in self.buttons if button.isVisible()), default=self.height() - theme.mm(3))
        inner = QRectF(margin, margin, box.width() - 2 * margin, foot - margin - theme.mm(1))
        head = self._paint_head(painter, inner, ink)
        self._paint_text(painter, QRectF(inner.left(), head, inner.width(), inner.bottom() - head))
        painter.end()

    def _paint_head(self, painter: QPainter, inner: QRectF, ink: str) -> float:
        """Sign and title; returns where they end."""
        theme, view, rtl = self.theme, self.view, is_mirrored(self)
        side = float(theme.mm(8))
        wide, font = inner.width() - side - 8, theme.font("price")
        if text_width(font, view.title) > wide:
            font = theme.font("button")
        rows = len(broken(view.title, font, wide))
        high = max(side, rows * font.pixelSize() * 1.25)
        spot = QRectF(inner.left(), inner.top() + (high - side) / 2, side, side)
        paint_icon(painter, view.icon, flipped(spot, inner, is_rtl=rtl), theme.colour(ink))
        words = QRectF(spot.right() + 8, inner.top(), wide, high)
        write_lines(painter, flipped(words, inner, is_rtl=rtl), view.title, font, theme.colour(ink), _START)
        return inner.top() + high + theme.mm(2)

    def _paint_text(self, painter: QPainter, room: QRectF) -> None:
        """Amount and clock side by side, the sentence below them."""
        theme, view = self.theme, self.view
        clock = theme.font("price")
        wide = text_width(clock, view.clock) + 8 if view.clock else 0.0
        big = theme.fitted(view.amount, "display", room.width() - wide, 6)
        high = big.pixelSize() * 1.2
        amount = QRectF(room.left(), room.top(), room.width(), high)
        write_lines(painter, amount, view.amount, big, theme.colour("text"), _START)
        write_lines(painter, amount, view.clock, clock, theme.colour("text2"), _END)
        words = QRectF(room.left(), amount.bottom() + theme.mm(1), room.width(), room.bottom() - amount.bottom())
        font = theme.font("strong")
        while font.pixelSize() > 12 and len(broken(view.text, font, words.width())) * font.pixelSize() * 1.25 > (
            words.height()
        ):
            font = theme.font_px(font.pixelSize() - 1, font.weight())
        write_lines(painter, words, view.text, font, theme.colour("text"), Align.AlignLeft | Align.AlignTop)


def _dress(button: Button, view: PayActionView, height: str) -> None:
    button.look = Look(view.label, view.hint, view.icon, "primary" if view.is_main else "plain", height)
    button.set_text(view.label, view.spoken or view.label)
    button.set_reason(view.reason)

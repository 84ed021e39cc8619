"""Small things every screen is set together from: cards, words, a strip of choices. They know no screen."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.qt.theme import Theme
from pos_client.qt.tokens import RADIUS_BUTTON, RADIUS_CARD
from pos_client.qt.widgets.paint import Align, fill, painter_for, ring, text_width, write, write_lines


class Card(QWidget):
    """A white work surface on the grey ground."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, ground: str = "surface") -> None:
        super().__init__(parent)
        self.theme = theme
        self.ground = ground

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        fill(painter, QRectF(self.rect()), self.theme.colour(self.ground), RADIUS_CARD, self.theme.colour("line"))
        painter.end()


class Words(QWidget):
    """A line of text (or a paragraph, `lines` > 1) in one role and colour. Read out as it stands."""

    def __init__(
        self, theme: Theme, role: str, colour: str = "text", parent: QWidget | None = None, *, lines: int = 1
    ) -> None:
        super().__init__(parent)
        self.theme, self.role, self.colour, self.lines = theme, role, colour, lines
        self.align = Align.AlignLeft | Align.AlignVCenter
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, text: str, colour: str = "") -> None:
        """Show `text`."""
        if (text, colour or self.colour) != (self.text, self.colour):
            self.text, self.colour = text, colour or self.colour
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        font = self.theme.font(self.role)
        return QSize(round(text_width(font, self.text)) + 2, round(font.pixelSize() * 1.3 * self.lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        box, colour = QRectF(self.rect()), self.theme.colour(self.colour)
        draw = write if self.lines == 1 else write_lines
        draw(painter, box, self.text, self.theme.font(self.role), colour, self.align)
        painter.end()


class Choices(QWidget):
    """Two to four words side by side, one of them chosen. Left and right move, a touch chooses."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, texts: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.texts, self.current = theme, texts, 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(theme.px("target"))
        self.setAccessibleName(", ".join(texts))
        self.choose(0)

    def choose(self, number: int) -> None:
        """Mark choice `number` without telling anybody."""
        self.current = number
        self.setAccessibleDescription(self.texts[number])
        self.update()

    def _pick(self, number: int) -> None:
        if 0 <= number < len(self.texts) and number != self.current:
            self.choose(number)
            self.chosen.emit(number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pick(int(event.position().x() * len(self.texts) // max(1, self.width())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self._pick(self.current + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        if self.hasFocus():
            box = ring(painter, box, theme.colour("brand"), RADIUS_BUTTON)
        fill(painter, box, theme.colour("surface2"), RADIUS_BUTTON)
        width = box.width() / len(self.texts)
        for number, text in enumerate(self.texts):
            part = QRectF(box.left() + number * width, box.top(), width, box.height()).adjusted(4, 4, -4, -4)
            is_on = number == self.current
            if is_on:
                fill(painter, part, theme.colour("surface"), RADIUS_BUTTON - 3, theme.colour("line"))
            font = theme.font("button")
            write(painter, part, text, font, theme.colour("text" if is_on else "text2"), Align.AlignCenter)
        painter.end()

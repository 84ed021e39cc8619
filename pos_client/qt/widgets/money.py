"""Large money: what is to pay, what goes back, and in which notes and coins. Amounts are finished text here."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.presenters.views import PieceView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.paint import Align, flipped, is_mirrored, painter_for, text_width, write


class Total(QWidget):
    """A label at the start, the amount at the end, as large as the place allows. `note` stands below the label."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.label, self.amount, self.note, self.is_note_bad = "", "", "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_amount(self, label: str, amount: str, note: str = "", *, is_note_bad: bool = False) -> None:
        """Show an amount."""
        if (label, amount, note, is_note_bad) != (self.label, self.amount, self.note, self.is_note_bad):
            self.label, self.amount, self.note, self.is_note_bad = label, amount, note, is_note_bad
            self.setAccessibleName(f"{label} {amount}")
            self.setAccessibleDescription(note)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(70), round(self.theme.font("total").pixelSize() * 1.2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        label = theme.font("name")
        least = text_width(label, self.label) + 12
        big = theme.fitted(self.amount, "total", box.width() - least, 7)
        right = Align.AlignRight | Align.AlignVCenter
        width = text_width(big, self.amount)
        write(painter, box, self.amount, big, theme.colour("text"), right)
        room = box.width() - width - 12
        start = Align.AlignLeft | Align.AlignVCenter
        small = theme.font("small")
        high, low = label.pixelSize() * 1.25, small.pixelSize() * 1.3 if self.note else 0.0
        top = box.center().y() - (high + low) / 2
        line = flipped(QRectF(box.left(), top, room, high), box, is_rtl=is_mirrored(self))
        write(painter, line, self.label, label, theme.colour("text2"), start)
        if self.note:
            colour = theme.colour("warn" if self.is_note_bad else "text2")
            below = QRectF(line.left(), line.bottom(), room, low)
            write(painter, below, self.note, small, colour, start)
        painter.end()


class MegaAmount(QWidget):
    """The change, readable from two metres."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.amount = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_amount(self, amount: str, spoken: str) -> None:
        """Show an amount."""
        self.amount = amount
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), round(self.theme.font("mega").pixelSize() * 1.08))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        font = self.theme.fitted(self.amount, "mega", self.width() - 8, 14)
        align = Align.AlignHCenter | Align.AlignVCenter
        write(painter, QRectF(self.rect()), self.amount, font, self.theme.colour("text"), align)
        painter.end()


class Pieces(QWidget):
    """Notes as rounded bars, coins as discs, each with how many of it; wraps into rows, centred."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.pieces: tuple[PieceView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pieces(self, pieces: tuple[PieceView, ...]) -> None:
        """Show the notes and coins to give."""
        self.pieces = pieces
        self.setAccessibleName(", ".join(f"{piece.count} × {piece.text}" for piece in pieces))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(60), 2 * self._high() + self.theme.mm(3))

    def _high(self) -> int:
        return self.theme.mm(14)

    def _piece_width(self, piece: PieceView) -> float:
        inner = text_width(self.theme.font("button"), piece.text)
        body = max(inner + self.theme.mm(6), self.theme.mm(24)) if piece.is_note else float(self._high())
        return text_width(self.theme.font("name"), f"{piece.count} ×") + 8 + body

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        gap = float(self.theme.mm(6))
        rows = self._rows(gap)
        y = (self.height() - len(rows) * self._high() - (len(rows) - 1) * self.theme.mm(3)) / 2
        for row in rows:
            width = sum(map(self._piece_width, row)) + gap * (len(row) - 1)
            x = (self.width() - width) / 2
            for piece in row:
                self._paint_piece(painter, piece, QRectF(x, y, self._piece_width(piece), self._high()))
                x += self._piece_width(piece) + gap
            y += self._high() + self.theme.mm(3)
        painter.end()

    def _rows(self, gap: float) -> list[list[PieceView]]:
        rows: list[list[PieceView]] = []
        used = 0.0
        for piece in self.pieces:
            width = self._piece_width(piece)
            if not rows or used + gap + width > self.width():
                rows.append([])
                used = -gap
            rows[-1].append(piece)
            used += gap + width
        return rows

    def _paint_piece(self, painter: QPainter, piece: PieceView, box: QRectF) -> None:
        theme = self.theme
        count = f"{piece.count} ×"
        words = QFontMetricsF(theme.font("name")).horizontalAdvance(count)
        start = QRectF(box.left(), box.top(), words + 1, box.height())
        write(painter, start, count, theme.font("name"), theme.colour("text2"), Align.AlignLeft | Align.AlignVCenter)
        body = box.adjusted(words + 8, 0, 0, 0)
        painter.setPen(QPen(theme.colour("ok" if piece.is_note else "line_strong"), 1.5))
        painter.setBrush(theme.colour("ok_tint" if piece.is_note else "surface2"))
        if piece.is_note:
            body = body.adjusted(1, body.height() * 0.1, -1, -body.height() * 0.1)
            painter.drawRoundedRect(body, 6, 6)
            colour, font = theme.colour("ok"), theme.font("button")
        else:
            body = body.adjusted(1, 1, -1, -1)
            painter.drawEllipse(body)
            colour, font = theme.colour("text"), theme.fitted(piece.text, "strong", body.width() - 8, 3)
        write(painter, body, piece.text, font, colour, Align.AlignCenter)

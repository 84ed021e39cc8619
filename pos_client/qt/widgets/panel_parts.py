"""What every panel is set together from: its card with title, sentence and way out, and buttons made from views."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import ActionView, PanelView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Kind, Look
from pos_client.qt.widgets.paint import Align, broken, keycap_width, painter_for, text_width, write, write_lines
from pos_client.qt.widgets.pieces import Card


class HeadWords(QWidget):
    """Title and sentence in the height of the button beside them; what did not work takes both lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.title = self.sentence = ""
        self.is_bad = self.is_tall = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tall(self, *, is_tall: bool) -> None:
        """Four lines instead of two, where there is little width."""
        if is_tall != self.is_tall:
            self.is_tall = is_tall
            self.updateGeometry()

    def say(self, sentence: str, *, is_bad: bool = False, title: str | None = None) -> None:
        """Show another sentence, and another title where one is given."""
        self.title = self.title if title is None else title
        self.sentence, self.is_bad = sentence, is_bad
        self.setAccessibleName(f"{self.title}. {sentence}" if sentence else self.title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(40), self.theme.px("target") * (2 if self.is_tall else 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(20), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = painter_for(self)
        box = QRectF(self.rect())
        name, body = theme.font("name"), theme.font("body")
        fits = text_width(body, self.sentence) <= box.width()
        start = Align.AlignLeft | Align.AlignVCenter
        if self.sentence and not fits and (self.is_bad or not self.is_tall):
            write_lines(painter, box, self.sentence, self._fitted(box), theme.colour(self._shade()), start)
        else:
            rows = min(2, _rows(self.title, name, box.width())) if self.is_tall else 1
            high, low = name.pixelSize() * 1.3 * rows, body.pixelSize() * 1.3 if self.sentence else 0.0
            top = box.center().y() - (high + low) / 2
            title = QRectF(box.left(), top, box.width(), high)
            draw = write_lines if rows > 1 else write
            draw(painter, title, self.title, name, theme.colour("text"), start)
            below = QRectF(box.left(), top + high, box.width(), low)
            write(painter, below, self.sentence, body, theme.colour(self._shade()), start)
        painter.end()

    def _fitted(self, box: QRectF) -> QFont:
        """The largest font with which the whole sentence is read."""
        for size_mm in (4.5, 4.2, 3.8, 3.5, 3.2):
            font = self.theme.font_px(round(size_mm * self.theme.px_per_mm * self.theme.text_scale), 400)
            if _rows(self.sentence, font, box.width()) * QFontMetricsF(font).lineSpacing() <= box.height() + 1:
                break
        return font

    def _shade(self) -> str:
        return "warn" if self.is_bad else "text2"


def _rows(text: str, font: QFont, width: float) -> int:
    return len(broken(text, font, width))


class PanelCard(Card):
    """A panel: head above, the rest below. `acted` carries a word, `typed` the text of the panel's own line, `struck` a
    key of a pad, `filled` the word and text of a line of a form.
    """

    acted = Signal(str)
    typed = Signal(str)
    struck = Signal(str)
    filled = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = HeadWords(theme, self)
        self.leave = Button(theme, Look(tr("Close"), hint=tr("Esc"), kind="quiet"), self)
        self.leave.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.leave.clicked.connect(self._on_leave)
        self.head = row(theme)
        self.head.addWidget(self.words, 1)
        self.head.addWidget(self.leave)
        self.body = column(theme)
        inside = column(theme, self, margin=theme.mm(3))
        inside.addLayout(self.head)
        inside.addLayout(self.body, 1)

    def show_head(self, view: PanelView) -> None:
        """Title and sentence."""
        self.setAccessibleName(view.title)
        self.words.say(view.sentence, is_bad=view.is_bad, title=view.title)

    def first(self) -> QWidget:
        """What the keyboard goes to when the panel opens."""
        return self

    def explain(self, reason: str) -> None:
        """Why something that was touched did nothing."""
        self.words.say(reason)

    def _on_leave(self) -> None:
        self.acted.emit("escape")


class ActionButton(Button):
    """A button made from a view. In a narrow place the icon goes first, then the key, then the words get smaller."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, height: str = "target") -> None:
        super().__init__(theme, Look("", height=height), parent)
        self.word = ""
        self._view = ActionView("", "")

    def show_view(self, view: ActionView) -> None:
        """Another action, or the same in another state."""
        self.word, self._view = view.word, view
        self.setCheckable(view.is_on)
        self.setChecked(view.is_on)
        self._fit()
        self.set_text(view.label, view.label)
        self.set_reason(view.reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        view, theme = self._view, self.theme
        kind: Kind = "primary" if view.is_main else "tint" if view.is_on else "plain"
        room = self.width() - 16
        key = keycap_width(theme, view.hint) + 8 if view.hint else 0.0
        icon = theme.mm(6) + 8.0 if view.icon else 0.0
        keeps = view.icon.startswith("box")  # it says whether this is agreed to
        for role, has_icon, has_key in (("button", 1, 1), ("button", 0, 1), ("button", 0, 0), ("mark", 0, 0)):
            left = room - (icon if has_icon or keeps else 0) - (key if has_key else 0)
            if self._holds(view.label, role, left):
                break
        icon_name = view.icon if has_icon or keeps else ""
        self.look = Look(view.label, view.hint if has_key else "", icon_name, kind, self.look.height, role)
        self.update()

    def _holds(self, label: str, role: str, width: float) -> bool:
        """Whether all words fit `width` in as many lines as this button is high."""
        font = self.theme.font(role)
        lines = max(1, int((self.theme.px(self.look.height) - 4) // QFontMetricsF(font).lineSpacing()))
        return len(broken(label, font, width)) <= lines and _widest_word(label, self.theme, role) <= width


def _widest_word(text: str, theme: Theme, role: str) -> float:
    return max((text_width(theme.font(role), word) for word in text.split()), default=0.0)


class ActionGrid(QWidget):
    """Actions in columns of equal width; places stay while their number does."""

    acted = Signal(str)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, height: str = "target") -> None:
        super().__init__(parent)
        self.theme, self.height_name = theme, height
        self.buttons: list[ActionButton] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(theme.px("gap"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_actions(self, actions: tuple[ActionView, ...], columns: int = 0) -> None:
        """Show these; all in one row where `columns` is 0."""
        wide = columns or max(1, len(actions))
        while len(self.buttons) < len(actions):
            button = ActionButton(self.theme, self, height=self.height_name)
            button.clicked.connect(self._on_clicked)
            button.refused.connect(self.refused)
            self.buttons.append(button)
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(actions))
            if number < len(actions):
                self.grid.addWidget(button, number // wide, number % wide)
                button.show_view(actions[number])
        for place in range(max(wide, self.grid.columnCount())):
            self.grid.setColumnStretch(place, 1 if place < wide else 0)
        self.setVisible(bool(actions))

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, ActionButton)
        self.acted.emit(sender.word)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px("target"), super().minimumSizeHint().height())

"""What every panel is set together from: its card with title, sentence and way out, and buttons made from views."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import ActionView, PanelView
from pos_client.qt.screens.layouts import column, row
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.pieces import Card, Words


class PanelCard(Card):
    """A panel: head above, the rest below. `acted` carries a word, `typed` the text of the panel's own
    line, `struck` a key of a pad, `filled` the word and text of a line of a form.
    """

    acted = Signal(str)
    typed = Signal(str)
    struck = Signal(str)
    filled = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, sentence_lines: int = 1) -> None:
        super().__init__(theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = Words(theme, "name", parent=self)
        self.leave = Button(theme, Look(tr("Close"), hint=tr("Esc"), kind="quiet"), self)
        self.leave.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.leave.clicked.connect(self._on_leave)
        self.sentence = Words(theme, "body", "text2", self, lines=sentence_lines)
        self.head = row(theme)
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.leave)
        self.body = column(theme)
        inside = column(theme, self, margin=theme.mm(3))
        inside.addLayout(self.head)
        inside.addWidget(self.sentence)
        inside.addLayout(self.body, 1)

    def show_head(self, view: PanelView) -> None:
        """Title and sentence."""
        self.title.say(view.title)
        self.setAccessibleName(view.title)
        self.sentence.say(view.sentence, "warn" if view.is_bad else "text2")

    def first(self) -> QWidget:
        """What the keyboard goes to when the panel opens."""
        return self

    def _on_leave(self) -> None:
        self.acted.emit("escape")


class ActionButton(Button):
    """A button made from a view."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, height: str = "target") -> None:
        super().__init__(theme, Look("", height=height), parent)
        self.word = ""

    def show_view(self, view: ActionView, *, is_tight: bool = False) -> None:
        """Another action, or the same in another state."""
        self.word = view.word
        kind = "primary" if view.is_main else "tint" if view.is_on else "plain"
        self.look = Look(view.label, view.hint, view.icon, kind, self.look.height, is_tight=is_tight)  # type: ignore[arg-type]
        self.setCheckable(view.is_on)
        self.setChecked(view.is_on)
        self.set_text(view.label, view.label)
        self.set_reason(view.reason)


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

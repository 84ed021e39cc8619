"""A few lines to fill in beside the cart: a customer, a note, a serial number; with letters on the screen too."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import FieldView, FormView
from pos_client.qt.input_method import for_words
from pos_client.qt.screens.layouts import column
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.entry import Entry
from pos_client.qt.widgets.panel_keyboard import Letters
from pos_client.qt.widgets.panel_parts import ActionGrid, PanelCard
from pos_client.qt.widgets.pieces import Words


class FormField(QWidget):
    """A label and its line. `filled` carries word and text, `entered` the word when the keyboard comes to it."""

    filled = Signal(str, str)
    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = ""
        self.label = Words(theme, "mark", "text2", self)
        self.entry = Entry(theme, self)
        for_words(self.entry.field)
        self.entry.field.textEdited.connect(self._on_edited)
        self.entry.field.installEventFilter(self)
        stack = column(theme, self, gap=2)
        stack.addWidget(self.label)
        stack.addWidget(self.entry)

    def show_view(self, view: FieldView) -> None:
        """Show its text; the keyboard follows when it is the active one."""
        self.word = view.word
        self.label.say(view.label)
        self.entry.show_badge("", view.icon)
        field = self.entry.field
        field.setAccessibleName(view.label)
        if field.text() != view.text:
            field.setText(view.text)
        if view.is_active and self.isVisible() and not field.hasFocus():
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.word)
        return super().eventFilter(watched, event)

    def _on_edited(self, text: str) -> None:
        self.filled.emit(self.word, text)


class FormPanelScreen(PanelCard):
    """Lines in two columns, what is agreed to below, then what ends it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.keyboard = Button(theme, Look("", icon="keyboard", kind="quiet"), self, name=tr("Letters on the screen"))
        self.keyboard.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.keyboard.clicked.connect(self._on_keyboard)
        self.head.insertWidget(1, self.keyboard)
        self.fields: list[FormField] = []
        self.grid = QGridLayout()
        self.grid.setSpacing(theme.px("gap"))
        self.checks = ActionGrid(theme, self, height="target_big")
        self.doing = ActionGrid(theme, self)
        for grid in (self.checks, self.doing):
            grid.acted.connect(self.acted)
            grid.refused.connect(self.explain)
        self.letters = Letters(theme, self)
        self.letters.struck.connect(self.struck)
        self.letters.hide()
        self.body.addLayout(self.grid)
        self.body.addWidget(self.checks)
        self.body.addStretch(1)
        self.body.addWidget(self.letters)
        self.body.addWidget(self.doing)
        self._view = FormView()

    def show_view(self, view: FormView) -> None:
        """Show the form as it is filled in."""
        self._view = view
        self.show_head(view)
        while len(self.fields) < len(view.fields):
            field = FormField(self.theme, self)
            field.filled.connect(self.filled)
            field.entered.connect(self._on_entered)
            self.grid.addWidget(field, len(self.fields) // 2, len(self.fields) % 2)
            self.fields.append(field)
        self._place()
        for field, one in zip(self.fields, view.fields, strict=False):
            field.show_view(one)
        self.doing.show_actions(view.actions)

    def _place(self) -> None:
        """With letters on the screen only the line that is typed into stays beside them."""
        view, has_letters = self._view, not self.letters.isHidden()
        for number, field in enumerate(self.fields):
            is_one = number < len(view.fields)
            field.setVisible(is_one and (not has_letters or len(view.fields) == 1 or view.fields[number].is_active))
        self.checks.show_actions(() if has_letters else view.checks, columns=2)
        for place in range(2):
            self.grid.setColumnStretch(place, 1 if place < len(view.fields) else 0)

    def first(self) -> QWidget:
        active = [field for field, one in zip(self.fields, self._view.fields, strict=False) if one.is_active]
        return active[0].entry.field if active else self

    def _on_entered(self, word: str) -> None:
        self.acted.emit(f"@{word}")

    def _on_keyboard(self) -> None:
        self.letters.setVisible(self.letters.isHidden())
        self._place()
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

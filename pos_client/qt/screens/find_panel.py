"""The search beside the cart: a line to type into, what was found, letters for a till without a keyboard."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_client.i18n import tr
from pos_client.presenters.panel_views import FindView
from pos_client.qt.input_method import for_words
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.entry import Entry
from pos_client.qt.widgets.panel_keyboard import Letters
from pos_client.qt.widgets.panel_list import RowList
from pos_client.qt.widgets.panel_parts import PanelCard


class FindPanelScreen(PanelCard):
    """Typing searches, arrows choose, Enter or a touch takes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.entry = Entry(theme, self)
        self.entry.show_badge("", "search")
        for_words(self.entry.field)
        self.entry.field.textEdited.connect(self.typed)
        self.keyboard = Button(theme, Look("", icon="keyboard", kind="quiet"), self, name=tr("Letters on the screen"))
        self.keyboard.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.keyboard.clicked.connect(self._on_keyboard)
        self.rows = RowList(theme, tr("What was found"), self, enter=tr("Enter"))
        self.rows.touched.connect(self.acted)
        self.letters = Letters(theme, self)
        self.letters.struck.connect(self.struck)
        self.letters.hide()
        self.head.insertWidget(1, self.keyboard)
        self.body.addWidget(self.entry)
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(self.letters)

    def show_view(self, view: FindView) -> None:
        """Show what is typed and what was found."""
        self.show_head(view)
        field = self.entry.field
        if field.text() != view.text:
            field.setText(view.text)
        field.setPlaceholderText(view.prompt)
        field.setAccessibleName(view.prompt)
        self.rows.show_rows(view.rows, view.selected, view.empty)

    def first(self) -> QWidget:
        return self.entry.field

    def _on_keyboard(self) -> None:
        self.letters.setVisible(self.letters.isHidden())

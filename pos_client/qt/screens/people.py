"""Who may sign in: the last three as tiles, the others as names below them, page by page. Decides nothing."""

from PySide6.QtWidgets import QGridLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.sign_in import RECENT, SignInPresenter
from pos_client.presenters.views import PersonView, SignInView
from pos_client.qt.screens.layouts import column
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.tiles import PersonTile

COLUMNS = 3


class People(QWidget):
    """`rows` of names stand below the tiles; the last place turns the page where there are more."""

    def __init__(self, theme: Theme, presenter: SignInPresenter, *, rows: int, is_compact: bool = False) -> None:
        super().__init__()
        self.theme, self.presenter, self.is_compact = theme, presenter, is_compact
        self._views: tuple[PersonView, ...] = ()
        self.tiles: list[PersonTile] = []
        self.page, self._places = 0, rows * COLUMNS
        self.names = [Button(theme, Look("", kind="quiet"), self) for _ in range(self._places)]
        self.turn = Button(theme, Look(tr("More names"), icon="chevron-right", kind="quiet"), self)
        self.turn.clicked.connect(self._on_turn)
        self.front, self.back = QGridLayout(), QGridLayout()
        for grid in (self.front, self.back):
            grid.setSpacing(theme.px("gap"))
            for place in range(COLUMNS):
                grid.setColumnStretch(place, 1)
        for place, name in enumerate(self.names):
            name.clicked.connect(self._on_name)
            self.back.addWidget(name, place // COLUMNS, place % COLUMNS)
        self.back.addWidget(self.turn, rows - 1, COLUMNS - 1)
        stack = column(theme, self)
        stack.addLayout(self.front)
        stack.addLayout(self.back)

    def show_view(self, view: SignInView) -> None:
        """Show who may sign in, and who is chosen."""
        if self._views != view.people:
            self._views, self.page = view.people, 0
            self._lay_out(view.people[:RECENT])
        self._show_names(view.chosen)
        for tile in self.tiles:
            tile.mark(is_chosen=tile.view.staff_id == view.chosen)

    def _others(self) -> tuple[PersonView, ...]:
        """The names of this page: one place less where the page can be turned."""
        rest = self._views[RECENT:]
        size = self._places if len(rest) <= self._places else self._places - 1
        return rest[self.page * size : (self.page + 1) * size]

    def _show_names(self, chosen: str) -> None:
        has_pages = len(self._views) - RECENT > self._places
        others = self._others()
        for place, name in enumerate(self.names):
            is_used = place < len(others)
            name.setVisible(is_used and not (has_pages and place == self._places - 1))
            if is_used:
                person = others[place]
                name.set_text(person.name, f"{person.name}, {person.role}")
                name.set_kind("tint" if person.staff_id == chosen else "quiet")
        self.turn.setVisible(has_pages)

    def _lay_out(self, people: tuple[PersonView, ...]) -> None:
        for tile in self.tiles:
            self.front.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = [PersonTile(self.theme, person, self, is_compact=self.is_compact) for person in people]
        for number, tile in enumerate(self.tiles):
            tile.clicked.connect(self._on_person)
            self.front.addWidget(tile, 0, number)

    def _on_person(self) -> None:
        sender = self.sender()
        assert isinstance(sender, PersonTile)
        self.presenter.choose(sender.view.staff_id)

    def _on_name(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Button)
        self.presenter.choose(self._others()[self.names.index(sender)].staff_id)

    def _on_turn(self) -> None:
        size = self._places - 1
        self.page = (self.page + 1) % -(-len(self._views[RECENT:]) // size)
        self._show_names(self.presenter.view.value.chosen)

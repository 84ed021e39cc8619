"""The store's favourites on pages of fixed places. What stands where is the store's choice; nothing moves by itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_client.i18n import tr
from pos_client.presenters.views import TileView
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.tiles import FavouriteGrid, FavouriteTile

MOST_PAGES = 6


class FavouritePages(QWidget):
    """`chosen` carries an article. The keys for pages are there when there is more than one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, columns: int, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = 0
        self._views: tuple[TileView, ...] = ()
        self.grid = FavouriteGrid(theme, columns, rows, self)
        self.grid.chosen.connect(self.chosen)
        self.bar = QWidget(self)
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px("gap"))
        self.keys = [Button(theme, Look(str(number + 1), kind="quiet"), self.bar) for number in range(MOST_PAGES)]
        for number, key in enumerate(self.keys):
            key.set_text(str(number + 1), tr("Favourites, page {number}", number=number + 1))
            key.clicked.connect(self._on_key)
            line.addWidget(key, 1)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(theme.px("gap"))
        stack.addWidget(self.grid, 1)
        stack.addWidget(self.bar)
        self.show_views(())

    @property
    def tiles(self) -> list[FavouriteTile]:
        """The places of the page that is open."""
        return self.grid.tiles

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, min(MOST_PAGES, -(-len(self._views) // len(self.grid.tiles))))

    def show_views(self, views: tuple[TileView, ...]) -> None:
        """Show the favourites in their order; the page that is open stays open while it is there."""
        self._views = views
        self.bar.setVisible(self.pages > 1)
        for number, key in enumerate(self.keys):
            key.setVisible(number < self.pages)
        self.turn(min(self.page, self.pages - 1))

    def turn(self, page: int) -> None:
        """Open a page, counted from 0."""
        self.page = page
        size = len(self.grid.tiles)
        self.grid.show_views(self._views[page * size : (page + 1) * size])
        for number, key in enumerate(self.keys):
            key.set_kind("tint" if number == page else "quiet")

    def _on_key(self) -> None:
        sender = self.sender()
        assert isinstance(sender, Button)
        self.turn(self.keys.index(sender))

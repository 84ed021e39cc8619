"""Tiles: favourites and people. They know what they show and their place, no article and no PIN."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_client.presenters.views import PersonView, TileView
from pos_client.qt.icons import paint_icon
from pos_client.qt.theme import Theme
from pos_client.qt.widgets.button import Button, Look
from pos_client.qt.widgets.paint import Align, fill, write, write_lines


class FavouriteTile(Button):
    """A name in up to two lines, the price below it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Look("", height="target_big"), parent)
        self.view: TileView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(theme.px("target"), theme.px("target"))

    def show_view(self, view: TileView | None) -> None:
        """Another favourite, or an empty place that keeps its neighbours where they are."""
        self.view = view
        self.setEnabled(view is not None)
        self.set_text(view.name if view else "", f"{view.name}, {view.price}" if view else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if view else Qt.FocusPolicy.NoFocus)

    def shades(self) -> tuple[QColor, QColor, QColor | None]:
        theme = self.theme
        if self.view is None:
            return theme.colour("bg"), theme.colour("text3"), theme.colour("line")
        ground = theme.colour("surface2" if self.isDown() else "surface")
        return ground, theme.colour("text"), theme.colour("line")

    def paint_label(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        if self.view is None:
            return
        theme = self.theme
        font = theme.font("strong")
        high = QFontMetricsF(font).lineSpacing()
        if 3 * high + 11 > box.height():  # a low grid: all its tiles write smaller, so that two lines of name stand
            font = theme.font("mark")
            high = QFontMetricsF(font).lineSpacing()
        inner = box.adjusted(theme.mm(2), 5, -theme.mm(2), -4)
        words = inner.adjusted(0, 0, 0, -high)
        write_lines(painter, words, self.view.name, font, ink, Align.AlignLeft | Align.AlignTop)
        line = QRectF(inner.left(), inner.bottom() - high, inner.width(), high)
        write(painter, line, self.view.price, font, theme.colour("text2"), Align.AlignRight | Align.AlignVCenter)


class FavouriteGrid(QWidget):
    """Favourites in fixed places; never arranged anew."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, columns: int, rows: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px("gap"))
        self.tiles = [FavouriteTile(theme, self) for _ in range(columns * rows)]
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        for place in range(rows):
            grid.setRowStretch(place, 1)
        for number, tile in enumerate(self.tiles):
            tile.clicked.connect(self._on_clicked)
            grid.addWidget(tile, number // columns, number % columns)
        self.show_views(())

    def show_views(self, views: tuple[TileView, ...]) -> None:
        """Fill the places in order; what has no place is not shown."""
        for number, tile in enumerate(self.tiles):
            tile.show_view(views[number] if number < len(views) else None)

    def _on_clicked(self) -> None:
        sender = self.sender()
        assert isinstance(sender, FavouriteTile)
        if sender.view is not None:
            self.chosen.emit(sender.view.article_id)


class PersonTile(Button):
    """A person: initials in a disc, name and role; `is_compact` in half the height, without the role."""

    def __init__(
        self, theme: Theme, view: PersonView, parent: QWidget | None = None, *, is_compact: bool = False
    ) -> None:
        super().__init__(theme, Look(view.name), parent)
        self.view, self.is_compact = view, is_compact
        self.is_chosen = False
        self.set_text(view.name, f"{view.name}, {view.role}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.mm(38), self.theme.mm(24 if self.is_compact else 46))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.mm(20 if self.is_compact else 30), self.sizeHint().height())

    def mark(self, *, is_chosen: bool) -> None:
        """Show that this is who types the PIN."""
        self.is_chosen = is_chosen
        self.setAccessibleDescription("" if not is_chosen else self.view.name)
        self.update()

    def shades(self) -> tuple[QColor, QColor, QColor | None]:
        theme = self.theme
        if self.is_chosen:
            return theme.colour("brand_tint"), theme.colour("text"), theme.colour("brand")
        return (
            theme.colour("surface2" if self.isDown() else "surface"),
            theme.colour("text"),
            theme.colour("line_strong"),
        )

    def paint_label(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        theme = self.theme
        side = float(theme.mm(11 if self.is_compact else 20))
        name_role, gap = ("strong", 4.0) if self.is_compact else ("button", float(theme.mm(2)))
        name_high = theme.font(name_role).pixelSize() * 1.35
        role_high = 0.0 if self.is_compact else theme.font("small").pixelSize() * 1.35
        high = side + gap + name_high + role_high
        disc = QRectF(box.center().x() - side / 2, box.center().y() - high / 2, side, side)
        fill(painter, disc, theme.colour("brand_deep" if self.is_chosen else "surface2"), side / 2)
        on_disc = theme.colour("on_brand" if self.is_chosen else "text2")
        write(
            painter, disc, self.view.initials, theme.fitted("MM", "title", side * 0.66, 3), on_disc, Align.AlignCenter
        )
        if self.is_chosen:
            self._paint_check(painter, disc)
        name = QRectF(box.left() + 6, disc.bottom() + gap, box.width() - 12, name_high)
        write(painter, name, self.view.name, theme.font(name_role), ink, Align.AlignCenter)
        if not self.is_compact:
            role = QRectF(name.left(), name.bottom(), name.width(), role_high)
            write(painter, role, self.view.role, theme.font("small"), theme.colour("text2"), Align.AlignCenter)

    def _paint_check(self, painter: QPainter, disc: QRectF) -> None:
        side = disc.width() * 0.42
        spot = QRectF(disc.right() - side * 0.7, disc.bottom() - side * 0.85, side, side)
        fill(painter, spot.adjusted(-2, -2, 2, 2), self.theme.colour("brand_tint"), side)
        paint_icon(painter, "check-fill", spot, self.theme.colour("brand"))

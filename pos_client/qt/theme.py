"""Tokens made real for one screen: pixels, fonts, palette and style sheet. The only file that turns names into QColor.

Everything is laid out in millimetres, because one till has 85 pixels to the inch and another 141. A theme is a value:
another look or another screen means another theme and a new window.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QApplication, QStyleFactory

import resources
from pos_client.qt.tokens import DARK, LENGTHS, LIGHT, ROLES, Colours, font_px, on_grid

# The smallest screen that everything fits on, in millimetres (15.6 inch wide, 15 inch 4:3).
NARROWEST_MM, LOWEST_MM = 300.0, 192.0
FAMILIES = ["Inter", "Noto Sans", "Noto Sans JP", "sans-serif"]
_FONT_FILES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "Inter-Bold")


@dataclass(frozen=True)
class Theme:
    """Colours and the scale of one screen. `text_scale` 1.3 makes all text 30 % larger."""

    colours: Colours
    px_per_mm: float
    text_scale: float = 1.0
    is_dark: bool = False

    def px(self, name: str) -> int:
        """Pixels of a named length (`target`, `key`, `row` ...)."""
        return on_grid(LENGTHS[name], self.px_per_mm)

    def mm(self, length_mm: float) -> int:
        """Pixels of any other length, on the grid."""
        return on_grid(length_mm, self.px_per_mm)

    def colour(self, name: str) -> QColor:
        """The colour of a token."""
        return QColor(getattr(self.colours, name))

    def font(self, role: str) -> QFont:
        """The font of a text role; figures are all equally wide."""
        size_mm, weight = ROLES[role]
        return self.font_px(round(font_px(size_mm, self.px_per_mm) * self.text_scale), weight)

    def font_px(self, pixels: int, weight: int) -> QFont:
        """A font of a free size, for what is fitted into its place."""
        return QFont(_made_font(max(8, pixels), weight))

    def fitted(self, text: str, role: str, width: float, smallest_mm: float) -> QFont:
        """The role's font, smaller where `text` would be wider than `width` pixels, never below `smallest_mm`."""
        font = self.font(role)
        least = round(smallest_mm * self.px_per_mm)
        while font.pixelSize() > least and QFontMetricsF(font).horizontalAdvance(text) > width:
            font = self.font_px(font.pixelSize() - 2, ROLES[role][1])
        return font

    @cached_property
    def sheet(self) -> str:
        """The style sheet for what is not painted by hand."""
        values = {name: getattr(self.colours, name) for name in Colours.__slots__}
        gap = self.px("gap")
        return Template(resources.text("qss/counter.qss")).substitute(values, gap=gap, handle=self.mm(9))

    @cached_property
    def palette(self) -> QPalette:
        """The palette below the style sheet, so that nothing falls back on the system's greys."""
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.colour(name))
        return palette


_Role = QPalette.ColorRole
_PALETTE = {
    _Role.Window: "bg",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "surface2",
    _Role.Text: "text",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.Highlight: "brand",
    _Role.HighlightedText: "on_brand",
    _Role.PlaceholderText: "text3",
}


@lru_cache(maxsize=256)
def _made_font(pixels: int, weight: int) -> QFont:
    """Made once: every word that is painted asks for its font. Hand out copies."""
    font = QFont(FAMILIES)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def theme_for(
    width_px: int, height_px: int, px_per_mm: float, *, is_dark: bool = False, text_scale: float = 1.0
) -> Theme:
    """A theme for a screen of that many logical pixels; the scale shrinks where the till would not fit on it."""
    fitting = min(px_per_mm, width_px / NARROWEST_MM, height_px / LOWEST_MM)
    return Theme(DARK if is_dark else LIGHT, fitting, text_scale, is_dark)


def theme_of(screen: QScreen, *, is_dark: bool = False) -> Theme:
    """A theme for a real screen. A size that no till has (virtual screens lie) counts as 96 to the inch."""
    size, per_mm = screen.size(), screen.physicalDotsPerInch() / 25.4
    believed = per_mm if 2.8 <= per_mm <= 12 else 96 / 25.4
    return theme_for(size.width(), size.height(), believed, is_dark=is_dark)


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Register the bundled fonts; screens then look alike on every machine."""
    for name in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}.ttf"))) < 0:
            raise FileNotFoundError(name)


def dress(application: QGuiApplication, theme: Theme) -> None:
    """Give the whole program this look."""
    load_fonts()
    if isinstance(application, QApplication):
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setStyleSheet(theme.sheet)
        application.setFont(theme.font("body"))
    application.setPalette(theme.palette)

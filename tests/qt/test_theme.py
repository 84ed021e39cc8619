"""Tokens: sizes on the reference screens, contrast, fonts and icons."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

import resources
from pos_client.qt.icons import FILLED, paint_icon
from pos_client.qt.theme import Theme, load_fonts, theme_for
from pos_client.qt.tokens import DARK, LENGTHS, LIGHT, PAIRS, ROLES, STROKES, Colours, font_px, on_grid
from tests.helpers.source import ROOT

SCREENS = {"1024x768": 3.36, "1920x1080": 4.03, "1536x864": 4.45}
LENGTHS_PX = {
    "target_min": (32, 36, 40),
    "target": (44, 52, 60),
    "target_big": (60, 72, 80),
    "key": (68, 80, 88),
    "gap": (8, 8, 8),
}
FONTS_PX = {
    "mega": (108, 128, 144),
    "total": (48, 56, 64),
    "display": (30, 36, 40),
    "price": (20, 24, 27),
    "name": (18, 22, 24),
    "button": (17, 20, 22),
    "body": (15, 18, 20),
    "small": (13, 15, 17),
}


@pytest.mark.parametrize(("name", "pixels"), LENGTHS_PX.items())
def test_lengths_on_the_reference_screens(name: str, pixels: tuple[int, ...]) -> None:
    assert tuple(on_grid(LENGTHS[name], scale) for scale in SCREENS.values()) == pixels


@pytest.mark.parametrize(("role", "pixels"), FONTS_PX.items())
def test_fonts_on_the_reference_screens(role: str, pixels: tuple[int, ...]) -> None:
    assert tuple(font_px(ROLES[role][0], scale) for scale in SCREENS.values()) == pixels


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parsed = QColor(colour)
    red, green, blue = (_linear(value) for value in (parsed.redF(), parsed.greenF(), parsed.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), [*PAIRS, *STROKES])
def test_contrast(colours: Colours, ink: str, ground: str, least: float) -> None:
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= least


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_is_measured_somewhere(colours: Colours) -> None:
    measured = {name for pair in (*PAIRS, *STROKES) for name in pair[:2]}
    assert set(colours.__slots__) - measured == {"line", "veil"}  # one separates, the other dims: neither is read


def test_all_figures_are_equally_wide(qtbot: QtBot) -> None:
    load_fonts()
    metrics = QFontMetricsF(Theme(LIGHT, 4.0).font("price"))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_an_amount_that_is_too_wide_is_set_smaller_and_never_too_small(qtbot: QtBot) -> None:
    load_fonts()
    theme = Theme(LIGHT, 4.0)
    text = "-123,456,789.00"
    font = theme.fitted(text, "total", 300, 7)
    assert QFontMetricsF(font).horizontalAdvance(text) <= 300
    assert theme.fitted(text * 4, "total", 100, 7).pixelSize() == 28


def test_the_scale_shrinks_where_the_till_would_not_fit() -> None:
    assert theme_for(1024, 768, 3.36).px_per_mm == 3.36
    assert theme_for(1366, 768, 5.0).px_per_mm == 768 / 192


@pytest.mark.parametrize("path", sorted(resources.path("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_paints_in_its_colour(qtbot: QtBot, path: Path) -> None:
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_icon(painter, path.stem, QRectF(0, 0, 24, 24), QColor("#c0271d"))
    painter.end()
    inked = [image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255]
    assert inked
    assert all(abs(colour.red() - 0xC0) <= 1 and abs(colour.green() - 0x27) <= 1 for colour in inked)


def test_every_state_has_a_filled_shape_too() -> None:
    there = {path.stem for path in resources.path("icons").glob("*-fill.svg")}
    assert there == {f"{name}-fill" for name in FILLED}
    assert all((resources.path("icons") / f"{name}.svg").exists() for name in FILLED)


def test_colours_are_named_in_one_file_only() -> None:
    found = [
        path.name
        for path in (ROOT / "pos_client" / "qt").rglob("*.py")
        if path.name != "tokens.py" and re.search(r"[\"']#[0-9A-Fa-f]{3,8}[\"']", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_style_sheet_has_no_colour_of_its_own() -> None:
    assert re.findall(r"#[0-9A-Fa-f]{6}", resources.text("qss/counter.qss")) == []
    assert "$" not in Theme(DARK, 4.0).sheet

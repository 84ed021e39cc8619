"""Fonts cover what the screens and receipts print, icons obey the one set's rules, receipt texts parse."""

import re
import tomllib
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont

import resources

WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
LATIN = "AZaz09ÄÖÜẞßéèêëçñøåæœğışčćđžłőűăâîțșąęóńśźż"
CYRILLIC = "АЯаяЁёЖжЩщЪъЫыЭэЮюІіЇїЄєҐґЎўЂђЉљЊњЋћЏџҢңӘә"
GREEK = "ΑΒΓΔΩαβγδωέώς"
CURRENCY = "$€£¥₽₴₺₹₩₪₫₦₱₡₲₵₸₿¢₼₾"
SIGNS = "«»„“”‘’‚‹›–—…•·×÷−±№°©®™←↑→↓✓½¼¾%&@#*/\\|()[]{}"
ICONS = sorted(file.stem for file in resources.path("icons").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"


def font(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(resources.path(f"fonts/Inter-{weight}.ttf")), 32, layout_engine=ImageFont.Layout.BASIC
    )


def picture(face: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = face.getmask(letter)
    return mask.size, bytes(mask)


def icon(name: str) -> ET.Element:
    return ET.fromstring(resources.text(f"icons/{name}.svg"))  # noqa: S314 - our own file


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_font_loads_under_its_own_weight(weight: str) -> None:
    family, style = font(weight).getname()
    assert family is not None
    assert style is not None
    assert weight in f"{family} {style}"
    assert family.startswith("Inter")


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize(
    "letters", [LATIN, CYRILLIC, GREEK, CURRENCY, SIGNS], ids=["latin", "cyrillic", "greek", "currency", "signs"]
)
def test_a_font_has_a_picture_of_every_letter(weight: str, letters: str) -> None:
    face = font(weight)
    missing = picture(face, "\U0010fffd")
    assert [letter for letter in letters if picture(face, letter) == missing or not any(picture(face, letter)[1])] == []


def test_a_letter_that_a_font_lacks_is_noticed() -> None:
    face = font("Regular")
    assert picture(face, "漢") == picture(face, "\U0010fffd")


def test_the_licences_of_fonts_and_icons_lie_beside_them() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in resources.text("fonts/OFL.txt")
    assert resources.text("icons/LICENSE").startswith("ISC License")


def test_the_icons_are_the_ones_of_the_set() -> None:
    named = set(re.findall(r"`([a-z-]+)`", resources.text("icons/README.md")))
    assert [name for name in ICONS if name not in named] == []


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_on_the_grid_with_the_stroke_of_the_set(name: str) -> None:
    root = icon(name)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 24 24"
    if not name.endswith("-fill"):
        assert root.get("stroke-width") == "2"
    assert len(root) > 0


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_has_no_colour_but_the_current_one(name: str) -> None:
    for element in icon(name).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "path", "circle", "rect", "line"}
        assert element.get("style") is None
        assert {element.get(key, "none") for key in ("fill", "stroke", "color")} <= {"none", "currentColor"}
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb|url\(", resources.text(f"icons/{name}.svg"))


def test_the_receipt_texts_name_the_store_its_address_and_the_returns() -> None:
    texts = tomllib.loads(resources.text("receipts/default.toml"))
    assert texts == {
        "header": {"lines": ["{store_name}", "{address}", "{header}"]},
        "footer": {"lines": ["Thank you. Keep this receipt for returns.", "{footer}"]},
        "gift": {"lines": ["This receipt is for exchange. It shows no prices."]},
        "legal": {"lines": ["{legal}"]},
        "show": {"operator": True, "savings": True, "tag": True},
        "slips": {"parked": True, "void": False},
    }

"""Bar codes, QR codes and lines as pictures, read back by a reader that is not ours."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import resources
from hardware import symbols
from hardware.document import Barcode, Line, Qr
from hardware.picture import CELL_WIDTH, LINE_HEIGHT, Typeface, draw_code, draw_line
from hardware.scanner.gtin import check_digit

INTER = Path(resources.path("fonts/Inter-Regular.ttf"))


def read(image: Image.Image | None) -> list[str]:
    assert image is not None
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]


def dark_columns(image: Image.Image) -> Sequence[int]:
    pixels = image.convert("L").load()
    assert pixels is not None
    return [x for x in range(image.width) if any(pixels[x, y] == 0 for y in range(image.height))]


@settings(max_examples=30)
@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_a_reader_reads_every_ean13(body: str) -> None:
    digits = f"{body}{check_digit(body)}"
    assert read(draw_code(Barcode("EAN13", digits), 512)) == [digits]


@settings(max_examples=30)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=3, max_size=18))
def test_a_reader_reads_every_code128(text: str) -> None:
    assert read(draw_code(Barcode("CODE128", text), 576)) == [text]


def test_digits_take_half_the_width_in_code128() -> None:
    assert len(symbols.code128("12345678")) < len(symbols.code128("1234567a"))
    assert read(draw_code(Barcode("CODE128", "20261121001234567890"), 512)) == ["20261121001234567890"]


@settings(max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_a_reader_reads_every_qr_code(text: str) -> None:
    assert read(draw_code(Qr(text), 512)) == [text]


def test_a_code_that_does_not_fit_the_paper_is_not_drawn() -> None:
    assert draw_code(Barcode("CODE128", "a" * 40), 576) is None
    assert draw_code(Qr("x" * 900), 200) is None


def test_a_line_is_drawn_on_the_grid_of_the_printer() -> None:
    image = draw_line(Line("a" + " " * 9 + "b"), 42, Typeface([INTER]))
    assert image.size == (42 * CELL_WIDTH, LINE_HEIGHT)
    dark = dark_columns(image)
    assert min(dark) < CELL_WIDTH
    assert 10 * CELL_WIDTH <= max(dark) < 11 * CELL_WIDTH
    assert draw_line(Line("a", size=2), 42, Typeface([INTER])).size == (42 * CELL_WIDTH, 2 * LINE_HEIGHT)


def test_a_mark_without_a_letter_and_a_letter_wider_than_its_cell_are_drawn_or_left_out() -> None:
    face = Typeface([INTER])
    assert dark_columns(draw_line(Line("\u0301"), 10, face)) == []
    assert max(dark_columns(draw_line(Line("M", size=2, bold=True), 10, face))) < 2 * CELL_WIDTH


def test_bold_and_underlined_lines_look_so() -> None:
    face = Typeface([INTER])
    plain, bold = (draw_line(Line("Total", bold=is_bold), 10, face) for is_bold in (False, True))
    assert bold.histogram()[0] > plain.histogram()[0]
    underlined = draw_line(Line("Total", underline=True), 10, face)
    assert len(dark_columns(underlined)) == 5 * CELL_WIDTH


def test_characters_that_no_font_has_are_named() -> None:
    assert Typeface([INTER]).missing("90,00 ₽ 牛乳") == "牛乳"
    assert Typeface().missing("plain Latin") == ""


def test_the_first_font_that_has_a_character_draws_it() -> None:
    latin_first = Typeface([INTER])
    assert latin_first.pick("₽", 24) is latin_first.fonts(24)[0]


def test_a_font_that_is_absent_is_an_error() -> None:
    with pytest.raises(OSError, match="cannot open"):
        draw_line(Line("a"), 10, Typeface(["/nowhere/font.ttf"]))

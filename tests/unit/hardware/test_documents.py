"""Documents: their stored form, the cleaning of text, the layout."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.document import (
    Barcode,
    Blank,
    Block,
    Cell,
    Columns,
    Cut,
    Document,
    Line,
    Qr,
    Rule,
    Text,
    clean,
    from_json,
    layout,
    to_json,
    to_text,
    width_of,
)
from hardware.document.rows import LONGEST_NAME_ROWS
from hardware.document.text import clusters, needs_shaping, shorten, split, wrap

ALIGNS = st.sampled_from(["left", "centre", "right"])
CELLS = st.builds(Cell, st.text(max_size=60), ALIGNS, st.integers(0, 3))
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, st.text(max_size=120), ALIGNS, st.booleans(), st.sampled_from([1, 2]), st.booleans()),
    st.builds(
        Columns,
        st.lists(CELLS, min_size=1, max_size=4).map(tuple),
        st.booleans(),
        st.sampled_from([1, 2]),
    ),
    st.builds(Rule),
    st.builds(Blank, st.integers(0, 5)),
    st.just(Barcode("EAN13", "4006381333931")),
    st.builds(Qr, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)),
    st.builds(Cut),
)
DOCUMENTS = st.builds(Document, st.lists(BLOCKS, max_size=8).map(tuple), st.sampled_from([32, 42, 48]))


def lines(document: Document, columns: int = 42) -> list[str]:
    return [row.text for row in layout(document, columns) if isinstance(row, Line)]


def line(*cells: Cell, columns: int = 32) -> list[str]:
    return lines(Document((Columns(cells),)), columns)


@given(DOCUMENTS)
def test_a_document_comes_back_from_json_as_it_was(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_the_stored_form_holds_strings_and_whole_numbers_only() -> None:
    document = Document((Columns((Cell("TOTAL"), Cell("9.00", "right", 1)), bold=True, size=2),), 48, "en")
    assert to_json(document) == {
        "version": 1,
        "width_hint": 48,
        "language": "en",
        "blocks": [
            {
                "kind": "columns",
                "cells": [
                    {"text": "TOTAL", "align": "left", "share": 0},
                    {"text": "9.00", "align": "right", "share": 1},
                ],
                "bold": 1,
                "size": 2,
            }
        ],
    }


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"version": 2, "width_hint": 42, "language": "en", "blocks": []},
        {"version": 1, "width_hint": 42, "language": "en", "blocks": [{"kind": "picture"}]},
        {"version": 1, "width_hint": 42, "language": "en", "blocks": [{"kind": "text", "text": 5}]},
        {"version": 1, "width_hint": 42, "language": "en", "blocks": [{"kind": "text", "text": "a", "colour": 1}]},
        {"version": 1, "width_hint": 42, "language": "en", "blocks": [{"kind": "text", "text": "a", "size": "2"}]},
        {"version": 1, "width_hint": 42, "language": "en", "blocks": ["text"]},
        {"version": 1, "width_hint": 42, "language": "en", "blocks": None},
    ],
)
def test_what_is_no_stored_document_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"document|version"):
        from_json(stored)


@pytest.mark.parametrize(
    ("symbology", "payload"),
    [("EAN13", "4006381333932"), ("EAN13", "400638133393"), ("CODE128", ""), ("CODE128", "ключ"), ("CODE128", "a\x1d")],
)
def test_a_bar_code_that_no_scanner_would_read_cannot_be_made(symbology: str, payload: str) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        Barcode(symbology, payload)  # type: ignore[arg-type]


def test_a_qr_code_has_a_content_of_readable_size() -> None:
    for payload in ("", "x" * 1001):
        with pytest.raises(ValueError, match="QR"):
            Qr(payload)


def test_a_document_of_strange_values_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="align"):
        Text("a", "middle")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="cells"):
        Columns(())
    with pytest.raises(ValueError, match="share"):
        Cell("a", share=-1)
    with pytest.raises(ValueError, match="blank"):
        Blank(51)
    with pytest.raises(ValueError, match="narrow"):
        layout(Document(()), 15)


@given(st.text())
def test_no_control_override_or_lone_surrogate_survives_cleaning(text: str) -> None:
    left = {unicodedata.category(mark) for mark in clean(text)}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(clean(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    assert clean(clean(text)) == clean(text)


def test_cleaning_composes_letters_and_makes_odd_spaces_plain() -> None:
    assert clean("и\u0306\u00a01\u202f000\u3000\t\u00ad!") == "й 1 000  !"
    assert clean("Milk\x1bp\x00\x32\x32\x9b") == "Milkp22"


@given(DOCUMENTS, st.sampled_from([16, 32, 42, 48]))
def test_no_line_is_wider_than_the_paper(document: Document, columns: int) -> None:
    for row in layout(document, columns):
        if isinstance(row, Line):
            # A combining mark or a wide character cannot be divided.
            assert width_of(row.text) * row.size <= columns
            assert clean(row.text) == row.text


@given(st.text(max_size=40), st.from_regex(r"[0-9]{1,9},[0-9]{2}", fullmatch=True), st.sampled_from([16, 32, 42, 48]))
def test_an_amount_is_never_cut_off(name: str, amount: str, columns: int) -> None:
    laid = lines(Document((Columns((Cell(name, share=1), Cell(amount, "right"))),)), columns)
    assert any(text.endswith(amount) for text in laid)


def test_a_long_name_wraps_beside_its_amount() -> None:
    assert line(Cell("Milk pasteurised 3.2 % in a carton", share=1), Cell("2 x 45.00"), Cell("90.00", "right")) == [
        "Milk pasteurised 2 x 45.00 90.00",
        "3.2 % in a",
        "carton",
    ]


def test_cells_share_the_free_width() -> None:
    cells = (Cell("Item", share=2), Cell("Qty", "right", 1), Cell("Sum", "right", 1))
    assert line(*cells) == ["Item                 Qty     Sum"]


def test_a_name_without_end_is_cut_after_some_rows_but_not_its_amount() -> None:
    laid = line(Cell("word " * 200, share=1), Cell("5.00", "right"))
    assert len(laid) == LONGEST_NAME_ROWS
    assert laid[0].endswith("5.00")
    assert laid[-1].endswith("...")


def test_amounts_that_leave_no_room_stand_below_the_name() -> None:
    assert line(Cell("Refund"), Cell("1,000,000.00 EUR"), Cell("2,000,000.00 EUR", "right")) == [
        "Refund",
        "                1,000,000.00 EUR",
        "                2,000,000.00 EUR",
    ]
    assert line(Cell("Change of the drawer"), Cell("12,000.00 EUR"), Cell("1,000.00 EUR")) == [
        "Change of the drawer",
        "      12,000.00 EUR 1,000.00 EUR",
    ]


def test_text_is_aligned_and_double_size_takes_half_the_columns() -> None:
    document = Document((Text("SHOP", "centre", size=2), Text("right", "right"), Text("two\nlines")))
    assert lines(document, 32) == ["      SHOP", " " * 27 + "right", "two", "lines"]


def test_wide_characters_count_twice() -> None:
    assert width_of("牛乳 a") == 6
    assert wrap("牛乳牛乳", 5) == ["牛乳", "牛乳"]
    assert line(Cell("牛乳"), Cell("1", "right", 1), columns=16) == ["牛乳           1"]


def test_an_indent_stays_and_a_break_takes_its_spaces() -> None:
    assert wrap("  two  words", 20) == ["  two  words"]
    assert wrap("  a discount (damaged)", 12) == ["  a discount", "  (damaged)"]
    assert wrap("one two", 3) == ["one", "two"]
    assert wrap("", 5) == [""]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]


def test_combining_marks_stay_with_their_letter_and_right_to_left_runs_stay_whole() -> None:
    assert clusters("x\u0301y") == [("x\u0301", 1), ("y", 1)]
    assert clusters("حليب 5") == [("حليب", 4), (" ", 1), ("5", 1)]
    assert split("حليب", 2) == ["حل", "يب"]
    assert needs_shaping("حليب")
    assert needs_shaping("กิ")
    assert not needs_shaping("Ёжик 牛乳 ₽")


def test_what_is_shortened_ends_in_dots() -> None:
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefg", 6) == "abc..."
    assert shorten("牛乳牛乳", 5) == "牛..."
    assert shorten("abc", 2) == ".."


def test_a_document_can_be_read_as_plain_text() -> None:
    document = Document((Text("SHOP"), Rule(), Blank(), Barcode("EAN13", "4006381333931"), Qr("R:1"), Cut()))
    assert to_text(document, 16) == "SHOP\n----------------\n\n[4006381333931]\n     [R:1]\n\n"

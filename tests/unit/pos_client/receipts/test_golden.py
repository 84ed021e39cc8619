"""Every paper to the letter, on 58 mm (32 columns) and 80 mm (48); the texts beside this file were read by a person."""

import dataclasses
from pathlib import Path

import pytest
import zxingcpp

import resources
from hardware.document import Barcode, Document, Qr, Text, to_text
from hardware.escpos.model import Model
from hardware.escpos.render import render
from hardware.picture import CELL_WIDTH, Typeface, draw_code
from hardware.simulated.machine import Machine
from pos_client.i18n import words
from pos_client.receipts.gift import gift_pages
from pos_client.receipts.slips import ParkedSlip, card_slip, parked_slip
from sync_engine.domain.sale import Sale
from sync_engine.receipt.html import to_html
from sync_engine.receipt.sale import sale_page, saved_minor
from tests.unit.pos_client.receipts.papers import LINK, MARK, WIDTHS, everything, heading, papers

GOLDEN = Path(__file__).parent / "golden"
FACE = Typeface((resources.path("fonts/Inter-Regular.ttf"),))
CASES = [(name, columns) for columns in WIDTHS for name in papers(columns)]
HOSTILE = "Milk\x1bp\x00\x32\x32\n\u202eGBP 0.00\x1d\x07\x9b"


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_a_paper_is_the_one_that_was_read(name: str, columns: int) -> None:
    assert to_text(papers(columns)[name], columns) == (GOLDEN / f"{name}_{columns}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "columns"), CASES)
def test_a_paper_comes_out_of_a_printer_as_it_was_meant(name: str, columns: int) -> None:
    printer = Machine(FACE, columns, lambda _: None)
    page = papers(columns)[name]
    printer.receive(render(page, Model(columns=columns), FACE))
    (receipt,) = printer.receipts
    assert (printer.paper.unknown, printer.paper.refused) == ([], [])
    for block in page.blocks:
        if isinstance(block, Text) and block.size == 1 and len(block.text) <= columns:
            assert block.text in receipt.text


@pytest.mark.parametrize("columns", WIDTHS)
def test_codes_on_paper_are_read_by_a_scanner(columns: int) -> None:
    for name, expected in (("sale", LINK), ("gift", MARK.doc_no), ("parked", "XCP7K3")):
        (code,) = [block for block in papers(columns)[name].blocks if isinstance(block, Qr | Barcode)]
        image = draw_code(code, columns * CELL_WIDTH)
        assert image is not None
        assert [found.text for found in zxingcpp.read_barcodes(image.convert("L"))] == [expected]


def test_a_gift_receipt_shows_no_amount_whatever_was_paid() -> None:
    for columns in WIDTHS:
        for name in ("gift", "gift_each"):
            text = to_text(papers(columns)[name], columns)
            assert not [mark for mark in ("69.00", "34.50", "172.79", "GBP", "VAT 20") if mark in text]


def test_gifts_are_the_marked_lines_or_else_everything_that_was_sold() -> None:
    sale, head = everything(), heading(48)
    assert len(gift_pages(sale, head, MARK, is_each=True)) == 1
    unmarked = dataclasses.replace(sale, lines=tuple(dataclasses.replace(line, is_gift=False) for line in sale.lines))
    assert len(gift_pages(unmarked, head, MARK, is_each=True)) == 4
    assert "Book" not in to_text(gift_pages(unmarked, head, MARK, is_each=False)[0], 48)
    nothing = dataclasses.replace(sale, lines=sale.lines[-1:])
    assert gift_pages(nothing, head, MARK, is_each=False) == ()


def test_what_was_saved_is_every_reduction_of_what_was_sold() -> None:
    assert saved_minor(everything()) == 650 + 1_000


@pytest.mark.parametrize(
    ("language", "total"), [("en-GB", "172.79"), ("de", "172,79"), ("ru", "172,79"), ("id", "172,79"), ("ar", "172.79")]
)
def test_a_receipt_speaks_its_readers_language_whatever_the_program_speaks(language: str, total: str) -> None:
    page = sale_page(everything(), heading(48, language), MARK)
    text = to_text(page, 48)
    assert page.language == language
    assert total in text
    assert words(language).tr("Change") in text
    assert words(language).tr("Cash rounding") in text


def hostile(sale: Sale) -> Sale:
    """Control characters in every text that comes from elsewhere."""
    lines = tuple(
        dataclasses.replace(
            line,
            name=HOSTILE,
            note=HOSTILE,
            serial=HOSTILE,
            price_reason=HOSTILE,
            discount_reason=HOSTILE,
            unit=HOSTILE,
        )
        for line in sale.lines
    )
    tenders = tuple(dataclasses.replace(tender, kind=HOSTILE, reference=HOSTILE) for tender in sale.tenders)
    return dataclasses.replace(sale, lines=lines, tenders=tenders, note=HOSTILE, discount_reason=HOSTILE)


def hostile_papers() -> list[Document]:
    texts = dataclasses.replace(heading(32).texts, header=(HOSTILE,), legal=(HOSTILE,), footer=(HOSTILE,))
    head = dataclasses.replace(heading(32), store_name=HOSTILE, address=(HOSTILE,), till_id=HOSTILE, texts=texts)
    mark = dataclasses.replace(MARK, staff_name=HOSTILE)
    sale = hostile(everything())
    return [
        sale_page(sale, head, mark),
        *gift_pages(sale, head, mark, is_each=False),
        parked_slip(ParkedSlip("XCP7K3", 1, 1, "GBP", HOSTILE), head, mark),
        card_slip((HOSTILE,), head, mark),
    ]


def test_no_control_character_from_anywhere_reaches_paper_or_screen() -> None:
    for page in hostile_papers():
        text = to_text(page, 32)
        assert not [mark for mark in text if mark != "\n" and (ord(mark) < 32 or 127 <= ord(mark) < 160)]
        assert "\u202e" not in text
        printer = Machine(FACE, 32, lambda _: None)
        printer.receive(render(page, Model(columns=32), FACE))
        assert (printer.kicks, len(printer.receipts), printer.paper.unknown) == (0, 1, [])


def test_html_is_escaped_and_loads_nothing() -> None:
    evil = '<script src="https://evil.example/x.js">'
    sale = dataclasses.replace(everything(), note=evil)
    html = to_html(sale_page(sale, heading(48), MARK, LINK), evil)
    assert "<script" not in html
    assert "&lt;script" in html
    assert not [tag for tag in ("src=", "href=", "<img", "<link", "url(") if tag in html.replace("&lt;script src=", "")]


@pytest.mark.parametrize("name", ["حليب طازج", "新鮮な牛乳", "חלב טרי", "नमक"])
def test_scripts_that_no_code_page_has_are_drawn_and_never_question_marks(name: str) -> None:
    sale = everything()
    sale = dataclasses.replace(sale, lines=(dataclasses.replace(sale.lines[0], name=name), *sale.lines[1:]))
    printer = Machine(FACE, 32, lambda _: None)
    printer.receive(render(sale_page(sale, heading(32), MARK), Model(columns=32), FACE))
    (receipt,) = printer.receipts
    assert "[picture]" in receipt.text
    assert "?" not in receipt.text

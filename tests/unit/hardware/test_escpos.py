"""ESC/POS: the bytes of a page, the answers of a printer, the library behind them."""

import contextlib
import io
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import resources
from hardware.document import Barcode, Blank, Cell, Columns, Cut, Document, Qr, Text
from hardware.errors import Illegal
from hardware.escpos.commands import kick, kick_at_once
from hardware.escpos.library import load
from hardware.escpos.model import Model
from hardware.escpos.render import raster, render
from hardware.escpos.status import PrinterStatus, Replies, Trouble, read_status
from hardware.picture import Typeface
from hardware.simulated.machine import Machine
from hardware.simulated.tokens import Command, take

FACE = Typeface([Path(resources.path("fonts/Inter-Regular.ttf"))])
FINE = bytes([0x12] * 4)
ALLOWED = {b"", b"\n", b"\x1b@", b"\x1da", b"\x1bt", b"\x1bE", b"\x1b-", b"\x1d!", b"\x1dv", b"\x1bd", b"\x1dV"}


def commands(payload: bytes) -> list[Command]:
    found = []
    while (taken := take(payload)) is not None:
        command, payload = taken
        found.append(command)
    assert payload == b""
    return found


def names(document: Document, model: Model | None = None) -> list[bytes]:
    return [command.name for command in commands(render(document, model or Model(), FACE))]


def printed(document: Document, model: Model | None = None) -> str:
    machine = Machine(FACE, 42, lambda answer: None)
    machine.receive(render(document, model or Model(), FACE))
    assert machine.paper.unknown == []
    assert machine.paper.refused == []
    return machine.receipts[-1].text if machine.receipts else machine.paper.text


def test_a_job_begins_with_a_reset_and_a_spoken_code_page() -> None:
    payload = render(Document((Text("Milk"),)), Model(), FACE)
    assert payload == b"\x1b@\x1da\x00\x1bt\x00Milk\n"


def test_a_page_that_serves_the_whole_receipt_is_set_once() -> None:
    document = Document((Text("Магазин «Ёлка»"), Text("№ 5"), Text("Milk")))
    assert names(document).count(b"\x1bt") == 1
    assert printed(document) == "Магазин «Ёлка»\n№ 5\nMilk\n"


def test_lines_of_two_scripts_switch_the_page_aloud() -> None:
    document = Document((Text("Größe"), Text("Размер"), Text("Taille é")))
    assert printed(document) == "Größe\nРазмер\nTaille é\n"


@pytest.mark.parametrize("text", ["90,00 ₽", "牛乳", "กิน", "حليب", "Größe Размер", "и\u0328"])
def test_a_line_without_a_page_is_drawn_whole(text: str) -> None:
    assert printed(Document((Text(text),))) == "[picture]\n"


@pytest.mark.parametrize("text", ["Ёлка № 5", "Grüße", "Zażółć", "Čeština", "Ελληνικά", "Türkçe ışık"])
def test_a_line_with_a_page_is_sent_as_text(text: str) -> None:
    assert printed(Document((Text(text),))) == f"{text}\n"


def test_a_printer_of_unknown_pages_can_be_sent_pictures_only() -> None:
    document = Document((Text("Milk"), Barcode("EAN13", "4006381333931"), Qr("R:1"), Cut()))
    found = names(document, Model(text="raster", codes="raster"))
    assert b"" not in found
    assert b"\x1dk" not in found
    assert b"\x1d(" not in found
    assert found.count(b"\x1dv") == 4


def test_the_shop_chooses_the_words_for_signs_that_have_no_page() -> None:
    document = Document((Columns((Cell("Итого"), Cell("90,00 ₽", "right", 1))),))
    assert printed(document, Model(substitutes=(("₽", "руб."),))).endswith("90,00 руб.\n")


def test_the_numbers_of_a_clone_overrule_the_profile() -> None:
    payload = render(Document((Text("Ёж"),)), Model(code_pages=(("CP866", 7),)), FACE)
    assert payload == b"\x1b@\x1da\x00\x1bt\x07" + "Ёж".encode("cp866") + b"\n"


def test_pictures_are_sent_in_slices_of_at_most_255_rows() -> None:
    image = Image.new("1", (20, 600), 1)
    image.putpixel((0, 0), 0)
    slices = commands(raster(image))
    assert [int.from_bytes(found.argument[4:6], "little") for found in slices] == [255, 255, 90]
    assert [int.from_bytes(found.argument[2:4], "little") for found in slices] == [3, 3, 3]
    assert slices[0].argument[6:9] == b"\x80\x00\x00"
    assert not any(slices[1].argument[6:])


def test_codes_are_drawn_by_the_printer_where_it_can() -> None:
    document = Document((Barcode("EAN13", "4006381333931"), Barcode("CODE128", "S1-{2}"), Qr("подпись")))
    found = names(document)
    assert found.count(b"\x1dk") == 2
    assert b"\x1d(" in found
    assert "[подпись]" in printed(document)
    assert "S1-{2}" in printed(document)


def test_a_code_too_long_for_the_paper_is_printed_as_text() -> None:
    assert printed(Document((Barcode("CODE128", "a" * 40),))) == " " + "a" * 40 + "\n"


def test_a_qr_code_too_large_for_the_paper_is_spelt_without_its_control_characters() -> None:
    text = printed(Document((Qr("R\x1bp\x00" + "x" * 900),)), Model(columns=16))
    assert "".join(text.split()) == "Rp" + "x" * 900


def test_digits_too_long_for_the_printers_own_code_are_drawn() -> None:
    found = names(Document((Barcode("CODE128", "1" * 30),)))
    assert b"\x1dk" not in found
    assert b"\x1dv" in found


def test_a_printer_without_cutter_feeds_instead() -> None:
    assert names(Document((Cut(),)), Model("POS-5890", 32))[-1:] == [b"\x1bd"]
    assert names(Document((Cut(),)), Model("POS-5890", 32, has_cutter=True))[-2:] == [b"\x1bd", b"\x1dV"]
    assert names(Document((Cut(),)))[-2:] == [b"\x1bd", b"\x1dV"]


def test_styles_are_set_when_they_change_only() -> None:
    document = Document((Text("a", bold=True), Text("b", bold=True), Text("c", size=2), Blank()))
    assert names(document).count(b"\x1bE") == 3


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(Illegal, match="TM-T999"):
        render(Document(()), Model("TM-T999"), FACE)


@settings(max_examples=150)
@given(st.lists(st.text(max_size=50), max_size=4))
def test_no_text_is_ever_a_command(texts: list[str]) -> None:
    document = Document((*(Text(text) for text in texts), Columns((Cell("".join(texts)), Cell("1")))))
    found = commands(render(document, Model(), FACE))
    assert {command.name for command in found} <= ALLOWED - {b"\x1bd", b"\x1dV"}
    assert sum(command.name == b"\x1b@" for command in found) == 1


def test_kicks_name_the_pin_of_the_drawer() -> None:
    assert kick(2) == b"\x1bp\x00\x32\x32"
    assert kick(5) == b"\x1bp\x01\x32\x32"
    assert kick_at_once(5) == b"\x10\x14\x01\x01\x01"


def test_rendering_says_nothing_on_standard_output() -> None:
    said = io.StringIO()
    document = Document((Barcode("EAN13", "4006381333931"), Qr("R:1"), Text("牛乳"), Cut()))
    with contextlib.redirect_stdout(said):
        render(document, Model(), FACE)
    assert said.getvalue() == ""


_IMPORT = """
import logging, os, sys, tempfile
from pathlib import Path
from hardware.escpos.library import load
load(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
assert logging.root.handlers == [], logging.root.handlers
assert "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ
print(len(os.listdir(tempfile.gettempdir())))
"""


def _load_in_a_program(folder: Path, *arguments: str) -> str:
    program = [sys.executable, "-c", _IMPORT, *arguments]
    done = subprocess.run(
        program, check=True, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(folder)}, timeout=60
    )
    return done.stdout


def test_the_library_leaves_no_folder_and_no_log_handler_behind(tmp_path: Path) -> None:
    assert _load_in_a_program(tmp_path) == "0\n"


def test_the_library_keeps_its_table_in_a_private_folder_and_survives_a_torn_one(tmp_path: Path) -> None:
    cache, temporary = tmp_path / "cache", tmp_path / "temporary"
    temporary.mkdir()
    _load_in_a_program(temporary, str(cache))
    (table,) = cache.iterdir()
    assert cache.stat().st_mode & 0o777 == 0o700
    table.write_bytes(table.read_bytes()[:1000])
    os.utime(table, (4_000_000_000, 4_000_000_000))
    assert _load_in_a_program(temporary, str(cache)) == "0\n"
    assert table.stat().st_size > 1000


def test_loading_again_costs_nothing_and_gives_the_same_package() -> None:
    handlers = list(logging.root.handlers)
    assert load() is load()
    assert logging.root.handlers == handlers
    assert tempfile.mkdtemp.__module__ == "tempfile"


def test_a_status_is_read_from_its_four_answers() -> None:
    assert read_status(FINE) == PrinterStatus(is_known=True, drawer_pin_high=False)
    assert read_status(bytes([0x1E, 0x32, 0x12, 0x7E])).troubles == {Trouble.PAPER_OUT}
    assert read_status(bytes([0x1E, 0x16, 0x12, 0x12])).troubles == {Trouble.COVER_OPEN}
    assert read_status(bytes([0x12, 0x12, 0x12, 0x1E])) == PrinterStatus(
        is_known=True, troubles=frozenset({Trouble.PAPER_LOW}), drawer_pin_high=False
    )
    assert read_status(bytes([0x12, 0x12, 0x1A, 0x12])).stops == {Trouble.CUTTER}
    assert read_status(bytes([0x1A, 0x12, 0x12, 0x12])).stops == {Trouble.OFFLINE}


def test_nothing_answered_is_no_status() -> None:
    replies = Replies()
    replies.asked(4)
    assert replies.status() is None
    replies.feed(FINE[:3])
    assert replies.status() is None


def test_answers_count_only_when_every_question_before_them_is_answered() -> None:
    replies = Replies()
    replies.asked(4)
    replies.asked(4)
    replies.feed(FINE)
    assert replies.status() is None
    replies.feed(bytes([0x1E, 0x32, 0x12, 0x7E]))
    assert replies.status() == read_status(bytes([0x1E, 0x32, 0x12, 0x7E]))


def test_unasked_status_in_any_portions_is_passed_over() -> None:
    replies = Replies()
    replies.asked(4)
    for byte in b"\x14\x00\x0c\x0f" + FINE[:2] + b"\x14\x00\x00\x0f" + FINE[2:]:
        replies.feed(bytes([byte]))
    assert replies.status() == read_status(FINE)
    assert replies.confirmations == 0


def test_a_confirmation_is_told_from_an_answer() -> None:
    replies = Replies()
    replies.feed(b"\x00")
    replies.feed(b"\x0c")
    assert replies.confirmations == 2


@given(st.lists(st.binary(max_size=8)))
def test_any_bytes_from_a_printer_are_survived(portions: list[bytes]) -> None:
    replies = Replies()
    replies.asked(4)
    for portion in portions:
        replies.feed(portion)
    replies.status()


@given(st.binary(max_size=200), st.integers(1, 20))
def test_commands_are_cut_the_same_in_any_portions(payload: bytes, portion: int) -> None:
    whole = Machine(FACE, 42, lambda answer: None)
    whole.receive(payload)
    pieces = Machine(FACE, 42, lambda answer: None)
    for start in range(0, len(payload), portion):
        pieces.receive(payload[start : start + portion])
    assert pieces.kicks == whole.kicks
    assert pieces.paper.text == whole.paper.text
    assert pieces.paper.unknown == whole.paper.unknown

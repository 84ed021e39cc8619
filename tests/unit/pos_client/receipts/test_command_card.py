"""The card of command codes, read back by a reader that is not ours."""

from pathlib import Path
from typing import get_args

import pytest
import zxingcpp
from PIL import Image
from typer.testing import CliRunner, Result

from hardware.document import Barcode, layout
from pos_client.__main__ import app
from pos_client.counter.meaning import Command, CommandCode, Meaning, meaning
from pos_client.i18n import use_language, words
from pos_client.receipts.command_card import card_document, card_groups


@pytest.fixture(autouse=True)
def _english_afterwards() -> object:
    yield
    use_language("en")


def run(home: Path, *told: object) -> Result:
    return CliRunner().invoke(app, ["--home", str(home), "commands-card", *map(str, told)])


def read(image: Image.Image) -> set[Meaning]:
    return {meaning(found.text) for found in zxingcpp.read_barcodes(image.convert("L"))}


def every_command() -> set[Meaning]:
    plain: list[Command] = [name for name in get_args(Command) if name != "quantity"]
    quantities: set[Meaning] = {CommandCode("quantity", str(number)) for number in range(2, 10)}
    return quantities | {CommandCode(name) for name in plain}


def test_the_card_has_every_command_once() -> None:
    codes = [entry.code for group in card_groups(words("en")) for entry in group.entries]
    assert {meaning(code) for code in codes} == every_command()
    assert len(codes) == len(set(codes)) == 20


def test_the_picture_is_an_a4_page_that_a_reader_reads(tmp_path: Path) -> None:
    out = tmp_path / "card.png"
    result = run(tmp_path, "--out", out)
    assert result.exit_code == 0, result.output
    with Image.open(out) as page:
        assert page.size == (2480, 3508)
        assert [round(dots) for dots in page.info["dpi"]] == [300, 300]
        assert read(page) == every_command()


def test_a_copy_at_half_the_size_can_still_be_read(tmp_path: Path) -> None:
    out = tmp_path / "card.png"
    run(tmp_path, "--out", out)
    with Image.open(out) as page:
        small = page.resize((page.width // 2, page.height // 2), Image.Resampling.BOX)
    assert read(small) == every_command()


def test_the_page_for_the_printer_has_the_same_codes() -> None:
    document = card_document(words("en"), "en")
    codes = {meaning(row.payload) for row in layout(document, 42) if isinstance(row, Barcode)}
    assert codes == every_command()


def test_the_card_is_printed_on_the_tills_printer(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    paper.touch()
    (tmp_path / "config.toml").write_text(f'[devices.printer]\nkind = "file"\npath = "{paper}"\n', encoding="utf-8")
    result = run(tmp_path, "--print")
    assert result.exit_code == 0, result.output
    assert b"XCCCASHJ" in paper.read_bytes()


@pytest.mark.parametrize(
    ("told", "said"),
    [([], "say --out FILE.png"), (["--print"], "no printer"), (["--out", "/nowhere/card.png"], "Choose another place")],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, told: list[str], said: str) -> None:
    result = run(tmp_path, *told)
    assert result.exit_code != 0
    assert said in " ".join(result.output.split())

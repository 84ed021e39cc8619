"""The file of rows that were set aside."""

from pathlib import Path

from sync_engine.ledger.importing.quarantine import Quarantine
from tests.helpers.imports import Importing


def written(quarantine: Quarantine, folder: Path) -> str:
    quarantine.write(folder / "aside" / "bad.csv")
    return (folder / "aside" / "bad.csv").read_text(encoding="utf-8")


def test_rows_are_kept_with_line_reason_and_all_their_cells(importing: Importing, tmp_path: Path) -> None:
    imported = importing.take("articles", 'sku,name,colour\nA,,"dark, blue"\nB,Ink,red\nC,"Pad\n')
    assert written(imported.quarantine, tmp_path) == (
        'line,reason,detail,sku,name,colour\n2,blank_name,,A,,"dark, blue"\n4,broken_line,,"C,""Pad"\n'
    )


def test_a_mended_file_can_be_imported_as_it_is(importing: Importing, tmp_path: Path) -> None:
    imported = importing.take("articles", "sku,name,price\nA,,1\nB,Ink,-1\n")
    mended = written(imported.quarantine, tmp_path).replace("A,,1", "A,Pen,1").replace("-1\n", "2\n")
    again = importing.take("articles", mended)
    assert len(again.quarantine) == 0
    assert [key for _, key in importing.ledger.rows("article")] == ["A", "B"]


def test_pins_are_never_copied(importing: Importing, tmp_path: Path) -> None:
    imported = importing.take("staff", 'staff,name,role,stores,pin\nC1,Cashier 1,cashier,S09,1234\nC2,"x,1,1,4321\n')
    text = written(imported.quarantine, tmp_path)
    assert "1234" not in text
    assert "4321" not in text


def test_reasons_are_counted_the_most_frequent_first(importing: Importing) -> None:
    imported = importing.take("articles", "sku,name\n,x\nA,\nB,\n")
    assert list(imported.quarantine.by_reason().items()) == [("blank_name", 2), ("blank_code", 1)]

"""Foreign files, whole and broken."""

import lzma
from pathlib import Path

import pytest

from sync_engine.ledger.importing.reading import Broken, FileNotUnderstood, Record, open_table


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(lzma.compress(content) if path.suffix == ".xz" else content)
    return path


def rows_of(path: Path) -> list[Record | Broken]:
    with open_table(path) as table:
        return list(table.rows())


def cells_of(path: Path) -> list[list[str]]:
    return [row.cells for row in rows_of(path) if isinstance(row, Record)]


@pytest.mark.parametrize("name", ["a.csv", "a.csv.xz", "A.CSV"])
def test_csv_plain_or_compressed(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, b'sku,name\nA,"one, two"\nB,"say ""hi"""\n')
    assert cells_of(path) == [["A", "one, two"], ["B", 'say "hi"']]


@pytest.mark.parametrize("name", ["a.tsv", "a.tsv.xz"])
def test_tsv_has_no_quoting(tmp_path: Path, name: str) -> None:
    assert cells_of(written(tmp_path / name, b'sku\tname\nA\t5" nail\n')) == [["A", '5" nail']]


def test_a_mark_at_the_start_windows_line_ends_and_a_missing_last_one(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "\ufeffsku,name\r\nA,čaj\r\nB,х".encode())
    with open_table(path) as table:
        assert table.header == ("sku", "name")
        assert [row.cells for row in table.rows() if isinstance(row, Record)] == [["A", "čaj"], ["B", "х"]]


def test_a_quoted_cell_may_span_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b'sku,name\nA,"one\ntwo"\nB,three\n')
    assert rows_of(path) == [Record(2, ["A", "one\ntwo"]), Record(4, ["B", "three"])]


def test_a_quote_that_never_closes_costs_one_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b'sku,name\nA,"one\n' + b"B,two\n" * 100)
    rows = rows_of(path)
    assert rows[0] == Broken(2, "broken_line", 'A,"one')
    assert rows[1:] == [Record(line, ["B", "two"]) for line in range(3, 103)]


def test_a_quote_in_the_middle_of_a_cell_is_text(tmp_path: Path) -> None:
    assert cells_of(written(tmp_path / "a.csv", b'sku,name\nA,5" nail\n')) == [["A", '5" nail']]


def test_too_few_and_too_many_cells_are_broken_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b'sku,name\nA\nB,b\nC,c,c\nD,"d"x\n')
    assert [(row.line, type(row)) for row in rows_of(path)] == [(2, Broken), (3, Record), (4, Broken), (5, Broken)]


def test_a_line_that_is_no_utf8_is_set_aside_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b"sku,name\nA,caf\xe9\nB,tea\n")
    assert rows_of(path) == [Broken(2, "broken_encoding", "A,caf\\xe9"), Record(3, ["B", "tea"])]


def test_a_broken_line_inside_a_quoted_record_comes_again(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", b'sku,name\nA,"one\n\xe9\nB,two\n')
    assert [(row.line, type(row)) for row in rows_of(path)] == [(2, Broken), (3, Broken), (4, Record)]


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    assert rows_of(written(tmp_path / "a.csv", b"sku\n\n  \nA\n")) == [Record(4, ["A"])]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"sku\n", "kind"),
        ("a.xz", b"sku\n", "kind"),
        ("a.csv", b"", "empty"),
        ("a.csv", "sku,name\n".encode("utf-16"), "not_utf8"),
        ("a.csv", b"s\0k\0u\0\n", "not_utf8"),
        ("a.csv", b'"sku\n', "empty"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(FileNotUnderstood) as caught, open_table(path):
        pass
    assert (caught.value.path, caught.value.reason) == (path, reason)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotUnderstood) as caught, open_table(tmp_path / "a.csv"):
        pass
    assert caught.value.reason == "missing"


def test_a_compressed_file_that_ends_in_the_middle_is_damaged(tmp_path: Path) -> None:
    whole = lzma.compress(b"sku\n" + b"".join(b"%d\n" % (n * n) for n in range(50_000)))
    path = tmp_path / "a.csv.xz"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileNotUnderstood) as caught:
        rows_of(path)
    assert caught.value.reason == "damaged"

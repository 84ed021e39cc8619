"""What a raw scan means."""

import pytest

from pos_client.counter.scanning import Entry, read_entry, spellings


@pytest.mark.parametrize(
    ("raw", "entry"),
    [
        ("4006381333931", Entry("4006381333931")),
        ("3*4006381333931", Entry("4006381333931", "3")),
        ("3 * ABC", Entry("ABC", "3")),
        ("1,5*ABC", Entry("ABC", "1.5")),
        ("3*", Entry("", "3")),
        ("*", Entry("*")),
        ("A*3", Entry("A*3")),
        ("]C1010400638", Entry("010400638")),
        ("]]", Entry("]]")),
        ("", Entry("")),
        ("\x1bp\x00AB", Entry("pAB")),
    ],
)
def test_an_entry_is_a_quantity_and_a_code(raw: str, entry: Entry) -> None:
    assert read_entry(raw) == entry


def test_a_scan_without_end_is_cut() -> None:
    assert len(read_entry("9" * 5_000).code) == 200


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("036000291452", ("036000291452", "0036000291452")),
        ("0036000291452", ("0036000291452", "036000291452")),
        ("4006381333931", ("4006381333931",)),
        ("85123A", ("85123A",)),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", ("٤٠٠٦٣٨١٣٣٣٩٣١",)),
    ],
)
def test_a_code_is_looked_for_as_it_may_be_stored(code: str, forms: tuple[str, ...]) -> None:
    assert spellings(code) == forms

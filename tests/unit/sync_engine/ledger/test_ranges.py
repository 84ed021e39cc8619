"""Parts of files as RFC 9110 asks for them."""

import pytest

from sync_engine.ledger.api.files import Part, part_of
from sync_engine.ledger.problems import RangeWrong


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("bytes=-", None),
        ("lines=1-2", None),
        ("bytes=0-1,3-4", None),
        ("bytes=0-", Part(0, 99, 100)),
        ("bytes=10-19", Part(10, 19, 100)),
        ("bytes=10-1000", Part(10, 99, 100)),
        ("bytes=-5", Part(95, 99, 100)),
        ("bytes=-500", Part(0, 99, 100)),
        ("bytes=99-99", Part(99, 99, 100)),
    ],
)
def test_what_a_range_asks_for(header: str | None, part: Part | None) -> None:
    assert part_of(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=20-10", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(header: str) -> None:
    with pytest.raises(RangeWrong):
        part_of(header, 100)

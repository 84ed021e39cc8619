"""A replica file is whole, or what is wrong with it is said."""

from pathlib import Path

import pytest

from sync_engine.sql.replica_check import damage
from tests.helpers.replicas import snapshot_file, stock_row

KEY = bytes(range(32))
PAGE = 4_096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "replica.db"
    snapshot_file(file, 7, [stock_row(f"article {number}", 5) for number in range(400)], KEY)
    return file


def looked_through(path: Path) -> str | None:
    return damage(path, KEY, lambda: True)


def test_a_whole_file_has_no_damage(path: Path) -> None:
    assert looked_through(path) is None


def test_one_changed_bit_in_any_page_is_found(path: Path) -> None:
    content = path.read_bytes()
    pages = len(content) // PAGE
    assert pages > 40
    unnoticed = []
    for number in range(pages):
        spoilt = bytearray(content)
        spoilt[number * PAGE + 1_234] ^= 1
        path.write_bytes(spoilt)
        if looked_through(path) is None:
            unnoticed.append(number)
    assert unnoticed == []


def test_a_file_that_ends_early_or_is_none_is_damaged(path: Path) -> None:
    content = path.read_bytes()
    for spoilt in (content[: len(content) // 2], content[: PAGE * 3], bytes(len(content)), b"garbage" * 1_000):
        path.write_bytes(spoilt)
        assert looked_through(path) is not None


def test_a_file_that_is_gone_is_not_damaged(tmp_path: Path) -> None:
    assert looked_through(tmp_path / "none.db") is None


def test_nobody_waits_for_the_end_of_it(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-PAGE // 2] ^= 1
    path.write_bytes(content)
    assert looked_through(path) is not None
    assert damage(path, KEY, lambda: False) is None

"""A killed till comes back with the sale that stood on its counter. The many points are in `tests/torture`."""

from pathlib import Path

import pytest

from tests.torture.open_sale import kill_at
from tests.torture.rung_counter import STEPS, Seen, all_seen

POINTS = (1, 4, 8, 13, 16, 19, 22, 23, 24, 25, 29, 32, 37, 38, 40, 77)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    return all_seen(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_till_has_the_same_cart_tenders_notices_and_last_change(
    point: int, expected: list[Seen], tmp_path: Path
) -> None:
    left = kill_at(tmp_path, point)
    assert point <= left.shown < len(STEPS)
    assert left.is_as_it_was(expected), (left, expected[left.shown])


def test_the_steps_leave_something_to_lose(expected: list[Seen]) -> None:
    assert len({seen.sale for seen in expected}) > 100
    assert len({seen.last for seen in expected}) == 13

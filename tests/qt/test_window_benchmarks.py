"""The benchmarks of the window run on a small shop, and say what they should; how fast anything is, no test asks."""

import pytest
from pytestqt.qtbot import QtBot

from tests.benchmarks.__main__ import measure


@pytest.fixture(autouse=True)
def _small_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("scan", "burst", "keys", "stall"):
        monkeypatch.setattr(f"tests.benchmarks.{name}.QUICK_ARTICLES", 100)
    monkeypatch.setattr("tests.benchmarks.scan.QUICK_SCANS", 6)
    monkeypatch.setattr("tests.benchmarks.scan.PER_SALE", 5)
    monkeypatch.setattr("tests.benchmarks.burst.QUICK_BURSTS", 1)
    monkeypatch.setattr("tests.benchmarks.keys.QUICK_ROUNDS", 1)


def test_scans_are_measured_beside_a_bare_list(qtbot: QtBot) -> None:
    middle, late, slowest = measure(["scan"], is_quick=True)
    assert middle.name == "100 articles, busy machine, scan to painted line and total, p50 of 6"
    assert late.goal == "<= 50 ms"
    assert all(figure.is_measured and figure.number for figure in (middle, late, slowest))
    assert slowest.baseline.startswith("a row in a bare list and in SQLite: ")


def test_a_burst_is_counted_and_keys_are_measured(qtbot: QtBot) -> None:
    lost, moved, slowest, *keys = measure(["burst", "keys"], is_quick=True)
    assert (lost.value, moved.value, lost.is_met, moved.is_met) == ("0 of 10", "0 of 1", True, True)
    assert slowest.is_measured
    assert len(keys) == 8
    assert {figure.goal for figure in keys} == {"", "<= 33 ms"}

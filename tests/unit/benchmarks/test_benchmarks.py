"""The benchmarks run, and their figures say what they should; how fast anything is, no test asks."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import BENCHMARKS, main, measure
from tests.benchmarks.catalogue import barcode, write_articles
from tests.benchmarks.figures import Figure, not_measured, percentile, show
from tests.benchmarks.ground import TooLong, time_limit, wait_until
from tests.benchmarks.plain_sqlite import plain_import_s, plain_rate


@pytest.fixture
def _few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.benchmarks.commit.ARTICLES", 200)
    monkeypatch.setattr("tests.benchmarks.commit.QUICK_SALES", 3)
    monkeypatch.setattr("tests.benchmarks.commit.WARM_UP", 1)


@pytest.mark.usefixtures("_few_samples")
def test_the_commit_of_a_sale_is_measured_beside_the_disk() -> None:
    median, slowest = measure(["commit"], is_quick=True)
    assert (median.name, slowest.name) == (
        "sale of 12 lines recorded, p50 of 3",
        "sale of 12 lines recorded, p99 of 3",
    )
    assert median.is_measured
    assert median.baseline.startswith("append of 4 KiB with fdatasync, p50: ")
    assert slowest.goal == "<= the disk's + 15 ms"


def test_what_fails_is_said_in_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_disk(*_: object) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr("tests.benchmarks.commit.make_home", no_disk)
    assert measure(["commit"], is_quick=True) == [Figure("commit", "NOT MEASURED: OSError: no room on the disk")]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Exception, match=", ".join(BENCHMARKS)):
        main(["comit"])


def test_a_percentile_is_a_sample_by_nearest_rank() -> None:
    samples = [float(number) for number in range(200, 0, -1)]
    assert [percentile(samples, percent) for percent in (1, 50, 99, 100)] == [2.0, 100.0, 198.0, 200.0]
    assert percentile([7.0], 99) == 7.0


def test_figures_are_printed_as_json_with_their_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    show([Figure("a", "1.00 ms", "b: 2.00 ms", "0.5 x", "<= 3 ms", True, 0.001, "s")], "here", as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed["run"] == "here"
    assert printed["figures"][0]["number"] == 0.001
    assert printed["figures"][0]["is_met"] is True


def test_the_table_says_which_goal_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    show([Figure("a", "4 ms", "b: 2 ms", "2 x", "<= 3 ms", False), not_measured("c", "why")], "here", as_json=False)
    printed = capsys.readouterr().out
    assert "<= 3 ms  MISSED" in printed
    assert "NOT MEASURED: why" in printed


def test_a_benchmark_ends_when_its_time_is_over() -> None:
    with pytest.raises(TooLong, match="more than 0 s"), time_limit(0.01):
        wait_until(lambda: False, "nothing", 60)


def test_the_plain_side_writes_and_reads_what_the_ledger_does(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles.csv", 20)
    assert plain_import_s(tmp_path / "articles.csv", tmp_path / "import.db") > 0
    assert plain_rate(tmp_path / "sales.db", 3) > 0


def test_barcodes_of_the_catalogue_are_sound() -> None:
    digits = [int(digit) for digit in barcode(123_456)]
    assert len(digits) == 13
    assert sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_has_its_parts(name: str) -> None:
    assert callable(import_module(f"tests.benchmarks.{BENCHMARKS[name].module}").run)

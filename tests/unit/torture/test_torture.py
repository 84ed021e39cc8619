"""The torture itself: who comes back, who is given up, what a file comes to."""

import random
import sys
from pathlib import Path

import pytest

from tests.torture.from_file import FileTotals, read_rows, totals_of
from tests.torture.killing import KINDS, at_random, every_kind
from tests.torture.outcome import counted
from tests.torture.processes import MOST_FAILURES, KeepsFailing, Revived
from tests.torture.shop import write_repeated

ROWS = """\
invoice_no,stock_code,description,quantity,invoice_date,unit_price
1,A,Pen,3,2026-01-05 10:00:00,1.115
1,B,Pad,1,2026-01-05 10:00:00,2.00
2,A,Pen,-1,2026-01-05 10:01:00,1.115
"""


def program(tmp_path: Path, text: str) -> Revived:
    return Revived("till 1", [sys.executable, "-c", text], {}, tmp_path / "till.log")


def ended_well(till: Revived) -> None:
    """Wait until it ended well."""
    while True:
        assert till.process is not None
        till.process.wait()
        if till.has_ended_well():
            return


def test_a_killed_program_comes_back(tmp_path: Path) -> None:
    till = program(tmp_path, "import sys; sys.stdin.close(); import signal; signal.pause()")
    till.start()
    assert till.process is not None
    first = till.process.pid
    assert till.kill()
    assert till.process.pid != first
    assert not till.has_ended_well()
    till.stop()
    assert (till.kill(), till.kills) == (False, 1)


def test_a_program_that_does_not_stay_up_is_given_up_with_the_end_of_its_log(tmp_path: Path) -> None:
    till = program(tmp_path, "print('the journal is gone'); raise SystemExit(3)")
    till.start()
    with pytest.raises(KeepsFailing) as given_up:
        ended_well(till)
    assert str(given_up.value).startswith("till 1 ended by itself 21 times, the last time with 3.")
    assert str(given_up.value).endswith("till.log:\nthe journal is gone" + "\nthe journal is gone" * MOST_FAILURES)
    assert till.failures == [3] * (MOST_FAILURES + 1)


def test_the_same_seed_gives_the_same_blows() -> None:
    assert at_random(random.Random(3), 20, 0.5) == at_random(random.Random(3), 20, 0.5)
    kinds = [blow.kind for blow in every_kind(random.Random(3), 4, 0.5)]
    assert sorted(kinds) == sorted([*KINDS] * 4)


def test_a_repeated_file_has_so_many_times_the_totals(tmp_path: Path) -> None:
    once, often = tmp_path / "once.csv", tmp_path / "often.csv"
    once.write_text(ROWS, encoding="utf-8")
    write_repeated(once, 3, often)
    assert totals_of(once) == FileTotals(2, 3, 3, 335 + 200 - 112)
    assert totals_of(often) == FileTotals(6, 9, 9, 3 * (335 + 200 - 112))
    assert {row["invoice_no"] for row in read_rows(often)} == {f"{ticket}.{n}" for ticket in "12" for n in range(3)}


def test_booked_adjusted_and_left_out_lines_are_counted_together() -> None:
    report: dict[str, dict[str, int] | int] = {
        "tickets": 5,
        "lines": 7,
        "units": 11,
        "gross_minor": 500,
        "adjustments": {"tickets": 1, "lines": 2, "units": -3},
        "not_booked": {"tickets_only": 1, "lines": 1, "units": 4, "amount_minor": -20},
    }
    assert counted(report) == FileTotals(6, 10, 12, 480)

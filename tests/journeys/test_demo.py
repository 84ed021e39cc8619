"""The demo as a person starts it where there is no display: everything is real, only the printer is made of code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.source import ROOT


def start(folder: Path) -> str:
    """Run the demo to its end and return what it said."""
    line = [sys.executable, "-m", "pos_client.demo", "--folder", str(folder), "--headless"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(600)
def test_the_demo_sells_offline_and_the_sale_arrives(tmp_path: Path) -> None:
    said = start(tmp_path)
    for wanted in (
        "scanned 2000000123457: 2000000123457: Not found in this shop.",
        "the chip says: Offline · 1 saved here",
        "put the cable back: the till in S02 now sees",
        "2 receipts are on paper",
        "The books are whole.",
    ):
        assert wanted in said
    run = tmp_path / "run-1"
    totals = json.loads((run / "totals.json").read_text(encoding="utf-8"))
    assert (totals["tickets"], totals["open_cases"], totals["deferred"]) == (2, 0, 0)
    assert json.loads((run / "verify.json").read_text(encoding="utf-8"))["is_ok"] is True
    assert sorted(path.name for path in (run / "receipts").iterdir()) == [
        "receipt-001.png", "receipt-001.txt", "receipt-002.png", "receipt-002.txt",
    ]  # fmt: skip
    assert len(list((run / "screens").glob("*.png"))) == 5
    assert (tmp_path / "demo.json").exists()  # the next start finds everything in its place

"""A sample of the simulator; `./pos simulate` runs as many seeds as there is time for."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = 12
"""Seeds; a busy machine does fewer of them."""


def simulated(*words: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "tests.simulation", "--json", *words]
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.timeout(240)
def test_nothing_is_lost_or_doubled_and_no_number_is_wrong_in_a_sample_of_seeds() -> None:
    code, result = simulated("--seeds", str(SAMPLE), "--within-s", "75")
    assert (code, result["wrong"], result["failed_seed"]) == (0, "", None)
    fired = {name for name, count in result["fired"].items() if count}
    assert fired >= {"replay", "deferred", "bootstrap_mid_feed", "one_ahead", "till_lost_power"}


@pytest.mark.timeout(120)
def test_a_seed_runs_the_same_way_twice() -> None:
    digests = [simulated("--seeds", "1", "--seed", "3", "--jobs", "1")[1]["digests"] for _ in range(2)]
    assert digests[0] == digests[1]

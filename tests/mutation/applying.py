"""Runs the simulator over a copy of the tree that has one bug in it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutation.mutation import Mutation

ROOT = Path(__file__).parents[2]
_ROOMS = ("sync_engine", "pos_client", "hardware", "resources", "tests")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "screenshots", "*.wav", "*.ogg")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The seed that noticed the bug (None: none did), by which check, after how many seeds."""

    mutation: Mutation
    seed: int | None
    check: str
    seeds: int

    @property
    def is_caught(self) -> bool:
        """Somebody noticed."""
        return self.seed is not None


@contextmanager
def scratch() -> Iterator[Path]:
    """A copy of the tree that may be broken."""
    with TemporaryDirectory(prefix="mutated-") as name:
        for room in _ROOMS:
            shutil.copytree(ROOT / room, Path(name, room), ignore=_LEFT_OUT)
        shutil.copy(ROOT / "pyproject.toml", name)
        yield Path(name)


def tried(mutation: Mutation, tree: Path, seeds: int) -> Verdict:
    """Put the bug into the tree, run seeds until one notices, and take it out again."""
    place = tree / mutation.file
    before = place.read_text(encoding="utf-8")
    place.write_text(mutation.changed(tree), encoding="utf-8")
    try:
        return _simulated(mutation, tree, seeds)
    finally:
        place.write_text(before, encoding="utf-8")


def _simulated(mutation: Mutation, tree: Path, seeds: int) -> Verdict:
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import runpy;"
        " runpy.run_module('tests.simulation', run_name='__main__', alter_sys=True)"
    )
    words = [sys.executable, "-c", program, str(tree), "--json", "--jobs", "1", "--seeds", str(seeds)]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}
    done = subprocess.run(words, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    try:
        result = json.loads(done.stdout)
    except ValueError:
        return Verdict(mutation, 0, f"does not start: {done.stderr.strip().splitlines()[-1:]}", 0)
    wrong = str(result["wrong"])
    return Verdict(mutation, result["failed_seed"], wrong.partition("\n")[0][:90], result["seeds"])
